"""Intervals of 95%, and what they say about a target."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

CONFIDENCE = 0.95
Verdict = Literal["met", "missed", "undecided"]
Method = Literal["replications", "batch means", "none"]
ROUNDING = 1e-9  # a structural 2.2 may come out as 2.1999999999999997


def half_width(samples: ArrayLike) -> NDArray[Any]:
    """Return the half-width of the 95% interval of a mean, by Student's t.

    samples: independent, along the first axis; those that are NaN are left out.
    Returns one half-width for each of the other axes, NaN where fewer than two samples are
    left. It is t(n - 1) s / sqrt(n), as in Law, Simulation Modeling and Analysis, 4.5.

    >>> round(float(half_width([9.0, 10.0, 11.0])), 3)
    2.484
    """
    x = np.asarray(samples, float)
    n = np.sum(np.isfinite(x), axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.nansum(x, axis=0) / n
        variance = np.nansum((x - mean) ** 2, axis=0) / (n - 1)
        return np.where(n > 1, student(n) * np.sqrt(variance / n), np.nan)


def ratio(over: ArrayLike, under: ArrayLike) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the ratio of two sums and the half-width of its 95% interval.

    over, under: of independent samples along the first axis, such as the minutes waited and the
        patients who waited in each replication.
    The ratio is that of all samples together. Its interval is the one that Student's t gives of
    over - ratio × under, as in Law, Simulation Modeling and Analysis, 9.5, or Cochran, Sampling
    Techniques, 6.5; samples with nothing under the line say nothing. The ratio is NaN where none
    has anything there, the half-width where fewer than two have.

    >>> value, half = ratio([9.0, 10.0, 11.0, 0.0], [1.0, 1.0, 1.0, 0.0])
    >>> float(value), round(float(half), 3)
    (10.0, 2.484)
    """
    a, b = np.asarray(over, float), np.asarray(under, float)
    n, total = np.count_nonzero(b, axis=0), b.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.where(total == 0.0, np.nan, a.sum(axis=0) / total)
        squares = np.sum((a - value * b) ** 2, axis=0) / (n - 1)
        half = student(n) * np.sqrt(squares * n) / total
    return value, np.where(n > 1, half, np.nan)


def student(n: ArrayLike) -> NDArray[Any]:
    """Return the quantile of Student's t that a 95% interval of n samples takes."""
    from scipy.special import stdtrit  # scipy.stats takes half a second to import

    return np.asarray(stdtrit(np.maximum(np.asarray(n) - 1, 1), 0.5 + CONFIDENCE / 2))


def mean(samples: ArrayLike) -> NDArray[Any]:
    """Return the mean along the first axis, NaN left out; NaN where nothing is left.

    >>> float(mean([9.0, 11.0, float("nan")]))
    10.0
    """
    x = np.asarray(samples, float)
    n = np.sum(np.isfinite(x), axis=0)
    none = np.full(np.shape(n), np.nan)
    return np.asarray(np.divide(np.nansum(x, axis=0), n, out=none, where=n > 0))


def verdict(
    comparator: str, value: float, half: float, wanted: float, tolerance: float = 0.0
) -> Verdict:
    """Tell whether a target is met at the precision of the run.

    comparator: ">=" or "<="; "=" and "~" want the value within a tolerance of what is wanted.
    value, half: of the indicator, and the half-width of its interval.
    wanted, tolerance: in the unit of the value.
    Returns "met" where all of value ± half satisfies the target, "missed" where none of it
    does; NaN decides nothing. Raises KeyError for another comparator.

    >>> verdict(">=", 71.0, 0.5, 70.0), verdict(">=", 71.0, 2.0, 70.0)
    ('met', 'undecided')
    """
    low, high = {
        ">=": (wanted, np.inf),
        "<=": (-np.inf, wanted),
        "=": (wanted - tolerance, wanted + tolerance),
        "~": (wanted - tolerance, wanted + tolerance),
    }[comparator]
    slack = ROUNDING * max(1.0, abs(wanted))
    if low - slack <= value - half and value + half <= high + slack:
        return "met"
    if value + half < low - slack or value - half > high + slack:
        return "missed"
    return "undecided"
