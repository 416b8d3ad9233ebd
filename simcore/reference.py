"""The same Program on SimPy, in plain Python: what the engine must agree with, exactly.

It shares with the engine only the tables it plays, the functions that draw and the shape of
the statistics. Each patient is a SimPy process; a unit is granted by an event. Order of
what happens at one instant: grants, in the order of granting; then changes of capacity, by
resource; then patients, by source and ordinal.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Generator
from heapq import heappush
from typing import Any

import numpy as np
import simpy

from simcore.engine import dtypes
from simcore.engine.distributions import first_above, next_arrival, sample
from simcore.engine.dtypes import FOREVER, NONE, Op
from simcore.engine.program import Program, Records
from simcore.engine.random import ARRIVAL_KEY, uniforms
from simcore.engine.simulation import Levels, Overload, Totals, records, settled
from simcore.engine.tallies import BINS, histogram_bin

GRANT, CHANGE, PATIENT = 0, 1, 2  # SimPy priorities; patients follow from PATIENT on
WEEK = 10080.0
Steps = Generator[simpy.Event, None, None]


class _Environment(simpy.Environment):
    """SimPy's, with exact times and an order of its own among simultaneous events."""

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


class _Patient:
    def __init__(self, source: int, ordinal: int, priority: int, group: int) -> None:
        self.source = source
        self.ordinal = ordinal
        self.priority = priority
        self.group = group
        self.place = NONE
        self.row = NONE
        self.visits: dict[int, int] = {}

    @property
    def turn(self) -> int:
        """Return his priority among simultaneous events."""
        return PATIENT + (self.source << 64) + self.ordinal


class _Resource:
    """Units, and a line for each priority. `record` holds the counts and their areas."""

    def __init__(self, env: _Environment, record: Any, lines: Records) -> None:
        self.env = env
        self.record = record
        self.keep = [int(line.keep) for line in lines]
        self.share = [float(line.share) for line in lines]
        self.lines: list[deque[tuple[simpy.Event, Any]]] = [deque() for _ in lines]

    def settle(self) -> None:
        r = self.record
        passed = self.env.now - r.last
        r.busy_area += r.busy * passed
        r.waiting_area += r.waiting * passed
        r.blocked_area += r.blocked * passed
        r.capacity_area += r.capacity * passed
        r.last = self.env.now

    def free_for(self, priority: int) -> bool:
        return bool(self.record.capacity - self.record.busy > self.keep[priority])

    def block(self, change: int) -> None:
        self.settle()
        self.record.blocked += change

    def wait(self, priority: int, blocks: _Resource | None) -> simpy.Event:
        """Stand in line; the event is the grant."""
        granted = self.env.event()
        self.lines[priority].append((granted, blocks))
        self.record.waiting += 1
        self.record.longest = max(self.record.longest, self.record.waiting)
        if blocks:
            blocks.block(+1)
        return granted

    def take(self) -> None:
        self.record.busy += 1

    def grant(self) -> None:
        """Give free units to those who wait, best priority first."""
        for priority, line in enumerate(self.lines):
            while line:
                if not self.free_for(priority):
                    return
                granted, blocks = line.popleft()
                self.record.waiting -= 1
                if blocks:
                    blocks.block(-1)
                self.take()
                granted._ok, granted._value = True, None
                self.env.schedule(granted, GRANT)  # type: ignore[arg-type]

    def release(self) -> None:
        self.settle()
        self.record.busy -= 1
        self.grant()

    def set_capacity(self, capacity: int) -> None:
        self.settle()
        self.record.capacity = capacity
        self.keep = [math.floor(share * capacity) for share in self.share]
        self.grant()


