"""Where patients go on, uncommonly: attributes, conditions, tables; and minutes of the week."""

from __future__ import annotations

from simcore.engine.kernels import at
from simcore.engine.kernels.calendar import schedule
from simcore.engine.kernels.draws import draw, value, value_of_class
from simcore.engine.kernels.handlers import handler
from simcore.engine.ops import Balk, If, Op, SetAttribute, Table, Until
from simcore.engine.records import State
from simcore.engine.sampling.distributions import first_above

set_row = at.step_as(SetAttribute)
if_row = at.step_as(If)
balk_row = at.step_as(Balk)
table_row = at.step_as(Table)
until_row = at.step_as(Until)


@handler(Op.SET)
def set_attribute(s: State, i: int) -> int:
    """Give an attribute of the patient, or of whose part they are, a value."""
    p = at.patient(s, i)
    step = set_row(s, p.step)
    x = value_of_class(s, p, i, at.common(step), step.law)
    at.attribute(s, at.more(s, i).root, step.attribute).x = x
    p.step = step.next
    return 1


@handler(Op.IF)
def condition(s: State, i: int) -> int:
    """Go elsewhere where the expression is true, else on."""
    p = at.patient(s, i)
    step = if_row(s, p.step)
    true = value(s, p, i, at.common(step), step.law) != 0.0
    p.step = step.go if true else step.next
    return 1


@handler(Op.BALK)
def balk(s: State, i: int) -> int:
    """Go on without having joined a queue; that the row was met is counted, as of every row."""
    p = at.patient(s, i)
    p.step = balk_row(s, p.step).next
    return 1


@handler(Op.TABLE)
def table_branch(s: State, i: int) -> int:
    """Branch by the last row of shares whose value is not above that of the expression."""
    p = at.patient(s, i)
    step = table_row(s, p.step)
    x = value(s, p, i, at.common(step), step.law)
    row = 0
    while row + 1 < step.n_values and at.number(s, step.values + row + 1).x <= x:
        row += 1
    shares = step.shares + row * step.n
    option = first_above(at.numbers(s), shares, step.n, draw(s, p, i, at.common(step)))
    p.step = at.target(s, step.targets + option).n
    return 1


@handler(Op.UNTIL)
def until(s: State, i: int) -> int:
    """Wait for the next of n minutes, later than now."""
    p = at.patient(s, i)
    step = until_row(s, p.step)
    cycle = at.number(s, step.minutes).x
    begun = s.monday + (s.now - s.monday) // cycle * cycle
    first, last = step.minutes + 1, step.minutes + 1 + step.n
    while first < last:
        middle = (first + last) // 2
        if begun + at.number(s, middle).x > s.now:
            last = middle
        else:
            first = middle + 1
    p.step = step.next
    schedule(s, i, begun + at.number(s, first).x)
    return 0
