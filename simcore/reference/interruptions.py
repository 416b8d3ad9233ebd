"""Services that can be interrupted: by someone more urgent, a closing or a breakdown."""

from __future__ import annotations

from simcore.engine.dtypes import NONE, Rule
from simcore.reference.patients import Patient, Row
from simcore.reference.resources import Resource
from simcore.reference.world import World


def occupy(world: World, patient: Patient, row: Row, units: int) -> None:
    """Count units that a patient holds for a row as busy: of the resource, and of its pool."""
    held(world, patient, row).occupy(units)
    if world.resources[row.resource].members:
        world.resources[row.resource].occupy(units)


def held(world: World, patient: Patient, row: Row) -> Resource:
    """Return what a patient holds for the resource of a row: of a pool, the member he took."""
    return patient.picks.get(row.resource) or world.resources[row.resource]


def serve(world: World, patient: Patient, row: Row) -> None:
    """Begin a delay, or what is left of it after an interruption."""
    if patient.left is None:
        patient.total = world.minutes(patient, row, row.a)
        time = patient.total
    else:
        time, patient.left = patient.left, None
    patient.step = row
    if row.targets == NONE:
        world.at(patient, world.env.now + time, row.next)
    else:
        held(world, patient, row).serving.append(patient)
        world.at(patient, world.env.now + time, row.index + 1)


def end_service(world: World, patient: Patient, row: Row) -> int:
    """Note that a patient can no longer be interrupted."""
    held(world, patient, row).serving.remove(patient)
    return row.next


def _regain_row(world: World, patient: Patient) -> Row:
    assert patient.step is not None
    return world.rows[patient.step.targets]


def _victim(world: World, resource: Resource, *, above: int, earliest: bool) -> Patient | None:
    """Return who is interrupted: of the worst rank above this one, the latest or earliest."""
    by_start = resource.serving if earliest else resource.serving[::-1]
    ranks = {p: p.rank_at(_regain_row(world, p)) for p in by_start}
    worst = max(by_start, key=lambda p: ranks[p], default=None)
    return worst if worst and ranks[worst] > above else None


def interrupt(world: World, victim: Patient, resource: Resource, rule: Rule) -> None:
    """Stop a service: its patient waits again, before those who came when he did, or leaves."""
    row = _regain_row(world, victim)
    left = victim.due - world.env.now
    victim.event = None
    resource.serving.remove(victim)
    occupy(world, victim, row, -row.units)
    resource.interrupted += 1
    if rule == Rule.LEAVE:
        world.ready(victim, row.targets)
        return
    victim.left = {Rule.RESUME: left, Rule.RESTART: victim.total, Rule.RESAMPLE: None}[rule]
    victim.step, victim.main, victim.rank = row, resource, victim.rank_at(row)
    victim.since, victim.order = world.env.now, victim.first_order
    resource.join(victim, first=True)


def preempt(world: World, patient: Patient, row: Row, resource: Resource) -> bool:
    """Interrupt someone worse, if the patient's rank may; tell whether he now has a unit."""
    spare = resource.capacity - resource.busy
    if (
        patient.rank > resource.preempted_by
        or row.units > 1
        or row.n > 0
        or spare < 0
        or spare + 1 <= resource.keep[patient.rank]
    ):
        return False
    victim = _victim(world, resource, above=patient.rank, earliest=resource.earliest)
    if victim:
        interrupt(world, victim, resource, resource.preempting)
    return victim is not None


def interrupt_surplus(world: World, resource: Resource, rule: Rule) -> None:
    """Interrupt services, by the rule, until no more units are busy than there are."""
    while rule != Rule.FINISH and resource.busy > resource.capacity:
        victim = _victim(world, resource, above=NONE, earliest=False)
        if victim is None:
            return
        interrupt(world, victim, resource, rule)
