"""Every law against scipy: draws, moments and quantiles. `REGISTRY` drives all of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import numba
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import special, stats
from support.chance import FALSE_ALARMS

from simcore.engine.program import Floats, Records
from simcore.engine.program_records import LawRow
from simcore.engine.sampling.distributions import Law, ndtri, sample
from simcore.engine.sampling.random import uniforms
from simcore.network.compiler.laws import WORST_ERROR, LawError, Row, to_row
from simcore.network.values import Distribution

DRAWS = 1_000_000
LEAST = 2.0**-53  # of all uniforms; the largest is 1 - LEAST


@dataclass(frozen=True)
class Case:
    """A distribution, and the same as scipy writes it."""

    name: str
    distribution: Distribution
    twin: Any


def law(name: str, twin: Any, **parameters: float) -> Case:
    text = ", ".join(f"{k} {v}" for k, v in parameters.items())
    return Case(f"{name} {text}", Distribution(name, parameters), twin)


def named(family: str, unit: float = 1.0, **parameters: float) -> Case:
    """Return a scipy.stats distribution whose values are in units of `unit` minutes."""
    twin = getattr(stats, family)(**parameters)
    return Case(
        f"scipy {family}", Distribution("scipy", parameters, family, unit), _Scaled(twin, unit)
    )


@dataclass(frozen=True)
class _Scaled:
    """A frozen scipy distribution times a constant."""

    twin: Any
    by: float

    def cdf(self, x: Any) -> Any:
        return self.twin.cdf(np.asarray(x) / self.by)

    def ppf(self, u: Any) -> Any:
        return self.by * self.twin.ppf(u)

    def isf(self, u: Any) -> Any:
        return self.by * self.twin.isf(u)

    def stats(self, moments: str) -> Any:
        m, v, _, k = self.twin.stats("mvsk")
        values = {"m": self.by * m, "v": self.by**2 * v, "k": k}
        return [values[c] for c in moments]


def normal_above_zero(mean: float, sd: float) -> Any:
    return stats.truncnorm(-mean / sd, math.inf, mean, sd)


REGISTRY = [
    law("exponential", stats.expon(scale=240.0), mean=240.0),
    law("uniform", stats.uniform(2.0, 5.0), low=2.0, high=7.0),
    law("triangular", stats.triang(0.2, 1.0, 5.0), low=1.0, mode=2.0, high=6.0),
    law("triangular", stats.triang(0.0, 1.0, 5.0), low=1.0, mode=1.0, high=6.0),
    law("triangular", stats.triang(1.0, 1.0, 5.0), low=1.0, mode=6.0, high=6.0),
    law("normal", normal_above_zero(10.0, 2.0), mean=10.0, sd=2.0),
    law("normal", normal_above_zero(1.0, 2.0), mean=1.0, sd=2.0),
    law("normal", normal_above_zero(-3.0, 2.0), mean=-3.0, sd=2.0),
    law("lognormal", stats.lognorm(0.5, scale=math.exp(3.0)), log_mean=3.0, log_sd=0.5),
    law("gamma", stats.gamma(1.5625, scale=7.68), shape=1.5625, scale=7.68),
    law("gamma", stats.gamma(0.3, scale=20.0), shape=0.3, scale=20.0),
    law("gamma", stats.gamma(4.0, scale=2.0), shape=4.0, scale=2.0),  # Erlang
    law("gamma", stats.gamma(400.0, scale=0.1), shape=400.0, scale=0.1),
    law("weibull", stats.weibull_min(1.5, scale=10.0), shape=1.5, scale=10.0),
    law("weibull", stats.weibull_min(0.8, scale=10.0), shape=0.8, scale=10.0),
    named("genpareto", c=0.1, scale=3.0),
    named("beta", 60.0, a=2.0, b=5.0),
    named("beta", 60.0, a=0.7, b=0.6),
    named("invgauss", mu=0.5, scale=20.0),
    named("loggamma", c=2.0, loc=40.0),
    named("fisk", 1440.0, c=9.0),
    named("burr12", c=3.0, d=4.0, scale=5.0),
    named("gumbel_r", loc=30.0, scale=4.0),
    named("skewnorm", a=4.0, loc=20.0, scale=3.0),
    named("johnsonsu", a=-1.0, b=2.0, loc=50.0, scale=3.0),
    named("chi2", df=5.0),
    named("rayleigh", scale=7.0),
    named("t", df=12.0, loc=200.0, scale=5.0),
    named("erlang", a=3, scale=4.0),
    named("exponweib", a=2.0, c=1.5, scale=6.0),
]
each_law = pytest.mark.parametrize("case", REGISTRY, ids=lambda case: case.name)


@numba.njit
def fill(distributions: Records, table: Floats, us: Floats, out: Floats) -> None:
    for i in range(us.size):
        out[i] = sample(distributions, table, 0, us[i])


@numba.njit
def fill_uniforms(stream: int, out: Floats) -> None:
    for i in range(out.size):
        out[i] = uniforms(7, 0, stream, i, 1, 0)[0]


def at(row: Row, us: Any) -> Floats:
    """Return the engine's quantiles."""
    fields = (int(row.law), 0, row.n, row.a, row.b, row.c)
    table = np.array([fields], LawRow.dtype).view(np.recarray)
    us = np.atleast_1d(np.asarray(us, float))
    out = np.empty(us.size)
    fill(table, np.array(row.values, float), us, out)
    return out


@cache
def million(stream: int) -> NDArray[np.float64]:
    out = np.empty(DRAWS)
    fill_uniforms(stream, out)
    return out


def drawn(case: Case) -> Floats:
    """Return a million draws, from a stream that belongs to this case."""
    return at(to_row(case.distribution), million(REGISTRY.index(case)))


