"""Runs of small models, as `Run` and as `Results`, for tests of the tables."""

from __future__ import annotations

from typing import Any

from simcore.experiments.replicate import Plan, replicate
from simcore.network.compiler.compile import compile_network
from simcore.network.model import Network
from simcore.results.manifest import machine_part, run_part
from simcore.results.results import Results, results_of
from simcore.results.run import Run


def played(
    network: Network, *, warmup: float, run: float, replications: int = 1, **plan: Any
) -> Run:
    program, legend = compile_network(network, warmup, run)
    how = Plan(warmup, run, **plan)
    return Run(network, program, legend, how, replicate(program, how, replications))


def results(run: Run) -> Results:
    rest = {"engine": "numba", "imposed": None, "scenario": None, "seconds": {"total": 1.0}}
    return results_of(run, {**run_part(run), **rest, **machine_part()})
