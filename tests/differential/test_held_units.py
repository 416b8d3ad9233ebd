"""What patients hold: along pathways and row by row, in the engine and in the reference.

There are four accounts: the walk over pathways by which rows are written, the auditor's walk over
rows, the engine's counts of busy units, and each patient's own of the reference.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from support.differential.closings import sent_home
from support.differential.moving import moving_back
from support.differential.strategies import networks
from support.differential.twins import agree
from support.models import constant, label, network, profile
from support.runs import begin

from simcore.engine.audit import audit
from simcore.engine.held_units import held_units
from simcore.engine.program import Program
from simcore.engine.simulation import Simulation
from simcore.engine.totals import NoValue
from simcore.network.checks.check import check
from simcore.network.compiler.compile import compile_network
from simcore.network.flow import flow
from simcore.network.model import Network
from simcore.network.resources import Closing, Resource
from simcore.network.sources import Source, Trace
from simcore.network.steps import Delay, Leave, Release, Seize, Step
from simcore.network.walk import Taken
from simcore.reference import Reference
from simcore.reference.audit import audit as audit_reference
from simcore.reference.world import World

slow = settings(suppress_health_check=list(HealthCheck))
seeds = st.integers(0, 2**32 - 1)
HOUR = 60.0


def one_closing() -> Network:
    """Return patients who hold 2 units of b, which has 6, when `a` closes: each hour but the last.

    The case in which units were lost: after five closings five of the six.
    """
    hours = tuple((HOUR * h, 1 - h % 2) for h in range(12))
    steps: list[Step] = [
        Seize("a"), Seize("b", units=2), Delay(constant(300.0)), Release("b"), Release("a"),
        Leave(label("home")),
    ]  # fmt: skip
    return network(
        [
            Resource("a", label("a"), profile(hours), closing=Closing("leave", go="out")),
            Resource("b", label("b"), profile(6)),
        ],
        [
            Source("people", label("people"), "visit", profile(0.0), (("patient", 1.0),),
                   process=Trace(tuple(HOUR * h + 5.0 for h in range(0, 12, 2)))),
        ],
        {"visit": steps, "out": [Release("b"), Leave(label("sent away"))]},
    )  # fmt: skip


@pytest.mark.parametrize("engine", [Simulation, Reference])
def test_all_units_come_back_when_a_closing_sends_patients_home(engine: Any) -> None:
    assert check(one_closing()) == []
    played = begin(one_closing(), engine=engine)
    for hour in range(1, 13):
        played.advance(HOUR * hour)
        busy = played.totals().resources.busy
        assert busy.tolist() == ([1, 2] if hour % 2 else [0, 0])
    resources = played.totals().resources
    assert resources.interrupted.tolist() == [6, 0]
    assert resources.started.tolist() == [6, 6]


def every_event_is_sound(model: Network, seed: int, end: float, events: int) -> None:
    """Audit both engines after every event, up to a number of events, or until they stop."""
    simulation = begin(model, run=end, seed=seed)
    held = held_units(simulation.program)
    with suppress(NoValue):
        for _ in range(events):
            simulation.advance(end, budget=1)
            assert audit(simulation, held) == []
    reference = begin(model, run=end, seed=seed, engine=Reference)
    world: World = reference.world
    with suppress(NoValue):
        for _ in range(events):
            if world.env.peek() >= end:
                break
            world.env.step()
            assert audit_reference(world) == []


@settings(slow, max_examples=40)
@given(sent_home(), seeds)
def test_every_closing_is_sound(model: Network, seed: int) -> None:
    assert check(model) == []
    every_event_is_sound(model, seed, 6000.0, 150)
    agree(model, (0.0, 4000.0), seed)


@pytest.mark.long
@pytest.mark.parametrize("part", range(5))
def test_many_closings_are_sound(part: int) -> None:
    """1000 Networks, in parts that end within minutes each."""

    @seed(part)
    @settings(slow, max_examples=200, derandomize=False, database=None)
    @given(sent_home(), seeds)
    def sound(model: Network, random: int) -> None:
        every_event_is_sound(model, random, 6000.0, 400)
        agree(model, (0.0, 10_000.0), random)

    sound()


@settings(slow, max_examples=60)
@given(moving_back(), seeds)
def test_every_move_is_sound(model: Network, seed: int) -> None:
    assert check(model) == []
    every_event_is_sound(model, seed, 3000.0, 150)
    agree(model, (0.0, 3000.0), seed)


@pytest.mark.long
@settings(slow, max_examples=1000)
@given(moving_back(), seeds)
def test_many_moves_are_sound(model: Network, seed: int) -> None:
    every_event_is_sound(model, seed, 3000.0, 400)
    agree(model, (0.0, 6000.0), seed)


@settings(slow, max_examples=40)
@given(networks(), seeds)
def test_the_reference_is_sound_after_every_event(model: Network, seed: int) -> None:
    every_event_is_sound(model, seed, 3000.0, 100)


def accounts_differ(model: Network) -> list[str]:
    """Return where the walk over pathways and that over rows differ, by the name of the row."""
    program, legend = compile_network(model, 0.0, 10_000.0)
    by_row, by_step = held_units(program), flow(model).held
    first = {(s.pathway, s.index): k for k, s in reversed(list(enumerate(legend.steps)))}
    found = []
    for place, row in first.items():
        if place in by_step and row in by_row:
            walked = dict(_as_rows_have_it(program, n, t) for n, t in by_step[place].items())
            if walked != {k: n for k, n in by_row[row].items() if n}:
                found.append(f"{program.names[row]}: {walked} and {dict(by_row[row])}")
    return found


def _as_rows_have_it(program: Program, name: str, taken: Taken) -> tuple[int, int]:
    k = program.held.index(name)
    return (k, taken.units) if isinstance(taken.units, int) else (~k, 1)


@settings(slow, max_examples=150)
@given(st.one_of(networks(), sent_home()))
def test_pathways_and_rows_say_the_same(model: Network) -> None:
    assert accounts_differ(model) == []


# The accounts can differ: a fault in each is told.


def test_a_unit_that_is_not_given_back_is_noticed() -> None:
    """Let the row that gives back 2 units give back 1, as once it did."""
    program, _ = compile_network(one_closing())
    rows = [k for k, row in enumerate(program.rows) if getattr(row, "units", 1) == 2]
    gives_back = [k for k in rows if program.names[k].startswith("out/")]
    card = type(program.rows[gives_back[0]])
    program.steps.view(card.dtype)["units"][gives_back] = 1
    del program.__dict__["rows"]
    simulation, reference = Simulation(program, 1, 0), Reference(program, 1, 0)
    simulation.advance(2 * HOUR)
    reference.advance(2 * HOUR)
    assert any("units are held" in text for text in audit(simulation, held_units(program)))
    assert any("left holding" in text for text in audit_reference(reference.world))


def test_a_step_that_does_not_say_what_it_takes_is_noticed(monkeypatch: Any) -> None:
    monkeypatch.setattr(Seize, "take_all", lambda self, walk: None)
    with pytest.raises(ValueError, match="is not held"):
        compile_network(one_closing())
