"""Waiting for a signal, and giving it."""

from __future__ import annotations

from simcore.engine.ops import Hold, Signal
from simcore.reference.deadlock import stop_waiting
from simcore.reference.patients import Patient
from simcore.reference.plays import plays
from simcore.reference.world import World


@plays(Hold)
def hold(world: World, patient: Patient, row: Hold) -> None:
    """Wait for the signal."""
    patient.step, patient.rank = row, 0
    patient.since = patient.order = world.env.now
    world.resources[row.resource].join(patient, first=False)


@plays(Signal)
def signal(world: World, patient: Patient, row: Signal) -> int:
    """Let those who hold go on, behind whoever is ready already."""
    gate = world.resources[row.resource]
    waiting = gate.queues[0] if row.most < 0 else gate.queues[0][: row.most]
    for other in list(waiting):
        hold_row = other.step
        assert isinstance(hold_row, Hold)
        world.start(other, hold_row, gate, stop_waiting(world, other))
        world.ready(other, hold_row.next)
    return row.next
