"""Time that stands still is told; and a run asks several times a second whether it is to go on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from support.lives import ENGINES, clinic, people, room
from support.models import constant, exponential, label, station

from simcore.engine import simulation as engine
from simcore.engine.totals import Standstill
from simcore.errors import RunError
from simcore.experiments.replicate import Plan, play
from simcore.network.compiler.compile import compile_network
from simcore.network.model import Network
from simcore.network.resources import Breakdown
from simcore.network.sources import Population, Source
from simcore.network.steps import Branch, Delay, Fork, Hold, Join, Set, Signal, Use
from simcore.network.timetable import Timetable
from simcore.network.values import Expression
from simcore.network.weekly_profile import WeeklyProfile
from simcore.reference import reference

NEVER_LONG = Expression("late * 1 min")  # nobody's `late` is ever set to more than 0


def circle(*steps: Any, **paths: Any) -> Network:
    """Return a Network whose patients go round for ever, in no time."""
    begin = [Use("a", constant(1.0)), Set("late", Expression("0 * late"))]
    again = [*steps, Branch(((1.0, "again"),))]
    return clinic(
        [*begin, Branch(((1.0, "again"),))],
        [people(process=Population(3))],
        [room(2)],
        {"again": again, **paths},
        attributes=("late",),
    )


CIRCLES = {
    "delays": circle(Delay(NEVER_LONG)),
    "services": circle(Use("a", NEVER_LONG)),
    "too short to move the clock": circle(Delay(constant(1e-300))),
    "signals": circle(
        Signal("gate"), Delay(NEVER_LONG), Fork(("held", "freed")),
        held=[Hold("gate", label("gate")), Join()], freed=[Signal("gate"), Join()],
    ),
    "breakdowns": clinic(
        [Use("a", constant(1.0))],
        [people(1)],
        [room(2, breakdowns=(Breakdown(constant(1e-300), constant(1e-300)),))],
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let both engines lose their patience early."""
    for module in (engine, reference):
        monkeypatch.setattr(module, "MANY_TURNS", 10_000)


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("played_by", ENGINES)
@pytest.mark.parametrize("name", CIRCLES)
def test_time_that_stands_still_ends_the_run(name: str, played_by: Any, log: bool) -> None:
    program, _ = compile_network(CIRCLES[name], 0.0, 100.0)
    simulation = played_by(program, 1, 0, log=log)
    with pytest.raises(Standstill) as raised:
        simulation.advance(100.0)
    assert raised.value.minute <= 1.0


def test_the_place_is_named() -> None:
    program, _ = compile_network(CIRCLES["delays"], 0.0, 100.0)
    with pytest.raises(RunError, match=r"minute 1.*again"):
        play(program, Plan(0.0, 100.0), 0)


@pytest.mark.parametrize("played_by", ENGINES)
def test_many_who_act_at_one_instant_are_no_circle(played_by: Any) -> None:
    world = clinic([Use("a", constant(0.0))], [people(process=Population(30_000))])
    program, _ = compile_network(world, 0.0, 100.0)
    simulation = played_by(program, 1, 0)
    simulation.advance(100.0)
    assert simulation.totals().in_system == 0


class Enough(Exception):
    """Raised to end a run."""


@pytest.mark.parametrize("played_by", ENGINES)
def test_a_run_can_be_ended_within_a_day(played_by: Any) -> None:
    program, _ = compile_network(station(500.0, 1000, exponential(1.0)), 0.0, 1440.0)

    def enough(now: float) -> None:
        assert 0.0 < now < 1440.0
        raise Enough

    with pytest.raises(Enough):
        played_by(program, 1, 0).advance(1440.0, enough)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "rate",
    [
        Timetable(((0.0, 0.001), (0.0625, 0.0))),  # over after four seconds
        WeeklyProfile(((0.0, 1e-14), (60.0, 0.0))),
    ],
)
def test_a_rate_under_which_nobody_comes_is_no_end(engine: Any, rate: Any) -> None:
    """The next arrival lies beyond the longest run: looking for it in round after round ends."""
    seldom = Source("people", label("people"), "visit", rate, (("patient", 1.0),))
    network = replace(clinic([Use("a", constant(1.0))], []), sources=(seldom,))
    program, _ = compile_network(network, run=10_000.0)
    assert play(program, Plan(0.0, 10_000.0), 0, engine).totals.counts.sum() == 0


def test_a_run_can_be_ended_while_it_only_reads() -> None:
    """Nobody comes, and a series looks at the run a million times: the clock is told meanwhile."""
    moments = 1_200_000
    program, _ = compile_network(station(1e-12, 1, exponential(1.0)), 0.0, float(moments))
    simulation = engine.Simulation(program, 1, 0)
    simulation.watch([float(minute) for minute in range(moments)])
    told: list[float] = []
    simulation.advance(float(moments), told.append)
    assert len(told) >= 1
    assert 0.0 < told[0] < moments - 1
    assert len(simulation.snapshots().time) == moments
