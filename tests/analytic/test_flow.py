"""What holds on every sample path, with no chance in it: Little's law, and conservation.

Areas under the curves are computed again from the event log alone, patient by patient.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from support.models import OFFICE_HOURS, exponential, hospital, station
from support.runs import WEEK

from simcore.engine.ops import Op, Release, Seize
from simcore.engine.program import Program, Records
from simcore.engine.records import NONE
from simcore.experiments.replicate import Plan, Replication, play
from simcore.network.compiler.compile import Legend, compile_network
from simcore.network.model import Network

MODELS = {"hospital": hospital(), "one queue": station(0.1, 2, exponential(16.0))}
PLANS = {
    "from empty": Plan(0.0, 3 * WEEK, seed=4, log=True),
    "after a warm-up": Plan(WEEK + 500.0, 2 * WEEK, seed=4, log=True),
}


@dataclass(frozen=True)
class Played:
    network: Network
    program: Program
    legend: Legend
    plan: Plan
    result: Replication


@pytest.fixture(params=[(m, p) for m in MODELS for p in PLANS], ids=str)
def played(request: Any) -> Played:
    model, plan = MODELS[request.param[0]], PLANS[request.param[1]]
    program, legend = compile_network(model, plan.warmup)
    return Played(model, program, legend, plan, play(program, plan, 0))


Spell = tuple[int, float, float]  # resource, from, to


def lives(log: Records, end: float) -> Iterator[list[tuple[float, int]]]:
    """Yield each patient's events (time, row), ended by the end of the run."""
    found: dict[tuple[int, int], list[tuple[float, int]]] = defaultdict(list)
    columns = (log[name].tolist() for name in ("time", "source", "ordinal", "step"))
    for time, source, ordinal, row in zip(*columns, strict=True):
        found[source, ordinal].append((time, row))
    for life in found.values():
        yield [*life, (end, NONE)]


def spells(life: list[tuple[float, int]], program: Program) -> Iterator[tuple[str, Spell]]:
    """Yield when a patient waited for, blocked and held each resource."""
    held: dict[int, float] = {}
    for (time, row), (until, following) in pairwise(life):
        step = program.rows[row]
        if isinstance(step, Seize):
            yield "waiting", (step.resource, time, until)
            if step.origin != NONE:
                yield "blocked", (step.origin, time, until)
            if following != NONE:
                held[step.resource] = until
        elif isinstance(step, Release):
            yield "busy", (step.resource, held.pop(step.resource), time)
    for resource, since in held.items():
        yield "busy", (resource, since, life[-1][0])


def wrong_areas(played: Played, log: Records) -> list[str]:
    """Return the areas that differ from the times that patients spent, clipped to the run.

    Area under each curve = sum of those times: Little (1961), Operations Research 9, 383-387.
    """
    plan, resources = played.plan, played.result.totals.resources
    kinds = ("waiting", "blocked", "busy", "waited")
    sums = {kind: np.zeros(len(played.network.resources)) for kind in kinds}
    for life in lives(log, plan.end):
        for kind, (resource, since, until) in spells(life, played.program):
            sums[kind][resource] += max(0.0, until - max(since, plan.warmup))
            if kind == "waiting" and plan.warmup <= until < plan.end:
                sums["waited"][resource] += until - since
    assert sums["waiting"].sum() > 0.0
    found = {k: resources[k if k == "waited" else f"{k}_area"] for k in kinds}
    return [k for k in kinds if not np.allclose(found[k], sums[k], rtol=1e-9, atol=1e-6)]


def test_little(played: Played) -> None:
    assert played.result.log is not None
    assert wrong_areas(played, played.result.log) == []


def test_one_late_release_is_noticed(played: Played) -> None:
    assert played.result.log is not None
    late = played.result.log.copy()
    last = np.flatnonzero(played.program.steps.op[late.step] == Op.RELEASE)[-1]
    late.time[last] += 0.01
    assert wrong_areas(played, late) == ["busy"]


def test_areas_of_capacity() -> None:
    program, _ = compile_network(hospital())
    totals = play(program, Plan(0.0, 3 * WEEK), 0).totals
    ends = [*(minute for minute, _ in OFFICE_HOURS[1:]), WEEK]
    week = sum(n * (b - a) for (a, n), b in zip(OFFICE_HOURS, ends, strict=True))
    assert totals.resources.capacity_area[1] == pytest.approx(3 * week)
    assert totals.resources.capacity_area[3] == pytest.approx(6 * 3 * WEEK)


def rows(program: Program, op: Op) -> Any:
    return np.flatnonzero(program.steps.op == op)


def at_resource(program: Program, card: type[Seize | Release], resource: int) -> list[int]:
    every = enumerate(program.rows)
    return [k for k, row in every if isinstance(row, card) and row.resource == resource]


def test_patients_are_conserved(played: Played) -> None:
    totals, steps = played.result.totals, played.program.steps
    before = played.result.snapshots.in_system[0]  # at the end of the warm-up
    arrived = totals.counts[rows(played.program, Op.ARRIVE)].sum()
    left = totals.counts[rows(played.program, Op.LEAVE)].sum()
    assert before + arrived - left == totals.in_system
    assert totals.tallies.n.sum() == totals.resources.started.sum() + left
    assert np.array_equal(totals.histogram.sum(axis=1), totals.tallies.n)
    assert steps.size == len(played.legend.steps)


def test_units_are_conserved(played: Played) -> None:
    """Whoever took a unit gave it back or holds it; whoever came for one took it or waits."""
    program, totals = played.program, played.result.totals
    first = played.result.snapshots.resources[0]
    for r, now in enumerate(totals.resources):
        asked = totals.counts[at_resource(program, Seize, r)].sum()
        given_back = totals.counts[at_resource(program, Release, r)].sum()
        assert first.waiting[r] + asked - now.started == now.waiting
        assert first.busy[r] + now.started - given_back == now.busy


def test_flows_are_conserved(played: Played) -> None:
    """Into each place as many as out of it, but for those who are there."""
    totals, legend = played.result.totals, played.legend
    out, into = totals.flows.sum(axis=1), totals.flows.sum(axis=0)
    kinds = np.array([kind for kind, _, _ in legend.places])
    assert np.array_equal(into[kinds == "resource"], totals.resources.started)
    assert not out[kinds == "exit"].any()
    assert not into[kinds == "source"].any()
    arrived = totals.counts[rows(played.program, Op.ARRIVE)].sum(axis=1)
    stayed = arrived.sum() + into[kinds == "resource"].sum() - out.sum()
    assert stayed == totals.in_system - played.result.snapshots.in_system[0]


def test_every_patient_walks_along_the_rows(played: Played) -> None:
    program = played.program
    assert played.result.log is not None
    for life in lives(played.result.log, played.plan.end):
        for (_, row), (_, following) in pairwise(life[:-1]):
            assert following in [lead.row for lead in program.rows[row].leads(program.links)]
