"""Alliances (医联体): members, the shared test centre and the shared lower beds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from simcore.network.resources import Resource
from simcore.network.weekly_profile import WeeklyProfile
from simcore.region.institutions import Site, units
from simcore.scenario.region.institutions import Alliance
from simcore.scenario.region.region import RegionScenario
from simcore.text import Label


@dataclass(frozen=True, slots=True)
class TestPlace:
    """Where a site's tests are made, and how long samples or pictures travel."""

    resource: str
    transport: float


def alliance_of(model: RegionScenario, area: str) -> tuple[str, Alliance] | None:
    """Return the alliance whose members stand in an area, with its name."""
    found = ((n, a) for n, a in model.alliances.items() if a.members.area == area)
    return next(found, None)


def is_member(site: Site, alliance: Alliance) -> bool:
    """Tell whether a site is a member: a public primary institution of the area."""
    return site.primary and site.type.ownership == "public" and site.area == alliance.members.area


def test_place(model: RegionScenario, site: Site) -> TestPlace | None:
    """Return the shared centre for a member or its lead, else the site's own rooms, if any."""
    found = alliance_of(model, site.area)
    if found and "tests" in found[1].shares:
        name, alliance = found
        if is_member(site, alliance):
            return TestPlace(f"{name}/tests", alliance.transport)
        if site.kind == alliance.lead:
            return TestPlace(f"{name}/tests", 0.0)
    return TestPlace(f"{site.id}/tests", 0.0) if site.rooms > 0 else None


def lower_beds(model: RegionScenario, sites: Iterable[Site], area: str) -> str | None:
    """Return the beds that recovering residents of an area go down to, if there are any."""
    found = alliance_of(model, area)
    if found and "beds" in found[1].shares:
        return f"{found[0]}/beds"
    site = lower_site(sites, area)
    return f"{site.id}/beds/general" if site else None


def lower_site(sites: Iterable[Site], area: str) -> Site | None:
    """Return the public primary institution of an area that has beds, if any has."""
    return next((s for s in sites if s.area == area and _has_lower_beds(s)), None)


def _has_lower_beds(site: Site) -> bool:
    return site.primary and site.type.ownership == "public" and site.beds.get("general", 0.0) > 0


def bed_place(model: RegionScenario, site: Site, specialty: str) -> str:
    """Return the resource of a site's beds: the alliance's pool for members that share."""
    found = alliance_of(model, site.area)
    if found and "beds" in found[1].shares and is_member(site, found[1]):
        return f"{found[0]}/beds"
    return f"{site.id}/beds/{specialty}"


def given_beds(model: RegionScenario, site: Site) -> float:
    """Return the beds that a lead gives to its alliance's pool."""
    found = alliance_of(model, site.area)
    if found and "beds" in found[1].shares and site.kind == found[1].lead:
        return site.beds.get("general", 0.0) * found[1].recovery_beds
    return 0.0


def shared_resources(
    model: RegionScenario, sites: list[Site], name: str, scale: float
) -> list[Resource]:
    """Return an alliance's shared centre and bed pool, of all that its members bring."""
    alliance = model.alliances[name]
    members = [s for s in sites if is_member(s, alliance)]
    leads = [s for s in sites if s.kind == alliance.lead and s.area == alliance.members.area]
    tags = {"kind": "alliance", "place": alliance.members.area, "alliance": name}
    shared = []
    if "tests" in alliance.shares:
        rooms = sum(s.rooms for s in members + leads)
        shared.append(_shared(name, "tests", rooms, scale, tags))
    if "beds" in alliance.shares:
        beds = sum(sum(s.beds.values()) for s in members) + sum(given_beds(model, s) for s in leads)
        shared.append(_shared(name, "beds", beds, scale, tags))
    label = alliance.name
    words = {"tests": ("shared test centre", "共享检查中心"), "beds": ("bed pool", "共享床位")}
    return [
        Resource(
            r.name,
            Label(f"{label.en}, {words[kind][0]}", f"{label.zh}{words[kind][1]}"),
            r.capacity,
            tags=r.tags,
        )
        for r in shared
        for kind in (r.name.rsplit("/", 1)[1],)
    ]


def _shared(name: str, kind: str, number: float, scale: float, tags: dict[str, str]) -> Resource:
    own = {"type": kind, "tier": "primary", "ownership": "public", "specialty": "general"}
    capacity = WeeklyProfile.constant(units(number, scale))
    return Resource(f"{name}/{kind}", Label(kind, kind), capacity, tags={**tags, **own})
