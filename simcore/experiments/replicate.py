"""One replication from empty to the end of the run, and many of them on threads."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from simcore.engine.choice import RecentWaits, renew_shares
from simcore.engine.program import Floats, Ints, Program, Records
from simcore.engine.simulation import Levels, Overload, Simulation, Totals

DAY, WEEK = 1440.0, 10080.0
MOST_POINTS = 400  # of the series, whose step is a day, a week, or as many weeks as it takes
Status = Literal["complete", "overload"]
Progress = Callable[[int, float], None]  # replication, minutes simulated


class Engine(Protocol):
    """What plays a Program: `engine.simulation.Simulation`, or the reference."""

    table: Floats

    def __init__(
        self, program: Program, seed: int, replication: int, *, log: bool, max_patients: int
    ) -> None: ...
    def advance(self, until: float) -> object: ...
    def clear(self) -> None: ...
    def levels(self) -> Levels: ...
    def totals(self, *, full: bool = True) -> Totals: ...
    def take_log(self) -> Records: ...


@dataclass(frozen=True)
class Plan:
    """How a run is played. Times in minutes; `max_patients` in the system at once.

    batches: of the run, for intervals from a single replication; four weeks each in a year.
    """

    warmup: float
    run: float
    seed: int = 1
    log: bool = False
    max_patients: int = 10_000_000
    batches: int = 13

    @property
    def end(self) -> float:
        return self.warmup + self.run

    @property
    def series_step(self) -> float:
        if self.run <= MOST_POINTS * DAY:
            return DAY
        return WEEK * math.ceil(self.run / WEEK / MOST_POINTS)

    def stops(self, daily: bool) -> list[float]:
        """Return the times at which the engine hands over control, the end last."""
        step = DAY if daily else self.series_step
        times = {*np.arange(step, self.end, step).tolist(), *self.series_edges()}
        return sorted((times | {*self.batch_edges(), self.warmup}) - {0.0})

    def series_edges(self) -> list[float]:
        """Return the ends of the steps of the series; the last may be a part."""
        edges = np.arange(self.warmup, self.end, self.series_step)
        return [float(t) for t in edges] + [self.end]

    def batch_edges(self) -> list[float]:
        """Return the ends of the batches."""
        inner = (self.warmup + self.run * k / self.batches for k in range(self.batches))
        return [*inner, self.end]


@dataclass(frozen=True)
class Replication:
    """What one replication left behind.

    totals: over the window. batches: Totals without histograms at each batch edge. series:
    levels at each series edge; arrived, left: patients up
    to each series edge. All cumulative since the end of the warm-up.
    """

    number: int
    status: Status
    seconds: float
    totals: Totals
    batches: list[Totals]
    series: list[Levels]
    arrived: Ints
    left: Ints
    log: Records | None


def play(
    program: Program,
    plan: Plan,
    replication: int,
    engine: type[Engine] = Simulation,
    progress: Progress | None = None,
) -> Replication:
    """Play one replication; keep what there is if it overloads."""
    began = time.perf_counter()
    simulation = engine(
        program, plan.seed, replication, log=plan.log, max_patients=plan.max_patients
    )
    recorder = _Recorder(simulation, plan)
    status: Status = "complete"
    try:
        for now in _days(simulation, program, plan):
            recorder.look(now)
            if progress:
                progress(replication, now)
    except Overload:
        status = "overload"
    return Replication(
        replication,
        status,
        time.perf_counter() - began,
        simulation.totals(),
        recorder.batches,
        recorder.series,
        *recorder.balance(),
        simulation.take_log() if plan.log else None,
    )


def _days(simulation: Engine, program: Program, plan: Plan) -> Iterator[float]:
    """Advance from stop to stop, clear after the warm-up, renew choices between days."""
    chooses = program.choices.first.size > 0
    waits = RecentWaits(program.resources.size, program.choices.memory)
    renew_shares(program.choices, simulation.table, waits.mean)
    if plan.warmup == 0.0:
        yield 0.0
    for stop in plan.stops(chooses):
        simulation.advance(stop)
        if chooses and stop % DAY == 0.0:
            resources = simulation.levels().resources
            waits.learn(resources.started, resources.waited)
            renew_shares(program.choices, simulation.table, waits.mean)
        if stop == plan.warmup:
            simulation.clear()
            waits.forget_totals()
        yield stop


class _Recorder:
    """Keeps what the series and the batches need, at their edges."""

    def __init__(self, simulation: Engine, plan: Plan) -> None:
        self.simulation = simulation
        self.series_edges = set(plan.series_edges())
        self.batch_edges = set(plan.batch_edges())
        self.series: list[Levels] = []
        self.batches: list[Totals] = []

    def look(self, now: float) -> None:
        if now in self.series_edges:
            self.series.append(self.simulation.levels())
        if now in self.batch_edges:
            self.batches.append(self.simulation.totals(full=False))

    def balance(self) -> tuple[Ints, Ints]:
        """Return patients arrived and patients left, up to each edge of the series."""
        arrived = np.array([look.arrived for look in self.series], np.int64)
        inside = np.array([look.in_system for look in self.series], np.int64)
        return arrived, arrived - (inside - inside[:1])


def replicate(
    program: Program,
    plan: Plan,
    replications: int,
    *,
    engine: type[Engine] = Simulation,
    jobs: int = 1,
    progress: Progress | None = None,
) -> list[Replication]:
    """Play replications 0, 1, ... on `jobs` threads; the result does not depend on `jobs`."""
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        futures = [
            pool.submit(play, program, plan, number, engine, progress)
            for number in range(replications)
        ]
        try:
            return [future.result() for future in futures]
        except BaseException:
            for future in futures:
                future.cancel()
            raise
