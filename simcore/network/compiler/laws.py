"""Distributions as rows of the engine's table."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from scipy import special

from simcore.engine.laws import TABLE_INTERVALS, Z_LIMIT, Law
from simcore.engine.program import Floats
from simcore.network.values import Distribution

WORST_ERROR = 1e-4  # of the interquartile range, between knots, for u in [1e-9, 1 - 1e-9]


@dataclass(frozen=True)
class Row:
    """One row of the distribution table, its values in `Program.table`, and its error."""

    law: Law
    a: float = 0.0
    b: float = 0.0
    c: float = 0.0
    values: tuple[float, ...] = ()
    n: int = 0
    error: float = 0.0  # largest |x - quantile| / interquartile range, tabulated laws only


class LawError(ValueError):
    """A distribution that cannot be sampled by inversion."""


def to_row(distribution: Distribution, *, signed: bool = False) -> Row:
    """Return the table row of a distribution; LawError where scipy refuses it.

    signed: it may be negative, as an attribute may; a normal time is cut off at 0.
    """
    return _to_row(
        distribution.name,
        distribution.family,
        tuple(sorted(distribution.parameters.items())),
        distribution.scale_to_minutes,
        signed,
    )


@lru_cache(maxsize=4096)
def _to_row(name: str, family: str, parameters: tuple[Any, ...], scale: float, signed: bool) -> Row:
    if name == "scipy":
        return _scipy(family, dict(parameters), scale)
    if name == "normal":
        return _normal(**dict(parameters), signed=signed)
    return LAWS[name](**dict(parameters))


def _normal(mean: float, sd: float, signed: bool) -> Row:
    if sd == 0.0:
        return Row(Law.DETERMINISTIC, mean)
    return Row(Law.NORMAL, mean, sd, 0.0 if signed else float(special.ndtr(-mean / sd)))


def _triangular(low: float, mode: float, high: float) -> Row:
    if low == high:
        return Row(Law.DETERMINISTIC, low)
    return Row(Law.TRIANGULAR, low, high, (mode - low) / (high - low))


def _empirical(values: tuple[float, ...], weights: tuple[float, ...]) -> Row:
    order = np.argsort(values, kind="stable")
    below = np.cumsum(np.asarray(weights, float)[order])
    below /= below[-1]
    rising = np.asarray(values, float)[order]
    return Row(Law.EMPIRICAL, values=(*rising.tolist(), *below.tolist()), n=len(values))


def _gamma(shape: float, scale: float) -> Row:
    return _tabulate(
        lambda u: scale * special.gammaincinv(shape, u),
        lambda u: scale * special.gammainccinv(shape, u),
    )


def _scipy(family: str, parameters: dict[str, float], scale: float) -> Row:
    from scipy import stats  # a second to import: only for those who name its distributions

    law = getattr(stats, family, None)
    if not isinstance(law, stats.rv_continuous):
        raise LawError(f"scipy.stats has no continuous distribution {family!r}")
    frozen = law(**parameters)
    return _tabulate(lambda u: scale * frozen.ppf(u), lambda u: scale * frozen.isf(u))


LAWS: dict[str, Callable[..., Row]] = {
    "deterministic": lambda value: Row(Law.DETERMINISTIC, value),
    "exponential": lambda mean: Row(Law.EXPONENTIAL, mean),
    "uniform": lambda low, high: Row(Law.UNIFORM, low, high - low),
    "triangular": _triangular,
    "lognormal": lambda log_mean, log_sd: Row(Law.LOGNORMAL, log_mean, log_sd),
    "weibull": lambda shape, scale: Row(Law.WEIBULL, scale, 1.0 / shape),
    "empirical": _empirical,
    "gamma": _gamma,
    "sequence": lambda values: Row(Law.SEQUENCE, values=values, n=len(values)),
}


def _tabulate(ppf: Callable[[Any], Any], isf: Callable[[Any], Any]) -> Row:
    """Tabulate a quantile function and its slope over the normal score; measure the error."""
    from scipy.interpolate import CubicSpline, PchipInterpolator  # 0.3 s, for few scenarios

    def quantile(z: Floats) -> Floats:
        with np.errstate(all="ignore"):
            upper = isf(special.ndtr(-np.maximum(z, 0.0)))
            lower = ppf(special.ndtr(np.minimum(z, 0.0)))
        return np.asarray(np.where(z < 0.0, lower, upper), float)

    knots = np.linspace(-Z_LIMIT, Z_LIMIT, TABLE_INTERVALS + 1)
    value = quantile(knots)
    if not np.all(np.isfinite(value)):
        raise LawError("its quantiles are not finite numbers: check the parameters")
    slope = CubicSpline(knots, value)(knots, 1)
    if not _rises(value, slope * (knots[1] - knots[0])):
        with np.errstate(all="ignore"):
            slope = PchipInterpolator(knots, value)(knots, 1)
    error = _error(quantile, knots, value, slope)
    if not error < WORST_ERROR:
        raise LawError(f"its quantiles cannot be tabulated (error {error:.1g} of the quartiles)")
    return Row(Law.TABULATED, values=tuple(np.column_stack([value, slope]).ravel()), error=error)


def _rises(value: Floats, slope: Floats) -> bool:
    """Tell whether the Hermite spline is monotone: Fritsch and Carlson (1980), sufficient."""
    rise = np.diff(value)
    steep = np.maximum(slope[1:], slope[:-1])
    return bool(np.all(np.minimum(slope[1:], slope[:-1]) >= 0) and np.all(steep <= 3.0 * rise))


def _error(
    quantile: Callable[[Floats], Floats], knots: Floats, value: Floats, slope: Floats
) -> float:
    step = knots[1] - knots[0]
    middle = (value[1:] + value[:-1]) / 2 + step * (slope[:-1] - slope[1:]) / 8
    z = knots[:-1] + step / 2
    exact = quantile(z)
    common = np.abs(z) < 6.0
    quartiles = quantile(np.array([-0.6744897501960817, 0.6744897501960817]))
    spread = float(quartiles[1] - quartiles[0]) or math.inf
    return float(np.max(np.abs(middle - exact)[common])) / spread
