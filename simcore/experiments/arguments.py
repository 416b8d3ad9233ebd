"""What `simulate` is told: checked, and filled up from the scenario where it is silent."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from simcore.errors import ArgumentError, RunError
from simcore.experiments.logs import LogPlan, log_plan
from simcore.experiments.replicate import Plan
from simcore.experiments.states import WarmStates
from simcore.network.model import Network
from simcore.scenario.load import Scenario
from simcore.scenario.values.quantities import SHARE, read_minutes
from simcore.text import Label

EngineName = Literal["numba", "simpy"]


def plan_of(
    subject: Scenario | Network,
    warm: WarmStates | None,
    told: Told,
    *,
    keep_state: bool,
) -> tuple[Plan, int]:
    """Return how to play, and how often: as told, else as the warm states or the scenario say.

    warm: the states to go on from, if any.
    told: what `simulate` was told.
    keep_state: whether the end of the warm-up is to be kept.
    Raises ArgumentError where nothing says how long to run.
    """
    own = subject if isinstance(subject, Scenario) else None
    replications, seed, warmup, run = told.replications, told.seed, told.warmup, told.run
    if run is None and own is None:
        raise ArgumentError(
            Label("a Network says nothing of time", "Network 未说明时长"),
            Label('give run=, in minutes or as "30 d"', '请给出 run=（分钟，或写作 "30 d"）'),
        )
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
        series_step=told.series_step,
        keep_state=keep_state,
    )
    return plan, number


def log_plan_of(log: bool | str | LogPlan) -> LogPlan | None:
    """Return which events to keep, None for none. Raises RunError for a text not understood."""
    if isinstance(log, str) and log:
        return log_plan(log)
    return (LogPlan() if log is True else None) if isinstance(log, bool | str) else log


def check_engine(engine: EngineName, *, states: bool) -> None:
    """Raise ArgumentError for an unknown engine, RunError for one that cannot do what is asked.

    states: whether states are saved, or gone on from.
    """
    if engine not in get_args(EngineName):
        names = ", ".join(get_args(EngineName))
        raise ArgumentError(
            Label(f"engine must be one of {names}, this is {engine!r}",
                  f"engine 须为 {names} 之一，此处为 {engine!r}"),
            Label("leave it out for numba", "不写则为 numba"),
        )  # fmt: skip
    if states and engine != "numba":
        raise RunError(
            Label(
                "only the numba engine saves states and goes on from them",
                "只有 numba 引擎能保存状态并由其继续",
            ),
            Label("leave out the engine, or the states", "请去掉 engine，或不使用状态"),
        )


# What numbers may be


@dataclass(frozen=True)
class Told:
    """The numbers that `simulate` was told, as it plays them; None where it was not. Minutes."""

    replications: int | None = None
    seed: int | None = None
    jobs: int | None = None
    scale: float = 1.0
    series_step: float | None = None
    warmup: float | None = None
    run: float | None = None


@dataclass(frozen=True)
class _Argument:
    read: Callable[[Any], float]
    fits: Callable[[float], bool]
    must: Label


def read_arguments(**given: Any) -> Told:
    """Return numbers as they are meant.

    given: by the names of `Told`: numbers, numpy's too; times also as text such as "7 d", and the
        scale as "5%".
    Raises ArgumentError for all that cannot be.
    """
    wrong: list[str] = []
    read: dict[str, Any] = {}
    for name, value in given.items():
        if value is None:
            continue
        argument = _ARGUMENTS[name]
        try:
            read[name] = argument.read(value)
        except (TypeError, ValueError, RunError):
            wrong.append(name)
            continue
        if not argument.fits(read[name]):
            wrong.append(name)
    if wrong:
        must = {name: _ARGUMENTS[name].must for name in wrong}
        message = Label(
            "\n".join(f"{k} must be {must[k].en}, this is {given[k]!r}" for k in wrong),
            "\n".join(f"{k} 须为{must[k].zh}，此处为 {given[k]!r}" for k in wrong),
        )
        raise ArgumentError(message, Label("give it as said here", "请按上述要求给出"))
    return Told(**read)


def _number(value: Any) -> float:
    if isinstance(value, bool | str):
        raise TypeError(value)
    return float(value)


def _whole(value: Any) -> int:
    if isinstance(value, bool):
        raise TypeError(value)
    return operator.index(value)


def _minutes(value: Any) -> float:
    return read_minutes(value) if isinstance(value, str) else _number(value)


def _share(value: Any) -> float:
    return SHARE.parse(value) if isinstance(value, str) else _number(value)


_TIME = ', in minutes or as "7 d"', '（分钟，或写作 "7 d"）'
_ONE = Label("a whole number, 1 or more", "不小于 1 的整数")
_ARGUMENTS = {
    "replications": _Argument(_whole, lambda n: n >= 1, _ONE),
    "jobs": _Argument(_whole, lambda n: n >= 1, _ONE),
    "seed": _Argument(
        _whole, lambda n: 0 <= n < 2**32,
        Label("a whole number from 0 to 2**32 - 1", "0 到 2**32 - 1 的整数"),
    ),
    "scale": _Argument(
        _share, lambda x: 0.0 < x <= 1.0,
        Label('above 0 and at most 1, or such as "5%"', '大于 0 且不超过 1 的数，或写作 "5%"'),
    ),
    "series_step": _Argument(
        _minutes, lambda x: 1.0 <= x < math.inf,
        Label(f"1 minute or more{_TIME[0]}", f"不少于 1 分钟的时长{_TIME[1]}"),
    ),
    "warmup": _Argument(
        _minutes, lambda x: 0.0 <= x < math.inf,
        Label(f"a time of 0 or more{_TIME[0]}", f"不小于 0 的时长{_TIME[1]}"),
    ),
    "run": _Argument(
        _minutes, lambda x: 0.0 < x < math.inf,
        Label(f"a time above 0{_TIME[0]}", f"大于 0 的时长{_TIME[1]}"),
    ),
}  # fmt: skip
