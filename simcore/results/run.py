"""What was played, as the engine left it: the ground on which all tables are made."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from simcore.engine.dtypes import Op
from simcore.engine.program import Ints, Program
from simcore.engine.simulation import SUMS, Totals
from simcore.experiments.replicate import Plan, Replication
from simcore.network.compile import Legend
from simcore.network.model import UNLIMITED, Network, Resource


@dataclass(frozen=True)
class Window:
    """Statistics between two moments of one replication; times in minutes."""

    begin: float
    end: float
    totals: Totals  # of the window alone
    queue_before: Ints  # patients who waited at each resource when it began

    @property
    def minutes(self) -> float:
        return self.end - self.begin


@dataclass(frozen=True)
class Run:
    """A Network, what it was compiled to, and what every replication left behind."""

    network: Network
    program: Program
    legend: Legend
    plan: Plan
    replications: list[Replication]
    scale: float = 1.0

    @cached_property
    def windows(self) -> list[Window]:
        """Return the whole window of each replication; shorter where it overloaded."""
        return [self._whole(r) for r in self.replications]

    @cached_property
    def batches(self) -> list[Window]:
        """Return the batches of the first replication that it played to their end."""
        played = self.replications[0]
        edges = played.batches
        return [_between(a, b) for a, b in pairwise(edges)]

    @property
    def samples(self) -> list[Window]:
        """Return the windows whose spread gives the intervals: replications, else batches."""
        return self.windows if len(self.replications) > 1 else self.batches

    @property
    def complete(self) -> bool:
        return all(r.status == "complete" for r in self.replications)

    @cached_property
    def unlimited(self) -> list[bool]:
        """Tell of each resource whether its capacity is ever without limit."""
        return [_is_unlimited(r) for r in self.network.resources]

    def rows_of(self, op: Op) -> Ints:
        return np.flatnonzero(self.program.steps.op == op)

    def tallies_of(self, op: Op) -> tuple[Ints, list[tuple[str, str]]]:
        """Return the tallies that steps of one kind write to: rows without class, and names.

        Op.SEIZE gives waits by resource and group, Op.LEAVE times in system by exit.
        """
        used = self.program.steps.tally[self.rows_of(op)]
        rows = np.unique(used) // len(self.network.classes)
        return rows, [self.legend.tallies[k] for k in rows]

    def _whole(self, played: Replication) -> Window:
        """Return a replication's window; one that never began lasts from time 0."""
        totals, edges = played.totals, played.batches
        if edges:
            return Window(edges[0].time, totals.time, totals, edges[0].resources.waiting)
        nobody = np.zeros(totals.resources.size, np.int64)
        return Window(0.0, totals.time, totals, nobody)


def _is_unlimited(resource: Resource) -> bool:
    capacity = resource.capacity
    if isinstance(capacity, tuple):
        return any(units == UNLIMITED for _, units in capacity)
    return capacity == UNLIMITED


def _between(a: Totals, b: Totals) -> Window:
    """Return what happened from one cumulative look to the next."""
    resources, tallies = b.resources.copy(), b.tallies.copy()
    for name in SUMS:
        resources[name] -= a.resources[name]
    for name in ("n", "total", "squares"):
        tallies[name] -= a.tallies[name]
    totals = Totals(
        b.time, b.in_system, b.events - a.events, resources, tallies,
        b.histogram, b.counts - a.counts, b.flows,
    )  # fmt: skip
    return Window(a.time, b.time, totals, a.resources.waiting)
