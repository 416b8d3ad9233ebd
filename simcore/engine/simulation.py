"""One replication: the state arrays, and the kernel called until a horizon is reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simcore.engine import dtypes
from simcore.engine.calendar import relink
from simcore.engine.dtypes import FOREVER, NONE, Status
from simcore.engine.jit import bare
from simcore.engine.program import Ints, Program, Records
from simcore.engine.resources import settle_all
from simcore.engine.run import begin, run
from simcore.engine.tallies import BINS

WITHOUT_END = 2**62
NARROWEST = 1e-6  # minutes; so many events at one instant are sorted, not spread
PACE = ("now", "events", "pending", "width")  # of the clock
FEW = 8  # as many pending events are kept in one sorted list: a bucket without end
WIDTH_IN_EVENTS = 3.0  # bucket width in mean gaps between events; 2 to 6 measure alike


SUMS = ("busy_area", "waiting_area", "blocked_area", "capacity_area", "waited", "started")


class Overload(Exception):
    """More patients in the system than allowed: queues that can only grow."""


@dataclass(frozen=True)
class Totals:
    """Statistics since they were last cleared, up to `time`. Areas are in unit-minutes.

    histogram: (tallies, bins), empty where it was not asked for. counts: (steps, classes).
    flows: (places, places), from and to.
    """

    time: float
    in_system: int
    events: int
    resources: Records
    tallies: Records
    histogram: NDArray[np.uint32]
    counts: Ints
    flows: Ints


@dataclass(frozen=True)
class Levels:
    """What a quick look sees: patients, and the resources up to `time`.

    arrived: since the statistics were last cleared.
    """

    time: float
    in_system: int
    arrived: int
    resources: Records


def records(n: int | tuple[int, ...], dtype: np.dtype[Any]) -> Records:
    """Return zeroed records whose fields are attributes, compiled or not."""
    return np.zeros(n, dtype).view(np.recarray)


class Simulation:
    """The compiled engine playing one replication of a Program.

    log: keep an event log, handed out by `take_log`. max_patients: beyond it, Overload.
    """

    def __init__(
        self,
        program: Program,
        seed: int,
        replication: int,
        *,
        log: bool = False,
        max_patients: int = 50_000_000,
    ) -> None:
        self.program = program
        self.max_patients = max_patients
        self.table = program.table.copy()
        self.sources = program.sources.copy()
        self.resources = program.resources.copy()
        self.lines = program.lines.copy()
        tables = (program.changes, program.steps, program.distributions, program.targets)
        self._tables = [bare(table) for table in tables]
        self._clear_arrays()
        log_rows = 2 * program.steps.size + 4096 if log else 0
        self._log = records(log_rows, dtypes.EVENT)
        self._logged: list[Records] = []
        self.clock = records(1, dtypes.CLOCK)[0]
        self._start_clock(seed, replication)
        self.patients = records(0, dtypes.PATIENT)
        self.visits = np.zeros((0, program.slots), np.int32)
        self._grow(max(1024, 2 * program.sources.size))
        self.buckets = np.full(1024, NONE, np.int32)
        self._refitted = (0.0, 0)
        begin(
            bare(self.patients), self.visits, self.buckets, self.clock, bare(self.sources),
            self.table, bare(program.changes),
        )  # fmt: skip

    def _start_clock(self, seed: int, replication: int) -> None:
        clock = self.clock
        clock.seed, clock.replication = seed, replication
        clock.width = clock.per_width = 1.0
        clock.bucket = -1
        clock.due = clock.ready = clock.ready_tail = clock.free = NONE
        clock.week = self.program.week

    def advance(self, until: float, budget: int = WITHOUT_END) -> Status:
        """Play every event before `until` (minutes), or `budget` events."""
        while True:
            status = Status(run(until, budget, *self._arrays()))
            if status == Status.PATIENTS_FULL:
                self._grow(2 * self.patients.size)
            elif status == Status.LOG_FULL:
                self._empty_log()
            elif status == Status.REFIT:
                self._refit(always=True)
            else:
                self._refit()
                return status

    def _arrays(self) -> list[Any]:
        """Return what `run` takes, in its order."""
        state = (
            bare(self.patients), self.visits, self.buckets, self.clock, bare(self.resources),
            bare(self.lines), bare(self.sources), self.table, bare(self.tallies),
            self.histogram, self.counts, self.flows, bare(self._log),
        )  # fmt: skip
        return [*state, *self._tables]

    def _grow(self, n: int) -> None:
        old = self.patients.size
        if n > self.max_patients:
            raise Overload
        patients = records(n, dtypes.PATIENT)
        patients[:old] = self.patients
        patients["next"][old:] = np.arange(old + 1, n + 1)
        patients["step"][old:] = NONE
        patients["next"][-1] = self.clock.free
        visits = np.zeros((n, self.program.slots), np.int32)
        visits[:old] = self.visits
        self.patients, self.visits = patients, visits
        self.clock.free = old

    def _refit(self, *, always: bool = False) -> None:
        """Fit the calendar to the pace of events since the last look."""
        now, events, pending, width = (self.clock[name] for name in PACE)  # quick: by name
        since, before = self._refitted
        if now == since and not always:
            return
        self._refitted = (float(now), int(events))
        gap = (now - since) / max(events - before, 0.5)
        fit = max(WIDTH_IN_EVENTS * gap if gap > 0.0 else width / 4.0, NARROWEST)
        if pending <= FEW:
            fit = FOREVER
        n = 1 << max(8, int(pending).bit_length())
        if not always and 0.5 < fit / width < 2.0 and 1 <= self.buckets.size / n <= 4:
            return
        buckets = np.full(n, NONE, np.int32)
        relink(bare(self.patients), self.buckets, buckets, self.clock, fit)
        self.buckets = buckets

    def _clear_arrays(self) -> None:
        p = self.program
        self.tallies = records(p.tallies, dtypes.TALLY)
        self.histogram = np.zeros((p.tallies, BINS), np.uint32)
        self.counts = np.zeros((p.steps.size, p.classes), np.int64)
        self.flows = np.zeros((p.places, p.places), np.int64)

    def clear(self) -> None:
        """Forget all statistics, at the end of the warm-up."""
        self._clear_arrays()
        self.clock["arrived"] = 0
        clear_resources(self.resources, float(self.clock.now))

    def levels(self) -> Levels:
        """Return a copy of the levels and areas of resources; the run is not touched."""
        now = float(self.clock["now"])
        in_system, arrived = int(self.clock["in_system"]), int(self.clock["arrived"])
        return Levels(now, in_system, arrived, settled(self.resources, now))

    def totals(self, *, full: bool = True) -> Totals:
        """Return a copy of the statistics up to now; the run is not touched.

        full: with histogram and flows, which a batch does not need.
        """
        now = float(self.clock["now"])
        return Totals(
            now,
            int(self.clock["in_system"]),
            int(self.clock["events"]),
            settled(self.resources, now),
            self.tallies.copy(),
            self.histogram.copy() if full else self.histogram[:0].copy(),
            self.counts.copy(),
            self.flows.copy() if full else self.flows[:0].copy(),
        )

    def _empty_log(self) -> None:
        full = self._log[: self.clock.logged].copy()
        self._logged.append(full.view(np.recarray))
        self.clock.logged = 0

    def take_log(self) -> Records:
        """Return the events logged so far, in order, and forget them."""
        self._empty_log()
        log = np.concatenate(self._logged).view(np.recarray)
        self._logged = []
        return log


def settled(resources: Records, now: float) -> Records:
    """Return a copy of the resources with their areas summed up to `now`."""
    copy = resources.copy()
    settle_all(bare(copy), now)
    copy["lines"] = 0  # where somebody waits is no statistic
    return copy


def clear_resources(resources: Records, now: float) -> None:
    """Set the statistics of resources, in place, to none at `now`."""
    for field in SUMS:
        resources[field] = 0
    resources["longest"] = resources["waiting"]
    resources["last"] = now
