"""Arrivals of a weekly rate: as many in every hour of the week as the profile says."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats
from support.chance import FALSE_ALARMS
from support.models import leave, network, source
from support.runs import WEEK

from simcore.engine.ops import Op
from simcore.experiments.replicate import Plan, play
from simcore.network.compiler.compile import compile_network
from simcore.network.model import Network
from simcore.time_units import MINUTES_PER_DAY

WEEKS = 52
PROFILE = tuple(
    (day * MINUTES_PER_DAY + minute, (1.0 if day < 5 else 0.6) * rate)
    for day in range(7)
    for minute, rate in ((0.0, 0.05), (420.0, 0.3), (480.0, 0.9), (735.0, 0.4), (1020.0, 0.1))
)
MONDAY, THURSDAY = date(2020, 1, 6), date(2020, 1, 9)


def visitors(start: date | None, rate: object = PROFILE) -> Network:
    return network([], [source("people", "in", rate)], {"in": [leave()]}, start=start)


def arrivals(model: Network, warmup: float) -> NDArray[np.float64]:
    """Return the minutes at which people arrive, from the beginning of the warm-up."""
    program, _ = compile_network(model, warmup)
    plan = Plan(warmup, WEEKS * WEEK - warmup, seed=6, log=True)
    log = play(program, plan, 0).log
    assert log is not None
    return np.asarray(log.time[program.steps.op[log.step] == Op.ARRIVE])


def expected_by_hour(profile: tuple[tuple[float, float], ...]) -> NDArray[np.float64]:
    """Return the area of the profile in each hour of the week."""
    minutes = np.array([minute for minute, _ in profile])
    rates = np.array([rate for _, rate in profile])
    piece = np.searchsorted(minutes, np.arange(WEEK) + 0.5, side="right") - 1
    return np.asarray(rates[piece].reshape(168, 60).sum(axis=1))


def fits(times: NDArray[np.float64], first_minute: float) -> bool:
    """Judge the counts of 168 hours, and their sum, each a Poisson number."""
    hour = ((times + first_minute) % WEEK // 60.0).astype(int)
    counts = np.bincount(hour, minlength=168)
    expected = expected_by_hour(PROFILE) * WEEKS
    statistic = float(np.sum((counts - expected) ** 2 / expected))
    return bool(stats.chi2.sf(statistic, 168) > FALSE_ALARMS)


CASES = {
    "no date": (None, 0.0, 0.0),
    "a Monday": (MONDAY, 0.0, 0.0),
    "a Thursday": (THURSDAY, 0.0, 3 * MINUTES_PER_DAY),
    "a Thursday after a warm-up": (THURSDAY, 5000.0, 3 * MINUTES_PER_DAY - 5000.0),
}


@pytest.mark.parametrize("name", CASES)
def test_counts_by_hour_of_the_week(name: str) -> None:
    start, warmup, first_minute = CASES[name]
    times = arrivals(visitors(start), warmup)
    assert fits(times, first_minute % WEEK)
    assert not fits(times, (first_minute + 60.0) % WEEK)


def test_a_wrong_rate_is_noticed() -> None:
    more = tuple((minute, 1.03 * rate) for minute, rate in PROFILE)
    assert not fits(arrivals(visitors(None, more), 0.0), 0.0)


def test_gaps_are_exponential_in_operational_time() -> None:
    """The area of the rate between two arrivals is exponential of mean 1 (Cinlar 1975)."""
    times = arrivals(visitors(None), 0.0)
    minutes = np.append([minute for minute, _ in PROFILE], WEEK)
    rates = np.array([rate for _, rate in PROFILE])
    area = np.concatenate([[0.0], np.cumsum(rates * np.diff(minutes))])
    weeks, rest = np.divmod(times, WEEK)
    gaps = np.diff(weeks * area[-1] + np.interp(rest, minutes, area), prepend=0.0)
    assert stats.kstest(gaps, "expon").pvalue > FALSE_ALARMS
    assert stats.kstest(np.diff(times) / np.diff(times).mean(), "expon").pvalue < FALSE_ALARMS


def test_nobody_comes_at_rate_0() -> None:
    night = ((0.0, 0.0), (480.0, 0.5), (1020.0, 0.0))
    minute = arrivals(visitors(None, night), 0.0) % WEEK
    assert minute.min() >= 480.0
    assert minute.max() < 1020.0
    assert arrivals(visitors(None, 0.0), 0.0).size == 0
    assert arrivals(visitors(None, ((0.0, 0.0), (60.0, 0.0))), 0.0).size == 0
