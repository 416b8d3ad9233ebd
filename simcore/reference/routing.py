"""Arriving, routing, leaving."""

from __future__ import annotations

from simcore.engine.ops import Arrive, Balk, Branch, If, Leave, SetAttribute, Table
from simcore.engine.sampling.distributions import first_above
from simcore.reference.patients import Patient
from simcore.reference.plays import plays
from simcore.reference.world import World


@plays(Arrive)
def arrive(world: World, patient: Patient, row: Arrive) -> int:
    """Let a patient come into the system."""
    world.settle_system()
    world.in_system += 1
    world.arrived += 1
    patient.arrived = world.env.now
    patient.place = row.place
    return row.next


@plays(Leave)
def leave(world: World, patient: Patient, row: Leave) -> None:
    """Let a patient leave the system."""
    world.tally(patient, row.tally, world.env.now - patient.arrived)
    world.move(patient, row.place)
    world.settle_system()
    world.in_system -= 1
    world.remove(patient)


@plays(Branch)
def branch(world: World, patient: Patient, row: Branch) -> int:
    """Draw the pathway on which a patient goes on."""
    return _option(world, patient, row, row.shares + patient.class_ * row.by_class)


@plays(Table)
def branch_by_table(world: World, patient: Patient, row: Table) -> int:
    """Use the last row of shares whose value is not above the patient's."""
    x = world.value(patient, row, row.law)
    above = (world.table[row.values + k] > x for k in range(1, row.n_values))
    k = next((k for k, too_high in enumerate(above) if too_high), row.n_values - 1)
    return _option(world, patient, row, row.shares + k * row.n)


def _option(world: World, patient: Patient, row: Branch, shares: int) -> int:
    option = first_above(world.table, shares, row.n, world.draw(patient, row))
    return int(world.program.targets[row.targets + option])


@plays(If)
def go_if(world: World, patient: Patient, row: If) -> int:
    """Go elsewhere where the expression is true, else on."""
    return row.go if world.value(patient, row, row.law) != 0.0 else row.next


@plays(Balk)
def balk(world: World, patient: Patient, row: Balk) -> int:
    """Go on without having joined a queue."""
    return row.next


@plays(SetAttribute)
def set_attribute(world: World, patient: Patient, row: SetAttribute) -> int:
    """Give an attribute of the patient a value."""
    patient.values[row.attribute] = world.value_of_class(patient, row, row.law)
    return row.next
