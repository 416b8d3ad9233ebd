"""The loop. The order of what happens at one instant is in this folder's README."""

from __future__ import annotations

from collections.abc import Sequence

from simcore.engine.jit import kernel, part, rare
from simcore.engine.kernels import at
from simcore.engine.kernels.advance import advance
from simcore.engine.kernels.arrivals import expect, look_ahead
from simcore.engine.kernels.calendar import peek
from simcore.engine.kernels.handlers import call
from simcore.engine.kernels.resources import grant, set_capacity
from simcore.engine.ops import Routine
from simcore.engine.records import FOREVER, NONE, State
from simcore.engine.status import Status

SCANS_PER_EVENT = 40  # beyond this the calendar's width does not suit


@part
def next_change(s: State) -> None:
    """Find the time of the next change of capacity."""
    if s.change == s.changes.n:
        s.change = 0
        s.week += s.cycle
    s.change_at = FOREVER
    if s.changes.n > 0:
        s.change_at = s.week + at.change(s, s.change).minute


@kernel
def begin(s: State) -> None:
    """Expect the first patient of every source, and the first change after time 0.

    s: a state at minute 0 with as many free records as there are sources, at least.
    """
    while s.change < s.changes.n and s.week + at.change(s, s.change).minute <= 0.0:
        s.change += 1
    next_change(s)
    for index in range(s.sources.n):
        look_ahead(s, at.source(s, index), 0)
        expect(s, index, 0, 0.0)


@rare
def change_capacity(s: State) -> None:
    """Do the change of capacity that is due."""
    change = at.change(s, s.change)
    index = change.resource
    s.change += 1
    next_change(s)
    if at.rules(s, index).general == 0:
        set_capacity(s, index, change.capacity)
        grant(s, index)
        return
    s.new_capacity = change.capacity
    call(s, Routine.CHANGE, index)


@kernel
def run(states: Sequence[State], horizon: float, budget: int) -> int:
    """Play events before a horizon; return a Status.

    states: an array of one state, changed in place: numba needs 26 microseconds to recognise a
        record of as many fields, and 1 an array of it.
    horizon: minutes; what happens at it or later is left to the next call.
    budget: events at most, so that every call ends.
    """
    s = states[0]
    begun = s.events
    s.scans = 0
    while True:
        if s.free == NONE or s.valueless != NONE:
            return Status.PATIENTS_FULL if s.valueless == NONE else Status.NO_VALUE
        # One event may interrupt, or send on their way, all patients that there are.
        if s.log.n > 0 and s.logged + s.steps.n + s.patients.n > s.log.n:
            return Status.LOG_FULL
        if s.events - begun >= budget:
            return Status.BUDGET
        if s.ready != NONE:
            if s.starved != 0:
                return Status.PATIENTS_FULL
            i = s.ready
            s.ready = at.patient(s, i).next
        else:
            time = peek(s, min(s.change_at, horizon))
            if s.scans > SCANS_PER_EVENT * (s.events - begun) + 100_000:
                return Status.REFIT
            if time >= horizon:
                s.now = horizon
                return Status.HORIZON
            s.now = time
            s.events += 1
            if time >= s.change_at:
                change_capacity(s)
                continue
            i = s.due
            s.due = at.patient(s, i).next
            s.pending -= 1
        advance(s, i)
