"""Who waits holding what, as a run of the compiled engine ends: what a deadlock is told from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from simcore.engine.audited_state import AuditedState, state_as
from simcore.engine.deadlock import Deadlock, Found, Movable, Waiting, Want, most_units
from simcore.engine.held_units import held_units
from simcore.engine.links import Units
from simcore.engine.memory import Memory
from simcore.engine.ops import Op
from simcore.engine.records import NONE

SEIZING = [Op.SEIZE, Op.SEIZE_ANY, Op.REGAIN]


def deadlock(simulation: Memory) -> Found | None:
    """Return since when somebody can never go on, and the resources they hold; None if all can.

    simulation: at a horizon; in the middle of an instant the answer is None.
    """
    program, resources, rules = simulation.program, simulation.resources, simulation.rules
    one_line = np.count_nonzero(np.isin(program.steps.op, SEIZING)) < 2  # who holds waits no more
    if one_line or not resources.waiting.any() or simulation.clock.ready != NONE:
        return None
    s = state_as(simulation, lambda table: table)
    before = held_units(program)
    held: dict[int, Units] = {}
    movable: dict[int, list[Movable]] = {}
    waiting = []
    for i in _waiting(simulation, before):
        holders = tuple(_company(s, i))
        held.update((k, s.units_held(k, before)) for k in holders if k not in held)
        movable.update((k, s.movable(k, held[k])) for k in holders)
        if not any(held[k] for k in holders):
            continue
        queue = int(s.more.queue[i]) if s.more.size else NONE
        since = float(s.patients.time[i] if queue == NONE else s.more.since[i])
        waiting.append(Waiting(since, holders, tuple(_wants(s, queue, i))))
    scheduled = np.where(rules.general != 0, rules.scheduled, resources.capacity)
    most = most_units(program, scheduled, float(simulation.clock.now))
    return Deadlock(waiting, held, most, movable).first()


def _waiting(simulation: Memory, before: Mapping[int, Units]) -> list[int]:
    """Return those who wait, hold something or act for others, and whose patience has no end."""
    step, more = simulation.patients.step, simulation.more
    seizing = np.isin(simulation.program.steps.op, SEIZING)
    holding = np.zeros(seizing.size, bool)
    holding[[row for row, units in before.items() if units]] = True
    waits = simulation.patients.time < simulation.clock.now  # since then; an event is to come
    holds = holding[step]
    if more.size:
        waits |= more.queue != NONE
        holds |= (more.parent != NONE) | (more.followers != NONE)
    found: list[int] = np.flatnonzero((step != NONE) & seizing[step] & waits & holds).tolist()
    return found


def _company(s: AuditedState, i: int) -> Iterator[int]:
    """Yield the patient, those whose part they are, and those whom each of these takes along."""
    while i != NONE:
        follower = i
        while follower != NONE:
            yield follower
            follower = int(s.more.followers[follower]) if s.more.size else NONE
        i = int(s.more.parent[i]) if s.more.size else NONE


def _wants(s: AuditedState, queue: int, i: int) -> Iterator[Want]:
    """Yield what patient i, who waits in a queue, must have all of."""
    row = s.waits_at(i)
    first, members = s.rules.members[row.resource], s.program.members
    pool = tuple(members[first : first + s.rules.n[row.resource]].tolist())
    options = (queue,) if queue in pool else pool or (row.resource,)
    yield Want(options, s.units_at(i, row))
    for k in members[row.also : row.also + row.n_also].tolist():
        yield Want((k,), 1)
