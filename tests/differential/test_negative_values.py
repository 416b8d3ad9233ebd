"""Attributes and punctuality stay below 0 where their law is; a time to be spent is 0 then."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from support.clinic import AWAY, clinic, label, people
from support.differential.twins import twins_differ
from support.models import constant

from simcore.engine.simulation import Simulation
from simcore.experiments.replicate import Plan
from simcore.network.compiler.compile import compile_network
from simcore.network.resources import SlotBook
from simcore.network.sources import Renewal, Source
from simcore.network.steps import Book, Delay, Set
from simcore.network.values import ByClass, Distribution, Expression, Value
from simcore.reference import Reference

EVERY_MINUTE = people(rate=0.0, process=Renewal(constant(1.0)))
HOUR = 60.0


def law(name: str, **parameters: Any) -> Distribution:
    return Distribution(name, parameters)


NEGATIVE: dict[str, tuple[Value, float, float]] = {  # with the mean, and the sd, of its values
    "a constant": (constant(-5.0), -5.0, 0.0),
    "uniform": (law("uniform", low=-5.0, high=5.0), 0.0, 10 / 12**0.5),
    "triangular": (law("triangular", low=-6.0, mode=-3.0, high=0.0), -3.0, 1.5**0.5),
    "normal": (law("normal", mean=0.0, sd=2.0), 0.0, 2.0),
    "empirical": (law("empirical", values=(-30.0, -20.0), weights=(1.0, 1.0)), -25.0, 5.0),
    "a distribution of scipy": (Distribution("scipy", {"loc": 1.0}, "norm", 3.0), 3.0, 3.0),
    "an expression": (Expression("uniform(-5, 5)"), 0.0, 10 / 12**0.5),
    "by class": (ByClass((constant(-4.0), constant(-6.0))), -4.8, 1.0),
}


def attributes(network: Any, kind: type[Simulation] | type[Reference]) -> list[float]:
    """Return what the patients who are there after 33 hours have, by when they came."""
    program, _ = compile_network(network)
    engine: Any = kind(program, 1, 0)
    engine.advance(33 * HOUR)
    if kind is Reference:
        return [p.values[0] for p in sorted(engine.world.present, key=lambda p: p.ordinal)]
    return [float(x) for x in engine.attributes[: engine.clock.in_system, 0]]


@pytest.mark.parametrize("name", NEGATIVE)
@pytest.mark.parametrize("on_arrival", [True, False])
def test_attributes(name: str, on_arrival: bool) -> None:
    value, mean, sd = NEGATIVE[name]
    sets: list[Any] = [] if on_arrival else [Set("age", value)]
    source: Source = people(
        rate=0.0, process=Renewal(constant(1.0)), values=(("age", value),) if on_arrival else ()
    )
    network = clinic(*sets, Delay(constant(1e5)), sources=[source], attributes=("age",),
                     resources=[])  # fmt: skip
    found = attributes(network, Simulation)
    assert found == attributes(network, Reference)
    assert len(found) == 33 * HOUR - 1
    assert min(found) < 0.0
    assert abs(np.mean(found) - mean) <= 5.0 * sd / len(found) ** 0.5  # 1 in 1.7 million
    assert np.std(found) == pytest.approx(sd, rel=0.15, abs=1e-9)


@pytest.mark.parametrize("name", NEGATIVE)
def test_a_time_to_be_spent_is_cut_at_0(name: str) -> None:
    value, _, _ = NEGATIVE[name]
    network = clinic(Delay(value), sources=[EVERY_MINUTE], resources=[])
    assert twins_differ(network, Plan(0.0, 10 * HOUR, 1, log=True)) == []


@pytest.mark.parametrize(
    ("punctuality", "early"),
    [
        (law("empirical", values=(-30.0, -20.0), weights=(1.0, 1.0)), 25.0),
        (law("normal", mean=-30.0, sd=2.0), 30.0),
        (law("uniform", low=-40.0, high=-20.0), 30.0),
        (constant(-30.0), 30.0),
        (Expression("0 - 30 min"), 30.0),
    ],
)
def test_who_comes_early_comes_early(punctuality: Value, early: float) -> None:
    book = SlotBook("book", label("book"), ((600.0, 200),), 10_080.0)
    network = clinic(Book("book", "away", punctuality=punctuality), Delay(constant(HOUR)),
                     sources=[people(rate=0.0, process=Renewal(constant(2.0)), limit=100)],
                     resources=[], books=[book], paths=AWAY, start=date(2020, 1, 6))  # fmt: skip
    plan = Plan(0.0, 11.5 * HOUR, 1, log=True)
    assert twins_differ(network, plan) == []
    program, legend = compile_network(network, plan.warmup, plan.run)
    engine = Simulation(program, 1, 0, log=True)
    engine.advance(plan.run)
    delay = next(k for k, name in enumerate(legend.steps) if name.word == "delay")
    log = engine.take_log()
    came = log.time[log.step == delay]
    assert came.size == 100
    assert abs(np.mean(600.0 - came) - early) <= 2.0
