"""Workforce: physicians posted elsewhere, and physicians in session as resources."""

from __future__ import annotations

from dataclasses import replace

from simcore.network.resources import Reserve, Resource
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
    """Move the posted share of clinic physicians to where they hold their sessions."""
    for posting in model.policy.postings.values():
        moved = posting.share * sum(
            s.physicians.get("clinic", 0.0) for s in sites if s.kind == posting.origin
        )
        people = sum(s.residents for s in sites if s.kind == posting.to)
        sites = [
            _more(s, factor=1.0 - posting.share)
            if s.kind == posting.origin
            else _more(s, extra=moved * s.residents / people)
            if s.kind == posting.to
            else s
            for s in sites
        ]
    return sites


def _more(site: Site, factor: float = 1.0, extra: float = 0.0) -> Site:
    clinic = site.physicians.get("clinic", 0.0) * factor + extra
    return replace(site, physicians={**site.physicians, "clinic": clinic})


def in_session(
    model: RegionScenario, site: Site, department: Department, scale: float
) -> WeeklyProfile[int]:
    """Return the weekly calendar of physicians who see outpatients, in whole units."""
    staff = site.type.physicians[department]
    seeing = site.physicians[department] * staff.in_clinic
    sessions = model.sessions[staff.sessions].map(lambda share: units(seeing * share, scale))
    return WeeklyProfile.merged(sessions.pieces)


def clinics(
    model: RegionScenario, site: Site, name: Label, scale: float, *, keeps: bool
) -> list[Resource]:
    """Return the physicians of a site as resources; where it `keeps` slots, for the referred."""
    reserved = model.policy.referral.up.reserved_slots
    keeps = keeps and reserved > 0
    return [
        Resource(
            name=site.clinic(department),
            label=Label(
                f"{name.en}, {DEPARTMENTS[department].en}",
                f"{name.zh}{DEPARTMENTS[department].zh}",
            ),
            capacity=in_session(model, site, department, scale),
            reserve=Reserve(REFERRED, reserved) if keeps and department != "emergency" else None,
            tags={**site.tags(), "type": "physicians", "department": department},
        )
        for department in site.physicians
    ]
