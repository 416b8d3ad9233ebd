"""A year of Shaoxing at full size, against its own SimPy reference at 1/100."""

from __future__ import annotations

import resource
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.measure import show
from simcore.engine.dtypes import Op
from simcore.experiments.replicate import Plan, Replication, play
from simcore.network.compile import compile_network
from simcore.reference import Reference
from simcore.region.build import build
from simcore.scenario.load import load_scenario

SCENARIO = Path(__file__).parent.parent / "scenarios" / "shaoxing" / "2020-targets.yaml"
CONSTANT = 0.3  # on primary care: about what the 70% needs; `simcore run` solves it
GOAL_SECONDS, GOAL_GIB = 60, 1.5


def measure(scale: float, peer_scale: float, weeks: float | None) -> None:
    """Print seconds, memory, and the ratio to the reference in time a step.

    `weeks`, where given, cuts warm-up and run of both sides: for a smoke test.
    """
    ours, steps, seconds, built = _play(scale, weeks, reference=False)
    peer, peer_steps, peer_seconds, _ = _play(peer_scale, weeks, reference=True)
    ratio = (peer_seconds / peer_steps) / (seconds / steps)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    show(
        f"shaoxing/2020-targets, scale {scale:g} (processor time, one core, after compilation)",
        ("figure", "simcore", f"reference at {peer_scale:g}", "goal"),
        (
            ("seconds", f"{seconds:.1f}", f"{peer_seconds:.1f}", f"< {GOAL_SECONDS}"),
            ("episodes, million", f"{ours / 1e6:.2f}", f"{peer / 1e6:.3f}", ""),
            ("steps, million", f"{steps / 1e6:.1f}", f"{peer_steps / 1e6:.2f}", ""),
            ("nanoseconds a step", _per(seconds, steps), _per(peer_seconds, peer_steps), ""),
            ("times the reference", f"{ratio:.0f}", "1", ""),
            ("peak memory of both, GiB", f"{peak:.2f}", "", f"< {GOAL_GIB}"),
            ("build and compile_network, s", f"{built:.2f}", "", ""),
        ),
    )


def _per(seconds: float, steps: int) -> str:
    return f"{seconds / steps * 1e9:,.0f}"


def _play(
    scale: float, weeks: float | None, *, reference: bool
) -> tuple[int, int, float, float]:
    """Return episodes and steps of the run, processor seconds of all of it, and of building.

    Steps are counted since the start: the warm-up takes its share of the time.
    """
    scenario = load_scenario(SCENARIO)
    began = time.process_time()
    network = build(scenario.model, scale=scale, primary_constant=CONSTANT)
    warmup, run = scenario.warmup, scenario.run
    program, _ = compile_network(network, warmup)
    built = time.process_time() - began
    plan = Plan(warmup, run, scenario.seed)
    if weeks is not None:
        plan = replace(plan, warmup=0.0, run=weeks * 7 * 1440.0)
    play(program, replace(plan, warmup=0.0, run=1.0), 0)  # compiled, and in the cache
    began = time.process_time()
    played = play(program, plan, 0, Reference) if reference else play(program, plan, 0)
    seconds = time.process_time() - began
    share = plan.run / plan.end  # of the steps: the statistics begin after the warm-up
    return _episodes(played, program), int(played.totals.counts.sum() / share), seconds, built


def _episodes(played: Replication, program: object) -> int:
    arrive = program.steps.op == Op.ARRIVE  # type: ignore[attr-defined]
    return int(played.totals.counts[arrive].sum())
