"""Inpatients: a bed, the acute stay, then recovery in it or at the lower level."""

from __future__ import annotations

import math
from dataclasses import replace

from simcore.network.resources import Resource
from simcore.network.steps import Delay, Go, Release, Route, Seize, Step
from simcore.network.values import Distribution, Expression
from simcore.network.weekly_profile import WeeklyProfile
from simcore.region.alliance import bed_place, given_beds
from simcore.region.institutions import Site, units
from simcore.region.layout import Layout
from simcore.region.referral import Pathways, down, steps_down
from simcore.region.routes import DISCHARGED, base
from simcore.region.visits import OWN_WAY, RANK, branch, event
from simcore.text import Label

SPECIALTIES = {
    "general": Label("general beds", "综合床位"),
    "surgical": Label("surgical beds", "外科床位"),
    "maternity": Label("maternity beds", "产科床位"),
    "children": Label("children's beds", "儿科床位"),
    "psychiatric": Label("psychiatric beds", "精神科床位"),
}
_TIME_PARAMETERS = {
    "deterministic": ("value",),
    "exponential": ("mean",),
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "normal": ("mean", "sd"),
    "gamma": ("scale",),
    "weibull": ("scale",),
    "empirical": ("values",),
}


def stretched(time: Distribution, factor: float) -> Distribution:
    """Return the distribution of `factor` times a time that follows `time`."""
    given = dict(time.parameters)
    if time.name == "lognormal":
        log_mean = given["log_mean"]
        assert isinstance(log_mean, float)
        return replace(time, parameters={**given, "log_mean": log_mean + math.log(factor)})
    if time.name == "scipy":
        return replace(time, scale_to_minutes=time.scale_to_minutes * factor)
    for name in _TIME_PARAMETERS[time.name]:
        value = given[name]
        if isinstance(value, tuple):
            given[name] = tuple(v * factor for v in value)
        else:
            given[name] = value * factor
    return replace(time, parameters=given)


def admission(layout: Layout, site: Site, home: str, condition: str, phases: list[int]) -> Pathways:
    """Return the stay of a condition's inpatients at a site, from each phase that admits."""
    case = layout.case(condition).admission
    specialty = site.specialty(case.bed) if case else None
    if case is None or case.acute is None or specialty is None or site.type.admits <= 0:
        return {}
    stem = base(site, home, condition)
    bed = bed_place(layout.model, site, specialty)
    pathways: Pathways = {}
    for phase in phases:
        pathways |= _admit(layout, site, home, condition, bed, phase)
    leaving = steps_down(layout, site, home, condition) if case.recovery else 0.0
    pathways[f"{stem}/stay"] = (
        Delay(stretched(case.acute, site.type.stay), key="acute stay"),
        branch([(leaving, f"{stem}/down"), (1.0 - leaving, f"{stem}/recover")], "step down"),
    )
    rest: tuple[Step, ...] = (Release(bed), Go(DISCHARGED))
    if case.recovery:
        tags = event(site, home, condition, "recovery", "stay")
        time = stretched(case.recovery, site.type.stay)
        rest = (Delay(time, key="recovery", tags=tags), *rest)
    pathways[f"{stem}/recover"] = rest
    if leaving > 0:
        pathways |= down(layout, site, home, condition, bed)
    return pathways


def _admit(layout: Layout, site: Site, home: str, condition: str, bed: str, phase: int) -> Pathways:
    """Return the wait for a bed: emergencies first, then the referred, then all others.

    One who came past a referral waits as those do who were never referred.
    """
    stem = base(site, home, condition)

    def wait(route: str) -> tuple[Step, ...]:
        seize = Seize(
            bed,
            priority=RANK[route],
            group="boarding" if route == "emergency" else "admission",
            tags=event(site, home, condition, "admission", route),
        )
        return seize, Go(f"{stem}/stay")

    start, alone = f"{stem}/admit {phase}", f"{stem}/admit self"
    if layout.case(condition).urgency == "emergency":
        return {start: wait("emergency")}
    if phase == 1:
        return {start: wait("first")}
    came_alone = Route(((Expression(f"{OWN_WAY} == 1"), alone),))
    return {start: (came_alone, *wait("referred")), alone: wait("self")}


def wards(layout: Layout, site: Site) -> list[Resource]:
    """Return a site's own beds by specialty, without those it shares in an alliance."""
    name, given = layout.name(site), given_beds(layout.model, site)
    own = {
        specialty: number - (given if specialty == "general" else 0.0)
        for specialty, number in site.beds.items()
        if bed_place(layout.model, site, specialty).startswith(f"{site.id}/")
    }
    return [
        Resource(
            name=f"{site.id}/beds/{specialty}",
            label=Label(
                f"{name.en}, {SPECIALTIES[specialty].en}", f"{name.zh}{SPECIALTIES[specialty].zh}"
            ),
            capacity=WeeklyProfile.constant(units(number, layout.scale)),
            tags={**site.tags(), "type": "beds", "specialty": specialty},
        )
        for specialty, number in own.items()
        if number > 0
    ]
