"""Short ways to run a Network, and to put what came out into comparable form."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import fields
from typing import Any

import numpy as np

from simcore.engine.choice import renew_shares
from simcore.engine.phases import Happening
from simcore.engine.program import Program, Records
from simcore.engine.simulation import Simulation
from simcore.engine.snapshots import Snapshots
from simcore.engine.totals import Totals
from simcore.experiments.replicate import Plan, replicate
from simcore.network.compiler.compile import Legend, compile_network
from simcore.network.model import Network

WEEK = 7 * 1440.0
Timeline = list[tuple[float, str, int, int]]  # time, pathway, step, row within the step


def begin(
    network: Network,
    *,
    warmup: float = 0.0,
    run: float | None = None,
    seed: int = 1,
    engine: Any = Simulation,
    **options: Any,
) -> Any:
    """Return an engine at time 0, its choices made as by people who know of no wait."""
    program, _ = compile_network(network, warmup, run)
    simulation = engine(program, seed, 0, **options)
    renew_shares(program.choices, simulation.table, np.zeros(program.resources.size))
    return simulation


def differences(a: Totals | Snapshots, b: Totals | Snapshots, *but: str) -> list[str]:
    """Return the names of the fields that are not identical to the bit."""
    names = [field.name for field in fields(a) if field.name not in but]
    return [n for n in names if np.asarray(getattr(a, n)).tobytes() != _bytes(b, n)]


def _bytes(totals: Totals | Snapshots, name: str) -> bytes:
    return np.asarray(getattr(totals, name)).tobytes()


def digest(*totals: Totals | Snapshots) -> str:
    """Return a name for all bits of these statistics."""
    sha = hashlib.sha256()
    for t in totals:
        for field in fields(t):
            sha.update(_bytes(t, field.name))
    return sha.hexdigest()


def digest_of(network: Network, jobs: int) -> str:
    """Return the digest of two replications of a week after a warm-up, on `jobs` threads."""
    program, _ = compile_network(network, 2000.0)
    played = replicate(program, Plan(2000.0, WEEK), 2, jobs=jobs)
    return digest(*(replication.totals for replication in played))


def timelines(
    log: Records, program: Program, legend: Legend, network: Network
) -> dict[tuple[str, int], Timeline]:
    """Return what happened to each patient, by source and ordinal, in names alone."""
    found: dict[tuple[str, int], Timeline] = defaultdict(list)
    first = {(s.pathway, s.index): row for row, s in reversed(list(enumerate(legend.steps)))}
    for event in log[log.kind == Happening.MET]:
        row = int(event.step)
        step = legend.steps[row]
        inner = row - first[step.pathway, step.index] if step.index >= 0 else 0
        name = network.sources[event.source].name
        found[name, int(event.ordinal)].append((float(event.time), step.pathway, step.index, inner))
    return dict(found)
