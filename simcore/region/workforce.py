"""Workforce: physicians posted elsewhere, and physicians in session as resources."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from simcore.network.resources import Resource
from simcore.network.weekly_profile import WeeklyProfile
from simcore.region.institutions import Site, units
from simcore.scenario.region.categories import Department
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
    """
    physicians, people = defaultdict[str, float](float), defaultdict[str, float](float)
    for site in sites:
        physicians[site.kind] += site.physicians.get("clinic", 0.0)
        people[site.kind] += site.residents
    leaving = defaultdict[str, float](float)  # of the physicians of a type, a share
    coming = defaultdict[str, float](float)  # to a type, physicians for each resident
    for _, posting in sorted(model.policy.postings.items()):
        if not people[posting.to]:  # there is no such place
            continue
        leaving[posting.origin] += posting.share
        coming[posting.to] += posting.share * physicians[posting.origin] / people[posting.to]
    moved = leaving.keys() | coming.keys()
    return [
        _with_clinic(s, 1.0 - leaving[s.kind], coming[s.kind]) if s.kind in moved else s
        for s in sites
    ]


def _with_clinic(site: Site, staying: float, coming: float) -> Site:
    """Return a site with a share of its clinic physicians, and more of them for each resident."""
    clinic = site.physicians.get("clinic", 0.0) * staying + coming * site.residents
    return replace(site, physicians={**site.physicians, "clinic": clinic})


def in_session(
    model: RegionScenario, site: Site, department: Department, scale: float
) -> WeeklyProfile[int]:
    """Return the weekly calendar of physicians who see outpatients, in whole units."""
    staff = site.type.physicians[department]
    seeing = site.physicians[department] * staff.in_clinic
    sessions = model.sessions[staff.sessions].map(lambda share: units(seeing * share, scale))
    return WeeklyProfile.merged(sessions.pieces)


def clinics(model: RegionScenario, site: Site, name: Label, scale: float) -> list[Resource]:
    """Return the physicians of a site as resources, by department."""
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
        for department in site.physicians
    ]
