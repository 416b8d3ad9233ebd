"""What seasons, growth and surges make of a rate: a factor over time, averaged step by step.

A season has one factor a day; growth and surges change all the time. Engines play level steps,
so each step has the mean of the factor over it: as many patients are expected in a step as if
the rate followed the factor itself.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from simcore.network.sources import Source
from simcore.time_units import DAYS_PER_YEAR, MEAN_DAYS_PER_YEAR, MINUTES_PER_DAY

Floats = npt.NDArray[np.float64]

FINEST = 0.05  # of its greatest value: by as much a factor may move within a step
LOOKS = (1e-6, 0.25, 0.5, 0.75, 1 - 1e-6)  # where in a piece; never at its ends, where it may jump
LEAP_DAY = 60  # of a leap year


def day_of_year(day: date) -> int:
    """Return 1 to 365, alike in every year: 29 February counts as the 28th."""
    n = day.timetuple().tm_yday
    return n - 1 if isleap(day.year) and n >= LEAP_DAY else n


def of_days(source: Source, days: Sequence[date]) -> Floats:
    """Return the factor that the seasons of a source give each day.

    Days between two that are given lie on a line, December leading over to January.
    """
    numbers = np.array([day_of_year(day) for day in days], float)
    factors = np.ones(len(days))
    for season in (m for m in source.multipliers if m.yearly):
        given, values = zip(*season.points, strict=True)
        factors *= np.interp(numbers, given, values, period=DAYS_PER_YEAR)
    return factors


def turns(source: Source, start: float) -> Floats:
    """Return the minutes at which a surge changes its course. start: minute of day 0."""
    days = [day for m in source.multipliers if not m.yearly for day, _ in m.points]
    return start + np.array(days, float) * MINUTES_PER_DAY


def steps(source: Source, cuts: Floats, start: float) -> tuple[Floats, Floats]:
    """Return steps, as their first minutes and the mean factors of growth and surges in them.

    cuts: rising minutes, from the first to the end; no surge changes its course between them.
    start: minute of day 0.
    """
    lengths = np.diff(cuts)
    looks = factors(source, cuts[:-1, None] + lengths[:, None] * LOOKS, start)
    greatest = np.maximum(looks.max(axis=1), np.finfo(float).tiny)
    parts = np.maximum(np.ceil(np.ptp(looks, axis=1) / (FINEST * greatest)), 1).astype(int)
    first = np.repeat(np.cumsum(parts) - parts, parts)
    widths = np.repeat(lengths / parts, parts)
    begins = np.repeat(cuts[:-1], parts) + (np.arange(len(widths)) - first) * widths
    return begins, _means(source, begins, widths, start)


def _means(source: Source, begins: Floats, widths: Floats, start: float) -> Floats:
    """Return the mean factor over each step, by Gauss's rule, exact for a product of surges."""
    nodes, weights = np.polynomial.legendre.leggauss(len(source.multipliers) // 2 + 3)
    values = factors(source, begins[:, None] + widths[:, None] * (nodes + 1) / 2, start)
    level = values[:, 0]  # so that what does not change keeps its bits
    means: Floats = level + (values - level[:, None]) @ weights / 2
    return means


def factors(source: Source, minutes: Floats, start: float) -> Floats:
    """Return what growth and surges make of a rate at some minutes.

    start: minute of day 0.
    """
    days = (minutes - start) / MINUTES_PER_DAY
    found: Floats = (1.0 + source.growth) ** (days / MEAN_DAYS_PER_YEAR)
    for surge in (m for m in source.multipliers if not m.yearly):
        given, values = zip(*surge.points, strict=True)
        found = found * np.interp(days, given, values)
    return found
