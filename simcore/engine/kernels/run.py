"""The loop. The order of what happens at one instant is in this folder's README."""

from __future__ import annotations

from collections.abc import Sequence

from simcore.engine.jit import kernel, part
from simcore.engine.kernels import at
from simcore.engine.kernels.advance import advance
from simcore.engine.kernels.arrivals import expect, look_ahead
from simcore.engine.kernels.calendar import peek, take_due
from simcore.engine.kernels.instants import is_alone, next_change, play_together
from simcore.engine.kernels.logs import has_room
from simcore.engine.kernels.moments import read
from simcore.engine.kernels.resources import take_ready
from simcore.engine.records import NONE, State
from simcore.engine.status import Status

READ_AT_ONCE = 1_000_000  # resources, in one call: some hundredths of a second
SCANS_PER_EVENT = 40  # beyond this the calendar's width does not suit


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


@kernel
def run(states: Sequence[State], horizon: float, budget: int) -> int:
    """Play events before a horizon; return a Status.

    states: an array of one state, changed in place: numba needs 26 microseconds to recognise a
        record of as many fields, and 1 an array of it.
    horizon: minutes; what happens at it or later is left to the next call.
    budget: events at most, so that every call ends; one that reads many moments ends as well.
    """
    s = states[0]
    begun = s.events
    s.scans = 0
    unread = READ_AT_ONCE // (s.resources.n + 1)
    while True:
        status = _play(s, min(s.moment_at, horizon), begun, budget)
        if status != Status.HORIZON or s.moment_at > horizon:
            return status
        if unread < 0:
            return Status.BUDGET
        read(s)
        unread -= 1


@part
def _play(s: State, horizon: float, begun: int, budget: int) -> int:
    """Play events before a horizon, or until there were `budget` of them; return a Status."""
    while True:
        if s.free == NONE or s.valueless != NONE:
            return Status.PATIENTS_FULL if s.valueless == NONE else Status.NO_VALUE
        if not has_room(s):
            return Status.LOG_FULL
        if s.events - begun >= budget:
            return Status.BUDGET
        if s.ready != NONE:
            if s.starved != 0:
                return Status.PATIENTS_FULL
            i = take_ready(s)
        else:
            time = peek(s, min(s.change_at, horizon))
            if s.scans > SCANS_PER_EVENT * (s.events - begun) + 100_000:
                return Status.REFIT
            if time >= horizon:
                s.now = horizon
                return Status.HORIZON
            s.now = time
            if time >= s.change_at or not is_alone(s):
                play_together(s)
                continue
            i = take_due(s)
        advance(s, i)


@kernel
def resume(states: Sequence[State]) -> None:
    """Go on with the instant in which the log was full, if it is not over.

    states: as `run` takes them.
    """
    s = states[0]
    if s.together != 0:
        play_together(s)
