"""Replications of a small network on one thread and on two: the same results, sooner."""

from __future__ import annotations

import os
import time

import numpy as np

from benchmarks.measure import Spread, show
from benchmarks.peers import MODELS
from simcore.engine.program import Program
from simcore.experiments.replicate import Plan, Replication, replicate
from simcore.network.compiler.compile import compile_network

JOBS = (1, 2)


def measure(replications: int, patients: int, rounds: int) -> None:
    """Print replications a second of wall time, in turns, and the speed-up of two threads."""
    model = MODELS["referral"]
    program, _ = compile_network(model.network)
    plan = Plan(warmup=0.0, run=patients / model.per_minute)
    one, two = (replicate(program, plan, replications, jobs=jobs) for jobs in JOBS)
    _check(one, two)
    turns = [[_rate(program, plan, replications, jobs) for jobs in JOBS] for _ in range(rounds)]
    rates, had = ([Spread([t[k][i] for t in turns]) for k in range(len(JOBS))] for i in (0, 1))
    gain = Spread([b / a for a, b in zip(rates[0].values, rates[1].values, strict=True)])
    show(
        f"{model.name}: replications of {patients:,} patients, wall time, "
        f"{os.cpu_count()} processors, results the same",
        ("threads", "replications a second", "times one thread", "processors had"),
        [
            ("1", rates[0].text(".2f"), "1", had[0].text(".2f")),
            ("2", rates[1].text(".2f"), gain.text(".2f"), had[1].text(".2f")),
        ],
    )


def _rate(program: Program, plan: Plan, replications: int, jobs: int) -> tuple[float, float]:
    """Return replications a second, and how many processors the machine had left for them."""
    wall, used = time.perf_counter(), time.process_time()
    replicate(program, plan, replications, jobs=jobs)
    wall, used = time.perf_counter() - wall, time.process_time() - used
    return replications / wall, used / wall


def _check(one: list[Replication], two: list[Replication]) -> None:
    """Stop where the number of threads changes a result."""
    for a, b in zip(one, two, strict=True):
        same = np.array_equal(a.totals.counts, b.totals.counts)
        if not same or a.totals.resources.tobytes() != b.totals.resources.tobytes():
            raise SystemExit(f"replication {a.number} depends on the number of threads")
