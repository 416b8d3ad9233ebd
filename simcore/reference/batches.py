"""Patients in company, from a gate to where they part."""

from __future__ import annotations

from simcore.engine.ops import Depart, Gather, Scatter
from simcore.engine.phases import Happening
from simcore.engine.records import NONE
from simcore.reference.deadlock import stop_waiting
from simcore.reference.patients import Patient
from simcore.reference.plays import plays
from simcore.reference.world import World


@plays(Gather)
def gather(world: World, patient: Patient, row: Gather) -> None:
    """Wait at the gate; the last one missing sends all on their way."""
    gate = world.resources[row.resource]
    patient.step, patient.rank = row, 0
    patient.since = patient.order = world.env.now
    gate.join(patient, first=False)
    if gate.waiting == row.batch:
        _go_together(world, row)
    elif gate.waiting == 1 and row.law != NONE:
        longest = world.minutes(patient, row, row.law)
        world.at(patient, world.env.now + longest, row.depart)


@plays(Depart)
def depart(world: World, patient: Patient, row: Depart) -> None:
    """Go with those who are at the gate."""
    gather_row = world.rows[row.waits_at]
    assert isinstance(gather_row, Gather)
    _go_together(world, gather_row)


def _go_together(world: World, row: Gather) -> None:
    gate = world.resources[row.resource]
    leader, *others = list(gate.queues[0])
    for patient in others:
        world.note(patient, world.numbers[id(row)], Happening.TAKEN_ALONG)
    for patient in (leader, *others):
        wait = stop_waiting(world, patient)
        world.start(patient, row, gate, wait)
    leader.followers += others
    world.ready(leader, row.next)


@plays(Scatter)
def scatter(world: World, patient: Patient, row: Scatter) -> int:
    """Let those whom the patient took along go on by themselves, behind them."""
    for follower in patient.followers:
        world.ready(follower, row.next)
    patient.followers = []
    return row.next