# Draws


def fits(x: Floats, twin: Any) -> bool:
    return bool(stats.kstest(x, twin.cdf).pvalue > FALSE_ALARMS)


@each_law
def test_draws_follow_the_law(case: Case) -> None:
    assert fits(drawn(case), case.twin)


def test_a_wrong_law_is_noticed() -> None:
    x = drawn(REGISTRY[0])
    assert not fits(x, stats.expon(scale=240.0 * 1.01))
    assert not fits(x, stats.gamma(1.02, scale=240.0 / 1.02))


def wrong_moments(x: Floats, twin: Any) -> list[str]:
    """Compare mean and variance with their normal intervals: sd of s2 is v sqrt((k + 2)/n)."""
    mean, variance, kurtosis = (float(m) for m in twin.stats("mvk"))
    z = float(stats.norm.isf(FALSE_ALARMS / 4))
    wrong = []
    if abs(x.mean() - mean) > z * math.sqrt(variance / x.size):
        wrong.append(f"mean {x.mean()}, expected {mean}")
    if abs(x.var() - variance) > z * variance * math.sqrt((kurtosis + 2.0) / x.size):
        wrong.append(f"variance {x.var()}, expected {variance}")
    return wrong


@each_law
def test_moments(case: Case) -> None:
    assert not wrong_moments(drawn(case), case.twin)


def test_wrong_moments_are_noticed() -> None:
    x = drawn(REGISTRY[0])
    assert len(wrong_moments(x * 1.02, REGISTRY[0].twin)) == 2


# Quantiles

SCORES = np.linspace(-6.0, 6.0, 2401)  # 1e-9 < u < 1 - 1e-9; knots, and points between


def grid(us: Any) -> Floats:
    """Return the nearest numbers that a uniform can be: odd multiples of 2**-53."""
    return np.asarray((np.floor(us * 2.0**52) + 0.5) * 2.0**-52)


@each_law
def test_quantiles(case: Case) -> None:
    row = to_row(case.distribution)
    us = grid(special.ndtr(SCORES))
    right = np.where(us < 0.5, case.twin.ppf(us), case.twin.isf(1.0 - us))
    low, high = case.twin.ppf(np.array([0.25, 0.75]))
    wrong = np.abs(at(row, us) - right) / (right + high - low)
    assert np.max(wrong) < ERROR.get(row.law, 1e-13)


# Relative to the value and the interquartile range. scipy solves the truncated normal by
# root finding: its own error is the 1e-8.
ERROR = {Law.TABULATED: WORST_ERROR, Law.NORMAL: 1e-7}


@each_law
def test_quantiles_rise_to_the_last_bit(case: Case) -> None:
    near = LEAST * (2.0 * np.arange(2000) + 1.0)
    middle = grid(special.ndtr(np.linspace(-8.2, 8.2, 20_001)))
    us = np.unique(np.concatenate([near, middle, 1.0 - near]))
    x = at(to_row(case.distribution), us)
    assert np.all(np.isfinite(x))
    if case.distribution.name != "scipy":  # a law of times, but for what was rounded
        assert np.all(x >= -1e-12)
    assert np.all(np.diff(x) >= -1e-15 * x[-1])


def test_normal_scores() -> None:
    tail = 2.0 ** -np.arange(2.0, 54.0)
    us = np.concatenate([tail, np.linspace(1e-4, 1 - 1e-4, 9_999), 1.0 - tail])
    found = np.array([ndtri(u) for u in us])
    np.testing.assert_allclose(found, special.ndtri(us), rtol=1e-13, atol=1e-16)
    assert ndtri(0.5) == 0.0
    assert ndtri(LEAST) == -ndtri(1.0 - LEAST)


# Laws without a density


def test_deterministic() -> None:
    for case in (Distribution("deterministic", {"value": 5.0}),
                 Distribution("normal", {"mean": 5.0, "sd": 0.0}),
                 Distribution("triangular", {"low": 5.0, "mode": 5.0, "high": 5.0})):  # fmt: skip
        assert np.all(at(to_row(case), [LEAST, 0.5, 1.0 - LEAST]) == 5.0)


WEIGHTS = {30.0: 5.0, 10.0: 1.0, 20.0: 0.0, 45.0: 4.0}


def empirical_counts(weights: dict[float, float]) -> NDArray[np.float64]:
    row = to_row(
        Distribution("empirical", {"values": tuple(weights), "weights": tuple(weights.values())})
    )
    x = at(row, million(99))
    return np.array([np.sum(x == value) for value in weights], float)


def test_empirical() -> None:
    counts = empirical_counts(WEIGHTS)
    weights = np.array(list(WEIGHTS.values()))
    assert counts[weights == 0.0].sum() == 0.0
    some = weights > 0.0
    expected = DRAWS * weights[some] / weights.sum()
    assert stats.chisquare(counts[some], expected).pvalue > FALSE_ALARMS
    assert stats.chisquare(counts[some], expected[[1, 0, 2]]).pvalue < FALSE_ALARMS


@pytest.mark.parametrize(
    ("family", "parameters"),
    [
        ("poisson", {"mu": 3.0}),
        ("no_such_law", {}),
        ("norm_gen", {}),
        ("beta", {"a": -1.0, "b": 2.0}),
        ("genpareto", {"c": 0.1, "scale": math.nan}),
        ("cauchy", {"loc": 1e300, "scale": 1e300}),
        ("uniform", {"scale": 0.0}),
    ],
)
def test_refused(family: str, parameters: dict[str, float]) -> None:
    with pytest.raises(LawError):
        to_row(Distribution("scipy", parameters, family))
