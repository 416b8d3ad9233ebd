"""Engine and reference: the same timeline for every patient of any Network, exactly.

Where a found example fails, Hypothesis prints the smallest Network that does.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.differential.interruptions import taken_away
from support.differential.strategies import networks, times
from support.differential.twins import agree, compare, twins_differ
from support.models import hospital
from support.runs import begin

from simcore.engine.audit import audit
from simcore.engine.held_units import held_units
from simcore.engine.ops import StepRow
from simcore.engine.rules import Order
from simcore.engine.totals import NoValue
from simcore.experiments.replicate import Plan, play
from simcore.network.checks.check import check
from simcore.network.compiler.compile import compile_network
from simcore.network.model import Network
from simcore.reference import Reference
from simcore.reference.patients import Patient

slow = settings(suppress_health_check=list(HealthCheck))
seeds = st.integers(0, 2**32 - 1)


@settings(slow, max_examples=60)
@given(networks(), times(), seeds)
def test_engine_and_reference_agree(network: Network, span: tuple[float, float], seed: int) -> None:
    agree(network, span, seed)


@pytest.mark.long
@settings(slow, max_examples=2000)
@given(networks(), times(), seeds)
def test_engine_and_reference_agree_on_many(
    network: Network, span: tuple[float, float], seed: int
) -> None:
    agree(network, span, seed)


@settings(slow, max_examples=60)
@given(taken_away(), seeds)
def test_who_is_interrupted_waits_alike(network: Network, seed: int) -> None:
    agree(network, (0.0, 3000.0), seed)


@pytest.mark.long
@settings(slow, max_examples=1000)
@given(taken_away(), seeds)
def test_many_who_are_interrupted_wait_alike(network: Network, seed: int) -> None:
    agree(network, (0.0, 3000.0), seed)


def test_the_hospital_agrees() -> None:
    assert twins_differ(hospital(), Plan(1000.0, 20_000.0, 1, log=True)) == []


def stays_sound(network: Network, seed: int) -> None:
    assert check(network) == []
    simulation = begin(network, run=5000.0, seed=seed)
    held = held_units(simulation.program)
    for end in np.linspace(500.0, 5000.0, 6):
        try:
            simulation.advance(float(end), budget=200)
        except NoValue:  # it is sound until somebody has no value
            return
        assert audit(simulation, held) == []


@settings(slow, max_examples=60)
@given(networks(), seeds)
def test_the_state_stays_sound(network: Network, seed: int) -> None:
    stays_sound(network, seed)


@pytest.mark.long
@settings(slow, max_examples=1000)
@given(networks(), seeds)
def test_the_state_of_many_stays_sound(network: Network, seed: int) -> None:
    stays_sound(network, seed)


# The comparison itself can fail: a reference with one rule changed is told apart.


class LastComeFirstServed(Reference):
    """Grants the unit to whoever came last."""

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        for resource in self.world.resources:
            resource.order = Order.LIFO


class SlightlyLate(Reference):
    """Draws one uniform in a hundred too great by a millionth of a millionth."""

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        draw = self.world.draw

        def late(patient: Patient, row: StepRow) -> float:
            u = draw(patient, row)
            return u * (1.0 + 1e-12) if u * 1000.0 % 1.0 < 0.01 else u

        self.world.draw = late  # type: ignore[method-assign]


@pytest.mark.parametrize("wrong", [LastComeFirstServed, SlightlyLate])
def test_a_wrong_reference_is_noticed(wrong: type[Reference]) -> None:
    plan = Plan(1000.0, 20_000.0, 1, log=True)
    program, _ = compile_network(hospital(), plan.warmup)
    assert "log" in compare(play(program, plan, 0), play(program, plan, 0, wrong))
