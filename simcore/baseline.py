"""The baseline that gains are over: played beside a scenario on the same random numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from simcore.errors import RunError
from simcore.experiments.replicate import Plan
from simcore.experiments.stages import Stage, Stages
from simcore.imposed import solve_imposed
from simcore.network.model import Network
from simcore.player import Player
from simcore.results.indicators import value_table
from simcore.results.manifest import run_part, scenario_part
from simcore.results.run import Run
from simcore.scenario.baseline import gained, load_baseline
from simcore.scenario.load import Scenario
from simcore.text import Label


@dataclass(frozen=True)
class Baseline:
    """What a run needs of its baseline.

    values: as `value_table` has them; NaN where it could not be played to its end.
    about: what it was and what it cost, for the manifest.
    """

    values: pd.DataFrame
    about: dict[str, Any]


def play_baseline(player: Player, plan: Plan, replications: int, scale: float) -> Baseline | None:
    """Play the baseline of a scenario as long and as often as it, and from its seed.

    player, plan, replications, scale: of the scenario.
    Returns None where none of its targets is a gain; of the run only what these need is kept.
    Raises ScenarioError where the baseline's file is wrong, RunError for gains of a Network, which
    has no baseline.
    """
    wanted = _gained(player.subject)
    if not wanted:
        return None
    assert isinstance(player.subject, Scenario)
    stages, subject = player.stages, load_baseline(player.subject)
    own = Stages(lambda stage: stages.tell(_of_baseline(stage)))
    with stages.timed("baseline"):
        plan = replace(plan, series_step=None, keep_state=False)
        imposed = solve_imposed(subject, plan, scale, own)
        alone = replace(player, subject=subject, stages=own, log=None, warm=None, keep=False)
        run = alone.play(plan, replications, scale, imposed)
        values = value_table(run, [i for i in run.network.indicators if i.id in wanted])
    if run.ended_early:
        values["value"] = float("nan")
    return Baseline(values, _about(subject, run))


def _gained(subject: Scenario | Network) -> list[str]:
    """Return the indicators of whose gains on a baseline there are targets."""
    if isinstance(subject, Scenario):
        return gained(subject)
    gains = [target.id for target in subject.targets if target.gain]
    if not gains:
        return []
    raise RunError(
        Label(f"{gains[0]} is a gain on a baseline, and a Network names none",
              f"{gains[0]} 为较基线的提高，而 Network 未写明基线"),
        Label("play the one and the other, with baseline=False, and subtract",
              "请用 baseline=False 分别运行后相减"),
    )  # fmt: skip


def _of_baseline(stage: Stage) -> Stage:
    """Return a stage of the baseline's run as one of the whole."""
    return replace(stage, phase="baseline") if stage.phase == "run" else stage


def _about(subject: Scenario, run: Run) -> dict[str, Any]:
    """Return what a baseline was, as JSON takes it."""
    own, found = scenario_part(subject), run_part(run)
    return {
        **{key: own[key] for key in ("path", "hash")},
        **{key: found[key] for key in ("name", "status", "patients", "events")},
        "start": found["window"]["start"],
        "ended_early": run.ended_early,
    }
