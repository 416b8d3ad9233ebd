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
    """Return the half-width of the mean of independent samples along the first axis.

    Student's t with n - 1 degrees of freedom; samples that are NaN are left out. NaN where
    fewer than two are left.
    """
    from scipy.special import stdtrit  # scipy.stats takes half a second to import

    x = np.asarray(samples, float)
    n = np.sum(np.isfinite(x), axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.nansum(x, axis=0) / n
        variance = np.nansum((x - mean) ** 2, axis=0) / (n - 1)
        t = stdtrit(np.maximum(n - 1, 1), 0.5 + CONFIDENCE / 2)
        return np.where(n > 1, t * np.sqrt(variance / n), np.nan)


def mean(samples: ArrayLike) -> NDArray[Any]:
    """Return the mean along the first axis, NaN left out."""
    x = np.asarray(samples, float)
    n = np.sum(np.isfinite(x), axis=0)
    none = np.full(np.shape(n), np.nan)
    return np.asarray(np.divide(np.nansum(x, axis=0), n, out=none, where=n > 0))


def verdict(
    comparator: str, value: float, half: float, wanted: float, tolerance: float = 0.0
) -> Verdict:
    """Tell whether a target is met at the precision of the run.

    Met where all of value ± half satisfies it, missed where none of it does. "=" and "~"
    want it within `tolerance` of `wanted`. A value or half-width that is NaN decides nothing.
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
