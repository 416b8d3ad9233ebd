"""Patients in parts, which join."""

from __future__ import annotations

from simcore.engine.ops import Fork, Join
from simcore.reference.patients import Patient
from simcore.reference.plays import plays
from simcore.reference.world import World


@plays(Fork)
def fork(world: World, patient: Patient, row: Fork) -> None:
    """Let a part of the patient begin each pathway; they wait until all have joined."""
    patient.children = row.n
    patient.row = row.next
    for k in range(row.n):
        first = int(world.program.targets[row.targets + k])
        child = world.part_of(patient, first, row.part + k)
        child.parent = patient
        world.ready(child, child.row)


@plays(Join)
def join(world: World, patient: Patient, row: Join) -> None:
    """End a part; its patient goes on when this was the last."""
    parent = patient.parent
    assert parent is not None
    world.remove(patient)
    parent.children -= 1
    if parent.children == 0:
        world.ready(parent, parent.row)
