"""Workforce: physicians posted elsewhere, their sessions, and those in session as resources."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from simcore.network.resources import Resource
from simcore.network.weekly_profile import WeeklyProfile
from simcore.region.institutions import Posted, Site, units
from simcore.scenario.region.categories import Department
from simcore.scenario.region.institutions import Physicians
from simcore.scenario.region.region import RegionScenario
from simcore.text import Label

REFERRED = 2  # the rank of referred patients; emergencies 1, booked 3, walk-ins 4
DEPARTMENTS = {
    "clinic": Label("clinic", "门诊"),
    "paediatrics": Label("paediatric clinic", "儿科门诊"),
    "emergency": Label("emergency department", "急诊"),
}


def with_postings(model: RegionScenario, sites: list[Site]) -> list[Site]:
    """Move the posted shares of clinic physicians to where they hold their sessions, all at once:
    who is posted to a place is not posted on from there.

    They go to the destination in their own area where it has one, else to all of that type by the
    residents whom these serve.
    """
    leaving, coming = defaultdict[str, float](float), defaultdict[str, list[Posted]](list)
    for _, posting in sorted(model.policy.postings.items()):
        for origin in (s for s in sites if s.kind == posting.origin):
            moved = posting.share * origin.physicians.get("clinic", 0.0)
            for to, part in _destinations(origin, [s for s in sites if s.kind == posting.to]):
                leaving[origin.id] += moved * part
                coming[to.id].append(Posted(origin.kind, moved * part, posting.capability))
    return [
        _with_clinic(site, leaving[site.id], coming[site.id])
        if site.id in leaving.keys() | coming.keys()
        else site
        for site in sites
    ]


def _destinations(origin: Site, sites: list[Site]) -> list[tuple[Site, float]]:
    """Return where the posted of a site go, each with its share of them."""
    near = [s for s in sites if s.area == origin.area and not (s.serves_all or origin.serves_all)]
    chosen = near or sites
    people = sum(site.residents for site in chosen)
    return [(site, site.residents / people) for site in chosen if people > 0]


def _with_clinic(site: Site, leaving: float, posted: list[Posted]) -> Site:
    """Return a site without some of its clinic physicians, and with those posted to it."""
    clinic = site.physicians["clinic"] - leaving + sum(p.number for p in posted)
    return replace(site, physicians={**site.physicians, "clinic": clinic}, posted=tuple(posted))


def seeing(model: RegionScenario, site: Site, department: Department) -> WeeklyProfile[float]:
    """Return the physicians who see outpatients, by the minute of the week, at full size.

    Posted ones keep the calendar of the type that they come from, and its share of time in clinic.
    """
    posted = site.posted if department == "clinic" else ()
    own = site.physicians[department] - sum(p.number for p in posted)
    calendars = [
        _in_clinic(model, model.institutions[kind].physicians[department], number)
        for kind, number in ((site.kind, own), *((p.kind, p.number) for p in posted))
    ]
    starts = sorted({minute for calendar in calendars for minute, _ in calendar.pieces})
    return WeeklyProfile(tuple((t, sum(c.at(t) for c in calendars)) for t in starts))


def _in_clinic(model: RegionScenario, staff: Physicians, number: float) -> WeeklyProfile[float]:
    return model.sessions[staff.sessions].map(lambda share: number * staff.in_clinic * share)


def in_session(
    model: RegionScenario, site: Site, department: Department, scale: float
) -> WeeklyProfile[int]:
    """Return the weekly calendar of physicians who see outpatients, in whole units."""
    whole = seeing(model, site, department).map(lambda number: units(number, scale))
    return WeeklyProfile.merged(whole.pieces)


def clinics(model: RegionScenario, site: Site, name: Label, scale: float) -> list[Resource]:
    """Return the physicians of a site as resources, by department that has some."""
    return [
        Resource(
            name=site.clinic(department),
            label=Label(
                f"{name.en}, {DEPARTMENTS[department].en}",
                f"{name.zh}{DEPARTMENTS[department].zh}",
            ),
            capacity=in_session(model, site, department, scale),
            tags={**site.tags(), "type": "physicians", "department": department},
        )
        for department, number in site.physicians.items()
        if number > 0
    ]
