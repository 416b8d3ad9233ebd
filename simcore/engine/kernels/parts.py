"""Records that act for a patient: parts of a fork, and units left behind that are being cleaned."""

from __future__ import annotations

from simcore.engine.jit import part
from simcore.engine.kernels import at
from simcore.engine.records import FOREVER, NONE, PART, Patient, State


@part
def enough_free(s: State, n: int) -> bool:
    """Tell whether there are n free records, and one more for the next arrival."""
    i = s.free
    while n > 0 and i != NONE:
        i = at.patient(s, i).next
        n -= 1
    return i != NONE


@part
def starve(s: State, p: Patient, i: int) -> int:
    """Let patient i do this step again, first of all, when there are more records."""
    at.count(s, p.step, p.class_).n -= 1
    if s.log.n > 0:
        s.logged -= 1
    s.starved = 1
    p.next = s.ready
    if p.next == NONE:
        s.ready_tail = i
    s.ready = i
    return 0


@part
def free_record(s: State, p: Patient, i: int) -> None:
    """Have record i free for somebody else."""
    p.step = NONE
    p.next = s.free
    s.free = i


@part
def part_of(s: State, p: Patient, i: int, row: int, number: int) -> int:
    """Return a new record that acts for patient i at a row, as the part of that number."""
    k = s.free
    new, more = at.patient(s, k), at.more(s, k)
    s.free = new.next
    new.time = FOREVER
    new.arrived = p.arrived
    new.turn = ((p.turn >> PART) << PART) | number
    new.step = row
    new.source = p.source
    new.place = p.place
    new.class_ = p.class_
    new.rank = p.rank
    more.left = NONE
    more.queue = more.parent = more.followers = NONE
    more.root = at.more(s, i).root
    more.children = 0
    return k
