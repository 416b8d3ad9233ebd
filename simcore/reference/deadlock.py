"""Deadlock: patients who block each other in a circle, each holding what the next waits for."""

from __future__ import annotations

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
    """Resolve the deadlock that a patient has closed by waiting; tell whether there was one.

    Where deadlocks are not resolved, note who can never move again.
    """
    if not can_deadlock(row):
        return False
    if not world.program.swap:
        _note_deadlock(world)
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


def _note_deadlock(world: World) -> None:
    """Note the first time that resources are full of patients who wait for each other."""
    stuck = {r.index for r in world.resources if r.busy > 0 and r.busy == r.blocked}
    while True:
        moving = {o for (o, t), n in world.blocking.items() if n > 0 and t not in stuck}
        if not stuck & moving:
            break
        stuck -= moving
    if stuck and world.deadlock is None:
        world.deadlock = (world.env.now, stuck)
