"""What was played, as the engine left it: the ground on which all tables are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from simcore.engine.ops import CARDS
from simcore.engine.phases import Phase
from simcore.engine.program import Ints, Program
from simcore.engine.totals import SUMS, Totals
from simcore.experiments.replicate import Plan, Replication
from simcore.network.compiler.compile import Legend
from simcore.network.model import Network
from simcore.network.resources import UNLIMITED
from simcore.text import Label

Kind = Literal["resource", "pool", "gate", "waiting_room", "delay"]
Tally = tuple[str, str, str]  # outcome, name, group


@dataclass(frozen=True)
class Window:
    """Statistics between two moments of one replication.

    begin, end: minutes of the simulated clock.
    totals: of the window alone.
    queue_before: patients who waited at each resource when it began.
    """

    begin: float
    end: float
    totals: Totals
    queue_before: Ints

    @property
    def minutes(self) -> float:
        """Return the length of the window."""
        return self.end - self.begin


@dataclass(frozen=True)
class Run:
    """A Network, what it was compiled to, and what every replication left behind.

    legend: what stands where in the arrays of the Program.
    plan: how it was played.
    scale: of population and capacity, at most 1.
    """

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

    @property
    def ended_early(self) -> bool:
        """Tell whether a replication was stopped, or patients blocked each other for good."""
        return any(r.status == "overload" or r.deadlock for r in self.replications)

    @cached_property
    def batches(self) -> list[Window]:
        """Return the batches of the first replication that it played to their end."""
        played = self.replications[0]
        edges = played.batches
        return [_between(a, b) for a, b in pairwise(edges)]

    @property
    def sample_size(self) -> int:
        """Return how many `samples` there are, without making them."""
        many = len(self.replications)
        return many if many > 1 else max(len(self.replications[0].batches) - 1, 0)

    @property
    def samples(self) -> list[Window]:
        """Return the windows whose spread gives the intervals: replications, else batches."""
        return self.windows if len(self.replications) > 1 else self.batches

    @cached_property
    def kinds(self) -> list[Kind]:
        """Return what each row of `resources` is."""
        network = self.network
        known: dict[str, Kind] = {
            **{r.name: "resource" for r in network.resources},
            **{p.name: "pool" for p in network.pools},
        }
        steps = [step for chain in network.pathways.values() for step in chain]
        known |= {name: "gate" for step in steps for name, _ in step.gates()}
        known |= {name: "delay" for step in steps if (name := step.occupied())}
        return [known.get(name, "waiting_room") for name in self.held_names]

    @cached_property
    def held_names(self) -> list[str]:
        """Return the name of each row of `resources`: all that patients hold."""
        return [name for name, _ in self.legend.held]

    @cached_property
    def labels(self) -> dict[str, Label]:
        """Return the labels of what is held, of books and of exits, by name."""
        books = {b.name: b.label for b in self.network.books}
        return {**books, **dict(self.legend.held)}

    @cached_property
    def tags(self) -> list[Mapping[str, str]]:
        """Return the tags of each row of `resources`."""
        own = {r.name: r.tags for r in self.network.resources}
        own |= {p.name: p.tags for p in self.network.pools}
        return [own.get(name, {}) for name in self.held_names]

    @cached_property
    def members(self) -> dict[int, list[int]]:
        """Return the rows of the members of each pool, by its row."""
        row = {name: k for k, name in enumerate(self.held_names)}
        return {row[p.name]: [row[name] for name in p.members] for p in self.network.pools}

    @cached_property
    def unlimited(self) -> list[bool]:
        """Tell of each row of `resources` whether its capacity is ever without limit.

        A gate and a delay have none either.
        """
        found = [UNLIMITED in r.capacity.values for r in self.network.resources]
        for members in self.members.values():
            found.append(any(found[k] for k in members))
        return found + [kind in ("gate", "delay") for kind in self.kinds[len(found) :]]

    def capacity_areas(self, areas: Any) -> Any:
        """Return areas under capacity, where pools have the sum of their members'.

        areas: unit-minutes, resources along the last axis.
        """
        found = np.array(areas, float)
        for pool, members in self.members.items():
            found[..., pool] = found[..., members].sum(axis=-1)
        return found

    def rows_in(self, phase: Phase) -> Ints:
        """Return the rows of the step table that are of a phase."""
        ops = [op for op, card in CARDS.items() if card.phase is phase]
        return np.flatnonzero(np.isin(self.program.steps.op, ops))

    def tallies_of(self, *outcomes: str) -> tuple[Ints, list[Tally]]:
        """Return the tallies of some outcomes, as `Legend` has them: rows without class, names."""
        rows = [k for k, (outcome, _, _) in enumerate(self.legend.tallies) if outcome in outcomes]
        return np.array(rows, np.int64), [self.legend.tallies[k] for k in rows]

    def _whole(self, played: Replication) -> Window:
        """Return a replication's window; one that never began lasts from time 0."""
        totals, edges = played.totals, played.batches
        if edges:
            return Window(edges[0].time, totals.time, totals, edges[0].resources.waiting)
        nobody = np.zeros(totals.resources.size, np.int64)
        return Window(0.0, totals.time, totals, nobody)


def _between(a: Totals, b: Totals) -> Window:
    """Return what happened from one snapshot of cumulative totals to the next."""
    resources, tallies = b.resources.copy(), b.tallies.copy()
    for name in SUMS:
        resources[name] -= a.resources[name]
    for name in ("n", "total", "squares"):
        tallies[name] -= a.tallies[name]
    totals = Totals(
        b.time, b.in_system, b.system_area - a.system_area, b.events - a.events, resources, tallies,
        b.histogram, b.counts - a.counts, b.flows, b.time_at - a.time_at, b.cleaning - a.cleaning,
    )  # fmt: skip
    return Window(a.time, b.time, totals, a.resources.waiting)
