"""What a patient asks for, where it depends on them: how many units, and with which priority."""

from __future__ import annotations

import math

from simcore.engine.jit import part
from simcore.engine.kernels import at
from simcore.engine.kernels.draws import value_of_class
from simcore.engine.kernels.handlers import handler
from simcore.engine.ops import AskPriority, AskUnits, Op
from simcore.engine.records import NONE, State

units_row = at.step_as(AskUnits)
priority_row = at.step_as(AskPriority)


@part
def refuse(s: State, row: int, x: float) -> None:
    """Note that x came out at a row, and cannot be: the run is stopped for it."""
    if s.wrong_row == NONE:
        s.wrong_row = row
        s.wrong_value = x


@handler(Op.ASK_UNITS)
def ask_units(s: State, i: int) -> int:
    """Settle how many units patient i asks for next: a whole number from 1."""
    p = at.patient(s, i)
    step = units_row(s, p.step)
    x = value_of_class(s, p, i, at.common(step), step.law)
    if not 1.0 <= x <= step.most or x != math.floor(x):
        refuse(s, p.step, x)
        x = 1.0
    at.holding(s, i, at.rules(s, step.resource).column).units = int(x)
    p.step = step.next
    return 1


@handler(Op.ASK_PRIORITY)
def ask_priority(s: State, i: int) -> int:
    """Settle with which priority patient i asks next, or from now on: one that has a rank."""
    p = at.patient(s, i)
    step = priority_row(s, p.step)
    x = value_of_class(s, p, i, at.common(step), step.law)
    rank = 0
    while rank < step.n and at.number(s, step.priorities + rank).x != x:
        rank += 1
    if rank == step.n:
        refuse(s, p.step, x)
        rank = 0
    if step.resource == NONE:
        p.rank = rank
    else:
        at.holding(s, i, at.rules(s, step.resource).column).rank = rank
    p.step = step.next
    return 1
