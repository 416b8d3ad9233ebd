"""Seizing in all its forms: several units, several resources, one of a pool; and granting.

Nobody overtakes those of their rank or a better one: a free unit is taken only where no one of
the same rank or a better one waits for it, and who is first but needs more holds up the rest.
"""

from __future__ import annotations

from collections.abc import Iterator

from simcore.engine.ops import Queued, Regain, Renege, SeizeAny
from simcore.engine.phases import Happening
from simcore.engine.records import NONE
from simcore.engine.rules import Order, PoolRule
from simcore.reference.deadlock import change_places, note_blocked, stop_waiting
from simcore.reference.interruptions import preempt
from simcore.reference.moving import move_back
from simcore.reference.patients import Patient
from simcore.reference.plays import plays
from simcore.reference.resources import Resource
from simcore.reference.units import can_take, occupy
from simcore.reference.world import World


@plays(SeizeAny)
def seize(world: World, patient: Patient, row: SeizeAny) -> int | None:
    """Let a patient take what the row asks for, or wait."""
    patient.step, patient.rank, patient.since = row, patient.rank_at(row), world.env.now
    main = _member(world, patient, row)
    patient.main = main.index
    lacks = _lacks(world, patient)
    patient.order = _order(world, patient, row, main)
    if id(row) not in world.plain:
        patient.first_order = patient.order
    preempts = lacks is not None and preempt(world, patient, row, lacks)
    if lacks is None or preempts:
        _take(world, patient)
        world.start(patient, row, world.resources[row.resource], 0.0)
        if preempts:
            grant(world, main)  # units that were taken away and are not needed
        return row.next
    lacks.join(patient, first=lacks.order == Order.LIFO)
    note_blocked(world, patient, +1)
    if row.law != NONE:
        patience = world.minutes(patient, row, row.law)
        world.at(patient, world.env.now + patience, row.renege)
    if change_places(world, patient, row):
        return patient.row
    return None


def _order(world: World, patient: Patient, row: SeizeAny, resource: Resource) -> float:
    """Return a patient's place in a queue: the lower is first."""
    match resource.order:
        case Order.LIFO:
            return -world.env.now
        case Order.SHORTEST if row.expected != NONE:
            return float(world.table[row.expected + patient.class_])
        case Order.LOWEST:
            return world.value(patient, row, resource.law)
    return world.env.now


# Who can take what


def _wanted(world: World, patient: Patient) -> Iterator[tuple[Resource, int]]:
    """Yield the resources that a patient needs at once, and how many units of each."""
    row = patient.step
    assert isinstance(row, Queued)
    yield world.resources[patient.main], patient.units_at(row)
    for k in range(row.n_also):
        yield world.resources[world.program.members[row.also + k]], 1


def _lacks(world: World, patient: Patient, but: Resource | None = None) -> Resource | None:
    """Return the first resource, `but` one, that a patient needs and cannot take now."""
    for resource, units in _wanted(world, patient):
        if resource is not but and not can_take(world, resource, patient.rank, units):
            return resource
    return None


def _units(world: World, patient: Patient, resource: Resource) -> int:
    """Return how many units a patient needs of a resource, or of the pool it stands for."""
    for wanted, units in _wanted(world, patient):
        if wanted is resource or wanted.index == patient.queue:
            return units
    raise LookupError("a patient waits for what they do not want")


def _member(world: World, patient: Patient, row: SeizeAny) -> Resource:
    """Return what a patient tries to take: the resource, or the member of a pool.

    The pool itself, if they are to wait for whichever member is free first.
    """
    pool = world.resources[row.resource]
    members = [world.resources[k] for k in pool.members]
    if not members:
        return pool
    units = patient.units_at(row)
    serving = [m for m in members if m.capacity - m.keep[patient.rank] >= units] or members
    match pool.choosing:
        case PoolRule.IN_ORDER:
            turn = pool.turn % len(members)
            chosen = next(m for m in members[turn:] + members[:turn] if m in serving)
            pool.turn = members.index(chosen) + 1
            return chosen
        case PoolRule.RANDOM:
            return serving[int(world.own_draw(pool) * len(serving))]
    for member in members:
        if can_take(world, member, patient.rank, units):
            return member
    match pool.choosing:
        case PoolRule.FIRST_FREE:
            return pool
        case PoolRule.SHORTEST_QUEUE:
            return min(serving, key=lambda m: m.waiting)
    return min(serving, key=lambda m: (m.busy + m.waiting) / max(m.capacity, 1e-9))


