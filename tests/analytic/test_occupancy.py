"""M/G/infinity: the number present is Poisson, whatever the law of the time they stay.

Mirasol (1963), Operations Research 11, 284-288; Takacs (1962), Introduction to the Theory
of Queues, chapter 3. Looks are taken so far apart that hardly anybody is seen twice.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats
from support.chance import FALSE_ALARMS
from support.models import constant, exponential, gamma, leave, lognormal, network, resource, source
from support.runs import begin

from simcore.network.resources import UNLIMITED
from simcore.network.steps import Use
from simcore.network.values import Distribution

LOOKS = 4000
APART = 150.0  # minutes; fifteen times the mean stay
RATE, STAY = 0.8, 10.0
STAYS = {
    "constant": constant(STAY),
    "exponential": exponential(STAY),
    "lognormal": lognormal(STAY, 1.0),
    "gamma": gamma(STAY, 0.5),
}


def present(stay: Distribution, beds: int = UNLIMITED, rate: float = RATE) -> NDArray[np.int64]:
    """Return how many are present at each look."""
    model = network(
        [resource("beds", beds)],
        [source("people", "visit", rate)],
        {"visit": [Use("beds", stay), leave()]},
    )
    simulation = begin(model, seed=8)
    seen = []
    for look in range(1, LOOKS + 1):
        simulation.advance(look * APART)
        seen.append(int(simulation.resources.busy[0]))
    return np.array(seen)


def wrong_mean(seen: NDArray[np.int64], mean: float) -> bool:
    """Judge the sum of all looks, which is Poisson too, by its exact interval."""
    low, high = stats.poisson.interval(1 - FALSE_ALARMS / 3, mean * seen.size)
    return not low <= seen.sum() <= high


def wrong_variance(seen: NDArray[np.int64], mean: float) -> bool:
    """Judge the variance: Fisher's index of dispersion is chi-square with n - 1 freedoms."""
    low, high = stats.chi2.interval(1 - FALSE_ALARMS / 3, seen.size - 1)
    return not low <= (seen.size - 1) * seen.var(ddof=1) / mean <= high


def wrong_shares(seen: NDArray[np.int64], mean: float) -> bool:
    """Judge the whole law by chi-square over counts expected at least ten times."""
    k = np.arange(200)
    expected = stats.poisson.pmf(k, mean) * seen.size
    common = np.flatnonzero(expected >= 10)
    low, high = common[0], common[-1]
    edges = np.clip(seen, low, high)
    counts = np.bincount(edges, minlength=high + 1)[low:]
    tails = expected[low : high + 1].copy()
    tails[0], tails[-1] = expected[: low + 1].sum(), expected[high:].sum()
    tails *= seen.size / tails.sum()
    return bool(stats.chisquare(counts, tails).pvalue < FALSE_ALARMS / 3)


@pytest.mark.parametrize("name", STAYS)
def test_the_number_present_is_poisson(name: str) -> None:
    seen = present(STAYS[name])
    assert not wrong_mean(seen, RATE * STAY)
    assert not wrong_variance(seen, RATE * STAY)
    assert not wrong_shares(seen, RATE * STAY)


def test_a_wrong_mean_is_noticed() -> None:
    assert wrong_mean(present(lognormal(1.05 * STAY, 1.0)), RATE * STAY)


def test_a_wrong_law_is_noticed() -> None:
    """With 11 beds, some wait: the mean stays the same, the spread does not."""
    seen = present(exponential(STAY), beds=11)
    assert not wrong_mean(seen, RATE * STAY)
    assert wrong_variance(seen, RATE * STAY)
    assert wrong_shares(seen, RATE * STAY)
