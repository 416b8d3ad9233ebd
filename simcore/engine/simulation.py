"""One replication: the compiled loop, called until a horizon is reached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simcore.engine.bytecode import DEEPEST
from simcore.engine.deadlock import Found
from simcore.engine.kernels.calendar import MANY, bucket_count, relink
from simcore.engine.kernels.handlers import addresses
from simcore.engine.kernels.run import begin, resume, run
from simcore.engine.levels import Curve, settled_levels
from simcore.engine.memory import Memory, longer, records
from simcore.engine.ops import Op, Routine
from simcore.engine.program import Floats, Program, Records
from simcore.engine.records import (
    FOREVER,
    NONE,
    Event,
    Holding,
    Moment,
    More,
    Patient,
    Reading,
    Tally,
    with_values,
)
from simcore.engine.sampling.histogram import BINS
from simcore.engine.snapshots import Snapshots
from simcore.engine.status import AN_INSTANT, AT_ONCE, MANY_TURNS, TURNS_OF_A_PATIENT, Status
from simcore.engine.stuck import deadlock
from simcore.engine.totals import (
    Meanwhile,
    NoValue,
    Overload,
    Standstill,
    Totals,
    WrongValue,
    clear_resources,
    settled,
    settled_cleaning,
)
from simcore.time_units import MINUTES_PER_DAY

WITHOUT_END = 2**62
NARROWEST = 1e-6  # minutes; so many events at one instant are sorted, not spread
STATUSES = tuple(Status)  # by number
PACE = ("now", "events", "pending", "width")  # of the clock
WRONG = ("wrong_row", "wrong_value")
INSTANT = ("now", "events")
GLANCE = ("now", "in_system", "arrived")
SYSTEM = ("now", "in_system", "system_area", "system_last", "events")
FEW = 8  # as many pending events are kept in one sorted list: a bucket without end
WIDTH_IN_EVENTS = 3.0  # bucket width in mean gaps between events; 2 to 6 measure alike
WIDTH_IN_MANY = 1.0  # where memory is asked for ahead (`calendar.look_out`)

EventFilter = Callable[[Any], NDArray[Any]]  # picks the events that are kept in the log


def needed_handlers(program: Program) -> set[int]:
    """Return the operations of a program, and what its sources and calendars need."""
    ops = set(program.steps.op.tolist())
    if program.rules.general.any():
        ops |= {Routine.CHANGE, Routine.GRANT}
    if Op.MOVE_BACK in ops:
        ops.add(Routine.MOVE)
    if program.sources.kind.any():
        ops.add(Routine.ARRIVAL)
    return ops


class Simulation(Memory):
    """The compiled engine playing one replication of a Program.

    log: keep an event log, handed out by `take_log`; of the events that it picks, where it is
    a function. log_attributes: those whose values it has, in the field `values`. max_patients:
    beyond it, Overload. Where a number comes out for a patient as none that can be, WrongValue;
    where an expression has no finite value, NoValue.
    """

    def __init__(
        self,
        program: Program,
        seed: int,
        replication: int,
        *,
        log: bool | EventFilter = False,
        log_attributes: Sequence[int] = (),
        max_patients: int = 50_000_000,
    ) -> None:
        super().__init__(program)
        self.max_patients = max_patients
        self.table = program.table.copy()
        self.resources, self.rules = program.resources.copy(), program.rules.copy()
        self.measures = program.measures.copy()
        self.queues, self.edges = program.queues.copy(), program.edges.copy()
        self.books, self.slots = program.books.copy(), program.slots.copy()
        self.sources = program.sources.copy()
        self.watch([])
        self.log_attributes = np.array(log_attributes, np.int32)
        self._new_log(2 * program.steps.size + 4096 if log else 0)
        self._filter: EventFilter = log if callable(log) else np.copy
        self._logged: list[Records] = []
        self._start_clock(seed, replication)
        self._clear_arrays()
        self.patients, self.more = records(0, Patient), records(0, More)
        self.visits = np.zeros((0, program.counters), np.int32)
        self.holdings = records((0, program.holdings), Holding)
        self.attributes = np.zeros((0, program.attributes))
        self.stack = np.zeros(DEEPEST)
        self.handlers = addresses(needed_handlers(program))
        self.buckets = np.full(1024, NONE, np.int32)
        self._grow(max(1024, 2 * program.sources.size))
        self.refitted = (0.0, 0)
        begin(self.clock)

    def _start_clock(self, seed: int, replication: int) -> None:
        clock = self.clock
        clock.seed, clock.replication = seed, replication
        clock.width = clock.per_width = 1.0
        clock.bucket = -1
        clock.due = clock.ready = clock.ready_tail = clock.free = NONE
        clock.valueless = clock.freed = NONE
        clock.week = self.program.week
        clock.wrong_row = NONE

    def watch(self, times: Sequence[float]) -> None:
        """Read the run at some times to come, for `snapshots`; what was read before is forgotten.

        times: minutes, rising.
        """
        self.moments = records(len(times), Moment)
        self.moments["time"] = times
        self.readings = records((len(times), self.resources.size), Reading)
        self.clock.moment = 0
        self.clock.moment_at = times[0] if len(times) else FOREVER

    def snapshots(self) -> Snapshots:
        """Return what was read at the times that have come."""
        n = self.clock.moment
        return Snapshots.of(self.moments[:n], self.readings[:n])

    def advance(
        self, until: float, meanwhile: Meanwhile = None, budget: int = WITHOUT_END
    ) -> Status:
        """Play every event before `until`, or `budget` events.

        until: minutes.
        meanwhile: is told the clock several times a second; what it raises ends the run.
        Raises Overload, and Standstill where patients go in a circle that takes no time.
        """
        turns = 0  # at one instant, about; and who was there less who had arrived
        since, before = self._instant()
        while True:
            _, begun = self.glance(INSTANT)
            status: Status = STATUSES[run(self.states, until, min(budget, AT_ONCE))]
            now, events = self.glance(INSTANT)
            budget -= events - begun
            if status == Status.PATIENTS_FULL:
                self._grow(2 * self.patients.size)
            elif status == Status.LOG_FULL:
                turns += self.log.size // 2  # rows, of which a turn has a few
                self._empty_log()
                resume(self.states)
            elif status == Status.REFIT:
                self._refit(always=True)
            elif status == Status.NO_VALUE:
                raise NoValue(int(self.clock.valueless), float(self.clock.now))
            else:
                self._refuse_wrong()
                self._refit()
                if status == Status.HORIZON or budget <= 0:
                    return status
                turns += AT_ONCE
            if now > since + AN_INSTANT:
                turns, (since, before) = 0, self._instant()
            elif turns > max(MANY_TURNS, TURNS_OF_A_PATIENT * (before + self.clock.arrived)):
                raise Standstill(float(now), self._acting())
            if meanwhile:
                meanwhile(float(now))

    def _instant(self) -> tuple[float, int]:
        now, in_system, arrived = self.glance(GLANCE)
        return now, in_system - arrived

    def _acting(self) -> int:
        """Return the row at which the next to act is, NONE if there is nobody."""
        i = self.clock.due if self.clock.ready == NONE else self.clock.ready
        return NONE if i == NONE else int(self.patients.step[i])

    def _refuse_wrong(self) -> None:
        row, value = self.glance(WRONG)
        if row != NONE:
            raise WrongValue(row, value)

    def _grow(self, n: int) -> None:
        old = self.patients.size
        if n > self.max_patients:
            raise Overload
        self.patients = longer(self.patients, n)
        self.patients["next"][old:] = np.arange(old + 1, n + 1)
        self.patients["step"][old:] = NONE
        self.patients["next"][-1] = self.clock.free
        if self.program.uncommon:
            self.more = longer(self.more, n)
        self.visits, self.holdings = longer(self.visits, n), longer(self.holdings, n)
        self.attributes = longer(self.attributes, n)
        self.clock.free = old
        self.clock.starved = 0

    def _refit(self, *, always: bool = False) -> None:
        """Fit the calendar to the pace of events since the last look."""
        now, events, pending, width = self.glance(PACE)
        since, before = self.refitted
        too_soon = now == since or (events - before < FEW and now - since < MINUTES_PER_DAY)
        if too_soon and not always:
            return  # two stops may be nearer to each other than any two events
        self.refitted = (float(now), int(events))
        gap = (now - since) / max(events - before, 0.5)
        gaps = WIDTH_IN_EVENTS if pending <= MANY else WIDTH_IN_MANY
        fit = max(gaps * gap if gap > 0.0 else width / 4.0, NARROWEST)
        if pending <= FEW:
            fit = FOREVER
        n = bucket_count(int(pending))
        if not always and 0.5 < fit / width < 2.0 and 1 <= self.buckets.size / n <= 4:
            return
        old, self.buckets = self.buckets, np.full(n, NONE, np.int32)
        relink(self.clock, old, fit)

    def sort_anew(self) -> None:
        """Sort all events into buckets that suit them, whatever buckets they were in."""
        now, events, *_ = self.glance(PACE)
        self.refitted = (float(now), int(events))
        times = self.patients["time"][self.patients["step"] != NONE]
        coming = times[(times >= now) & (times < FOREVER)]
        soon = float(np.median(coming) - now) / max(coming.size / 2.0, 1.0) if coming.size else 0.0
        width = FOREVER if coming.size <= FEW else max(WIDTH_IN_EVENTS * soon, NARROWEST)
        old = self.buckets
        self.buckets = np.full(bucket_count(coming.size), NONE, np.int32)
        relink(self.clock, old, width)

    def _clear_arrays(self) -> None:
        p = self.program
        self.tallies = records(p.tallies, Tally)
        self.histogram = np.zeros((p.tallies, BINS), np.uint32)
        self.counts = np.zeros((p.steps.size, p.classes), np.int64)
        self.flows = np.zeros((p.places, p.places), np.int64)
        self.time_at = np.zeros((len(Curve) * p.measured, p.most_level + 1))

    def clear(self) -> None:
        """Forget all statistics, at the end of the warm-up."""
        self._clear_arrays()
        self.clock["arrived"] = 0
        self.clock["system_area"], self.clock["system_last"] = 0.0, self.clock["now"]
        now = float(self.clock.now)
        clear_resources(self.resources, now)
        self.measures["cleaning_area"] = 0.0
        self.measures["cleaning_last"] = self.measures["levels_last"] = now

    def deadlock(self) -> Found | None:
        """Return since when somebody can never go on, and at which resources; None if all can."""
        return deadlock(self)

    def totals(self, *, full: bool = True) -> Totals:
        """Return a copy of the statistics up to now; the run is not touched.

        full: with histogram and flows, which a batch does not need.
        """
        now, inside, area, last, events = self.glance(SYSTEM)
        return Totals(
            now,
            inside,
            area + inside * (now - last),
            events,
            settled(self.resources, now),
            self.tallies.copy(),
            self.histogram.copy() if full else self.histogram[:0].copy(),
            self.counts.copy(),
            self.flows.copy() if full else self.flows[:0].copy(),
            self._time_at(now),
            settled_cleaning(self.measures, now),
        )

    def _time_at(self, now: float) -> Floats:
        if not self.program.measured:
            return self.time_at.copy()
        last = self.measures["levels_last"]
        return settled_levels(self.program, self.time_at, self.resources, last, now)

    def _empty_log(self) -> None:
        n = self.clock.logged
        events = with_values(self.log[:n], self.log_values[:n])
        self._logged.append(self._filter(events).view(np.recarray))
        self.clock.logged = 0
        enough = 2 * (self.program.steps.size + self.patients.size)  # see `run`
        if 0 < self.log.size < enough:
            self._new_log(enough)

    def _new_log(self, n: int) -> None:
        self.log, self.log_values = records(n, Event), np.zeros((n, self.log_attributes.size))

    def take_log(self) -> Records:
        """Return the events logged so far, in order, and forget them."""
        self._empty_log()
        log = np.concatenate(self._logged).view(np.recarray)
        self._logged = []
        return log
