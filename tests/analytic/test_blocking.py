"""One station hinders another, or itself: blocking, breakdowns, lines to choose from.

False alarms: 1e-4 a case, shared by its figures.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from support.analytic.chains import breakdowns, shortest_queue, tandem
from support.analytic.shapes import AWAY, LONG, Case, clinic, people, server, wrong
from support.analytic.theory import gm1_wait, mmc_wait
from support.models import exponential, label

from simcore.network.model import Network
from simcore.network.resources import Breakdown, Pool, PoolRule, Rule
from simcore.network.steps import Balk, Delay, Release, Seize, Step, Transfer, Use
from simcore.network.values import Expression


def in_a_row(rate: float, services: tuple[float, float], room: int, between: int) -> Case:
    """Return two single servers: `room` may wait for the first, `between` for the second."""
    full = Balk(Expression(f"queue(a) >= {room}"), "away")

    def model(factor: float) -> Network:
        first, second = (exponential(factor * s) for s in services)
        steps = [
            Seize("a", balk=(full,)), Delay(first), Transfer("a", "b"), Delay(second),
            Release("b"),
        ]  # fmt: skip
        last = server(name="b", waiting_room=between)
        return clinic(steps, [people(rate)], [server(), last], AWAY)

    right = tandem(rate, services, room, between)
    expected = {
        "share away": right.lost, "a blocked": right.blocked, "a waiting": right.first,
        "b starts": right.throughput,
    }  # fmt: skip
    if between:
        expected["b waiting"] = right.second
    return Case(model, expected, 30_000.0)


def saturated(names: str, throughput: float) -> Case:
    """Return single servers in a row, all alike, no room between, the first never idle.

    Throughput: Hunt (1956), Operations Research 4, 674-683 (two: 2/3, three: 0.5641); Hillier
    and Boling (1967), Operations Research 15, 286-303 (four: 0.5148, five: 0.4858). The first
    starves at most 2e-6 of the time.
    """
    full = Balk(Expression("queue(a) >= 6"), "away")

    def model(factor: float) -> Network:
        steps: list[Step] = [Seize("a", balk=(full,)), Delay(exponential(factor))]
        for here, there in pairwise(names):
            steps += [Transfer(here, there), Delay(exponential(factor))]
        last = names[-1]
        rooms = [server(), *(server(name=name, waiting_room=0) for name in names[1:])]
        return clinic([*steps, Release(last)], [people(8.0)], rooms, AWAY)

    return Case(model, {f"{names[-1]} starts": throughput}, 20_000.0)


def failing(rule: Rule, rate: float = 0.5) -> Case:
    """Return M/M/1 whose server fails; resumed or drawn anew, the rest is exponential."""

    def model(factor: float) -> Network:
        fails = Breakdown(exponential(20.0), exponential(4.0), rule=rule)
        used = Use("a", exponential(factor))
        return clinic([used], [people(rate)], [server(breakdowns=(fails,))])

    stay = breakdowns(rate, 1.0, 20.0, 4.0)
    return Case(model, {"stay till home": stay, "a busy": rate}, 60_000.0)


def pooled(rule: PoolRule, wait: float, rate: float = 1.5) -> Case:
    """Return two servers alike, of which a patient takes one by a rule; loads of 0.75."""
    pool = Pool("pool", label("pool"), ("a", "b"), rule)

    def model(factor: float) -> Network:
        used, servers = Use("pool", exponential(factor)), [server(), server(name="b")]
        return clinic([used], [people(rate)], servers, pools=(pool,))

    return Case(model, {"wait for pool": wait}, 40_000.0)


def every_other(rate: float) -> float:
    """Return the mean wait where one gets every second of Poisson arrivals: gamma gaps."""
    return gm1_wait(lambda s: (rate / (rate + s)) ** 2, 1.0)


CASES = {
    "no room between": in_a_row(0.8, (1.0, 1.0), 4, 0),
    "room for two": in_a_row(0.8, (1.0, 1.2), 3, 2),
    "two in a row, never idle": saturated("ab", 2 / 3),
    "three in a row, never idle": saturated("abc", 0.5641),
    "five in a row, never idle": saturated("abcde", 0.4858),
    "breakdowns, resumed": failing("resume"),
    "breakdowns, drawn anew": failing("resample"),
    "whichever is free first": pooled("first_free", mmc_wait(1.5, 2, 1.0)),
    "the shortest queue": pooled("shortest_queue", shortest_queue(1.5, 1.0) - 1.0),
    "the least loaded": pooled("least_loaded", shortest_queue(1.5, 1.0) - 1.0),
    "each in turn": pooled("in_order", every_other(1.5)),
    "one at random": pooled("random", mmc_wait(0.75, 1, 1.0)),
}


@pytest.mark.parametrize("name", CASES)
def test_agrees_with_theory(name: str) -> None:
    assert wrong(CASES[name]) == []


@pytest.mark.long
@pytest.mark.parametrize("name", CASES)
def test_agrees_closely_and_notices_2_percent(name: str) -> None:
    assert wrong(CASES[name], times=LONG) == []
    assert wrong(CASES[name], 1.02, LONG)


def is_noticed(played: Case, expected: Case) -> bool:
    return bool(wrong(replace(played, expected=expected.expected)))


@pytest.mark.parametrize(
    ("played", "expected"),
    [
        ("no room between", "room for two"),
        ("whichever is free first", "the shortest queue"),
        ("the shortest queue", "whichever is free first"),
        ("each in turn", "one at random"),
        ("one at random", "each in turn"),
    ],
)
def test_another_rule_is_noticed(played: Any, expected: Any) -> None:
    assert is_noticed(CASES[played], CASES[expected])


def test_service_that_goes_on_through_breakdowns_is_noticed() -> None:
    assert is_noticed(failing("finish"), failing("resume"))
