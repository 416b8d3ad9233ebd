"""Beds: what the private and children's policies make of the sites' beds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from simcore.region.institutions import Site
from simcore.region.population import residents_by_band, total_residents
from simcore.scenario.region.region import RegionScenario


def total_beds(sites: Iterable[Site]) -> float:
    """Return the beds of sites, of all specialties."""
    return sum(sum(site.beds.values()) for site in sites)


def private_beds(sites: Iterable[Site]) -> float:
    """Return the beds of those sites that are private."""
    return total_beds(site for site in sites if site.type.ownership == "private")


def wanted_private_beds(model: RegionScenario, sites: list[Site]) -> float:
    """Return the private beds that the policy asks for, else those there are."""
    policy = model.policy.private
    if policy.beds_per_1000 is not None:
        return policy.beds_per_1000 * total_residents(model) / 1000
    if policy.share_of_beds is not None:
        public = total_beds(sites) - private_beds(sites)
        return public * policy.share_of_beds / (1.0 - policy.share_of_beds)
    return private_beds(sites)


def with_private_beds(model: RegionScenario, sites: list[Site]) -> list[Site]:
    """Scale private hospitals, beds and physicians alike, to the beds wanted.

    Children's beds and paediatricians have a policy of their own and stay.
    """
    private = [site for site in sites if site.type.ownership == "private"]
    fixed = children_beds(private)
    now = total_beds(private) - fixed
    factor = max(0.0, wanted_private_beds(model, sites) - fixed) / now if now else 1.0
    return [
        replace(
            site,
            beds={s: n * (1.0 if s == "children" else factor) for s, n in site.beds.items()},
            physicians={
                d: n * (1.0 if d == "paediatrics" else factor) for d, n in site.physicians.items()
            },
            rooms=site.rooms * factor,
        )
        if site.type.ownership == "private" and site.beds
        else site
        for site in sites
    ]


def children_beds(sites: Iterable[Site]) -> float:
    """Return the beds of sites that are for children."""
    return sum(site.beds.get("children", 0.0) for site in sites)


def paediatricians(sites: Iterable[Site]) -> float:
    """Return the paediatricians of sites."""
    return sum(site.physicians.get("paediatrics", 0.0) for site in sites)


def with_children_policy(model: RegionScenario, sites: list[Site]) -> list[Site]:
    """Scale children's beds and paediatricians everywhere alike to what the policy asks."""
    policy, thousands = model.policy.children, residents_by_band(model)["0-14"] / 1000
    beds = _factor(policy.beds_per_1000, thousands, children_beds(sites))
    doctors = _factor(policy.paediatricians_per_1000, thousands, paediatricians(sites))
    return [
        replace(
            site,
            beds={s: n * (beds if s == "children" else 1.0) for s, n in site.beds.items()},
            physicians={
                d: n * (doctors if d == "paediatrics" else 1.0) for d, n in site.physicians.items()
            },
        )
        for site in sites
    ]


def _factor(wanted: float | None, thousands: float, now: float) -> float:
    return wanted * thousands / now if wanted is not None and now > 0 else 1.0
