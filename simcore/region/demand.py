"""Demand: one source for each area and condition, shaped by the hour of the week."""

from __future__ import annotations

from simcore.network.sources import Source
from simcore.network.weekly_profile import WeeklyProfile
from simcore.region.population import age_shares, joint_shares
from simcore.scenario.region.region import RegionScenario
from simcore.text import Label
from simcore.time_units import MINUTES_PER_WEEK, MINUTES_PER_YEAR

PRIORITY = {"emergency": 1, "urgent": 4, "planned": 4}


def episodes_per_year(model: RegionScenario, area: str, condition: str) -> float:
    """Return the episodes of a condition in an area in a year of 365 days."""
    place, case = model.areas[area], model.conditions[condition]
    shares = age_shares(model, place)
    return place.residents * sum(shares.get(b, 0.0) * rate for b, rate in case.episodes.items())


def weekly_mean(profile: WeeklyProfile[float]) -> float:
    """Return the mean of a weekly profile over time."""
    ends = [minute for minute, _ in profile.pieces[1:]] + [MINUTES_PER_WEEK]
    area = sum((end - t) * value for (t, value), end in zip(profile.pieces, ends, strict=True))
    return area / MINUTES_PER_WEEK


def weekly_rate(per_year: float, shape: WeeklyProfile[float]) -> WeeklyProfile[float]:
    """Return arrivals per minute by minute of the week, with `per_year` in 365 days."""
    level = per_year / MINUTES_PER_YEAR / weekly_mean(shape)
    return shape.map(lambda value: level * value)


def source(model: RegionScenario, area: str, condition: str, scale: float) -> Source | None:
    """Return the patients of a condition in an area, or None where there are none."""
    per_year = scale * episodes_per_year(model, area, condition)
    if per_year <= 0.0:
        return None
    place, case = model.areas[area], model.conditions[condition]
    shares = joint_shares(model, place, case)
    return Source(
        name=f"{area}/{condition}",
        label=Label(f"{place.name.en}, {case.name.en}", f"{place.name.zh}·{case.name.zh}"),
        pathway=f"{area}/{condition}",
        rate=weekly_rate(per_year, model.arrivals[case.urgency]),
        mix=tuple((class_.name, share) for class_, share in shares.items()),
        priority=PRIORITY[case.urgency],
        tags={"area": area, "condition": condition},
        multipliers=case.multipliers(model.calendar.start),
        growth=case.growth,
    )
