"""Resources: who holds a unit, who waits for one, and the areas under both curves.

A line is a linked list of patients of one priority, first come first served. Invariant
between events: nobody who could be granted a unit waits.
"""

from __future__ import annotations

import math

from simcore.engine.dtypes import NONE
from simcore.engine.jit import kernel, part
from simcore.engine.tallies import tally


@part
def settle(resource, now):
    """Sum the areas up to `now`, before a count changes."""
    passed = now - resource.last
    resource.busy_area += resource.busy * passed
    resource.waiting_area += resource.waiting * passed
    resource.blocked_area += resource.blocked * passed
    resource.capacity_area += resource.capacity * passed
    resource.last = now


@kernel
def settle_all(resources, now):
    """Sum the areas of every resource up to `now`."""
    for k in range(resources.size):
        settle(resources[k], now)


@part
def start(resource, p, step, tallies, histogram, flows, wait):
    """Give a unit of `resource`, already settled, to patient p."""
    resource.busy += 1
    resource.started += 1
    resource.waited += wait
    tally(tallies, histogram, step.tally + p.group, wait)
    flows[p.place, step.place] += 1
    p.place = step.place
    p.step = step.next


@part
def first_line(lines):
    """Return the lowest set bit: the best priority with someone waiting."""
    k = 0
    while not (lines >> k) & 1:
        k += 1
    return k


@part
def enqueue(patients, resources, lines, i, resource_index, priority, blocks, now):
    """Let patient i wait at the end of his line, holding a unit of `blocks` if not NONE."""
    resource = resources[resource_index]
    line = lines[resource_index, priority]
    patients[i].time = now
    patients[i].next = NONE
    if line.head == NONE:
        line.head = i
        resource.lines |= 1 << priority
    else:
        patients[line.tail].next = i
    line.tail = i
    resource.waiting += 1
    resource.longest = max(resource.longest, resource.waiting)
    if blocks != NONE:
        settle(resources[blocks], now)
        resources[blocks].blocked += 1


@part
def grant(patients, resources, lines, steps, tallies, histogram, flows, clock, index):
    """Give free units to those who wait; they become ready, in that order."""
    resource = resources[index]
    while resource.lines:
        priority = first_line(resource.lines)
        line = lines[index, priority]
        if resource.capacity - resource.busy <= line.keep:
            return  # the lines after it keep at least as many units free
        i = line.head
        p = patients[i]
        line.head = p.next
        if line.head == NONE:
            resource.lines &= ~(1 << priority)
        resource.waiting -= 1
        step = steps[p.step]
        if step.a != NONE:
            settle(resources[step.a], clock.now)
            resources[step.a].blocked -= 1
        start(resource, p, step, tallies, histogram, flows, clock.now - p.time)
        p.next = NONE
        if clock.ready == NONE:
            clock.ready = i
        else:
            patients[clock.ready_tail].next = i
        clock.ready_tail = i


@part
def set_capacity(resource, lines, index, capacity, now):
    """Change the capacity of a resource; whoever is being served is finished."""
    settle(resource, now)
    resource.capacity = capacity
    for priority in range(lines.shape[1]):
        lines[index, priority].keep = math.floor(lines[index, priority].share * capacity)
