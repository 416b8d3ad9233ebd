"""Plays one replication; used like `engine.simulation.Simulation`."""

from __future__ import annotations

from collections.abc import Generator, Sequence

import numpy as np
import simpy

from simcore.engine.deadlock import Found
from simcore.engine.levels import settled_levels
from simcore.engine.memory import records
from simcore.engine.program import Floats, Program, Records
from simcore.engine.records import Event, Moment, Reading, with_values
from simcore.engine.snapshots import Snapshots
from simcore.engine.status import AN_INSTANT, MANY_TURNS, TURNS_OF_A_PATIENT
from simcore.engine.totals import Meanwhile, Overload, Standstill, Totals
from simcore.reference.arrivals import arrivals
from simcore.reference.capacity_changes import change
from simcore.reference.deadlock import deadlock
from simcore.reference.environment import Turn
from simcore.reference.instants import begin_together, is_over_first
from simcore.reference.patients import Patient
from simcore.reference.plays import every_play
from simcore.reference.world import Logged, World


class Reference:
    """Plays one replication of a Program on SimPy."""

    def __init__(
        self,
        program: Program,
        seed: int,
        replication: int,
        *,
        log: bool = False,
        log_attributes: Sequence[int] = (),
        max_patients: int = 10_000_000,
    ) -> None:
        self.program = program
        self.max_patients = max_patients
        self._log: list[Logged] | None = [] if log else None
        self.world = World(program, seed, replication, self._act, self._log, log_attributes)
        self.table = self.world.table
        self._plays = every_play()
        self._events = 0
        self.watch([])
        # An instant, how often somebody has acted at it, and who was there less who had arrived.
        self._instant, self._turns, self._before = 0.0, 0, 0
        env = self.world.env
        env.process(self._calendar())
        for index in range(program.sources.size):
            env.process(arrivals(self.world, index, self._admit))

    def _admit(self, patient: Patient) -> None:
        if self.world.in_system >= self.max_patients:
            raise Overload
        self._act(patient)

    def _act(self, patient: Patient, turn: int = Turn.ARRIVAL) -> None:
        """Take a patient through the steps of this instant, until they must wait or are gone.

        At the end of a time, only as far as they give back; others may end theirs as well.
        """
        now = self.world.env.now
        world = self.world
        if now > self._instant + AN_INSTANT:
            self._instant, self._turns, self._before = now, 0, world.in_system - world.arrived
        self._turns += 1
        if self._turns > max(MANY_TURNS, TURNS_OF_A_PATIENT * (self._before + world.arrived)):
            raise Standstill(now, patient.row)
        going: int | None = patient.row
        if turn in (Turn.END, Turn.BREAKDOWN):
            begin_together(self.world)
            while going is not None and is_over_first(self.world.rows[going]):
                going = self._play(patient, going)
            if going is not None:
                self.world.ready(patient, going)
            return
        while going is not None:
            going = self._play(patient, going)

    def _play(self, patient: Patient, number: int) -> int | None:
        row = self.world.rows[number]
        self.world.meet(patient, number)
        return self._plays[type(row)](self.world, patient, row)

    def _calendar(self) -> Generator[simpy.Event, None, None]:
        """Change capacities by the calendar."""
        p, env = self.program, self.world.env
        begun = p.week
        while p.changes.size:
            for due in p.changes:
                if begun + due.minute > 0.0:
                    # Rows are in the order of resources: first come, first served.
                    yield env.at(begun + float(due.minute), (Turn.CHANGE,))
                    begin_together(self.world)
                    change(self.world, int(due.resource), int(due.capacity))
            begun += p.cycle

    # What the experiments ask for

    def advance(self, until: float, meanwhile: Meanwhile = None) -> None:
        """Play every event before `until` (minutes); as `Simulation.advance`."""
        while self._read < self._moments.size and self._moments.time[self._read] <= until:
            self._events += self.world.env.run_before(self._moments.time[self._read], meanwhile)
            self._read_now()
        self._events += self.world.env.run_before(until, meanwhile)

    def watch(self, times: Sequence[float]) -> None:
        """Read the run at some times to come, as `Simulation.watch`."""
        self._moments = records(len(times), Moment)
        self._moments["time"] = times
        self._readings = records((len(times), len(self.world.resources)), Reading)
        self._read = 0

    def _read_now(self) -> None:
        moment, now = self._moments[self._read], self.resources
        moment.in_system, moment.arrived = self.world.in_system, self.world.arrived
        for name in Reading.dtype.names or ():
            self._readings[name][self._read] = now[name]
        self._read += 1

    def snapshots(self) -> Snapshots:
        """Return what was read at the times that have come."""
        return Snapshots.of(self._moments[: self._read], self._readings[: self._read])

    def clear(self) -> None:
        """Forget all statistics, at the end of the warm-up."""
        self.world.clear_arrays()
        self.world.arrived = 0
        self.world.system_area, self.world.system_last = 0.0, self.world.env.now
        self._instant = -1.0
        for resource in self.world.resources:
            resource.clear()

    @property
    def resources(self) -> Records:
        """Return a copy of the counts of all resources, with their areas up to now."""
        return self.world.resource_records()

    def deadlock(self) -> Found | None:
        """Return since when somebody can never go on, and where; None if all can."""
        return deadlock(self.world)

    def totals(self, *, full: bool = True) -> Totals:
        """Return a copy of the statistics up to now, as the engine gives them."""
        w = self.world
        return Totals(
            w.env.now,
            w.in_system,
            w.system_area + w.in_system * (w.env.now - w.system_last),
            self._events,
            w.resource_records(),
            w.tallies.copy(),
            w.histogram.copy() if full else w.histogram[:0].copy(),
            w.counts.copy(),
            w.flows.copy() if full else w.flows[:0].copy(),
            self._time_at(),
            np.array(
                [r.cleaning_area + r.cleaning * (w.env.now - r.cleaning_last) for r in w.resources]
            ),
        )

    def _time_at(self) -> Floats:
        w = self.world
        time_at = np.zeros((0, self.program.most_level + 1))
        time_at = np.concatenate([time_at, *(one.minutes for one in w.measured.values())])
        last = np.array([w.measured[k].last if k in w.measured else 0.0
                         for k in range(len(w.resources))])  # fmt: skip
        return settled_levels(self.program, time_at, w.resource_records(), last, w.env.now)

    def take_log(self) -> Records:
        """Return the events logged so far, in order, and forget them."""
        log = self._log or []
        shape = (len(log), len(self.world.log_attributes))
        values = np.array([values for _, values in log], float).reshape(shape)
        events = np.array([event for event, _ in log], Event.dtype)
        log.clear()
        found: Records = with_values(events, values).view(np.recarray)
        return found
