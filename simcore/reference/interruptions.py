"""Services that can be interrupted: by someone more urgent, a closing or a breakdown."""

from __future__ import annotations

from simcore.engine.ops import End, Regain, SeizeAny, Serve
from simcore.engine.phases import Happening
from simcore.engine.records import NONE
from simcore.engine.rules import Rule
from simcore.reference.patients import Patient
from simcore.reference.plays import plays
from simcore.reference.resources import Resource
from simcore.reference.units import held, occupy
from simcore.reference.world import World


@plays(Serve)
def serve(world: World, patient: Patient, row: Serve) -> None:
    """Begin a delay, or what is left of it after an interruption."""
    if patient.left is None:
        patient.total = world.minutes(patient, row, row.law)
        time = patient.total
    else:
        time, patient.left = patient.left, None
    patient.step = row
    if row.end == NONE:
        world.at(patient, world.env.now + time, row.next)
    else:
        held(world, patient, row.resource).serving.append(patient)
        world.at(patient, world.env.now + time, row.end)


@plays(End)
def end_service(world: World, patient: Patient, row: End) -> int:
    """Note that a patient can no longer be interrupted."""
    held(world, patient, row.resource).serving.remove(patient)
    return row.next


def _regain(patient: Patient) -> int:
    assert isinstance(patient.step, Serve)
    return patient.step.regain


def _regain_row(world: World, patient: Patient) -> Regain:
    row = world.rows[_regain(patient)]
    assert isinstance(row, Regain)
    return row


def _not_over(world: World, resource: Resource) -> list[Patient]:
    """Return those who are served and can be interrupted: who ends at this instant cannot."""
    return [p for p in resource.serving if p.due > world.env.now]


def _victim(world: World, resource: Resource, *, above: int, earliest: bool) -> Patient | None:
    """Return who is interrupted: of the worst rank above this one, the latest or earliest."""
    serving = _not_over(world, resource)
    by_start = serving if earliest else serving[::-1]
    ranks = {p: p.rank_at(_regain_row(world, p)) for p in by_start}
    worst = max(by_start, key=lambda p: ranks[p], default=None)
    return worst if worst and ranks[worst] > above else None


def interrupt(world: World, victim: Patient, resource: Resource, rule: Rule) -> None:
    """Stop a service: its patient waits again, before those who came when they did, or leaves."""
    row = _regain_row(world, victim)
    left = victim.due - world.env.now
    victim.event = None
    resource.serving.remove(victim)
    occupy(world, victim, row.resource, -victim.units_at(row))
    resource.interrupted += 1
    world.note(victim, _regain(victim), Happening.INTERRUPTED)
    if rule == Rule.LEAVE:
        world.ready(victim, row.sent_away)
        return
    victim.left = {Rule.RESUME: left, Rule.RESTART: victim.total, Rule.RESAMPLE: None}[rule]
    victim.step, victim.main, victim.rank = row, resource.index, victim.rank_at(row)
    victim.since, victim.order = world.env.now, victim.first_order
    resource.join(victim, first=True)


def preempt(world: World, patient: Patient, row: SeizeAny, resource: Resource) -> bool:
    """Interrupt as many worse ones as it takes, if the patient's rank may; tell whether they were.

    Nobody who waits is overtaken by their equal, and units kept from the rank are not made free.
    """
    units, rank = patient.units_at(row), patient.rank
    spare, keep = resource.capacity - resource.busy, resource.keep[rank]
    rows = {p: _regain_row(world, p) for p in _not_over(world, resource)}
    worse = sum(p.units_at(own) for p, own in rows.items() if p.rank_at(own) > rank)
    if (
        rank > resource.preempted_by
        or row.n_also > 0
        or resource.somebody_waits(rank)
        or not keep <= spare
        or spare + worse < units + keep
    ):
        return False
    while not resource.fits(rank, units):
        victim = _victim(world, resource, above=rank, earliest=resource.earliest)
        assert victim is not None
        interrupt(world, victim, resource, resource.preempting)
    return True


def interrupt_surplus(world: World, resource: Resource, rule: Rule) -> None:
    """Interrupt services, by the rule, until no more units are busy than there are."""
    while rule != Rule.FINISH and resource.busy > resource.capacity:
        victim = _victim(world, resource, above=NONE, earliest=False)
        if victim is None:
            return
        interrupt(world, victim, resource, rule)
