"""Deadlock: patients who block each other in a circle, each holding what the next waits for."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simcore.engine.deadlock import Deadlock, Found, Movable, Waiting, Want, most_units
from simcore.engine.links import Units
from simcore.engine.ops import Queued, SeizeAny
from simcore.engine.records import NONE
from simcore.reference.patients import Patient
from simcore.reference.rows import can_deadlock
from simcore.reference.world import World


def note_blocked(world: World, patient: Patient, change: int) -> None:
    """Note that a patient who holds a resource begins to wait for another, or ends to."""
    row = patient.step
    assert isinstance(row, Queued)
    if row.origin != NONE:
        world.resources[row.origin].block(change)
    if can_deadlock(row):
        world.blocking[row.origin, row.resource] += change


def stop_waiting(world: World, patient: Patient) -> float:
    """Take a patient out of the queue for good; return how long they have waited."""
    patient.event = None
    world.resources[patient.queue].quit(patient)
    note_blocked(world, patient, -1)
    return world.env.now - patient.since


def change_places(world: World, patient: Patient, row: SeizeAny) -> bool:
    """Resolve the deadlock that a patient has closed by waiting; tell whether there was one."""
    if not can_deadlock(row):
        return False
    if not world.program.swap:
        return False
    path = _path(world, row.resource, row.origin)
    if path is None:
        return False
    for origin, to in [(row.origin, row.resource), *path]:
        _change_place(world, origin, to)
    patient.event = None  # they go on by themselves
    return True


def _path(world: World, begin: int, end: int) -> list[tuple[int, int]] | None:
    """Return the transfers, along which somebody waits, that lead from `begin` to `end`."""
    came_from = {begin: begin}
    while end not in came_from:
        known = len(came_from)
        for edge in world.program.edges:
            origin, to = int(edge.origin), int(edge.to)
            if world.blocking[origin, to] and origin in came_from and to not in came_from:
                came_from[to] = origin
        if len(came_from) == known:
            return None
    path = []
    while end != begin:
        path.append((came_from[end], end))
        end = came_from[end]
    return path[::-1]


def _change_place(world: World, origin: int, to: int) -> None:
    """Let the first who waits to go from one resource to another do so, past its release."""
    resource = world.resources[to]
    waiting = (p for queue in resource.queues for p in queue)
    patient = next(p for p in waiting if can_deadlock(p.step) and _origin(p) == origin)
    row = patient.step
    assert isinstance(row, SeizeAny)
    wait = stop_waiting(world, patient)
    resource.swapped += 1
    patient.held.update({to: 1, origin: -1})
    world.start(patient, row, resource, wait)
    world.ready(patient, world.rows[row.next].next)


def _origin(patient: Patient) -> int:
    assert isinstance(patient.step, Queued)
    return patient.step.origin


def deadlock(world: World) -> Found | None:
    """Return since when somebody can never go on, and the resources they hold; None if all can."""
    waiting: list[Waiting] = []
    held: dict[int, Units] = {}
    movable: dict[int, list[Movable]] = {}
    for patient in _waiting(world):
        company = list(_company(patient))
        row = patient.step
        assert isinstance(row, Queued)
        if any(+p.held for p in company):
            held.update((id(p), +p.held) for p in company)
            movable.update((id(p), list(_movable(world, p))) for p in company)
            wants = tuple(_wants(world, patient, row))
            waiting.append(Waiting(patient.since, tuple(map(id, company)), wants))
    scheduled = np.array([r.scheduled for r in world.resources], np.int64)
    most = most_units(world.program, scheduled, world.env.now)
    return Deadlock(waiting, held, most, movable).first()


def _movable(world: World, patient: Patient) -> Iterator[Movable]:
    """Yield what a patient may move to earlier members of pools."""
    for (holder, index), (_, units) in world.may_move.items():
        if holder is patient:
            members, at = world.resources[index].members, patient.picks[index]
            yield Movable(at, units, tuple(members[: members.index(at)]))


def _waiting(world: World) -> Iterator[Patient]:
    """Yield all who wait for a resource, and whose patience has no end."""
    queued = (p for r in world.resources for queue in r.queues for p in queue)
    return (p for p in queued if p.event is None and not (p.step and p.step.at_gate))


def _company(patient: Patient) -> Iterator[Patient]:
    """Yield the patient, those whose part they are, and those whom each of these takes along."""
    one: Patient | None = patient
    while one is not None:
        yield one
        for follower in one.followers:
            yield from _company(follower)
        one = one.parent


def _wants(world: World, patient: Patient, row: Queued) -> Iterator[Want]:
    pool = world.resources[row.resource].members
    options = (patient.queue,) if patient.queue in pool else tuple(pool) or (row.resource,)
    yield Want(options, patient.units_at(row))
    for k in world.program.members[row.also : row.also + row.n_also].tolist():
        yield Want((k,), 1)
