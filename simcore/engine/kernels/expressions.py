"""Values that depend on the patient and on the state: postfix code on a small stack."""

from __future__ import annotations

import math

import numpy as np

from simcore.engine.bytecode import Code
from simcore.engine.jit import part, rare
from simcore.engine.kernels import at
from simcore.engine.records import NONE, Patient, State
from simcore.engine.sampling.distributions import ndtri
from simcore.time_units import DAYS_PER_WEEK, MINUTES_PER_DAY

HIGHEST_EXPONENT = 709.782712893384  # exp of any above is beyond all numbers


@part
def _state(s: State, p: Patient, root: int, code: int, argument: int) -> float:
    """Return what an instruction pushes that looks at the patient, the clock or a resource."""
    now = s.now
    if code == Code.ATTRIBUTE:
        return at.attribute(s, root, argument).x
    elif code == Code.CLASS:
        return float(p.class_)
    elif code == Code.TIME:
        return now - s.start
    elif code == Code.STAY:
        return now - p.arrived
    elif code == Code.MINUTE_OF_DAY:
        return (now - s.monday) % MINUTES_PER_DAY
    elif code == Code.WEEKDAY:
        return _weekday(s, argument)
    elif code == Code.IN_SYSTEM:
        return float(s.in_system)
    resource = at.resource(s, argument)
    if code == Code.QUEUE:
        return float(resource.waiting)
    elif code == Code.BUSY:
        return float(resource.busy)
    elif code == Code.FREE:
        return float(resource.capacity - resource.busy)
    return float(resource.capacity)


@part
def _weekday(s: State, played: int) -> float:
    """Return the weekday as which today is played. played: row of the table, or NONE."""
    day = math.floor((s.now - s.monday) / MINUTES_PER_DAY)
    if played == NONE:
        return float(day % DAYS_PER_WEEK)
    return at.number(s, played + 1 + min(day, int(at.number(s, played).x) - 1)).x


@part
def _unary(code: int, x: float) -> float:
    if code == Code.NEGATE:
        return -x
    elif code == Code.ABS:
        return abs(x)
    elif code == Code.FLOOR:
        return float(np.floor(x))  # math.floor makes a whole number of 64 bits
    elif code == Code.SQRT:
        return math.sqrt(x) if x >= 0.0 else math.nan
    elif code == Code.LOG:
        if x == 0.0:
            return -math.inf
        return math.log(x) if x > 0.0 else math.nan
    elif code == Code.EXP:
        return math.inf if x > HIGHEST_EXPONENT else math.exp(x)
    elif code == Code.NDTRI:
        return ndtri(x)
    elif not abs(x) < math.inf and code != Code.NOT:
        return math.nan
    elif code == Code.SIN:
        return math.sin(x)
    elif code == Code.COS:
        return math.cos(x)
    return _truth(x == 0.0, x)


@part
def _truth(holds: bool, x: float) -> float:
    """Return 1 or 0; NaN where x is."""
    if x != x:
        return x
    return 1.0 if holds else 0.0


@part
def _divided(x: float, y: float) -> float:
    if y != 0.0:
        return x / y
    return math.copysign(math.inf, x) if x != 0.0 and x == x else math.nan


@part
def _binary(code: int, x: float, y: float) -> float:
    if code == Code.ADD:
        return x + y
    elif code == Code.SUBTRACT:
        return x - y
    elif code == Code.MULTIPLY:
        return x * y
    elif code == Code.DIVIDE:
        return _divided(x, y)
    elif code == Code.MINIMUM:
        return x if x < y or x != x else y
    elif code == Code.MAXIMUM:
        return x if x > y or x != x else y
    elif code == Code.AT_LEAST:
        return x if x >= y else math.nan
    return _compared(code, x, y, x if x != x else y)


@part
def _compared(code: int, x: float, y: float, known: float) -> float:
    """Return whether something holds of x and y; `known` is NaN where either is."""
    if code == Code.LESS:
        return _truth(x < y, known)
    elif code == Code.LESS_EQUAL:
        return _truth(x <= y, known)
    elif code == Code.EQUAL:
        return _truth(x == y, known)
    elif code == Code.AND:
        return 0.0 if x == 0.0 or y == 0.0 else _truth(True, known)
    true = (x == x and x != 0.0) or (y == y and y != 0.0)
    return 1.0 if true else _truth(False, known)


@rare
def evaluate(s: State, p: Patient, root: int, offset: int, n: int, u: float) -> float:
    """Return the value of n instructions for patient p, whose attributes `root` keeps."""
    top = -1
    for k in range(offset, offset + n):
        instruction = at.instruction(s, k)
        code, argument = instruction.code, instruction.argument
        if code < Code.NEGATE:
            top += 1
            if code == Code.CONSTANT:
                at.stack(s, top).x = at.number(s, argument).x
            elif code == Code.RANDOM:
                at.stack(s, top).x = u
            else:
                at.stack(s, top).x = _state(s, p, root, code, argument)
        elif code < Code.ADD:
            at.stack(s, top).x = _unary(code, at.stack(s, top).x)
        elif code < Code.SELECT:
            top -= 1
            at.stack(s, top).x = _binary(code, at.stack(s, top).x, at.stack(s, top + 1).x)
        else:
            top -= 2
            condition = at.stack(s, top).x
            if condition != condition:
                at.stack(s, top).x = math.nan
            elif condition != 0.0:
                at.stack(s, top).x = at.stack(s, top + 1).x
            else:
                at.stack(s, top).x = at.stack(s, top + 2).x
    return at.stack(s, 0).x
