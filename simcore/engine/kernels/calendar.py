"""The event list: a calendar queue of patients (Brown 1988), exact for any bucket width.

Buckets are unsorted linked lists; as the clock enters one, the patients due in it are
sorted into `s.due`. Order: time, moment, source (by its place), ordinal and part.
"""

from __future__ import annotations

from typing import Any

from simcore.engine.jit import kernel, part, rare
from simcore.engine.kernels import at
from simcore.engine.ops import CARDS, Moment, Op, bits
from simcore.engine.records import FOREVER, NONE, Patient, State

ARRIVALS = bits(op for op, card in CARDS.items() if card.moment == Moment.ARRIVAL)
FEW = 12  # up to here an insertion sort beats the merge sort
MANY = 2**15  # buckets, beyond which the patients no longer fit into the nearest cache


def bucket_count(pending: int) -> int:
    """Return how many buckets the calendar has for so many events: four to eight for each.

    Who stays for long is looked at in every round of the calendar, so rounds are long: with one or
    two for each, a region took 6% more at full size, a million in the system 20%.
    """
    return 1 << max(8, pending.bit_length() + 2)


@part
def moment(s: State, p: Patient) -> int:
    """Return the Moment of a patient's event."""
    op = at.step(s, p.step).op
    if (ARRIVALS >> op) & 1:
        return Moment.ARRIVAL
    return Moment.BREAKDOWN if op == Op.FAIL else Moment.END


@part
def before(s: State, p: Patient, q: Patient) -> bool:
    """Tell whether event p happens before event q."""
    if p.time != q.time:
        return p.time < q.time
    return _goes_first(s, p, q)


@rare
def _goes_first(s: State, p: Patient, q: Patient) -> bool:
    if moment(s, p) != moment(s, q):
        return moment(s, p) < moment(s, q)
    if p.source != q.source:
        return at.source(s, p.source).place < at.source(s, q.source).place
    return p.turn < q.turn


@part
def insert_due(s: State, i: int) -> None:
    """Put patient i in the sorted list of the current bucket."""
    p = at.patient(s, i)
    previous = NONE
    k = s.due
    while k != NONE and before(s, at.patient(s, k), p):
        previous = k
        k = at.patient(s, k).next
        s.scans += 1
    p.next = k
    if previous == NONE:
        s.due = i
    else:
        at.patient(s, previous).next = i


@part
def schedule(s: State, i: int, time: float) -> None:
    """Let patient i act at `time`, not before the present."""
    at.patient(s, i).time = time
    if not time < FOREVER:
        return
    s.pending += 1
    bucket = int(time * s.per_width)
    if bucket <= s.bucket:
        insert_due(s, i)
    else:
        k = bucket & (s.buckets.n - 1)
        at.patient(s, i).next = at.bucket(s, k).n
        at.bucket(s, k).n = i


@part
def unschedule(s: State, i: int) -> None:
    """Take patient i's event, if there is one, out of the calendar."""
    p = at.patient(s, i)
    if not p.time < FOREVER:
        return
    s.pending -= 1
    bucket = int(p.time * s.per_width)
    due = bucket <= s.bucket
    k = bucket & (s.buckets.n - 1)
    other = s.due if due else at.bucket(s, k).n
    if other != i:
        while at.patient(s, other).next != i:
            other = at.patient(s, other).next
        at.patient(s, other).next = p.next
    elif due:
        s.due = p.next
    else:
        at.bucket(s, k).n = p.next


@part
def merge(s: State, a: int, b: int) -> int:
    """Merge two sorted lists; return the head."""
    if b == NONE:
        return a
    if a == NONE:
        return b
    if before(s, at.patient(s, b), at.patient(s, a)):
        a, b = b, a
    head = a
    while True:
        following = at.patient(s, a).next
        if following == NONE:
            at.patient(s, a).next = b
            return head
        if before(s, at.patient(s, b), at.patient(s, following)):
            at.patient(s, a).next = b
            a, b = b, following
        else:
            a = following


