"""Each operation is played by somebody: a call to where nothing is would end the process."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from types import FunctionType
from typing import Any

import pytest
from support.lives import clinic, people, room
from support.models import constant, exponential, hospital, label, station

from simcore.engine import ready
from simcore.engine.kernels import handlers
from simcore.engine.ops import CARDS, Op, Routine, is_plain
from simcore.engine.program import Program
from simcore.engine.simulation import Simulation, needed_handlers
from simcore.network.compiler.compile import compile_network
from simcore.network.resources import Pool
from simcore.network.steps import Use
from simcore.reference.plays import every_play

UNCOMMON = [op for op in Op if CARDS[op].played and not is_plain(op)]


def test_every_operation_has_a_handler_and_a_twin() -> None:
    assert handlers.addresses([*Op]).shape == (handlers.MOST,)
    assert {CARDS[op] for op in UNCOMMON} <= set(every_play())


@pytest.mark.parametrize("op", UNCOMMON)
def test_one_without_a_handler_is_refused(op: Op, monkeypatch: pytest.MonkeyPatch) -> None:
    handlers.addresses([op])
    monkeypatch.delitem(handlers.HANDLERS, op)
    with pytest.raises(LookupError, match=op.name):
        handlers.addresses([op])


def test_a_program_is_made_ready_once_for_all_that_need_the_same_handlers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    played: list[Program] = []

    def advance(run: Simulation, until: float) -> None:
        played.append(run.program)

    monkeypatch.setattr(ready, "_READY", set())
    monkeypatch.setattr(Simulation, "advance", advance)
    rates = [0.1, 0.2, 0.2]
    plain = [compile_network(station(rate, 3, exponential(10.0)))[0] for rate in rates]
    uncommon, _ = compile_network(hospital())
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(ready.make_ready, [*plain, uncommon, *plain, uncommon]))
    assert sorted(map(needed_handlers, played), key=len) == [
        needed_handlers(plain[0]), needed_handlers(uncommon),
    ]  # fmt: skip


def called(function: Any, seen: set[str]) -> set[Routine]:
    """Return the routines that a kernel calls by number, itself or through what it names."""
    function = getattr(function, "py_func", function)
    names = function.__code__.co_names
    found = {Routine[name] for name in names if "Routine" in names and name in Routine.__members__}
    for name in names:
        other = function.__globals__.get(name)
        inner = getattr(other, "py_func", other)
        if isinstance(inner, FunctionType) and inner.__qualname__ not in seen:
            seen.add(inner.__qualname__)
            found |= called(inner, seen)
    return found


def reached(number: handlers.Number) -> set[handlers.Number]:
    """Return all whose addresses there are where this one's is."""
    found, work = {number}, [number]
    while work:
        new = set(handlers.HANDLERS[work.pop()].uses) - found
        found |= new
        work += new
    return found


def test_a_handler_names_all_routines_that_it_calls() -> None:
    handlers.addresses([*Op])
    calls = {n: called(one.function, set()) for n, one in handlers.HANDLERS.items()}
    assert calls[Op.SEIZE_ANY] == {Routine.GRANT, Routine.INTERRUPT}
    not_named = {n: missing for n, needs in calls.items() if (missing := needs - reached(n))}
    assert not_named == {Routine.GRANT: {Routine.MOVE}}  # called where a program has MOVE_BACK rows
    pool = Pool("pool", label("pool"), ("a", "b"), moves_back=True)
    stay = clinic(
        [Use("pool", constant(1.0))], [people(0)], [room(), room(name="b")], pools=(pool,)
    )
    assert {Op.MOVE_BACK, Routine.MOVE} <= needed_handlers(compile_network(stay)[0])
