"""SimPy's environment, with exact times and an order of its own among simultaneous events."""

from __future__ import annotations

from heapq import heappush

import simpy

from simcore.engine.records import FOREVER

READY, CHANGE, PATIENT = 0, 1, 2  # SimPy priorities; patients follow from PATIENT on


class Environment(simpy.Environment):
    """Plays events by time, then priority, then the order in which they were asked for."""

    def at(self, time: float, priority: int) -> simpy.Event:
        """Return an event that happens at `time`, which no subtraction has rounded."""
        event = simpy.Event(self)
        event._ok = True
        event._value = None
        if time < FOREVER:
            heappush(self._queue, (time, priority, next(self._eid), event))  # type: ignore[misc]
        return event

    def run_before(self, until: float) -> int:
        """Play every event before `until`; return how many there were."""
        played = 0
        while self.peek() < until:
            self.step()
            played += 1
        self._now = until
        return played
