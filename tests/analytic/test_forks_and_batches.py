"""Patients who come, wait or are tested together, and wards that are never full.

False alarms: 1e-4 a case, shared by its figures.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest
from support.analytic.shapes import LONG, Case, clinic, people, server, wrong
from support.analytic.theory import bulk_wait, fork_join_stay, gm1_wait, network_occupancy
from support.models import constant, exponential, gamma, label, leave

from simcore.network.model import Network
from simcore.network.resources import UNLIMITED
from simcore.network.steps import Branch, Fork, Gather, Join, Scatter, Step, Use
from simcore.network.values import Distribution


def bulks(size: Distribution, sizes: Sequence[float], cv: float) -> Case:
    """Return M^[X]/G/1: sizes[k] is the share of bulks of k + 1; a load of 0.6."""
    mean_size = sum(share * k for k, share in enumerate(sizes, 1))
    rate = 0.6 / mean_size

    def model(factor: float) -> Network:
        time = gamma(factor, cv) if cv else constant(factor)
        return clinic([Use("a", time)], [people(rate, size=size)], [server()])

    return Case(model, {"wait for a": bulk_wait(rate, sizes, 1.0, cv)}, 60_000.0)


def groups_of_two(rate: float) -> Case:
    """Return E2/M/1: a pair is served like one patient, whose gaps are sums of two."""

    def model(factor: float) -> Network:
        gate = Gather("gate", label("gate"), 2)
        return clinic([gate, Use("a", exponential(factor)), Scatter()], [people(rate)], [server()])

    wait = gm1_wait(lambda s: (rate / (rate + s)) ** 2, 1.0)
    expected = {"wait for gate": 0.5 / rate, "wait for a": wait, "gate starts": rate}
    return Case(model, expected, 60_000.0)


def no_longer_than(longest: float, rate: float) -> Case:
    """Return pairs whose first does not wait for ever: a cycle from first to first.

    The first waits min(gap, longest), (1 - exp(-rate longest)) / rate on average, and is then
    one of 1 + p patients, p = 1 - exp(-rate longest) the chance that a second comes. Cox (1962),
    Renewal Theory, chapter 3.
    """
    second = 1.0 - math.exp(-rate * longest)

    def model(factor: float) -> Network:
        gate = Gather("gate", label("gate"), 2, constant(factor * longest))
        return clinic([gate, Scatter()], [people(rate)], [])

    expected = {"wait for gate": second / rate / (1.0 + second)}
    return Case(model, expected, 60_000.0)


def two_tests(rate: float) -> Case:
    def model(factor: float) -> Network:
        tests: dict[str, list[Step]] = {
            name: [Use(name, exponential(factor)), Join()] for name in ("a", "b")
        }
        servers = [server(), server(name="b")]
        return clinic([Fork(("a", "b"))], [people(rate)], servers, tests)

    return Case(model, {"stay till home": fork_join_stay(rate, 1.0)}, 60_000.0)


def wards() -> Case:
    """Return two wards that refer to each other, with beds enough."""
    outside, routing, stays = (0.3, 0.1), ((0.0, 0.5), (0.2, 0.1)), (20.0, 60.0)

    def ward(k: int, factor: float) -> list[Step]:
        ways = [*zip(routing[k], "ab", strict=True), (1.0 - sum(routing[k]), "home")]
        return [Use("ab"[k], gamma(factor * stays[k], 0.7)), Branch(tuple(ways))]

    def model(factor: float) -> Network:
        sources = [people(rate, f"to {to}", to=to) for to, rate in zip("ab", outside, strict=True)]
        paths = {"a": ward(0, factor), "b": ward(1, factor), "home": [leave()]}
        return clinic([], sources, [server(UNLIMITED), server(UNLIMITED, "b")], paths)

    found = network_occupancy(outside, routing, stays)
    expected = {f"{name} busy": float(n) for name, n in zip("ab", found, strict=True)}
    return Case(model, expected, 50_000.0)


ONE_TO_THREE = Distribution("uniform", {"low": 0.5, "high": 3.5})  # as sizes are rounded
CASES = {
    "bulks of two": bulks(constant(2.0), (0.0, 1.0), 1.0),
    "bulks of one to three": bulks(ONE_TO_THREE, (1 / 3, 1 / 3, 1 / 3), 1.0),
    "bulks of four, constant service": bulks(constant(4.0), (0.0, 0.0, 0.0, 1.0), 0.0),
    "groups of two": groups_of_two(1.4),
    "groups of two, no longer than": no_longer_than(1.0, 0.8),
    "two tests at once": two_tests(0.7),
    "wards without limits": wards(),
}


@pytest.mark.parametrize("name", CASES)
def test_agrees_with_theory(name: str) -> None:
    assert wrong(CASES[name]) == []


@pytest.mark.long
@pytest.mark.parametrize("name", CASES)
def test_agrees_closely_and_notices_2_percent(name: str) -> None:
    assert wrong(CASES[name], times=LONG) == []
    assert wrong(CASES[name], 1.02, LONG)


def test_other_sizes_are_noticed() -> None:
    """Of the same mean size, two, but all alike."""
    alike = CASES["bulks of two"]
    assert wrong(replace(CASES["bulks of one to three"], expected=alike.expected))


def test_tests_one_after_the_other_are_noticed() -> None:
    def in_a_row(factor: float) -> Network:
        steps = [Use("a", exponential(factor)), Use("b", exponential(factor))]
        return clinic(steps, [people(0.7)], [server(), server(name="b")])

    assert wrong(replace(CASES["two tests at once"], model=in_a_row))
