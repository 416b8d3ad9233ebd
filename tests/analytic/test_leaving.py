"""Who does not wait: full stations, impatient patients, and patients who come in other ways.

False alarms: 1e-4 a case, shared by its figures.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from support.analytic.chains import erlang_a, limited, machine_repair
from support.analytic.shapes import AWAY, LONG, Case, clinic, people, server, wrong
from support.analytic.theory import erlang_b, gm1_wait
from support.models import constant, exponential, gamma

from simcore.network.model import Network
from simcore.network.sources import Population, Renewal
from simcore.network.steps import Balk, Delay, Go, Use
from simcore.network.values import Distribution, Expression


def impatient(rate: float, servers: int, patience: float, run: float) -> Case:
    """Return Erlang A with a mean service of 1."""

    def model(factor: float) -> Network:
        use = Use("a", exponential(factor), patience=exponential(patience), on_renege="away")
        return clinic([use], [people(rate)], [server(servers)], AWAY)

    right = erlang_a(rate, servers, 1.0, patience)
    gone = (right.wait - (1.0 - right.lost) * right.served_wait) / right.lost
    expected = {
        "share away": right.lost, "wait for a": right.served_wait, "left a": gone,
        "a waiting": right.queue, "a busy": right.busy,
    }  # fmt: skip
    return Case(model, expected, run)


def full(when: str, servers: int, law: Callable[[float], Distribution], rate: float) -> Any:
    """Return servers that send away whom they find no place for."""
    balk = Balk(Expression(when), "away")
    return lambda factor: clinic(
        [Use("a", law(factor), balk=(balk,))], [people(rate)], [server(servers)], AWAY
    )


def lossy(law: Callable[[float], Distribution]) -> Case:
    """Return Erlang B, which asks only for the mean of the time of service."""
    lost = erlang_b(7, 5.0)
    expected = {"share away": lost, "a busy": 5.0 * (1.0 - lost)}
    return Case(full("free(a) == 0", 7, law, 5.0), expected, 20_000.0)


def small(rate: float, servers: int, room: int) -> Case:
    """Return M/M/c/K."""
    right = limited(rate, servers, 1.0, room)
    expected = {
        "share away": right.lost, "wait for a": right.wait, "a waiting": right.queue,
        "a busy": right.busy,
    }  # fmt: skip
    return Case(full(f"queue(a) >= {room}", servers, exponential, rate), expected, 40_000.0)


def machines(count: int, repairers: int, uptime: float) -> Case:
    def model(factor: float) -> Network:
        steps = [Delay(exponential(uptime)), Use("a", exponential(factor)), Go("visit")]
        return clinic(steps, [people(0.0, process=Population(count))], [server(repairers)])

    right = machine_repair(count, repairers, uptime, 1.0)
    expected = {"wait for a": right.wait, "a waiting": right.queue, "a busy": right.busy}
    return Case(model, expected, 40_000.0)


def renewal(gap: Distribution, transform: Callable[[float], float]) -> Case:
    """Return G/M/1 with a mean service of 1."""

    def model(factor: float) -> Network:
        source = people(0.0, process=Renewal(gap))
        return clinic([Use("a", exponential(factor))], [source], [server()])

    return Case(model, {"wait for a": gm1_wait(transform, 1.0)}, 80_000.0)


CASES = {
    "Erlang A, one server": impatient(1.2, 1, 2.0, 40_000.0),
    "Erlang A, five servers": impatient(5.5, 5, 0.5, 15_000.0),
    "Erlang B, exponential": lossy(exponential),
    "Erlang B, constant": lossy(constant),
    "Erlang B, gamma": lossy(lambda mean: gamma(mean, 1.5)),
    "M/M/1/4": small(0.9, 1, 3),
    "M/M/3/5": small(2.5, 3, 2),
    "machine repair": machines(6, 2, 3.0),
    "gamma/M/1": renewal(gamma(1.25, 1.5), lambda s: (1 + 1.25 * 2.25 * s) ** (-1 / 2.25)),
    "uniform/M/1": renewal(
        Distribution("uniform", {"low": 0.5, "high": 2.0}),
        lambda s: (math.exp(-s / 2) - math.exp(-2 * s)) / (1.5 * s),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_agrees_with_theory(name: str) -> None:
    assert wrong(CASES[name]) == []


@pytest.mark.long
@pytest.mark.parametrize("name", CASES)
def test_agrees_closely_and_notices_2_percent(name: str) -> None:
    assert wrong(CASES[name], times=LONG) == []
    assert wrong(CASES[name], 1.02, LONG)


def test_an_unlimited_patience_is_noticed() -> None:
    patient = impatient(0.9, 1, 100.0, 15_000.0)
    hasty = impatient(0.9, 1, 10.0, 15_000.0)
    assert wrong(Case(patient.model, hasty.expected, hasty.run))
