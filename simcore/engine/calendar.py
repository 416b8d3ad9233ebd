"""The event list: a calendar queue of patients (Brown 1988), exact for any bucket width.

Buckets are unsorted linked lists; as the clock enters one, the patients due in it are
sorted into `clock.due`. Order: time, then source, then ordinal.
"""

from __future__ import annotations

from simcore.engine.dtypes import FOREVER, NONE
from simcore.engine.jit import kernel, part

FEW = 12  # up to here an insertion sort beats the merge sort


@part
def before(p, q):
    """Tell whether event p happens before event q."""
    if p.time != q.time:
        return p.time < q.time
    if p.source != q.source:
        return p.source < q.source
    return p.ordinal < q.ordinal


@part
def insert_due(patients, clock, i):
    """Put patient i at his place in the sorted list of the current bucket."""
    p = patients[i]
    previous = NONE
    k = clock.due
    while k != NONE and before(patients[k], p):
        previous = k
        k = patients[k].next
        clock.scans += 1
    p.next = k
    if previous == NONE:
        clock.due = i
    else:
        patients[previous].next = i


@part
def schedule(patients, buckets, clock, i, time):
    """Let patient i act at `time`, not before the present."""
    patients[i].time = time
    if not time < FOREVER:
        return
    clock.pending += 1
    bucket = int(time * clock.per_width)
    if bucket <= clock.bucket:
        insert_due(patients, clock, i)
    else:
        k = bucket & (buckets.size - 1)
        patients[i].next = buckets[k]
        buckets[k] = i


@part
def merge(patients, a, b):
    """Merge two sorted lists; return the head."""
    if b == NONE:
        return a
    if a == NONE:
        return b
    if before(patients[b], patients[a]):
        a, b = b, a
    head = a
    while True:
        following = patients[a].next
        if following == NONE:
            patients[a].next = b
            return head
        if before(patients[b], patients[following]):
            patients[a].next = b
            a, b = b, following
        else:
            a = following


@kernel
def sort(patients, head):
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
            rest = _cut_run(patients, first)
            second = rest
            if second != NONE:
                rest = _cut_run(patients, second)
                merges += 1
            run = merge(patients, first, second)
            if tail == NONE:
                result = run
            else:
                patients[tail].next = run
            tail = run
            while patients[tail].next != NONE:
                tail = patients[tail].next
        head = result
        if merges == 0:
            return head


@part
def _cut_run(patients, head):
    """End the rising run at `head`; return what follows it."""
    while True:
        following = patients[head].next
        if following == NONE:
            return following
        if not before(patients[head], patients[following]):
            patients[head].next = NONE
            return following
        head = following


@kernel
def enter_bucket(patients, buckets, clock):
    """Move what is due in the current bucket to `clock.due`, which is empty."""
    k = clock.bucket & (buckets.size - 1)
    i = buckets[k]
    buckets[k] = NONE
    found = 0
    while i != NONE:
        following = patients[i].next
        if int(patients[i].time * clock.per_width) == clock.bucket:
            found += 1
            if found <= FEW:
                insert_due(patients, clock, i)
            else:
                patients[i].next = clock.due
                clock.due = i
        else:  # due in a later turn of the calendar
            patients[i].next = buckets[k]
            buckets[k] = i
            clock.scans += 1
        i = following
    if found > FEW:
        clock.due = sort(patients, clock.due)


@part
def peek(patients, buckets, clock, limit):
    """Return the time of the next event, or `limit` if none comes before it."""
    if clock.due == NONE and clock.pending > 0:
        last = int(limit * clock.per_width)
        while clock.due == NONE and clock.bucket < last:
            clock.bucket += 1
            clock.scans += 1
            if buckets[clock.bucket & (buckets.size - 1)] != NONE:
                enter_bucket(patients, buckets, clock)
    if clock.due == NONE:
        return limit
    return min(patients[clock.due].time, limit)


@kernel
def relink(patients, old, new, clock, width):
    """Move every event from the buckets `old` to the empty buckets `new` of another width."""
    due = clock.due
    clock.due = NONE
    clock.width = width
    clock.per_width = 1.0 / width
    clock.bucket = int(clock.now * clock.per_width) - 1
    clock.pending = 0
    for k in range(-1, old.size):
        i = due if k < 0 else old[k]
        while i != NONE:
            following = patients[i].next
            schedule(patients, new, clock, i, patients[i].time)
            i = following
