"""What is built is used again where it is the same, and only there."""

from __future__ import annotations

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from support.models import exponential, station

from simcore import Results, load_scenario, simulate
from simcore.building import built
from simcore.experiments.replicate import Plan
from simcore.scenario.load import Scenario

QUEUE = "scenarios/examples/mmc.yaml"
RATE = "sources.customers.arrivals.rate"
DAY = 1440.0
PLAN = Plan(warmup=0.0, run=DAY)


@pytest.fixture
def queue() -> Scenario:
    return load_scenario(QUEUE)


def run(scenario: Scenario, **how: Any) -> Results:
    return simulate(scenario, **{"replications": 1, "warmup": 0.0, "run": DAY, **how})


def test_a_scenario_played_again_is_built_once(queue: Scenario) -> None:
    found = built(queue, PLAN)
    assert built(queue, replace(PLAN, seed=2, log=True)) is found
    assert built(queue, PLAN) is found


@pytest.mark.parametrize(
    ("plan", "how"),
    [(replace(PLAN, run=2 * DAY), {}), (replace(PLAN, warmup=DAY), {}),
     (PLAN, {"scale": 0.5})],
)  # fmt: skip
def test_one_played_otherwise_is_built_anew(
    queue: Scenario, plan: Plan, how: dict[str, float]
) -> None:
    before = built(queue, PLAN)
    assert built(queue, plan, **how) is not before


def test_a_number_that_changes_is_played(queue: Scenario) -> None:
    rates = ("12 / h", "15 / h", "17 / h")
    found = [run(queue.with_({RATE: rate})).hash for rate in (*rates, *rates)]
    assert found[:3] == found[3:]
    assert len(set(found)) == 3


def test_what_was_played_before_changes_nothing(queue: Scenario) -> None:
    how: list[dict[str, Any]] = [
        {"seed": 1}, {"seed": 2}, {"engine": "simpy"}, {"scale": 0.5}, {"log": True}, {"run": 60.0}
    ]  # fmt: skip
    fresh = [run(load_scenario(QUEUE), **one).hash for one in how]
    assert [run(queue, **one).hash for one in (*how, *how)] == [*fresh, *fresh]


def test_threads_get_each_their_own(queue: Scenario) -> None:
    several = [queue.with_({RATE: f"{rate} / h"}) for rate in (12, 13, 14, 15)]
    alone = [run(scenario).hash for scenario in several]
    with ThreadPoolExecutor(4) as pool:
        assert [found.hash for found in pool.map(run, several * 5)] == alone * 5


def test_a_network_is_built_as_it_is_now() -> None:
    network = station(0.2, 3, exponential(10.0))
    before = built(network, PLAN)
    network.pathways["quick"] = network.pathways[next(iter(network.pathways))]  # type: ignore[index]
    assert "quick" in built(network, PLAN).network.pathways
    assert built(network, PLAN) is not before


def test_what_was_built_goes_with_its_scenario() -> None:
    scenario = load_scenario(QUEUE)
    program = weakref.ref(built(scenario, PLAN).program)
    del scenario
    gc.collect()
    assert program() is None
