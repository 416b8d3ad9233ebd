"""Giving back, now or after a while."""

from __future__ import annotations

from simcore.engine.ops import ReleaseAny, Vanish
from simcore.engine.records import NONE
from simcore.reference.instants import give_out
from simcore.reference.patients import Patient
from simcore.reference.plays import plays
from simcore.reference.units import held, occupy, pass_on
from simcore.reference.world import World


@plays(ReleaseAny)
def release(world: World, patient: Patient, row: ReleaseAny) -> int:
    """Give back at once, or leave the units with a part that will."""
    if row.law == NONE:
        resource = held(world, patient, row.resource)
        occupy(world, patient, row.resource, -patient.units_at(row))
        world.may_move.pop((patient, row.resource), None)
        give_out(world, resource)
    else:
        part = world.part_of(patient, row.later, row.part)
        part.picks, part.asked_units = dict(patient.picks), dict(patient.asked_units)
        pass_on(world, patient, part, row.resource, patient.units_at(row))
        after = world.minutes(patient, row, row.law)
        world.at(part, world.env.now + after, row.later)
    return row.next


@plays(Vanish)
def vanish(world: World, patient: Patient, row: Vanish) -> None:
    """End what was no patient."""
    world.remove(patient)
