"""What a patient does at each kind of step: where he goes on, or None if he must wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simcore.engine.dtypes import NONE, Op, Rule
from simcore.engine.sampling.distributions import first_above
from simcore.reference.deadlock import stop_waiting
from simcore.reference.interruptions import end_service, held, interrupt_surplus, occupy, serve
from simcore.reference.patients import Patient, Row
from simcore.reference.seizing import grant, renege, seize
from simcore.reference.world import World
from simcore.time_units import MINUTES_PER_WEEK

# Coming and going


def arrive(world: World, patient: Patient, row: Row) -> int:
    world.in_system += 1
    world.arrived += 1
    patient.arrived = world.env.now
    patient.place = row.place
    return row.next


def leave(world: World, patient: Patient, row: Row) -> None:
    world.tally(patient, row, world.env.now - patient.arrived)
    world.move(patient, row.place)
    world.in_system -= 1


# Choosing a way


def branch(world: World, patient: Patient, row: Row) -> int:
    return _option(world, patient, row, row.a + patient.group * row.stride)


def _option(world: World, patient: Patient, row: Row, shares: int) -> int:
    option = first_above(world.table, shares, row.n, world.draw(patient, row))
    return int(world.program.targets[row.targets + option])


def branch_by_table(world: World, patient: Patient, row: Row) -> int:
    """Use the last row of shares whose value is not above the patient's."""
    x = world.value(patient, row, row.law)
    above = (world.table[row.a + k] > x for k in range(1, row.stride))
    k = next((k for k, too_high in enumerate(above) if too_high), row.stride - 1)
    return _option(world, patient, row, row.a + row.stride + k * row.n)


def go_if(world: World, patient: Patient, row: Row) -> int:
    true = world.value(patient, row, row.a) != 0.0
    return int(world.program.targets[row.targets]) if true else row.next


def set_attribute(world: World, patient: Patient, row: Row) -> int:
    law = row.a + patient.group * row.stride
    patient.values[row.n] = world.value(patient, row, law)
    return row.next


# Giving back


def release(world: World, patient: Patient, row: Row) -> int:
    """Give back at once, or leave a ghost that will."""
    if row.law == NONE:
        resource = held(world, patient, row)
        occupy(world, patient, row, -row.units)
        grant(world, resource)
    else:
        ghost = patient.part_of_him(row.targets, row.extra)
        ghost.picks = dict(patient.picks)
        after = world.minutes(patient, row, row.law)
        world.at(ghost, world.env.now + after, row.targets)
    return row.next


def vanish(world: World, patient: Patient, row: Row) -> None:
    """End a ghost."""


# At a time


def wait_until(world: World, patient: Patient, row: Row) -> None:
    """Wait for the next of the minutes of the week, later than now."""
    now, monday = world.env.now, world.program.monday
    week = monday + (now - monday) // MINUTES_PER_WEEK * MINUTES_PER_WEEK
    minutes = [float(world.table[row.a + k]) for k in range(row.n)]
    times = [week + m for m in minutes] + [week + MINUTES_PER_WEEK + minutes[0]]
    world.at(patient, next(t for t in times if t > now), row.next)


def book(world: World, patient: Patient, row: Row) -> int | None:
    """Take the first free seat of the book, and come then."""
    now = world.env.now
    book = world.program.books[row.a]
    earliest, latest = now + float(world.table[row.extra]), now + float(book.horizon)
    slots = world.slots[book.first : book.first + book.n]
    for slot in (slot for slot in slots if earliest <= slot.minute <= latest):
        if not _take_seat(slot, entitled=bool(row.n), released=now >= slot.released):
            continue
        minute, late = float(slot.minute), 0.0
        world.tally(patient, row, minute - now)
        if row.law != NONE:
            late = world.value(patient, row, row.law + patient.group * row.stride)
        world.at(patient, max(now, minute + late), row.next)
        return None
    return row.targets


def _take_seat(slot: Any, *, entitled: bool, released: bool) -> bool:
    """Take a seat of a slot if there is one; the entitled have reserved ones, and first."""
    kinds = ["reserved", "seats"] if entitled else ["seats", "reserved"] if released else ["seats"]
    for kind in kinds:
        if slot[kind] > 0:
            slot[kind] -= 1
            return True
    return False


# In parts and in company


def fork(world: World, patient: Patient, row: Row) -> None:
    """Let a part of the patient begin each pathway; he waits until all have joined."""
    patient.children = row.n
    patient.row = row.next
    for k in range(row.n):
        child = patient.part_of_him(int(world.program.targets[row.targets + k]), row.extra + k)
        child.parent = patient
        world.ready(child, child.row)


def join(world: World, patient: Patient, row: Row) -> None:
    """End a part; its patient goes on when this was the last."""
    parent = patient.parent
    assert parent is not None
    parent.children -= 1
    if parent.children == 0:
        world.ready(parent, parent.row)


def gather(world: World, patient: Patient, row: Row) -> None:
    """Wait at the gate; the last one missing sends all on their way."""
    gate = world.resources[row.resource]
    patient.step, patient.rank = row, 0
    patient.since = patient.order = world.env.now
    gate.join(patient, first=False)
    if gate.waiting == row.n:
        _depart(world, row)
    elif gate.waiting == 1 and row.law != NONE:
        longest = world.minutes(patient, row, row.law)
        world.at(patient, world.env.now + longest, row.index + 1)


def depart(world: World, patient: Patient, row: Row) -> None:
    """Go with those who are at the gate."""
    _depart(world, world.rows[row.index - 1])


def _depart(world: World, row: Row) -> None:
    gate = world.resources[row.resource]
    leader, *others = list(gate.lines[0])
    for patient in (leader, *others):
        wait = stop_waiting(world, patient)
        world.start(patient, row, gate, wait)
    leader.followers += others
    world.ready(leader, row.next)


def scatter(world: World, patient: Patient, row: Row) -> int:
    """Let those whom the patient took along go on by themselves, behind him."""
    for follower in patient.followers:
        world.ready(follower, row.next)
    patient.followers = []
    return row.next


# Out of order


def fail(world: World, patient: Patient, row: Row) -> int:
    resource = world.resources[row.resource]
    resource.set_level(resource.scheduled, resource.down + row.units)
    interrupt_surplus(world, resource, Rule(row.n))
    return row.next


def repair(world: World, patient: Patient, row: Row) -> int:
    resource = world.resources[row.resource]
    resource.set_level(resource.scheduled, resource.down - row.units)
    grant(world, resource)
    return row.next


STEPS: dict[Op, Callable[[World, Patient, Row], int | None]] = {
    Op.ARRIVE: arrive,
    Op.BRANCH: branch,
    Op.LEAVE: leave,
    Op.SEIZE_ANY: seize,
    Op.RENEGE: renege,
    Op.SERVE: serve,
    Op.END: end_service,
    Op.RELEASE_ANY: release,
    Op.SET: set_attribute,
    Op.IF: go_if,
    Op.TABLE: branch_by_table,
    Op.FORK: fork,
    Op.JOIN: join,
    Op.GATHER: gather,
    Op.DEPART: depart,
    Op.SCATTER: scatter,
    Op.BOOK: book,
    Op.UNTIL: wait_until,
    Op.FAIL: fail,
    Op.REPAIR: repair,
    Op.VANISH: vanish,
}