class Reference:
    """Plays one replication of a Program on SimPy; used like `engine.Simulation`."""

    def __init__(
        self,
        program: Program,
        seed: int,
        replication: int,
        *,
        log: bool = False,
        max_patients: int = 10_000_000,
    ) -> None:
        self.program = program
        self.seed, self.replication = seed, replication
        self.max_patients = max_patients
        self.table = program.table.copy()
        self.env = _Environment()
        self._sources = program.sources.copy()
        self._records = program.resources.copy()
        self._resources = [
            _Resource(self.env, self._records[k], program.lines[k])
            for k in range(program.resources.size)
        ]
        self._log: list[tuple[float, int, int, int]] | None = [] if log else None
        self._in_system = self._arrived = 0
        self._events = 0
        self._clear_arrays()
        self.env.process(self._calendar())
        for index in range(program.sources.size):
            self.env.process(self._arrivals(index))

    # Patients

    def _draw(self, patient: _Patient, step: Any) -> float:
        visit = 0
        if step.slot != NONE:
            visit = patient.visits.get(step.slot, 0)
            patient.visits[step.slot] = visit + 1
        source = self._sources[patient.source].key
        return float(
            uniforms(self.seed, self.replication, source, patient.ordinal, step.key, visit)[0]
        )

    def _arrivals(self, index: int) -> Steps:
        source = self._sources[index]
        classes = int(self.table[source.mix])
        time = 0.0
        ordinal = 0
        while True:
            u, share = uniforms(
                self.seed, self.replication, source.key, ordinal, ARRIVAL_KEY, 0
            )
            group = int(first_above(self.table, source.mix + 1, classes, share))
            patient = _Patient(index, ordinal, int(source.priority), group)
            time = float(next_arrival(source, self.table, time, -math.log(1.0 - u)))
            yield self.env.at(time, patient.turn)
            if self._in_system >= self.max_patients:
                raise Overload
            self.env.process(self._pathway(patient, source.entry))
            ordinal += 1

    def _pathway(self, patient: _Patient, row: int) -> Steps:
        """Take one patient through his steps, from arriving to leaving."""
        p = self.program
        arrived = self.env.now
        while True:
            step = p.steps[row]
            self._met(patient, row)
            row = int(step.next)
            match step.op:
                case Op.ARRIVE:
                    self._in_system += 1
                    self._arrived += 1
                    patient.place = step.place
                case Op.SEIZE:
                    yield from self._seize(patient, step)
                case Op.DELAY:
                    u = self._draw(patient, step)
                    time = float(sample(p.distributions, self.table, step.a, u))
                    yield self.env.at(self.env.now + time, patient.turn)
                case Op.RELEASE:
                    self._resources[step.resource].release()
                case Op.BRANCH:
                    u = self._draw(patient, step)
                    shares = step.a + patient.group * step.stride
                    option = first_above(self.table, shares, step.n, u)
                    row = int(p.targets[step.targets + option])
                case Op.LEAVE:
                    self._tally(step.tally + patient.group, self.env.now - arrived)
                    self._move(patient, step.place)
                    self._in_system -= 1
                    return

    def _seize(self, patient: _Patient, step: Any) -> Steps:
        resource = self._resources[step.resource]
        priority = patient.priority if step.priority == NONE else step.priority
        since = self.env.now
        resource.settle()
        if resource.free_for(priority):
            resource.take()
        else:
            blocks = None if step.a == NONE else self._resources[step.a]
            yield resource.wait(priority, blocks)
        wait = self.env.now - since
        resource.record.started += 1
        resource.record.waited += wait
        self._tally(step.tally + patient.group, wait)
        self._move(patient, step.place)

    def _calendar(self) -> Steps:
        """Change capacities by the week."""
        changes = self.program.changes
        week = self.program.week
        while changes.size:
            for change in changes:
                if week + change.minute > 0.0:
                    turn = CHANGE  # rows are in the order of resources: first come, first
                    yield self.env.at(week + float(change.minute), turn)
                    self._resources[change.resource].set_capacity(int(change.capacity))
            week += WEEK

    # Statistics

    def _met(self, patient: _Patient, row: int) -> None:
        self._counts[row, patient.group] += 1
        if self._log is not None:
            self._log.append((self.env.now, patient.ordinal, patient.source, row))

    def _tally(self, row: int, x: float) -> None:
        t = self._tallies[row]
        t.n += 1
        t.total += x
        t.squares += x * x
        t.longest = max(t.longest, x)
        self._histogram[int(row), int(histogram_bin(x))] += 1

    def _move(self, patient: _Patient, place: int) -> None:
        self._flows[patient.place, place] += 1
        patient.place = place

    def _clear_arrays(self) -> None:
        p = self.program
        self._tallies = records(p.tallies, dtypes.TALLY)
        self._histogram = np.zeros((p.tallies, BINS), np.uint32)
        self._counts = np.zeros((p.steps.size, p.classes), np.int64)
        self._flows = np.zeros((p.places, p.places), np.int64)

    def advance(self, until: float) -> None:
        """Play every event before `until` (minutes)."""
        self._events += self.env.run_before(until)

    def clear(self) -> None:
        """Forget all statistics, at the end of the warm-up."""
        self._clear_arrays()
        self._arrived = 0
        for resource in self._resources:
            r = resource.record
            r.busy_area = r.waiting_area = r.blocked_area = r.capacity_area = r.waited = 0.0
            r.started = 0
            r.longest = r.waiting
            r.last = self.env.now

    def levels(self) -> Levels:
        """Return a copy of the levels and areas of resources."""
        now = self.env.now
        return Levels(now, self._in_system, self._arrived, settled(self._records, now))

    def totals(self, *, full: bool = True) -> Totals:
        """Return a copy of the statistics up to now, as the engine gives them."""
        return Totals(
            self.env.now,
            self._in_system,
            self._events,
            settled(self._records, self.env.now),
            self._tallies.copy(),
            self._histogram.copy() if full else self._histogram[:0].copy(),
            self._counts.copy(),
            self._flows.copy() if full else self._flows[:0].copy(),
        )

    def take_log(self) -> Records:
        """Return the events logged so far, in order, and forget them."""
        log, self._log = self._log, []
        return np.array(log, dtypes.EVENT).view(np.recarray)
