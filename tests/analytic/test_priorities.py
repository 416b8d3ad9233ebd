"""Who is first: priorities with and without interruption, points for waiting, disciplines.

False alarms: 1e-4 a case, shared by its figures.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from support.analytic.shapes import CLASSES, LONG, Case, classes, clinic, people, server, wrong
from support.analytic.theory import (
    accumulating_waits,
    completion,
    mg1_priority_waits,
    mm1_square_wait,
    mmc_wait,
    preemptive_stays,
    shortest_first_wait,
)
from support.models import constant, exponential, gamma

from simcore.network.model import Network
from simcore.network.resources import Order, Preemption, Rule
from simcore.network.steps import Set, Use
from simcore.network.values import ByClass, Distribution, Expression

Law = Callable[[float], Distribution]
RATES, SERVICES = (0.2, 0.1, 0.2), (1.0, 2.0, 1.5)  # of the classes; a load of 0.7


def squares(cv: float) -> list[float]:
    return [s * s * (1.0 + cv * cv) for s in SERVICES]


def ranked(law: Law, factor: float, rates: Sequence[float] = RATES, **fields: Any) -> Network:
    """Return one server with a service time of its own for each class."""
    services = ByClass(tuple(law(factor * s) for s in SERVICES[: len(rates)]))
    return clinic(
        [Use("a", services)], classes(rates), [server(**fields)], classes=CLASSES[: len(rates)]
    )


def waiting(law: Law, waits: Sequence[float], run: float, **fields: Any) -> Case:
    expected = {f"wait for a, {c}": w for c, w in zip(CLASSES, waits, strict=True)}
    return Case(lambda factor: ranked(law, factor, **fields), expected, run)


def cobham(law: Law, cv: float) -> Case:
    return waiting(law, mg1_priority_waits(RATES, SERVICES, squares(cv)), 60_000.0)


def accumulating(law: Law, cv: float, gains: Sequence[float]) -> Case:
    waits = accumulating_waits(RATES, SERVICES, squares(cv), gains)
    return waiting(law, waits, 60_000.0, gains=tuple(enumerate(gains)))


def resuming(law: Law, cv: float) -> Case:
    """Return M/G/1 where the more urgent interrupt, and service goes on where it stopped."""
    stays = preemptive_stays(RATES, SERVICES, squares(cv))
    expected = {f"stay till home, {c}": t for c, t in zip(CLASSES, stays, strict=True)}

    def model(factor: float) -> Network:
        return ranked(law, factor, preemption=Preemption())

    return Case(model, expected, 60_000.0)


def gamma_transform(mean: float, cv: float) -> Callable[[float], float]:
    return lambda s: (1.0 + s * mean * cv * cv) ** (-1.0 / (cv * cv))


HALF = gamma_transform(2.0, 0.5)


def again(law: Law, transform: Callable[[float], float], rule: Rule) -> Case:
    """Return urgent patients who interrupt late ones, and the latter's time in service."""
    time = completion(0.2, 1.0, transform, rule)
    return Case(
        lambda factor: ranked(law, factor, (0.2, 0.1), preemption=Preemption(rule=rule)),
        {"from start to end": time},
        60_000.0,
        lambda found: {
            "from start to end": found["stay till home, soon"] - found["wait for a, soon"]
        },
    )


def in_order(order: Order, load: float = 0.7) -> Case:
    """Return M/M/1: the mean wait is the same in any order, its square is not."""

    def model(factor: float) -> Network:
        return clinic([Use("a", exponential(factor))], [people(load)], [server(order=order)])

    square = mm1_square_wait(load, 1.0, order)
    return Case(model, {"wait for a": mmc_wait(load, 1, 1.0), "wait for a, square": square}, 1e5)


def shortest_known() -> Case:
    """Return M/M/1 where each patient's service is known beforehand, and the shortest is next."""
    need = Expression("need")

    def model(factor: float) -> Network:
        steps = [Set("need", exponential(factor)), Use("a", need)]
        return clinic(steps, [people(0.7)], [server(order=need)], attributes=("need",))

    return Case(model, {"wait for a": shortest_first_wait(0.7, 1.0)}, 60_000.0)


def shortest_expected() -> Case:
    """Return classes of one priority, of which the one with the shortest mean is next."""
    by_length = sorted(range(3), key=lambda k: SERVICES[k])
    rates, services, second = (
        [values[k] for k in by_length] for values in (RATES, SERVICES, squares(1.0))
    )
    waits = mg1_priority_waits(rates, services, second)
    expected = {f"wait for a, {CLASSES[k]}": w for k, w in zip(by_length, waits, strict=True)}

    def model(factor: float) -> Network:
        times = ByClass(tuple(exponential(factor * s) for s in SERVICES))
        sources = [people(r, c, of=c) for c, r in zip(CLASSES, RATES, strict=True)]
        return clinic([Use("a", times)], sources, [server(order="shortest")], classes=CLASSES)

    return Case(model, expected, 60_000.0)


CASES = {
    "Cobham, exponential": cobham(exponential, 1.0),
    "Cobham, gamma": cobham(lambda mean: gamma(mean, 0.5), 0.5),
    "resume, exponential": resuming(exponential, 1.0),
    "resume, constant": resuming(constant, 0.0),
    "points for waiting": accumulating(exponential, 1.0, (4.0, 2.0, 1.0)),
    "points for waiting, constant": accumulating(constant, 0.0, (3.0, 1.0, 0.5)),
    "first come": in_order("fifo"),
    "last come": in_order("lifo"),
    "at random": in_order("random"),
    "shortest known": shortest_known(),
    "shortest expected": shortest_expected(),
}
AGAIN = {
    "resume": again(lambda mean: gamma(mean, 0.5), HALF, "resume"),
    "restart": again(lambda mean: gamma(mean, 0.5), HALF, "restart"),
    "restart, constant": again(constant, lambda s: math.exp(-2.0 * s), "restart"),
    "resample": again(lambda mean: gamma(mean, 0.5), HALF, "resample"),
}
ALL = {**CASES, **{f"interrupted, {rule}": case for rule, case in AGAIN.items()}}


@pytest.mark.parametrize("name", ALL)
def test_agrees_with_theory(name: str) -> None:
    assert wrong(ALL[name]) == []


@pytest.mark.long
@pytest.mark.parametrize("name", ALL)
def test_agrees_closely_and_notices_2_percent(name: str) -> None:
    assert wrong(ALL[name], times=LONG) == []
    assert wrong(ALL[name], 1.02, LONG)


@pytest.mark.parametrize(
    ("played", "expected"),
    [("restart", "resume"), ("resume", "restart"), ("resample", "restart")],
)
def test_another_rule_is_noticed(played: str, expected: str) -> None:
    assert wrong(replace(AGAIN[played], expected=AGAIN[expected].expected))


@pytest.mark.parametrize(
    ("played", "expected"),
    [
        ("first come", "at random"),
        ("last come", "at random"),
        ("at random", "first come"),
        ("Cobham, exponential", "points for waiting"),
        ("points for waiting", "Cobham, exponential"),
    ],
)
def test_another_order_is_noticed(played: str, expected: str) -> None:
    assert wrong(replace(CASES[played], expected=CASES[expected].expected))
