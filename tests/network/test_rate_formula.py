"""Rates by formula: patients expected, against exact integrals; what is refused."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from scipy import integrate
from support.chance import disagreements
from support.clinic import TEN, clinic, only, people
from support.models import profile

from simcore.engine.simulation import Simulation
from simcore.experiments.replicate import Plan, play
from simcore.network.checks.check import check
from simcore.network.compiler.compile import compile_network
from simcore.network.dated_calendar import DatedCalendar
from simcore.network.model import Network
from simcore.network.rate_formula import AGREES, MOVES, WrongRate
from simcore.network.sources import Multiplier, Population, Source
from simcore.network.steps import Use
from simcore.network.values import Expression
from simcore.network.weekly_profile import WeeklyProfile
from simcore.reference import Reference

DAY, HOUR, SECOND = 1440.0, 60.0, 1.0 / 60.0
MONDAY = date(2026, 1, 5)
WAVE = "(10 + 5 * sin(2 * pi * time / 1 d)) / h"
RATE = ("sources", "people", "arrivals", "rate")


def by(text: str, **fields: Any) -> Source:
    return replace(people(rate=1.0), formula=Expression(text), **fields)


def visited(source: Source, **fields: Any) -> Network:
    return clinic(Use("a", TEN), sources=[source], **fields)


def cumulative(
    source: Source, days: float, at: Sequence[float], warmup: float = 0.0, **fields: Any
) -> Any:
    """Return how many patients are expected from the start of the warm-up to some minutes."""
    network = visited(source, **{"start": MONDAY, **fields})
    minutes, rates = np.array(DatedCalendar(network, warmup, days * DAY).rate(source)).T
    sums = np.concatenate([[0.0], np.cumsum(rates[:-1] * np.diff(minutes))])
    k = np.searchsorted(minutes, at, side="right") - 1
    return sums[k] + rates[k] * (np.asarray(at) - minutes[k])


def wave(t: float) -> float:
    return 10 * t / HOUR + 5 * 24 * (1 - math.cos(2 * math.pi * t / DAY)) / (2 * math.pi)


def test_a_wave_is_followed_to_the_stated_error() -> None:
    at = np.arange(0.0, 10 * DAY, 7.0)
    found, greatest = cumulative(by(WAVE), 10.0, at), 15 / HOUR
    right = np.array([wave(t) for t in at])
    within = MOVES * greatest * HOUR  # a step is an hour long at most
    assert np.abs(found - right).max() <= within + AGREES * greatest * 10 * DAY
    ends = np.arange(0.0, 10 * DAY, HOUR)
    found, right = cumulative(by(WAVE), 10.0, ends), np.array([wave(t) for t in ends])
    assert np.abs(found - right).max() <= AGREES * greatest * 10 * DAY


EXACT: dict[str, tuple[str, float]] = {  # patients expected in four weeks
    "constant, in units of its own": ("4 / d", 4 * 28),
    "by the hour and the weekday": (
        "(12 if weekday < 5 and minute_of_day >= 8 h and minute_of_day < 17.5 h else 2) / h",
        20 * (12 * 9.5 + 2 * 14.5) + 8 * 48,
    ),
    "growing on a line": ("time / 1 d * 3 / d", 3 * 28**2 / 2),
    "falling to 0": ("max(0 / h, (14 - time / 1 d) / d)", 14**2 / 2),
    "a wave each hour, which hours would not see": ("(1 + sin(2 * pi * time / 1 h)) / h", 28 * 24),
    "that touches 0": ("(1 - cos(2 * pi * minute_of_day / 1 d)) / h", 28 * 24),
    "a decay": ("exp(-time / 1 d) * 100 / d", 100 * (1 - math.exp(-28))),
    "the foot of a root": ("sqrt(abs(time / 1 d - 14)) / h", 24 * 2 * 14**1.5 * 2 / 3),
}


@pytest.mark.parametrize("name", EXACT)
def test_as_many_are_expected_as_the_formula_says(name: str) -> None:
    text, right = EXACT[name]
    assert check(visited(by(text))) == []
    greatest = 100 / DAY if "exp" in text else 28 / HOUR
    [found] = cumulative(by(text), 28.0, [28 * DAY])
    assert found == pytest.approx(right, abs=AGREES * greatest * 28 * DAY)


def test_a_jump_is_met_within_a_second() -> None:
    jump = "600 / h if time > 1 h 20 min 10 s else 0 / h"
    found = cumulative(by(jump), 1.0, [80.0, 80.0 + 10 * SECOND, 2 * HOUR])
    right = np.array([0.0, 0.0, 10 * (120 - 80 - 10 * SECOND)])
    assert np.abs(found - right).max() <= 10 * SECOND


SURGE = (Multiplier(((1.0, 1.0), (2.0, 3.0), (4.0, 1.0))),)
YEAR = (Multiplier(((5.0, 1.0), (6.0, 0.0), (7.0, 1.0)), yearly=True),)
PRODUCTS: dict[str, tuple[dict[str, Any], Callable[[float], float]]] = {
    "a surge": ({"multipliers": SURGE}, lambda d: np.interp(d, (1, 2, 4), (1, 3, 1))),
    "growth": ({"growth": 0.5}, lambda d: 1.5 ** (d / 365.25)),
    "a season": ({"multipliers": YEAR}, lambda d: float(not 1 <= d < 2)),
    "a week": (
        {"rate": profile(((0.0, 1.0), (2.3 * DAY, 2.0)))}, lambda d: 1.0 + (2.3 <= d < 7.0)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PRODUCTS)
def test_what_changes_other_rates_multiplies_a_formula(name: str) -> None:
    fields, factor = PRODUCTS[name]

    def rate(d: float) -> float:
        return factor(d) * 24 * (10 + 5 * math.sin(2 * math.pi * d))

    right = integrate.quad(rate, 0.0, 6.0, points=[1.0, 2.0, 2.3, 4.0], limit=500)[0]
    [found] = cumulative(by(WAVE, **fields), 6.0, [6 * DAY])
    assert found == pytest.approx(right, rel=1e-5)


def test_time_begins_behind_the_warm_up() -> None:
    steps = by("(2 if time < 0 h else 1) / h")
    assert cumulative(steps, 1.0, [0.5 * DAY, 1.5 * DAY], 0.5 * DAY) == pytest.approx([24.0, 48.0])


def test_weekdays_are_those_that_are_played() -> None:
    """28 September 2025, a Sunday, was worked to make up for the days after it."""
    source = by("(1 if weekday < 5 else 0) / h")
    for holidays, right in (("", 0.0), ("china", 24.0)):
        found = cumulative(source, 1.0, [DAY], start=date(2025, 9, 28), holidays=holidays)
        assert found == pytest.approx([right])


def test_a_scaled_run_has_as_small_a_share_of_it() -> None:
    [found] = cumulative(by("4 / d", rate=WeeklyProfile.constant(0.25)), 4.0, [4 * DAY])
    assert found == pytest.approx(4.0)


REFUSED = {
    "an attribute": ("age / h", "clock alone"),
    "a queue": ("queue(a) / h", "clock alone"),
    "a random number": ("uniform(1, 2) / h", "clock alone"),
    "a number": ("10 + 5 * sin(2 * pi * time / 1 d)", "a number per time is expected"),
    "a time": ("10 min", "a number per time is expected"),
    "below 0": ("(10 + 15 * sin(2 * pi * time / 1 d)) / h", "an hour at day"),
    "no value": ("sqrt(1 - time / 1 d) / h", "is nan an hour at day"),
    "no value at any time": ("log(-1 - time * time / 1 d / 1 d) / h", "is nan an hour at day"),
    "too many": ("exp(time / 1 h) / h", "e+1"),
    "no name": ("tme / h", 'no attribute "tme"'),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str) -> None:
    text, message = REFUSED[name]
    rated = visited(by(text, values=(("age", TEN),)), attributes=("age",))
    found = only(rated)
    assert found.where == RATE
    assert message in found.message.en


def test_nothing_is_asked_behind_the_end() -> None:
    ends = cumulative(by("(2.5 - time / 1 d) / d"), 2.5, [2.5 * DAY])
    assert ends == pytest.approx([2.5**2 / 2])


def test_a_formula_and_another_way() -> None:
    twice = by(WAVE, process=Population(3), rate=WeeklyProfile.constant(0.0))
    assert "two ways" in only(visited(twice)).message.en


def test_what_only_a_long_run_shows_is_told_then() -> None:
    fading = by("(40 - time / 1 d) / d")
    assert check(visited(fading)) == []
    with pytest.raises(WrongRate, match="at day 40"):
        compile_network(visited(fading), 0.0, 50 * DAY)
    with pytest.raises(WrongRate, match="too often"):
        compile_network(visited(by("(1 + sin(9 * time / 1 s)) / h")), 0.0, 50 * DAY)


@pytest.mark.parametrize("engine", [Simulation, Reference])
def test_as_many_come_as_are_expected(engine: Any) -> None:
    """By the quarter of the day. False alarms: 1e-4 an engine, shared by the quarters."""
    model = visited(by("(3 + 3 * sin(2 * pi * time / 1 d)) / h"))
    program, _ = compile_network(model, 0.0, DAY)
    found = []
    for k in range(100):
        log = play(program, Plan(0.0, DAY, seed=1, log=True), k, engine).log
        assert log is not None
        come = log.time[log.step == program.sources.entry[0]] // (6 * HOUR)
        found.append({f"{quarter}": float(np.sum(come == quarter)) for quarter in range(4)})
    more = 3 * 24 / (2 * math.pi)  # in the first quarter than 18, and in the second
    right = {"0": 18 + more, "1": 18 + more, "2": 18 - more, "3": 18 - more}
    assert disagreements(found, right) == []