def _take(world: World, patient: Patient) -> None:
    """Count as busy all that a patient asks for, and remember the member of a pool."""
    row = patient.step
    assert isinstance(row, Queued)
    if patient.main != row.resource:
        patient.picks[row.resource] = patient.main
    occupy(world, patient, row.resource, patient.units_at(row))
    if world.resources[row.resource].moves != NONE:
        world.may_move[patient, row.resource] = patient.rank, patient.units_at(row)
    for resource, units in list(_wanted(world, patient))[1:]:
        occupy(world, patient, resource.index, units)


# Granting


def grant(world: World, resource: Resource) -> None:
    """Give free units to those who wait, then to those who move back; of a pool, of each member."""
    if resource.members:
        for k in resource.members:
            grant(world, world.resources[k])
        return
    _give_to_those_who_wait(world, resource)
    move_back(world, resource)
    if not world.giving:
        for other in world.take_freed():
            grant(world, other)


def _give_to_those_who_wait(world: World, resource: Resource) -> None:
    while resource.capacity > resource.busy and (patient := _best(world, resource)):
        if not resource.fits(patient.rank, _units(world, patient, resource)):
            return
        if patient.queue != resource.index:  # for any member of a pool: now it is this one
            patient.main = resource.index
        lacks = _lacks(world, patient, but=resource)
        if lacks:
            _wait_elsewhere(world, patient, lacks)
        else:
            if _units(world, patient, resource) > 1:
                _note_others(world, patient, resource)
            _admit(world, patient)


def _note_others(world: World, patient: Patient, resource: Resource) -> None:
    """Note the other members of the pool a patient waits for: they hold up nobody there now."""
    others = world.resources[patient.queue].members
    world.freed.update(dict.fromkeys(k for k in others if k != resource.index))


def _best(world: World, resource: Resource) -> Patient | None:
    """Return who is next at a resource: of its own queues, or of a pool it belongs to."""
    if resource.points:
        heads = [queue[0] for queue in resource.queues if queue]
        now = world.env.now
        points = {p: resource.points[p.rank] * (now - p.since) for p in heads}
        best = max(heads, key=lambda p: points[p], default=None)
    else:
        open_to = [resource, *(world.resources[k] for k in resource.pools)]
        heads = [
            r.queues[rank][0]
            for rank in range(len(resource.queues))
            for r in open_to
            if r.queues[rank]
        ]
        best = min(heads, key=lambda p: (p.rank, p.since), default=None)
    if best and best.queue == resource.index and resource.order == Order.RANDOM:
        queue = resource.queues[best.rank]
        return queue[int(world.own_draw(resource) * len(queue))]
    return best


def _wait_elsewhere(world: World, patient: Patient, to: Resource) -> None:
    """Let a patient wait at another resource that they need as well."""
    world.resources[patient.queue].quit(patient)
    to.join(patient, first=True)


def _admit(world: World, patient: Patient) -> None:
    """Give a waiting patient what they ask for, and let them go on."""
    row = patient.step
    assert isinstance(row, Queued)
    wait = stop_waiting(world, patient)
    _take(world, patient)
    if isinstance(row, Regain):
        world.tally(patient, row.tally, wait)
    else:
        world.start(patient, row, world.resources[row.resource], wait)
    world.ready(patient, row.next)


@plays(Renege)
def renege(world: World, patient: Patient, row: Renege) -> int:
    """Let a patient who has waited long enough leave the queue; the next may fit."""
    resource = world.resources[patient.queue]
    world.tally(patient, row.tally, stop_waiting(world, patient))
    resource.reneged += 1
    grant(world, resource)
    return row.next


def send_home(world: World, resource: Resource) -> None:
    """Let everybody who waits at a closed resource go, in the order of the queues."""
    row = world.rows[resource.home]
    assert isinstance(row, Renege)
    for patient in [p for queue in resource.queues for p in queue]:
        world.tally(patient, row.tally, stop_waiting(world, patient))
        resource.reneged += 1
        patient.left = None
        world.note(patient, resource.home, Happening.MET)
        world.ready(patient, row.next)
