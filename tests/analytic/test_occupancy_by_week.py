"""M(t)/G/infinity: patients present at a minute of the week, by the profile of arrivals.

Eick, Massey and Whitt (1993), see `theory.occupancy_at`. The number present is Poisson, and
stays are so short that the weeks are independent: their sum is judged by its exact interval,
with a rate of false alarms of 1e-4 a case, shared by its looks.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats
from support.analytic.theory import lasting, occupancy_at
from support.chance import FALSE_ALARMS
from support.models import constant, exponential, gamma, leave, network, resource, source
from support.runs import WEEK, begin

from simcore.network.resources import UNLIMITED
from simcore.network.steps import Use
from simcore.network.values import Distribution

DAYS = (1.0, 1.2, 0.9, 1.0, 0.8, 0.5, 0.4)
PROFILE = tuple(
    (1440.0 * day + minute, busy * rate)
    for day, busy in enumerate(DAYS)
    for minute, rate in ((0.0, 0.02), (420.0, 0.2), (720.0, 0.08), (1080.0, 0.04))
)
LOOKS = tuple(1440.0 * day + minute for day in range(7) for minute in (30.0, 600.0, 800.0, 1200.0))
STAY = 300.0  # minutes
Limited = Callable[[float], float]


def limited_gamma(mean: float, cv: float) -> Limited:
    """Return E[min(S, x)] of a gamma S."""
    shape, scale = cv**-2, mean * cv**2
    return lambda x: float(
        x * stats.gamma.sf(x, shape, scale=scale)
        + mean * stats.gamma.cdf(x, shape + 1.0, scale=scale)
    )


STAYS: dict[str, tuple[Callable[[float], Distribution], Limited]] = {
    "constant": (constant, lambda x: min(x, STAY)),
    "exponential": (exponential, lasting(STAY)),
    "gamma": (lambda mean: gamma(mean, 1.6), limited_gamma(STAY, 1.6)),
}


def present(stay: Distribution, weeks: int) -> list[int]:
    """Return the sum over weeks of those present at each look; the first week is not used."""
    model = network(
        [resource("beds", UNLIMITED)],
        [source("people", "visit", PROFILE)],
        {"visit": [Use("beds", stay), leave()]},
    )
    simulation = begin(model, seed=5)
    sums = np.zeros(len(LOOKS), int)
    for week in range(1, weeks + 1):
        for k, look in enumerate(LOOKS):
            simulation.advance(week * WEEK + look)
            sums[k] += int(simulation.resources.busy[0])
    return [int(n) for n in sums]


def wrong_looks(stay: Distribution, limited: Limited, weeks: int) -> list[float]:
    """Return the minutes of the week at which more or fewer are present than should be."""
    two_weeks = (*PROFILE, *((WEEK + minute, rate) for minute, rate in PROFILE))
    wrong = []
    for look, seen in zip(LOOKS, present(stay, weeks), strict=True):
        mean = weeks * occupancy_at(WEEK + look, two_weeks, limited)
        low, high = stats.poisson.interval(1.0 - FALSE_ALARMS / len(LOOKS), mean)
        if not low <= seen <= high:
            wrong.append(look)
    return wrong


@pytest.mark.parametrize("name", STAYS)
def test_present_by_minute_of_the_week(name: str) -> None:
    law, limited = STAYS[name]
    assert wrong_looks(law(STAY), limited, 100) == []


@pytest.mark.long
@pytest.mark.parametrize("name", STAYS)
def test_2_percent_are_noticed(name: str) -> None:
    law, limited = STAYS[name]
    assert wrong_looks(law(STAY), limited, 3000) == []
    assert wrong_looks(law(1.02 * STAY), limited, 3000)


def test_another_law_of_the_same_mean_is_noticed() -> None:
    assert wrong_looks(gamma(STAY, 1.6), STAYS["constant"][1], 100)
