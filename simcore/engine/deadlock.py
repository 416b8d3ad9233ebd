"""Deadlock: patients who wait for each other for ever, each for what others of them hold.

It is found when a run ends, from who then waits holding what: as nobody of them can move any more,
the time at which the last of the first circle began to wait is that of the deadlock. (Holt 1972: a
state is deadlocked where some cannot go on even if all others give back all that they hold.)

Not seen are circles that close through the order of a queue, units that are kept for others, or a
gate: whatever is told is one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from simcore.engine.links import Units
from simcore.engine.program import Ints, Program
from simcore.engine.records import FOREVER

Found = tuple[float, list[int]]  # since when, in minutes; the resources


class Want(NamedTuple):
    """Units of a resource, or of any one of several."""

    options: tuple[int, ...]
    units: int


class Movable(NamedTuple):
    """Units of a member of a pool, whose holder moves to an earlier member where one has room."""

    at: int
    units: int
    earlier: tuple[int, ...]


@dataclass(frozen=True)
class Waiting:
    """Who waits, without an end of patience.

    since: minutes. holders: whose units stay held meanwhile: the patient's own, those of whom they
    are a part, those of whom they take along. wants: all of these are needed.
    """

    since: float
    holders: tuple[int, ...]
    wants: tuple[Want, ...]


@dataclass(frozen=True)
class Deadlock:
    """What is needed to tell who is stuck.

    waiting: all who hold something. held: units by holder and resource. most: units that each
    resource may ever have again. movable: what of `held` may move, by holder.
    """

    waiting: Sequence[Waiting]
    held: Mapping[int, Units]
    most: Sequence[int]
    movable: Mapping[int, Sequence[Movable]]

    def first(self) -> Found | None:
        """Return since when somebody is stuck, and at which resources; None if nobody is."""
        stuck = self._stuck(self.waiting)
        if not stuck:
            return None
        times = sorted({w.since for w in stuck})
        since = times[bisect_left(times, True, key=lambda t: bool(self._up_to(stuck, t)))]
        circle = self._up_to(stuck, since)
        wanted = {k for w in circle for want in w.wants for k in want.options}
        return since, sorted(wanted & set(self._busy(circle)))

    def _up_to(self, stuck: Sequence[Waiting], time: float) -> Sequence[Waiting]:
        return self._stuck([w for w in stuck if w.since <= time])

    def _stuck(self, waiting: Sequence[Waiting]) -> Sequence[Waiting]:
        """Return those who cannot go on even if everybody else gives back what they hold."""
        while True:
            busy = self._busy(waiting)
            staying = [w for w in waiting if any(self._lacks(want, busy) for want in w.wants)]
            if len(staying) == len(waiting):
                return staying
            waiting = staying

    def _busy(self, waiting: Sequence[Waiting]) -> Units:
        busy: Units = Counter()
        holders = {k for w in waiting for k in w.holders}
        for holder in holders:
            busy.update(self.held[holder])
        moving = [m for holder in holders for m in self.movable.get(holder, ())]
        for m in moving:
            busy[m.at] -= m.units
        while stay := [m for m in moving if self._lacks(Want(m.earlier, m.units), busy)]:
            moving = [m for m in moving if m not in stay]
            for m in stay:  # where they would go is full for ever
                busy[m.at] += m.units
        return +busy

    def _lacks(self, want: Want, busy: Units) -> bool:
        return all(self.most[k] - busy[k] < want.units for k in want.options)


def most_units(program: Program, scheduled: Ints, now: float) -> list[int]:
    """Return how many units each resource may have from now on, all in order.

    scheduled: units by the calendar, now.
    now: minutes.
    """
    most, changes = scheduled.copy(), program.changes
    ahead = changes if program.cycle < FOREVER else changes[changes.minute > now]
    np.maximum.at(most, ahead.resource, ahead.capacity)
    found: list[int] = most.tolist()
    return found
