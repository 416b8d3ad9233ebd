"""What `simulate` is told: checked, and filled up from the scenario where it is silent."""

from __future__ import annotations

from typing import Literal, get_args

from simcore.errors import RunError
from simcore.experiments.logs import LogPlan, log_plan
from simcore.experiments.replicate import Plan
from simcore.experiments.states import WarmStates
from simcore.network.model import Network
from simcore.scenario.load import Scenario
from simcore.text import Label

EngineName = Literal["numba", "simpy"]


def plan_of(
    subject: Scenario | Network,
    warm: WarmStates | None,
    *,
    replications: int | None,
    seed: int | None,
    warmup: float | None,
    run: float | None,
) -> tuple[Plan, int]:
    """Return how to play, and how often: as told, else as the warm states or the scenario say.

    warm: the states to go on from, if any.
    replications, seed, warmup, run: what `simulate` was told; None where it was not. Minutes.
    Raises ValueError where nothing says how long to run.
    """
    own = subject if isinstance(subject, Scenario) else None
    if run is None and own is None:
        raise ValueError("a Network says nothing of time: give run=, in minutes")
    number = replications if replications is not None else own.replications if own else 1
    if warm:
        number = replications if replications is not None else warm.replications
        if own is None:  # a Network says nothing of them
            warmup = warm.note["warmup"] if warmup is None else warmup
            seed = warm.note["seed"] if seed is None else seed
    plan = Plan(
        warmup=warmup if warmup is not None else own.warmup if own else 0.0,
        run=run if run is not None else own.run if own else 0.0,
        seed=seed if seed is not None else own.seed if own else 1,
        batches=Plan.batches if number == 1 else 1,  # only a single replication needs them
    )
    return plan, number


def log_plan_of(log: bool | str | LogPlan) -> LogPlan | None:
    """Return which events to keep, None for none. Raises RunError for a text not understood."""
    if isinstance(log, str) and log:
        return log_plan(log)
    return (LogPlan() if log is True else None) if isinstance(log, bool | str) else log


def check_engine(engine: EngineName, *, states: bool) -> None:
    """Raise ValueError for an unknown engine, RunError for one that cannot do what is asked.

    states: whether states are saved, or gone on from.
    """
    if engine not in get_args(EngineName):
        raise ValueError(f"engine must be one of {', '.join(get_args(EngineName))}")
    if states and engine != "numba":
        raise RunError(
            Label(
                "only the numba engine saves states and goes on from them",
                "只有 numba 引擎能保存状态并由其继续",
            ),
            Label("leave out the engine, or the states", "请去掉 engine，或不使用状态"),
        )


def check_ranges(replications: int, scale: float, jobs: int | None, plan: Plan) -> None:
    """Raise ValueError for the first number that is out of range."""
    wrong = {
        "replications must be 1 or more": replications < 1,
        "scale must be above 0 and at most 1": not 0.0 < scale <= 1.0,
        "jobs must be 1 or more": jobs is not None and jobs < 1,
        "run must be above 0 minutes": not 0.0 < plan.run < float("inf"),
        "warmup must be 0 minutes or more": not 0.0 <= plan.warmup < float("inf"),
        "series_step must be 1 minute or more": not (plan.series_step or 1.0) >= 1.0,
        "seed must be from 0 to 2**32 - 1": not 0 <= plan.seed < 2**32,
    }
    for message, holds in wrong.items():
        if holds:
            raise ValueError(message)
