"""A share of visits that a region imposes on primary care, and the constant that it takes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from simcore.building import Built, built
from simcore.engine.choice import expected_waits
from simcore.engine.program import Floats
from simcore.errors import RunError
from simcore.experiments.expected import expected_share
from simcore.experiments.replicate import Plan, replicate
from simcore.experiments.stages import Stages
from simcore.network.model import Network
from simcore.network.timetable import weekly
from simcore.scenario.load import Scenario
from simcore.text import Label
from simcore.time_units import MINUTES_PER_WEEK

SOLVE_SCALE = 0.1  # measured: within 0.2 points of the share at full size, as 0.2 is
SOLVE_WARMUP = 4 * MINUTES_PER_WEEK  # weeks in which people learn the waits
SOLVE_WEEKS = 8.0  # measured, or more, so that the share is known to 0.2 points:
SOLVE_WEEKS_AT_FULL_SIZE = 0.4  # 40 weeks at 1/100, 20 at 1/50


def imposed_share(subject: Scenario | Network) -> float | None:
    """Return the primary share that a region imposes, None where it imposes none."""
    if not isinstance(subject, Scenario) or subject.kind != "region":
        return None
    return getattr(subject.model.policy.first_contact, "primary_share", None)


def solve_imposed(
    subject: Scenario | Network, plan: Plan, scale: float, stages: Stages
) -> dict[str, Any]:
    """Return the constant on primary care that an imposed share needs; {} if none is imposed.

    plan, scale: of the whole run. The attempts are shorter and smaller; they have its seed, so
        that each has the same patients.
    stages: is told of every attempt.
    Raises RunError where no constant gives the share.
    """
    wanted = imposed_share(subject)
    if wanted is None:
        return {}
    from simcore.region.impose import INDICATOR, solve

    small = min(scale, SOLVE_SCALE)
    run = min(plan.run, max(SOLVE_WEEKS, SOLVE_WEEKS_AT_FULL_SIZE / small) * MINUTES_PER_WEEK)
    short = replace(plan, warmup=min(plan.warmup, SOLVE_WARMUP), run=run)
    short = replace(short, series_step=None, keep_state=False)
    with stages.timed("solve"):
        same = small == scale  # then it is built once
        found = built(subject, plan if same else short, scale=small, keep=same)
        runs = _ShortRuns(found, short, stages)
        try:
            solution = solve(runs.realised, runs.expected, wanted)
        except ValueError as error:
            raise _unreachable(wanted) from error
    return {
        "indicator": INDICATOR,
        "wanted": wanted,
        "constant": solution.constant,
        "realised_when_solved": solution.realised,
        "attempts": solution.evaluations,
        "scale": small,
        "weeks": run / MINUTES_PER_WEEK,
    }


class _ShortRuns:
    """Plays a region with one constant on primary care after the other, built once."""

    def __init__(self, found: Built, plan: Plan, stages: Stages) -> None:
        from simcore.region.demand import weekly_mean
        from simcore.region.impose import counted

        self.network, self.plan, self.stages = found.network, plan, stages
        self.program, network = found.program, found.network
        self.counted = np.array([counted(step.tags) for step in found.legend.steps], float)
        arrivals = [
            weekly_mean(weekly(source.rate))
            * np.array([dict(source.mix).get(c, 0.0) for c in network.classes])
            for source in network.sources
        ]
        self.share = expected_share(self.program, arrivals, self.counted)
        self.waits: Floats = np.zeros(self.program.resources.size)  # of the last run, minutes
        self.attempts = 0

    def expected(self, constant: float) -> float:
        """Return the share that a constant gives where people remember the last run's waits."""
        return self.share.at(constant, self.waits)

    def realised(self, constant: float) -> float:
        """Return the share that a constant gives in a run."""
        self.attempts += 1
        choices = replace(self.program.choices, lift=constant)
        program = replace(self.program, choices=choices)
        report = self.stages.progress("solve", self.network.start, self.plan, 1, self.attempts)
        report(0, 0.0)
        [played] = replicate(program, self.plan, 1, progress=report)
        resources = played.totals.resources
        found = expected_waits(
            resources.started, resources.waited, resources.waiting_area, resources.waiting
        )
        self.waits = np.nan_to_num(found)
        some, every = played.totals.counts.sum(axis=1) @ self.counted
        return float(some / every)


def _unreachable(wanted: float) -> RunError:
    return RunError(
        Label(
            f"no constant on primary care gives a share of {wanted:.1%}",
            f"无法使基层诊疗占比达到 {wanted:.1%}",
        ),
        Label(
            "choose a share between what emergencies and competence allow, or"
            " policy.first_contact: behavioural",
            "请选择急诊与诊治能力所允许的占比，或设 policy.first_contact: behavioural",
        ),
    )
