"""A share of visits that a region imposes on primary care, and the constant that it takes."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

from simcore.building import network_of, program_of
from simcore.errors import RunError
from simcore.experiments.interruptible import interruptible
from simcore.experiments.replicate import Plan, replicate
from simcore.experiments.stages import Stages
from simcore.network.model import Network
from simcore.results.observed import Observer
from simcore.results.run import Run
from simcore.scenario.load import Scenario
from simcore.text import Label
from simcore.time_units import MINUTES_PER_WEEK

IMPOSED = "primary_visit_share"  # the indicator that a scenario may impose, %
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
    from simcore.region.impose import solve

    small = min(scale, SOLVE_SCALE)
    run = min(plan.run, max(SOLVE_WEEKS, SOLVE_WEEKS_AT_FULL_SIZE / small) * MINUTES_PER_WEEK)
    short = replace(plan, warmup=min(plan.warmup, SOLVE_WARMUP), run=run)
    short = replace(short, series_step=None, keep_state=False)
    attempts = count(1)

    def realised(constant: float) -> float:
        network = network_of(subject, scale=small, primary_constant=constant)
        return _realised(network, short, small, stages, next(attempts))

    with stages.timed("solve"):
        try:
            found = solve(realised, wanted)
        except ValueError as error:
            raise _unreachable(wanted) from error
    return {
        "indicator": IMPOSED,
        "wanted": wanted,
        "constant": found.constant,
        "realised_when_solved": found.realised,
        "attempts": found.evaluations,
        "scale": small,
        "weeks": run / MINUTES_PER_WEEK,
    }


def _realised(network: Network, plan: Plan, scale: float, stages: Stages, attempt: int) -> float:
    """Return the imposed indicator of one short run, as a share."""
    program, legend = program_of(network, plan)
    progress = stages.progress("solve", network.start, plan, 1, attempt)
    progress(0, 0.0)
    played = interruptible(lambda report: replicate(program, plan, 1, progress=report), progress)
    run = Run(network, program, legend, plan, played, scale)
    indicator = next(i for i in network.indicators if i.id == IMPOSED)
    return indicator.value(Observer(run)(run.windows[0])) / 100.0


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
