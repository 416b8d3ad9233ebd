"""Which events of a run are kept: all, those of a sample of patients, those at a resource."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simcore.engine.ops import StepRow
from simcore.engine.phases import Phase
from simcore.engine.program import Program, Records
from simcore.engine.records import NONE
from simcore.engine.simulation import EventFilter
from simcore.engine.successors import successors
from simcore.errors import RunError
from simcore.text import Label, did_you_mean

TAKE = {Phase.WAIT, Phase.WAIT_AGAIN}
GIVE = {Phase.GIVE_BACK, Phase.GIVE_UP}
FORMS = Label('write "all", "sample=5%" or "resource=NAME"', "请写 all、sample=5% 或 resource=名称")


@dataclass(frozen=True)
class LogPlan:
    """Events of a share of all patients, or of one resource where it is named.

    share: of the patients, above 0 and at most 1. Whether a patient is in the sample depends on
        their source and ordinal alone, so it is the same patients in every scenario and
        replication.
    resource: a name, whose events are kept for all patients; else "".
    attributes: names of those whose values are kept, as they are when a step begins.
    Raises ValueError where the share is out of range.
    """

    share: float = 1.0
    resource: str = ""
    attributes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0.0 < self.share <= 1.0:
            raise ValueError("the share of patients in a log must be above 0 and at most 1")


def log_plan(text: str) -> LogPlan:
    """Return what a text asks for: "all", "sample=5%", "sample=0.05" or "resource=NAME".

    Raises RunError for any other text.

    >>> log_plan("sample=5%")
    LogPlan(share=0.05, resource='', attributes=())
    """
    name, _, value = text.strip().partition("=")
    if name == "all" and not value:
        return LogPlan()
    if name == "resource" and value:
        return LogPlan(resource=value)
    share = re.fullmatch(r"(\d+(?:\.\d+)?|\.\d+)(%?)", value)
    if name == "sample" and share:
        number = float(share[1]) / (100.0 if share[2] else 1.0)
        if 0.0 < number <= 1.0:
            return LogPlan(share=number)
    raise RunError(Label(f'a log of "{text}" is not known', f"不认识的日志范围“{text}”"), FORMS)


def event_filter(plan: LogPlan, program: Program) -> bool | EventFilter:
    """Return what picks the events of a plan out of those of a run; True for all of them.

    Raises RunError for a resource that no step takes.
    """
    if plan.resource:
        rows = _at_resource(program, plan.resource)
        return lambda events: events[rows[events["step"]]]
    if plan.share < 1.0:
        keys = program.sources.key.astype(np.uint64)
        return lambda events: events[_sampled(keys[events["source"]], events, plan.share)]
    return True


def attribute_numbers(plan: LogPlan, known: Sequence[str]) -> tuple[int, ...]:
    """Return the numbers of the attributes whose values are kept.

    known: the names of all that patients carry. Raises RunError for one that is none of them.
    """
    for name in plan.attributes:
        if name not in known:
            raise RunError(
                Label(f'there is no attribute "{name}" to log', f"没有可记录的属性“{name}”"),
                did_you_mean(name, known),
            )
    return tuple(map(known.index, plan.attributes))


def _sampled(keys: NDArray[np.uint64], events: Records, share: float) -> NDArray[np.bool_]:
    """Tell which events are of patients whose source and ordinal hash below the share.

    Two rounds of the mixing of splitmix64 (Steele et al. 2014).
    """
    x = keys << np.uint64(32) ^ events["ordinal"].astype(np.uint64)
    for _ in range(2):
        x = x + np.uint64(0x9E3779B97F4A7C15)
        x = (x ^ x >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ x >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
        x = x ^ x >> np.uint64(31)
    found: NDArray[np.bool_] = x < np.uint64(min(int(share * 2.0**64), 2**64 - 1))
    return found


def _at_resource(program: Program, name: str) -> NDArray[np.bool_]:
    """Tell of each row whether a patient who meets it waits for, holds or gives back `name`."""
    held = program.held
    takes = _in_phase(program, TAKE)
    named = {held[k] for k in takes.values()}
    if name not in named:
        some = ", ".join(sorted(named)[:12])
        raise RunError(
            Label(f'no step takes "{name}"', f"没有步骤使用“{name}”"),
            Label(f"choose one of: {some}", f"请选择：{some}"),
        )
    own = held.index(name)
    gives = {row for row, k in _in_phase(program, GIVE).items() if k == own}
    follow = successors(program.rows, program.links)
    work = [row for row, k in takes.items() if k == own]
    found = np.zeros(len(follow), bool)
    if (home := int(program.rules.home[own])) != NONE:
        found[home] = True
    while work:
        row = work.pop()
        if row != NONE and not found[row]:
            found[row] = True
            if row not in gives:
                work += follow[row]
    return found


def _in_phase(program: Program, phases: set[Phase]) -> dict[int, int]:
    """Return the rows of some phases, each with the number of the resource that it is about."""
    rows: list[StepRow] = program.rows
    return {k: row.resource for k, row in enumerate(rows) if row.phase in phases}  # type: ignore[attr-defined]
