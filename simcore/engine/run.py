"""The loop. Order of what happens at one instant: those just granted a unit, in the order
of granting; then changes of capacity, by resource; then patients, by source and ordinal.
"""

from __future__ import annotations

from simcore.engine.calendar import peek
from simcore.engine.dtypes import FOREVER, NONE, Status
from simcore.engine.jit import kernel, part
from simcore.engine.resources import grant, set_capacity
from simcore.engine.steps import advance, expect, look_ahead

SCANS_PER_EVENT = 40  # beyond this the calendar's width does not suit
WEEK = 10080.0


@part
def next_change(clock, changes):
    """Find the time of the next change of capacity."""
    if changes.size == 0:
        clock.change_at = FOREVER
        return
    if clock.change == changes.size:
        clock.change = 0
        clock.week += WEEK
    clock.change_at = clock.week + changes[clock.change].minute


@kernel
def begin(patients, visits, buckets, clock, sources, table, changes):
    """Expect the first patient of every source, and the first change after time 0."""
    while clock.change < changes.size and clock.week + changes[clock.change].minute <= 0.0:
        clock.change += 1
    next_change(clock, changes)
    for index in range(sources.size):
        look_ahead(sources[index], clock, 0)
        expect(patients, buckets, sources, table, visits, clock, index, 0, 0.0)


@kernel
def run(
    horizon,
    budget,
    patients,
    visits,
    buckets,
    clock,
    resources,
    lines,
    sources,
    table,
    tallies,
    histogram,
    counts,
    flows,
    log,
    changes,
    steps,
    distributions,
    targets,
):
    """Play events before `horizon`, at most `budget` of them; return a Status."""
    begun = clock.events
    clock.scans = 0
    while True:
        if clock.free == NONE:
            return Status.PATIENTS_FULL
        if log.size > 0 and clock.logged + steps.size > log.size:
            return Status.LOG_FULL
        if clock.events - begun >= budget:
            return Status.BUDGET
        if clock.ready != NONE:
            i = clock.ready
            clock.ready = patients[i].next
        else:
            time = peek(patients, buckets, clock, min(clock.change_at, horizon))
            if clock.scans > SCANS_PER_EVENT * (clock.events - begun) + 100_000:
                return Status.REFIT
            if time >= horizon:
                clock.now = horizon
                return Status.HORIZON
            clock.now = time
            clock.events += 1
            if time >= clock.change_at:
                change = changes[clock.change]
                set_capacity(
                    resources[change.resource], lines, change.resource, change.capacity, time
                )
                clock.change += 1
                next_change(clock, changes)
                grant(
                    patients, resources, lines, steps, tallies, histogram, flows, clock,
                    change.resource,
                )
                continue
            i = clock.due
            clock.due = patients[i].next
            clock.pending -= 1
        advance(
            i, patients, visits, buckets, clock, resources, lines, steps, sources,
            distributions, table, targets, tallies, histogram, counts, flows, log,
        )
