"""Resources: who holds a unit, who waits for one, and the areas under both curves.

A queue is a linked list of patients of one rank, first come first served. Invariant
between events: nobody who could be granted a unit waits.
"""

from __future__ import annotations

import math

import numpy as np

from simcore.engine.jit import part, shared
from simcore.engine.kernels import at
from simcore.engine.kernels.tallies import tally
from simcore.engine.ops import Queued, Seize
from simcore.engine.records import NONE, Patient, Resource, State

seize_row = at.step_as(Seize)


@part
def settle(resource: Resource, now: float) -> None:
    """Sum the areas up to `now`, before a count changes."""
    passed = now - resource.last
    resource.busy_area += resource.busy * passed
    resource.waiting_area += resource.waiting * passed
    resource.blocked_area += resource.blocked * passed
    resource.capacity_area += resource.capacity * passed
    resource.last = now


@part
def start(s: State, resource: Resource, p: Patient, step: Queued, wait: float) -> None:
    """Give a unit of `resource`, already settled, to patient p."""
    resource.busy += 1
    resource.started += 1
    resource.waited += wait
    tally(s, step.tally + p.class_, wait)
    at.flow(s, p.place, step.place).n += 1
    p.place = step.place
    p.step = step.next


@part
def bit_of(rank: int) -> int:
    """Return the bit of `waiting_ranks` that stands for a rank."""
    one: int = np.int64(1)  # type: ignore[assignment] # a rank has 32 bits, and so had 1 << rank
    return one << rank


@part
def best_rank(waiting_ranks: int) -> int:
    """Return the best rank with someone waiting: the lowest bit that is set."""
    k = 0
    while not (waiting_ranks >> k) & 1:
        k += 1
    return k


@part
def enqueue(s: State, i: int, step: Seize, rank: int) -> None:
    """Let patient i wait at the end of the queue, holding a unit of `step.origin` if not NONE."""
    resource = at.resource(s, step.resource)
    queue = at.queue(s, step.resource, rank)
    at.patient(s, i).time = s.now
    at.patient(s, i).next = NONE
    if queue.head == NONE:
        queue.head = i
        resource.waiting_ranks |= bit_of(rank)
    else:
        at.patient(s, queue.tail).next = i
    queue.tail = i
    resource.waiting += 1
    resource.longest = max(resource.longest, resource.waiting)
    if step.origin != NONE:
        block(s, step.origin, 1)


@part
def block(s: State, index: int, change: int) -> None:
    """Count a holder of resource `index` who waits to leave it, or no longer does."""
    settle(at.resource(s, index), s.now)
    at.resource(s, index).blocked += change


@part
def make_ready(s: State, i: int) -> None:
    """Let patient i act when those before them in the ready list have."""
    at.patient(s, i).next = NONE
    if s.ready == NONE:
        s.ready = i
    else:
        at.patient(s, s.ready_tail).next = i
    s.ready_tail = i


@part
def take_ready(s: State) -> int:
    """Return the first of the ready list, who is no longer in it."""
    i = s.ready
    s.ready = at.patient(s, i).next
    return i


@part
def grant(s: State, index: int) -> None:
    """Give free units to those who wait; they become ready, in that order."""
    resource = at.resource(s, index)
    while resource.waiting_ranks:
        rank = best_rank(resource.waiting_ranks)
        queue = at.queue(s, index, rank)
        if resource.capacity - resource.busy <= queue.keep:
            return  # the queues after it keep at least as many units free
        i = queue.head
        p = at.patient(s, i)
        queue.head = p.next
        if queue.head == NONE:
            resource.waiting_ranks &= ~bit_of(rank)
        resource.waiting -= 1
        step = seize_row(s, p.step)
        if step.origin != NONE:
            block(s, step.origin, -1)
        start(s, resource, p, step, s.now - p.time)
        make_ready(s, i)


@shared
def kept_free(share: float, capacity: int) -> int:
    """Return how many whole units a share of a capacity is: 29 for 29% of 100 (28.999...).

    share: from 0 to 1.
    capacity: units.
    """
    return math.floor(share * capacity + 1e-9)


@part
def set_capacity(s: State, index: int, capacity: int) -> None:
    """Change the capacity of a resource."""
    resource = at.resource(s, index)
    settle(resource, s.now)
    resource.capacity = capacity
    for rank in range(s.queues.columns):
        queue = at.queue(s, index, rank)
        queue.keep = kept_free(queue.share, capacity)
