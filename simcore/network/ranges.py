"""How small and how large the values of a distribution can be."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from simcore.network.values import Distribution

LAST_SCORE = 8.25  # standard deviations of the most extreme normal variate that is drawn
LAST_EXPONENTIAL = 37.0  # means of the most extreme exponential one


def least(distribution: Distribution) -> float:
    """Return the least value of a distribution; 0 of one that comes as near to 0 as you like.

    distribution: of any family but scipy's, whose range is not looked up.
    """
    p: Any = distribution.parameters
    match distribution.name:
        case "deterministic":
            return float(p["value"])
        case "uniform" | "triangular":
            return float(p["low"])
        case "empirical":
            weighed = zip(p["values"], p["weights"], strict=True)
            return float(min(value for value, weight in weighed if weight > 0.0))
        case "sequence":
            return float(min(p["values"], default=0.0))
    return 0.0


def is_finite(distribution: Distribution) -> bool:
    """Tell whether no value that is drawn exceeds all numbers.

    distribution: of any family; quantiles of scipy's are tabulated only where they are finite.
    """
    p: Any = distribution.parameters
    try:
        match distribution.name:
            case "lognormal":
                top = math.exp(p["log_mean"] + p["log_sd"] * LAST_SCORE)
            case "weibull":
                top = p["scale"] * math.pow(LAST_EXPONENTIAL, 1.0 / p["shape"])
            case _:
                top = LAST_EXPONENTIAL * sum(map(abs, _numbers(distribution)))
    except (OverflowError, ZeroDivisionError):
        return False
    return math.isfinite(top)


def _numbers(distribution: Distribution) -> Iterator[float]:
    for value in distribution.parameters.values():
        yield from value if isinstance(value, tuple) else (value,)
