"""SimPy's environment, with exact times and an order of its own among simultaneous events."""

from __future__ import annotations

from enum import IntEnum
from heapq import heappush

import simpy

from simcore.engine.records import FOREVER
from simcore.engine.totals import Meanwhile

AT_ONCE = 2000  # events between two looks at the clock: some hundredths of a second


class Turn(IntEnum):
    """What goes first at one instant. Behind it stand the patients' own places."""

    PROCESS = -1  # of SimPy
    READY = 0
    END = 1
    CHANGE = 2
    BREAKDOWN = 3
    GIVING_OUT = 4
    ARRIVAL = 5


Priority = tuple[int, ...]


class Environment(simpy.Environment):
    """Plays events by time, then priority, then the order in which they were asked for."""

    def schedule(self, event: simpy.Event, priority: int = 0, delay: float = 0.0) -> None:
        """Let what SimPy itself needs, as the beginning of a process, go before all of ours."""
        own = (Turn.PROCESS, priority)
        heappush(self._queue, (self.now + delay, own, next(self._eid), event))  # type: ignore[misc]

    def at(self, time: float, priority: Priority) -> simpy.Event:
        """Return an event that happens at `time`, which no subtraction has rounded."""
        event = simpy.Event(self)
        event._ok = True
        event._value = None
        if time < FOREVER:
            heappush(self._queue, (time, priority, next(self._eid), event))  # type: ignore[misc]
        return event

    def run_before(self, until: float, meanwhile: Meanwhile = None) -> int:
        """Play every event before `until`; return how many there were."""
        played = 0
        while self.peek() < until:
            self.step()
            played += 1
            if meanwhile and played % AT_ONCE == 0:
                meanwhile(self.now)
        self._now = until
        return played
