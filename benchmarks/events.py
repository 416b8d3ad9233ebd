"""The event list as it fills: patients who each go through one delay, for ever."""

from __future__ import annotations

import heapq
import random
from dataclasses import dataclass, field
from functools import partial

from benchmarks.measure import Spread, in_turns, ratios, show
from benchmarks.models import exponential, same
from simcore.engine.program import Program
from simcore.engine.simulation import Simulation
from simcore.network.compiler.compile import compile_network
from simcore.network.model import Network
from simcore.network.sources import Population, Source
from simcore.network.steps import Delay, Go
from simcore.network.weekly_profile import WeeklyProfile

SIZES = (10, 100, 1_000, 10_000, 100_000, 1_000_000)
SMOKE = (10, 1_000)
MEAN = 1000.0  # minutes of delay
STOPS = 20  # in each round: the engine fits its calendar at stops, as in a run of days
GOAL = 3.0  # times the cost with few patients, at most


def infinite_server(patients: int) -> Network:
    """Return a network of so many patients in one endless loop of delays."""
    return Network(
        same("delays without end"),
        resources=(),
        sources=(
            Source(
                "patients", same("patients"), "loop", WeeklyProfile.constant(0.0),
                (("patient", 1.0),), process=Population(patients),
            ),
        ),
        pathways={"loop": (Delay(exponential(MEAN)), Go("loop"))},
    )  # fmt: skip


@dataclass
class Ours:
    """Our engine with a pending set of one size, past its start."""

    program: Program
    size: int
    now: float = MEAN
    simulation: Simulation = field(init=False)

    def __post_init__(self) -> None:
        self.simulation = Simulation(self.program, 1, 0)
        self._to(MEAN)

    def play(self, events: int) -> None:
        self._to(self.now + events * MEAN / self.size)

    @property
    def events(self) -> int:
        return int(self.simulation.totals(full=False).counts.max())

    def _to(self, end: float) -> None:
        first = self.simulation.clock["now"]
        for k in range(1, STOPS + 1):
            self.simulation.advance(first + (end - first) * k / STOPS)
        self.now = end


class Heap:
    """The textbook's event list: a binary heap of (time, patient)."""

    def __init__(self, size: int) -> None:
        self.rng = random.Random(1)
        self.pending = [(self.rng.expovariate(1 / MEAN), k) for k in range(size)]
        heapq.heapify(self.pending)

    def play(self, events: int) -> None:
        pending, expovariate = self.pending, self.rng.expovariate
        for _ in range(events):
            now, patient = pending[0]
            heapq.heapreplace(pending, (now + expovariate(1 / MEAN), patient))


def measure(sizes: tuple[int, ...], events: int, rounds: int) -> None:
    """Print nanoseconds an event by size of the pending set, beside Python's heapq.

    events: of each side in each round; at a million patients each has one or two.
    """
    found = {size: _measured(size, events, rounds) for size in sizes}
    small = min(ours.median for size, (ours, _) in found.items() if size <= 1_000)
    rows = [
        (
            f"{size:,}",
            ours.text(".0f"),
            f"{ours.median / small:.2f}",
            f"<= {GOAL:g}" if size == SIZES[-1] else "",
            heap.text(".0f"),
            ratios(ours, heap).text(".1f"),
        )
        for size, (ours, heap) in found.items()
    ]
    show(
        f"one event among so many pending, nanoseconds of processor time, {rounds} rounds",
        ("patients", "simcore", "times the least", "goal", "heapq", "times simcore's"),
        rows,
    )


def _measured(size: int, events: int, rounds: int) -> tuple[Spread, Spread]:
    program, _ = compile_network(infinite_server(size))
    ours, heap = Ours(program, size), Heap(size)
    before = ours.events
    mine, peers = in_turns([partial(ours.play, events), partial(heap.play, events)], rounds)
    played = (ours.events - before) / rounds  # a random number, near `events`
    if not 0.5 < played / events < 2.0:
        raise SystemExit(f"{size:,} patients: {played:.0f} events in a round, not {events:,}")
    return mine.times(1e9 / played), peers.times(1e9 / events)
