"""From a scenario to results, in one call."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from simcore.baseline import play_baseline
from simcore.experiments.arguments import (
    EngineName,
    check_engine,
    log_plan_of,
    plan_of,
    read_arguments,
)
from simcore.experiments.logs import LogPlan
from simcore.experiments.stages import Stage, Stages
from simcore.experiments.state_files import check_replaceable
from simcore.experiments.states import read_warm, write_warm
from simcore.imposed import Imposed, solve_imposed
from simcore.network.model import Network
from simcore.player import Player
from simcore.results.manifest import machine_part, run_part, scenario_part
from simcore.results.results import Results, results_of
from simcore.results.run import Run
from simcore.scenario.load import Scenario, load_scenario


def simulate(
    scenario: Scenario | Network | str | Path,
    *,
    replications: int | None = None,
    seed: int | None = None,
    jobs: int | None = None,
    engine: EngineName = "numba",
    scale: float | str = 1.0,
    log: bool | str | LogPlan = False,
    series_step: float | str | None = None,
    warmup: float | str | None = None,
    run: float | str | None = None,
    save_state: str | Path | None = None,
    from_state: str | Path | None = None,
    baseline: bool = True,
    progress: Callable[[Stage], None] | None = None,
) -> Results:
    """Play a scenario, the file of one, or a Network, and return its results.

    What is None is the scenario's own; a Network has no times of its own and needs `run`.

    replications: how often to play it, each with its own random numbers.
    seed: of the random numbers, from 0 to 2**32 - 1. The same seed gives the same results.
    jobs: threads, else one a processor. The results do not depend on it.
    engine: "numba", or "simpy" for the slow reference, which gives the same results.
    scale: of population and capacity together, above 0 and at most 1 or as "5%", for a quick look.
    log: which events to keep: all (True or "all"), "sample=5%" of the patients,
        "resource=NAME", or a LogPlan.
    series_step: minutes of a step in `daily` and `daily_resources`, 1 or more, or as "1 h".
    warmup, run: minutes before the statistics begin, and minutes that they cover, or as "7 d".
    save_state: a file for the states at the end of the warm-up.
    from_state: such a file, to go on from in place of a warm-up. It must be of the same
        network, whose numbers may differ.
    baseline: whether a region's baseline is played beside it, in about the same time again, where
        some target is a gain on that; without it such targets are undecided.
    progress: is called with each Stage. What it raises ends the run.

    A run whose queues grow without end comes back as far as it went, with "overload" as the
    manifest's status.
    Raises ScenarioError where a file is wrong, RunError where an imposed share cannot be
    reached, a log or a state does not suit, something cannot be shrunk, a gain has no baseline or
    an expression has no finite value, ArgumentError where an argument cannot be meant.

    >>> results = simulate("scenarios/examples/mmc.yaml", replications=2, warmup=0, run=1440.0)
    >>> list(results.resources["resource"])
    ['server']
    >>> results.manifest["window"]["run_minutes"]
    1440.0
    """
    numbers = read_arguments(
        replications=replications, seed=seed, jobs=jobs, scale=scale, series_step=series_step,
        warmup=warmup, run=run,
    )  # fmt: skip
    stages = Stages(progress)
    subject = load_scenario(scenario) if isinstance(scenario, str | Path) else scenario
    warm = read_warm(Path(from_state)) if from_state is not None else None
    plan, number = plan_of(subject, warm, numbers, keep_state=save_state is not None)
    if save_state is not None:
        check_replaceable(Path(save_state))
    check_engine(engine, states=warm is not None or plan.keep_state)
    threads = numbers.jobs or os.cpu_count() or 1
    player = Player(subject, engine, threads, stages, log_plan_of(log), warm)
    before = play_baseline(player, plan, number, numbers.scale) if baseline else None
    imposed = solve_imposed(subject, plan, numbers.scale, stages)
    played = player.play(plan, number, numbers.scale, imposed)
    if save_state is not None:
        write_warm(
            Path(save_state), played.program, plan, played.replications, _about(subject, played)
        )
    manifest = _manifest(player, played, imposed, log)
    manifest["baseline"] = before.about if before else None
    return results_of(played, manifest, before.values if before else None)


def _manifest(
    player: Player, played: Run, imposed: Imposed | None, log: bool | str | LogPlan
) -> dict[str, Any]:
    """Return everything needed to play a run again, and how long it took."""
    subject, warm = player.subject, player.warm
    return {
        **run_part(played),
        "engine": player.engine,
        "imposed": imposed.manifest() if imposed else None,
        "log": log if isinstance(log, bool | str) else str(log),
        "from_state": warm.manifest() if warm else None,
        "scenario": scenario_part(subject) if isinstance(subject, Scenario) else None,
        "seconds": player.stages.times(),
        **machine_part(),
    }


def _about(subject: Scenario | Network, run: Run) -> dict[str, Any]:
    """Return what a saved state says of the run that it is of."""
    start = run.network.start
    return {
        "scale": float(run.scale),
        "start": start.isoformat() if start else None,
        "name": run.network.name.en,
        "hash": subject.hash if isinstance(subject, Scenario) else None,
    }
