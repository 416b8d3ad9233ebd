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
        if row.cleaned:
            _clean(world, patient, row, -1)
        occupy(world, patient, row.resource, -patient.units_at(row))
        world.may_move.pop((patient, row.resource), None)
        give_out(world, resource)
    else:
        part = world.part_of(patient, row.later, row.part)
        part.picks, part.asked_units = dict(patient.picks), dict(patient.asked_units)
        pass_on(world, patient, part, row.resource, patient.units_at(row))
        _clean(world, part, row, +1)
        after = world.minutes(patient, row, row.law)
        world.at(part, world.env.now + after, row.later)
    return row.next


def _clean(world: World, part: Patient, row: ReleaseAny, sign: int) -> None:
    """Count the units that a part has as being cleaned, or (-1) no longer."""
    for k in {row.resource, held(world, part, row.resource).index}:
        world.resources[k].clean(sign * part.units_at(row))


@plays(Vanish)
def vanish(world: World, patient: Patient, row: Vanish) -> None:
    """End what was no patient."""
    world.remove(patient)
