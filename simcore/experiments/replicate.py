"""One replication from empty to the end of the run, and many of them on threads."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, Protocol

import numpy as np

from simcore.engine.choice import RecentWaits, renew_shares
from simcore.engine.program import Floats, Ints, Program, Records
from simcore.engine.simulation import EventFilter, Simulation
from simcore.engine.snapshots import Snapshots
from simcore.engine.totals import (
    Meanwhile,
    Overload,
    Standstill,
    Totals,
    WrongValue,
    settled,
)
from simcore.errors import RunError
from simcore.experiments.saving import SavedRun, capture
from simcore.experiments.state_files import State, no_state
from simcore.experiments.threads import Progress, on_threads
from simcore.experiments.wrong_values import wrong_value
from simcore.text import Label
from simcore.time_units import MINUTES_PER_DAY, MINUTES_PER_WEEK

FEWEST_LOOKS, LOOKS = 8, 13  # at the queues of a run, and about how many there are
MOST_POINTS = 400  # of the series, whose step is a day, a week, or as many weeks as it takes
Status = Literal["complete", "overload"]
Log = Any  # True for all events, or an EventFilter


class Engine(Protocol):
    """What plays a Program: `engine.simulation.Simulation`, or the reference."""

    table: Floats

    def __init__(
        self, program: Program, seed: int, replication: int, *, log: Log,
        log_attributes: Sequence[int], max_patients: int,
    ) -> None: ...  # fmt: skip
    def advance(self, until: float, meanwhile: Meanwhile = None) -> object:
        """Play every event before a time, minutes; see `Simulation.advance`."""

    @property
    def resources(self) -> Records:
        """Return the resources as they are, some with areas of before: see their `last`."""

    def watch(self, times: Sequence[float]) -> None:
        """Read the run at some times to come."""

    def snapshots(self) -> Snapshots:
        """Return what was read."""

    def clear(self) -> None:
        """Forget all statistics, at the end of the warm-up."""

    def deadlock(self) -> tuple[float, list[int]] | None:
        """Return since when nobody can go on, and the rows of what they hold."""

    def totals(self, *, full: bool = True) -> Totals:
        """Return the statistics so far; full: with histogram and flows."""

    def take_log(self) -> Records:
        """Return the events logged so far, in order, and forget them."""


@dataclass(frozen=True)
class Plan:
    """How a run is played. Times in minutes.

    warmup, run: before the statistics begin, and while they are kept.
    seed: of the random numbers, from 0 to 2**32 - 1.
    log: True for every event, or what picks those that are kept.
    log_attributes: numbers of the attributes whose values it has.
    max_patients: in the system at once; more are an overload.
    batches: of the run, for intervals from a single replication; four weeks each in a year.
    series_step: of the series; else a day, a week, or as many weeks as keep it short.
    keep_state: whether to keep the state of the end of the warm-up.
    deadlocks: whether to look at the end for somebody who can never go on.
    """

    warmup: float
    run: float
    seed: int = 1
    log: bool | EventFilter = False
    log_attributes: tuple[int, ...] = ()
    max_patients: int = 10_000_000
    batches: int = 13
    series_step: float | None = None
    keep_state: bool = False
    deadlocks: bool = True

    @property
    def end(self) -> float:
        """Return when a run ends that began at 0."""
        return self.warmup + self.run

    @property
    def step(self) -> float:
        """Return the step of the series."""
        if self.series_step is not None:
            return self.series_step
        if self.run <= MOST_POINTS * MINUTES_PER_DAY:
            return MINUTES_PER_DAY
        return MINUTES_PER_WEEK * math.ceil(self.run / MINUTES_PER_WEEK / MOST_POINTS)

    def stops(self, daily: bool) -> list[float]:
        """Return the times at which the engine hands over control, the end last.

        daily: every day, as patients' choices need it; else after 1, 2, 4, 8, ... days, as the
            calendar is fitted at stops.
        """
        days = np.arange(MINUTES_PER_DAY, self.end, MINUTES_PER_DAY)
        if not daily:
            days = days[2 ** np.arange(days.size.bit_length()) - 1]
        times = {*days.tolist(), *self.batch_edges(), *self.queue_edges(), self.warmup}
        return sorted(times - {0.0})

    def series_edges(self) -> list[float]:
        """Return the ends of the steps of the series; the last may be a part."""
        edges = np.arange(self.warmup, self.end, self.step)
        return [float(t) for t in edges] + [self.end]

    def batch_edges(self) -> list[float]:
        """Return the ends of the batches."""
        inner = (self.warmup + self.run * k / self.batches for k in range(self.batches))
        return [*inner, self.end]

    def queue_edges(self) -> list[float]:
        """Return when queues are looked at, to tell whether they only grow; 9 to 26 times.

        Whole weeks lie between in a run of 8 weeks or more, whole days in one of 8 days or more,
        so that the course of a week or a day is not taken for growth.
        """
        for unit in (MINUTES_PER_WEEK, MINUTES_PER_DAY):
            units = int(self.run // unit)
            if units >= FEWEST_LOOKS:
                gap = unit * max(1, units // LOOKS)
                times = self.end - gap * np.arange(self.run // gap, -1.0, -1.0)
                near = (
                    times - self.warmup < 1e-6 * gap
                )  # a rounding away from the begin is the begin
                return [float(t) for t in np.where(near, self.warmup, times)]
        inner = (self.warmup + self.run * k / LOOKS for k in range(LOOKS))
        return [*inner, self.end]


@dataclass(frozen=True)
class Replication:
    """What one replication left behind. All figures are since the end of the warm-up.

    number: from 0.
    status: "overload" where it ended early.
    seconds: of wall-clock time.
    totals: over the whole window.
    batches: cumulative Totals without histograms at each batch edge.
    snapshots: at each series edge.
    queues: (looks, resources), how many waited at each of `Plan.queue_edges`.
    log: the events kept, None where none were asked for.
    deadlock: since when nobody at some resources could go on (minutes), and their rows.
    state: at the end of the warm-up, where it was asked for.
    """

    number: int
    status: Status
    seconds: float
    totals: Totals
    batches: list[Totals]
    snapshots: Snapshots
    queues: Ints
    log: Records | None
    deadlock: tuple[float, list[int]] | None = None
    state: State | None = None


def play(
    program: Program,
    plan: Plan,
    replication: int,
    engine: type[Engine] = Simulation,
    progress: Progress | None = None,
    saved: SavedRun | None = None,
) -> Replication:
    """Play one replication; keep what there is if it overloads.

    replication: its number, on which its random numbers depend.
    engine: what plays it.
    progress: is called with the replication and its simulated minutes, several times a second.
    saved: the end of its warm-up, to go on from.
    Raises RunError where that is of another run, or no run can be in that state, where time stands
    still, or what a patient asks for comes out as no number that can be.
    """
    began = time.perf_counter()
    simulation, waits = _begin(program, plan, replication, engine, saved)
    recorder = _Recorder(simulation, plan)
    status: Status = "complete"
    try:
        tell = partial(progress, replication) if progress else None
        for now in _days(simulation, program, plan, recorder, waits, tell):
            recorder.record(now)
            if tell:
                tell(now)
    except Overload:
        status = "overload"
    except WrongValue as error:
        raise wrong_value(program, error) from None
    except Standstill as error:
        raise _stands_still(program, error) from None
    return Replication(
        replication,
        status,
        time.perf_counter() - began,
        simulation.totals(),
        recorder.batches,
        simulation.snapshots(),
        np.array(recorder.queues, np.int64).reshape((len(recorder.queues), program.resources.size)),
        _log(simulation, plan),
        simulation.deadlock() if plan.deadlocks else None,
        recorder.state,
    )


def _begin(
    program: Program, plan: Plan, replication: int, engine: type[Engine], saved: SavedRun | None
) -> tuple[Engine, Floats | None]:
    """Return a run at its beginning, or after its warm-up with the waits that people remember."""
    names = ("log", "log_attributes", "max_patients")
    options: dict[str, Any] = {name: getattr(plan, name) for name in names}
    if saved is None:
        return engine(program, plan.seed, replication, **options), None
    revived, waits = saved.revive(program, **options)
    at = tuple(revived.clock[name].item() for name in ("seed", "replication", "now"))
    if at != (plan.seed, replication, plan.warmup):
        raise no_state(saved.file.path)
    return revived, waits


def _stands_still(program: Program, error: Standstill) -> RunError:
    place = program.names[error.row].split("/")[0] if error.row >= 0 else "?"
    return RunError(
        Label(
            f"time stands still at minute {error.minute:g}: patients go in a circle that takes no "
            f'time; one of them is at "{place}"',
            f"时钟停在第 {error.minute:g} 分钟：患者在不耗时的循环中往复；其中一位位于“{place}”",
        ),
        Label("let a step of that circle take time", "请让该循环中的某一步骤耗时"),
    )


def _log(simulation: Engine, plan: Plan) -> Records | None:
    """Return the log; an engine may have left the picking of events to us."""
    if not plan.log:
        return None
    log = simulation.take_log()
    return plan.log(log).view(np.recarray) if callable(plan.log) else log


def _days(
    simulation: Engine,
    program: Program,
    plan: Plan,
    recorder: _Recorder,
    warm: Floats | None,
    meanwhile: Meanwhile,
) -> Iterator[float]:
    """Advance from stop to stop, clear after the warm-up, renew choices between days.

    warm: the waits that people remember, where the warm-up is over.
    """
    chooses = program.choices.first.size > 0
    waits = RecentWaits(program.resources.size, program.choices.memory)
    if warm is not None:
        waits.mean = warm.copy()
    renew_shares(program.choices, simulation.table, waits.mean)
    if warm is not None or plan.warmup == 0.0:
        recorder.begin(waits)
        yield plan.warmup
    for stop in plan.stops(chooses):
        if warm is not None and stop <= plan.warmup:
            continue
        simulation.advance(stop, meanwhile)
        if chooses and stop % MINUTES_PER_DAY == 0.0:
            waits.learn(settled(simulation.resources, stop))
            renew_shares(program.choices, simulation.table, waits.mean)
        if stop == plan.warmup:
            simulation.clear()
            waits.forget_totals()
            recorder.begin(waits)
        yield stop


class _Recorder:
    """Keeps what batches and looks at the queues need, at their edges."""

    def __init__(self, simulation: Engine, plan: Plan) -> None:
        self.simulation, self.plan = simulation, plan
        self.batch_edges = set(plan.batch_edges())
        self.queue_edges = set(plan.queue_edges())
        self.queues: list[Ints] = []
        self.batches: list[Totals] = []
        self.state: State | None = None

    def begin(self, waits: RecentWaits) -> None:
        """Keep the state of the end of the warm-up, if it was asked for; begin the series."""
        if self.plan.keep_state and isinstance(self.simulation, Simulation):
            self.state = capture(self.simulation, waits.mean)
        self.simulation.watch(self.plan.series_edges())

    def record(self, now: float) -> None:
        """Keep the levels or totals of a moment, if it is an edge of theirs."""
        if now in self.queue_edges:
            self.queues.append(self.simulation.resources.waiting.copy())
        if now in self.batch_edges:
            self.batches.append(self.simulation.totals(full=False))


def replicate(
    program: Program,
    plan: Plan,
    replications: int,
    *,
    engine: type[Engine] = Simulation,
    jobs: int = 1,
    progress: Progress | None = None,
    saved: Sequence[SavedRun] = (),
) -> list[Replication]:
    """Play replications 0, 1, ... here or on threads; Ctrl-C ends them within a second.

    replications: how many.
    engine: what plays each.
    jobs: threads, none beside this one for 1; the result does not depend on it.
    progress: is called with a replication and its simulated minutes, from any of the threads.
    saved: where each goes on from, else all begin empty.
    Returns them by number. Raises what the first of them raised, and ends the others.
    """
    runs: Sequence[SavedRun | None] = saved or [None] * replications

    def one(number: int, tell: Progress | None) -> Replication:
        return play(program, plan, number, engine, tell, runs[number])

    if jobs == 1:
        return [one(number, progress) for number in range(replications)]
    return on_threads(one, replications, jobs, progress)
