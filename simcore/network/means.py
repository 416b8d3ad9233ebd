"""The mean of a distribution, minutes."""

from __future__ import annotations

import math
from typing import Any

from simcore.network.values import Distribution


def mean(distribution: Distribution) -> float:
    """Return the mean of a distribution, minutes, as it is sampled: a normal one is cut off at 0.

    distribution: one that `network.compiler.laws` can sample.

    That of a normal distribution cut off at 0: Johnson, Kotz and Balakrishnan (1994), Continuous
    Univariate Distributions 1, chapter 13.
    """
    p: Any = dict(distribution.parameters)
    match distribution.name:
        case "deterministic":
            return float(p["value"])
        case "exponential":
            return float(p["mean"])
        case "uniform":
            return float(p["low"] + p["high"]) / 2
        case "triangular":
            return float(p["low"] + p["mode"] + p["high"]) / 3
        case "normal":
            return _cut_normal(**p)
        case "lognormal":
            return math.exp(p["log_mean"] + p["log_sd"] ** 2 / 2)
        case "gamma":
            return float(p["shape"] * p["scale"])
        case "weibull":
            return float(p["scale"]) * math.gamma(1 + 1 / p["shape"])
        case "empirical" | "sequence":
            weights = p.get("weights", (1.0,) * len(p["values"]))
            total = math.fsum(weights)
            return math.fsum(map(math.prod, zip(p["values"], weights, strict=True))) / total
    from scipy import stats  # a second to import: only for those who name its distributions

    law = getattr(stats, distribution.family)
    return float(law(**p).mean()) * distribution.scale_to_minutes


def _cut_normal(mean: float, sd: float) -> float:
    """Return the mean of a normal distribution given that it is above 0."""
    if sd == 0.0:
        return mean
    z = mean / sd
    density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return mean + sd * density / (0.5 * math.erfc(-z / math.sqrt(2)))