@rare
def sort(s: State, head: int) -> int:
    """Sort a linked list by merging runs of doubling length; return the head.

    Runs that are already in order are taken whole, so a sorted list costs one pass.
    """
    while True:
        result = NONE
        tail = NONE
        merges = 0
        rest = head
        while rest != NONE:
            first = rest
            rest = _cut_run(s, first)
            second = rest
            if second != NONE:
                rest = _cut_run(s, second)
                merges += 1
            run = merge(s, first, second)
            if tail == NONE:
                result = run
            else:
                at.patient(s, tail).next = run
            tail = run
            while at.patient(s, tail).next != NONE:
                tail = at.patient(s, tail).next
        head = result
        if merges == 0:
            return head


@part
def _cut_run(s: State, head: int) -> int:
    """End the rising run at `head`; return what follows it."""
    while True:
        following = at.patient(s, head).next
        if following == NONE:
            return following
        if not before(s, at.patient(s, head), at.patient(s, following)):
            at.patient(s, head).next = NONE
            return following
        head = following


@rare
def enter_bucket(s: State) -> None:
    """Move what is due in the current bucket to `s.due`, which is empty."""
    k = s.bucket & (s.buckets.n - 1)
    i = at.bucket(s, k).n
    at.bucket(s, k).n = NONE
    found = 0
    while i != NONE:
        following = at.patient(s, i).next
        if int(at.patient(s, i).time * s.per_width) == s.bucket:
            found += 1
            if found <= FEW:
                insert_due(s, i)
            else:
                at.patient(s, i).next = s.due
                s.due = i
        else:  # due in a later turn of the calendar
            at.patient(s, i).next = at.bucket(s, k).n
            at.bucket(s, k).n = i
            s.scans += 1
        i = following
    if found > FEW:
        s.due = sort(s, s.due)


@part
def look_out(s: State, far: int, near: int) -> None:
    """Ask for the memory of patients who are due some buckets from now.

    A million pending: 173 nanoseconds an event rather than 254, with buckets a third as wide.
    """
    soon = at.bucket(s, (s.bucket + far) & (s.buckets.n - 1)).n
    if soon != NONE:
        _touch(s, soon)
    soon = at.bucket(s, (s.bucket + near) & (s.buckets.n - 1)).n
    if soon != NONE and at.patient(s, soon).next != NONE:
        _touch(s, at.patient(s, soon).next)


@part
def _touch(s: State, i: int) -> None:
    at.touch(at.patient(s, i))
    if s.visits.columns > 0:
        at.touch(at.visits(s, i, 0))


@rare
def _first_bucket(s: State) -> int:
    """Return the bucket of the next event, wherever it is; there is one."""
    first = FOREVER
    for k in range(s.buckets.n):
        i = at.bucket(s, k).n
        while i != NONE:
            first = min(first, at.patient(s, i).time)
            i = at.patient(s, i).next
    return int(first * s.per_width)


@part
def peek(s: State, limit: float) -> float:
    """Return the time of the next event, or `limit` if none comes before it."""
    if s.due == NONE and s.pending > 0:
        last = int(limit * s.per_width)
        round_ends = s.bucket + s.buckets.n
        while s.due == NONE and s.bucket < last:
            if s.bucket == round_ends:  # nobody is due in all of it: years, with narrow buckets
                s.bucket = max(s.bucket, min(_first_bucket(s), last) - 1)
                round_ends = last
            s.bucket += 1
            s.scans += 1
            if s.buckets.n > MANY:
                look_out(s, 8, 4)
            if at.bucket(s, s.bucket & (s.buckets.n - 1)).n != NONE:
                enter_bucket(s)
    if s.due == NONE:
        return limit
    return min(at.patient(s, s.due).time, limit)


@part
def take_due(s: State) -> int:
    """Take the next event out of the calendar, and count it; return whose it is."""
    i = s.due
    s.due = at.patient(s, i).next
    s.pending -= 1
    s.events += 1
    return i


@kernel
def relink(s: State, old: Any, width: float) -> None:
    """Move every event to empty buckets of another width.

    s: `s.buckets` has the new ones, a power of two of them, each NONE.
    old: the first patient of each bucket until now, or NONE.
    width: minutes of a new bucket.
    """
    due = s.due
    s.due = NONE
    s.width = width
    s.per_width = 1.0 / width
    s.bucket = int(s.now * s.per_width) - 1
    s.pending = 0
    for k in range(-1, len(old)):
        i = due if k < 0 else old[k]
        while i != NONE:
            following = at.patient(s, i).next
            schedule(s, i, at.patient(s, i).time)
            i = following
