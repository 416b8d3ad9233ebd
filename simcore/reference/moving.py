"""Who holds a later member of a pool moves back to an earlier one that has come free."""

from __future__ import annotations

from simcore.engine.phases import Happening
from simcore.reference.patients import Patient
from simcore.reference.resources import Resource
from simcore.reference.units import can_take
from simcore.reference.world import World


def move_back(world: World, to: Resource) -> None:
    """Let those who hold a later member of a pool move to this one, who took theirs first first."""
    while found := _next(world, to):
        patient, pool, units = found
        left = world.resources[patient.picks[pool.index]]
        for resource, more in ((left, -units), (to, units)):
            resource.occupy(more)
            patient.held[resource.index] += more
        patient.picks[pool.index] = to.index
        world.freed[left.index] = None
        row = pool.moves + pool.members.index(to.index)
        world.counts[row, patient.class_] += 1
        world.note(patient, row, Happening.MOVED)


def _next(world: World, to: Resource) -> tuple[Patient, Resource, int] | None:
    """Return who is next to move, within which pool, and with how many units."""
    for (patient, index), (rank, units) in world.may_move.items():
        pool = world.resources[index]
        if to.index in pool.members:
            is_earlier = to.index in pool.members[: pool.members.index(patient.picks[index])]
            if is_earlier and can_take(world, to, rank, units):
                return patient, pool, units
    return None
