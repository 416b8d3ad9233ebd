"""One Network played by engine and reference, and what differs between the two."""

from __future__ import annotations

from typing import Any

import numpy as np

from simcore.engine.program import Program
from simcore.engine.simulation import Simulation
from simcore.engine.totals import NoValue
from simcore.experiments.replicate import Engine, Plan, Replication, play
from simcore.network.checks.check import check
from simcore.network.compiler.compile import compile_network
from simcore.network.model import Network
from simcore.reference import Reference
from support.runs import differences

MOST = 60_000  # patients in the system; loops and locks stay far below


def compare(engine: Replication, reference: Replication) -> list[str]:
    """Return what differs between two replications; nothing where they are the same."""
    wrong = differences(engine.totals, reference.totals, "events")
    wrong += [f"series: {name}" for name in differences(engine.snapshots, reference.snapshots)]
    pairs = zip(engine.batches, reference.batches, strict=True)
    wrong += [f"batches: {d}" for a, b in pairs for d in differences(a, b, "events")]
    if not np.array_equal(_of_patients(engine.log), _of_patients(reference.log)):
        wrong.append("log")
    if engine.deadlock != reference.deadlock:
        wrong.append(f"deadlock: {engine.deadlock}, {reference.deadlock}")
    return wrong


def _of_patients(log: Any) -> Any:
    """Return a log without the attributes of units that are being cleaned: nobody has them.

    Such a unit, and a part of a fork, are parts; those of a fork have the patient's own.
    """
    if log is None or "values" not in (log.dtype.names or ()):
        return log
    found = log.copy()
    found["values"][found["part"] > 0] = 0.0
    return found


def twins_differ(network: Network, plan: Plan) -> list[str]:
    """Return what differs; where an expression has no value for somebody, both stop alike."""
    program, _ = compile_network(network, plan.warmup, plan.run)
    engine, reference = (_played(program, plan, kind) for kind in (Simulation, Reference))
    if isinstance(engine, NoValue) or isinstance(reference, NoValue):
        return [] if repr(engine) == repr(reference) else [f"{engine!r} and {reference!r}"]
    assert engine.status == reference.status == "complete"
    return compare(engine, reference)


def _played(program: Program, plan: Plan, kind: type[Engine]) -> Replication | NoValue:
    try:
        return play(program, plan, 0, kind)
    except NoValue as error:
        return error


def agree(network: Network, span: tuple[float, float], seed: int) -> None:
    assert check(network) == []
    attributes = tuple(range(len(network.attributes)))
    plan = Plan(*span, seed, log=True, log_attributes=attributes, max_patients=MOST)
    assert twins_differ(network, plan) == []
