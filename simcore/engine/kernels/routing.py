"""Uncommon ways: attributes, conditions, tables, and minutes of the week."""

from __future__ import annotations

from simcore.engine.dtypes import Op
from simcore.engine.kernels import at
from simcore.engine.kernels.calendar import schedule
from simcore.engine.kernels.draws import draw, value
from simcore.engine.kernels.handlers import handler
from simcore.engine.sampling.distributions import first_above
from simcore.time_units import MINUTES_PER_WEEK


@handler(Op.SET)
def set_attribute(s, i):
    """Give an attribute of the patient, or of whose part he is, a value."""
    p = at.patient(s, i)
    step = at.step(s, p.step)
    x = value(s, p, i, step, step.a + p.group * step.stride)
    at.attribute(s, at.more(s, i).root, step.n).x = x
    p.step = step.next
    return 1


@handler(Op.IF)
def condition(s, i):
    """Go to the target where the expression is true, else on."""
    p = at.patient(s, i)
    step = at.step(s, p.step)
    true = value(s, p, i, step, step.a) != 0.0
    p.step = at.target(s, step.targets).n if true else step.next
    return 1


@handler(Op.TABLE)
def table_branch(s, i):
    """Branch by the row of shares that belongs to the value of an expression.

    `stride` values at `a`, then for each a row of n cumulative shares.
    """
    p = at.patient(s, i)
    step = at.step(s, p.step)
    x = value(s, p, i, step, step.law)
    row = 0
    while row + 1 < step.stride and at.number(s, step.a + row + 1).x <= x:
        row += 1
    shares = step.a + step.stride + row * step.n
    option = first_above(at.table(s), shares, step.n, draw(s, p, i, step))
    p.step = at.target(s, step.targets + option).n
    return 1


@handler(Op.UNTIL)
def until(s, i):
    """Wait for the next of n minutes of the week, at `a`, later than now."""
    p = at.patient(s, i)
    step = at.step(s, p.step)
    week = s.monday + ((s.now - s.monday) // MINUTES_PER_WEEK) * MINUTES_PER_WEEK
    k = 0
    while k < step.n and week + at.number(s, step.a + k).x <= s.now:
        k += 1
    if k == step.n:
        week += MINUTES_PER_WEEK
        k = 0
    p.step = step.next
    schedule(s, i, week + at.number(s, step.a + k).x)
    return 0
