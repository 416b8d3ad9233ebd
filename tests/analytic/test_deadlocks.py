"""Two wards that send patients on to each other: they change places, or stand for ever.

False alarms: 1e-4 a case, shared by its figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from support.analytic.chains import Wards, changing_places, time_to_deadlock
from support.analytic.shapes import AWAY, LONG, Case, clinic, people, server, wrong
from support.chance import disagreements
from support.models import exponential, leave

from simcore.experiments.replicate import Plan, replicate
from simcore.network.compiler.compile import compile_network
from simcore.network.model import Network
from simcore.network.steps import Balk, Branch, Delay, Release, Seize, Step, Transfer
from simcore.network.values import Expression
from simcore.play import simulate

WARDS = {
    "a bed each": Wards((1, 1), (0.5, 0.3), (1.0, 2.0), (0.6, 0.5)),
    "two beds and three": Wards((2, 3), (1.0, 0.8), (1.0, 2.0), (0.7, 0.6)),
}
TRIALS = 1000
ENDLESS = 40.0  # times the mean time to a deadlock: only exp(-40) of all trials take longer


def model(wards: Wards, factor: float, swap: bool) -> Network:
    """Return the wards as a Network; a stay in the first is `factor` times as long."""
    paths: dict[str, Sequence[Step]] = {}
    stays = (factor * wards.stays[0], wards.stays[1])
    for k, (here, there) in enumerate((("a", "b"), ("b", "a"))):
        full = Balk(Expression(f"free({here}) == 0"), "away")
        ends = ((wards.onward[k], f"on to {there}"), (1.0 - wards.onward[k], f"out of {here}"))
        stay = (Delay(exponential(stays[k])), Branch(ends))
        paths |= {
            f"to {here}": (Seize(here, balk=(full,)), *stay),
            f"on to {here}": (Transfer(there, here), *stay),
            f"out of {here}": (Release(here), leave()),
        }
    sources = [people(r, name, to=f"to {name}") for r, name in zip(wards.rates, "ab", strict=True)]
    beds = [server(n, name) for n, name in zip(wards.beds, "ab", strict=True)]
    return clinic([], sources, beds, {**paths, **AWAY}, swap=swap)


def changing(wards: Wards) -> Case:
    right = changing_places(wards)
    expected = {
        "share away": right.lost, "a swapped": right.swapped, "b swapped": right.swapped,
        "a busy": right.busy[0], "b busy": right.busy[1],
        "a blocked": right.blocked[0], "b blocked": right.blocked[1],
    }  # fmt: skip
    return Case(lambda factor: model(wards, factor, swap=True), expected, 20_000.0)


@pytest.mark.parametrize("name", WARDS)
def test_changing_places_agrees_with_theory(name: str) -> None:
    assert wrong(changing(WARDS[name])) == []


@pytest.mark.long
@pytest.mark.parametrize("name", WARDS)
def test_changing_places_agrees_closely_and_notices_2_percent(name: str) -> None:
    case = changing(WARDS[name])
    assert wrong(case, times=LONG) == []
    assert wrong(case, 1.02, LONG)


def deadlocks(played: Wards, expected: Wards, trials: int = TRIALS) -> list[str]:
    """Return how the times at which trials came to a stand disagree with theory."""
    mean = time_to_deadlock(expected)
    program, _ = compile_network(model(played, 1.0, swap=False))
    done = replicate(program, Plan(0.0, ENDLESS * mean, seed=3), trials)
    stood = [one.deadlock for one in done]
    assert all(found is not None and found[1] == [0, 1] for found in stood)
    return disagreements([{"minutes": found[0]} for found in stood if found], {"minutes": mean})


def keener(wards: Wards, factor: float) -> Wards:
    """Return the wards where more of the first's patients need the second."""
    return replace(wards, onward=(factor * wards.onward[0], wards.onward[1]))


@pytest.mark.parametrize("name", WARDS)
def test_the_time_to_a_deadlock_agrees_with_theory(name: str) -> None:
    wards = WARDS[name]
    assert deadlocks(wards, wards) == []
    assert deadlocks(keener(wards, 1.25), wards)


@pytest.mark.parametrize("name", WARDS)
def test_the_table_of_deadlocks_agrees_with_theory(name: str) -> None:
    """Its interval covers 95%: 2 of them hold theory with false alarms of 1e-4."""
    right = time_to_deadlock(WARDS[name])
    network = model(WARDS[name], 1.0, swap=False)
    found = simulate(network, warmup=0.0, run=ENDLESS * right, replications=200).deadlocks.iloc[0]
    assert found["deadlocked"] == 200
    assert abs(found["minutes_mean"] - right) <= 2.0 * found["minutes_half_width"]


@pytest.mark.long
@pytest.mark.parametrize("name", WARDS)
def test_the_time_to_a_deadlock_agrees_closely(name: str) -> None:
    wards = WARDS[name]
    assert deadlocks(wards, wards, 10 * TRIALS) == []
    assert deadlocks(keener(wards, 1.1), wards, 10 * TRIALS)
