"""One handler for each kind of step; `advance` takes a patient along until he must wait."""

from __future__ import annotations

import math

import numpy as np

from simcore.engine.calendar import schedule
from simcore.engine.distributions import first_above, next_arrival, sample
from simcore.engine.dtypes import NONE, Op
from simcore.engine.jit import part
from simcore.engine.random import ARRIVAL_KEY, uniforms
from simcore.engine.resources import enqueue, grant, settle, start
from simcore.engine.tallies import tally


@part
def draw(p, i, step, sources, visits, clock):
    """Return the uniform of this meeting of patient i with this step."""
    visit = 0
    if step.slot != NONE:
        visit = visits[i, step.slot]
        visits[i, step.slot] += 1
    source = sources[p.source].key
    u, _ = uniforms(clock.seed, clock.replication, source, p.ordinal, step.key, visit)
    return u


@part
def look_ahead(source, clock, ordinal):
    """Draw what the source's patient `ordinal` brings: gap before him, and his class.

    Done one patient early, off the path that the next event waits for: 13% of M/M/1.
    """
    u, source.share = uniforms(
        clock.seed, clock.replication, source.key, ordinal, ARRIVAL_KEY, 0
    )
    source.gap = -math.log(1.0 - u)


@part
def expect(patients, buckets, sources, table, visits, clock, index, ordinal, after):
    """Schedule the arrival of a source's patient `ordinal`, the next one after `after`."""
    i = clock.free
    p = patients[i]
    clock.free = p.next
    source = sources[index]
    p.ordinal = ordinal
    p.source = index
    p.priority = source.priority
    p.step = source.entry
    classes = int(table[source.mix])
    p.group = first_above(table, source.mix + 1, classes, source.share) if classes > 1 else 0
    for k in range(visits.shape[1]):
        visits[i, k] = 0
    schedule(patients, buckets, clock, i, next_arrival(source, table, after, source.gap))
    look_ahead(source, clock, ordinal + 1)


@part
def arrive(patients, buckets, sources, table, visits, clock, p, step):
    """Patient p enters; his successor is expected."""
    p.arrived = clock.now
    p.place = step.place
    p.step = step.next
    clock.in_system += 1
    clock.arrived += 1
    expect(
        patients, buckets, sources, table, visits, clock, p.source, p.ordinal + 1, clock.now
    )


@part
def seize(patients, resources, lines, tallies, histogram, flows, clock, p, i, step):
    """Take a unit or wait for one; tell whether the patient goes on."""
    priority = p.priority if step.priority == NONE else step.priority
    resource = resources[step.resource]
    settle(resource, clock.now)
    if resource.capacity - resource.busy > lines[step.resource, priority].keep:
        start(resource, p, step, tallies, histogram, flows, 0.0)
        return True
    enqueue(patients, resources, lines, i, step.resource, priority, step.a, clock.now)
    return False


@part
def leave(patients, tallies, histogram, flows, clock, p, i, step):
    """The patient leaves; his record is free again."""
    tally(tallies, histogram, step.tally + p.group, clock.now - p.arrived)
    flows[p.place, step.place] += 1
    clock.in_system -= 1
    p.step = NONE
    p.next = clock.free
    clock.free = i


@part
def log_event(log, clock, p):
    """Append this meeting of a patient with a step to the log."""
    row = log[clock.logged]
    row.time = clock.now
    row.ordinal = p.ordinal
    row.source = p.source
    row.step = p.step
    clock.logged += 1


@part
def advance(
    i,
    patients,
    visits,
    buckets,
    clock,
    resources,
    lines,
    steps,
    sources,
    distributions,
    table,
    targets,
    tallies,
    histogram,
    counts,
    flows,
    log,
):
    """Take patient i through his steps at this instant, until he waits or leaves."""
    p = patients[np.uint32(i)]
    while True:
        if log.size > 0:
            log_event(log, clock, p)
        row = np.uint32(p.step)
        counts[row, p.group] += 1
        step = steps[row]
        op = step.op
        if op == Op.DELAY:
            time = sample(distributions, table, step.a, draw(p, i, step, sources, visits, clock))
            p.step = step.next
            schedule(patients, buckets, clock, i, clock.now + time)
            return
        elif op == Op.SEIZE:
            if not seize(
                patients, resources, lines, tallies, histogram, flows, clock, p, i, step
            ):
                return
        elif op == Op.RELEASE:
            resource = resources[step.resource]
            settle(resource, clock.now)
            resource.busy -= 1
            p.step = step.next
            if resource.lines:
                grant(
                    patients, resources, lines, steps, tallies, histogram, flows, clock,
                    step.resource,
                )
        elif op == Op.BRANCH:
            u = draw(p, i, step, sources, visits, clock)
            option = first_above(table, step.a + p.group * step.stride, step.n, u)
            p.step = targets[step.targets + option]
        elif op == Op.ARRIVE:
            arrive(patients, buckets, sources, table, visits, clock, p, step)
        else:
            leave(patients, tallies, histogram, flows, clock, p, i, step)
            return
