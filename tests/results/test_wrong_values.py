"""A run in which an expression has no finite value for somebody ends, and says which and where."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.clinic import TEN, clinic, people, room
from support.models import constant

import simcore
from simcore.errors import RunError
from simcore.network.sources import Renewal
from simcore.network.steps import Delay, Set, Use
from simcore.network.values import Expression

LATE = Expression("1 h / floor(time / 5 h)")
SOURCE = people(rate=0.0, process=Renewal(constant(60.0)))


@pytest.mark.parametrize("engine", ["numba", "simpy"])
def test_the_place_is_named(engine: str) -> None:
    network = clinic(Use("a", TEN), Delay(LATE), sources=[SOURCE])
    with pytest.raises(RunError) as caught:
        simcore.simulate(network, run=600.0, engine=engine)  # type: ignore[arg-type]
    error = caught.value
    for text in (error.message.en, error.message.zh):
        assert "pathways.visit.1.delay" in text
        assert LATE.text in text
        assert "1.16667" in text  # hours
    assert "a if c else b" in error.remedy.en
    assert "a if c else b" in error.remedy.zh


@pytest.mark.parametrize("engine", ["numba", "simpy"])
def test_that_of_a_source_and_of_an_order_too(engine: str) -> None:
    wrong = Expression("log(0 - stay / 1 h - 1)")
    source = replace(SOURCE, values=(("age", wrong),))
    carried = clinic(Use("a", TEN), sources=[source], attributes=("age",))
    with pytest.raises(RunError, match=r"sources\.people\.values\.age"):
        simcore.simulate(carried, run=600.0, engine=engine)  # type: ignore[arg-type]
    ordered = clinic(Use("a", constant(600.0)), sources=[SOURCE],
                     resources=[room(capacity=1, order=wrong)])  # fmt: skip
    with pytest.raises(RunError, match=r"resources\.a\.order\.lowest"):
        simcore.simulate(ordered, run=600.0, engine=engine)  # type: ignore[arg-type]


def test_a_value_that_is_not_needed_may_have_none() -> None:
    safe = Expression("1 h / floor(time / 5 h) if time >= 5 h else 10 min")
    network = clinic(Set("age", safe), Delay(Expression("age")), Use("a", TEN), sources=[SOURCE],
                     attributes=("age",))  # fmt: skip
    assert simcore.simulate(network, run=600.0).manifest["status"] == "complete"
