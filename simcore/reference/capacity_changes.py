"""Capacity that changes: by the calendar, and by breakdowns."""

from __future__ import annotations

from simcore.engine.ops import Fail, Repair
from simcore.engine.records import NONE
from simcore.engine.rules import Rule
from simcore.reference.instants import give_out
from simcore.reference.interruptions import interrupt_surplus
from simcore.reference.patients import Patient
from simcore.reference.plays import plays
from simcore.reference.seizing import send_home
from simcore.reference.world import World


def change(world: World, index: int, units: int) -> None:
    """Follow the calendar of a resource."""
    resource = world.resources[index]
    resource.set_level(units, resource.down)
    if units == 0 and resource.home != NONE:
        send_home(world, resource)
    interrupt_surplus(world, resource, resource.closing)
    give_out(world, resource)


@plays(Fail)
def fail(world: World, patient: Patient, row: Fail) -> int:
    """Put units of a resource out of order."""
    resource = world.resources[row.resource]
    resource.set_level(resource.scheduled, resource.down + row.units)
    interrupt_surplus(world, resource, Rule(row.rule))
    give_out(world, resource)
    return row.next


@plays(Repair)
def repair(world: World, patient: Patient, row: Repair) -> int:
    """Have the units back."""
    resource = world.resources[row.resource]
    resource.set_level(resource.scheduled, resource.down - row.units)
    give_out(world, resource)
    return row.next
