"""A resource, pool or gate: units, those who wait, those who are served."""

from __future__ import annotations

import math
from bisect import insort_left, insort_right
from collections.abc import Callable
from typing import Any

from simcore.engine import records
from simcore.engine.program import Program
from simcore.engine.records import NONE
from simcore.engine.rules import Order, PoolRule, Rule
from simcore.engine.totals import SUMS
from simcore.reference.environment import Environment
from simcore.reference.patients import Patient

COUNTS = tuple(name for name in records.Resource.dtype.names or () if name != "waiting_ranks")


class Resource:
    """Counts and their areas, under the names of `records.Resource`, and a queue for each rank.

    A queue is sorted by `Patient.order`. serving: who can be interrupted, by start of service.
    """

    capacity: int
    busy: int
    waiting: int
    blocked: int
    last: float
    busy_area: float
    waiting_area: float
    blocked_area: float
    capacity_area: float
    waited: float
    started: int
    longest: int
    reneged: int
    interrupted: int
    swapped: int

    def __init__(self, env: Environment, program: Program, index: int) -> None:
        self.env = env
        self.index = index
        for name in COUNTS:
            setattr(self, name, program.resources[name][index].item())
        self.scheduled, self.down = self.capacity, 0
        queues = program.queues[index]
        self.keep = [int(queue.keep) for queue in queues]
        self.share = [float(queue.share) for queue in queues]
        self.queues: list[list[Patient]] = [[] for _ in queues]
        self.serving: list[Patient] = []
        self.drawn = self.turn = 0
        self.cleaning, self.cleaning_area, self.cleaning_last = 0, 0.0, 0.0
        self.watched_by: list[Callable[[], None]] = []
        self._read(program.rules[index], program)

    def _read(self, rules: Any, program: Program) -> None:
        ranks = len(self.queues)
        self.key = int(rules.key)
        self.order = Order(int(rules.order))
        self.law = int(rules.law)
        first = int(rules.points)
        points = [] if first == NONE else program.table[first : first + ranks].tolist()
        self.points: list[float] = points
        self.preempted_by = int(rules.by)
        self.preempting = Rule(int(rules.preempting))
        self.earliest = bool(rules.earliest)
        self.closing = Rule(int(rules.closing))
        self.home = int(rules.home)
        self.choosing = PoolRule(int(rules.choosing))
        self.moves = int(rules.moves)
        self.members = [int(k) for k in program.members[rules.members :][: rules.n]]
        self.pools = [int(k) for k in program.members[rules.pools :][: rules.n_pools]]

    def clean(self, units: int) -> None:
        """Count units as being cleaned, or no longer where negative."""
        self.cleaning_area += self.cleaning * (self.env.now - self.cleaning_last)
        self.cleaning_last = self.env.now
        self.cleaning += units

    def settle(self) -> None:
        """Sum the areas up to now."""
        for note in self.watched_by:
            note()
        passed = self.env.now - self.last
        self.busy_area += self.busy * passed
        self.waiting_area += self.waiting * passed
        self.blocked_area += self.blocked * passed
        self.capacity_area += self.capacity * passed
        self.last = self.env.now

    def occupy(self, units: int) -> None:
        """Count units as busy, or as free again where negative."""
        self.settle()
        self.busy += units

    def block(self, change: int) -> None:
        """Count holders who wait to be transferred."""
        self.settle()
        self.blocked += change

    def set_level(self, scheduled: int, down: int) -> None:
        """Let so many units be scheduled, and so many of them be out of order."""
        self.settle()
        self.scheduled, self.down = scheduled, down
        self.capacity = max(0, scheduled - down)
        self.keep = [math.floor(share * self.capacity + 1e-9) for share in self.share]

    def fits(self, rank: int, units: int) -> bool:
        """Tell whether there are units that this rank may take."""
        return self.capacity - self.busy - units >= self.keep[rank]

    def join(self, patient: Patient, *, first: bool) -> None:
        """Let a patient wait, before all who have the same order, or behind them."""
        insert = insort_left if first else insort_right
        insert(self.queues[patient.rank], patient, key=lambda p: p.order)
        self.settle()
        self.waiting += 1
        self.longest = max(self.longest, self.waiting)
        patient.queue = self.index

    def quit(self, patient: Patient) -> None:
        """Let a patient wait here no longer."""
        self.queues[patient.rank].remove(patient)
        self.settle()
        self.waiting -= 1
        patient.queue = NONE

    def somebody_waits(self, rank: int) -> bool:
        """Tell whether someone waits of this rank or a better one; of any, where ranks blur."""
        before = self.queues if self.points else self.queues[: rank + 1]
        return any(before)

    def clear(self) -> None:
        """Forget all statistics."""
        for name in SUMS:
            setattr(self, name, 0)
        self.cleaning_area, self.cleaning_last = 0.0, self.env.now
        self.longest = self.waiting
        self.last = self.env.now
