"""Values that depend on the patient and on the state: postfix code on a small stack."""

from __future__ import annotations

import math

from simcore.engine.bytecode import Code
from simcore.engine.jit import part, rare
from simcore.engine.kernels import at
from simcore.engine.records import NONE, Patient, State
from simcore.engine.sampling.distributions import ndtri
from simcore.time_units import DAYS_PER_WEEK, MINUTES_PER_DAY


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
    elif code == Code.NOT:
        return 1.0 if x == 0.0 else 0.0
    elif code == Code.ABS:
        return abs(x)
    elif code == Code.FLOOR:
        return float(math.floor(x))
    elif code == Code.SQRT:
        return math.sqrt(x)
    elif code == Code.LOG:
        return math.log(x)
    elif code == Code.EXP:
        return math.exp(x)
    return ndtri(x)


@part
def _binary(code: int, x: float, y: float) -> float:
    if code == Code.ADD:
        return x + y
    elif code == Code.SUBTRACT:
        return x - y
    elif code == Code.MULTIPLY:
        return x * y
    elif code == Code.DIVIDE:
        return x / y
    elif code == Code.MINIMUM:
        return min(x, y)
    elif code == Code.MAXIMUM:
        return max(x, y)
    elif code == Code.LESS:
        return 1.0 if x < y else 0.0
    elif code == Code.LESS_EQUAL:
        return 1.0 if x <= y else 0.0
    elif code == Code.EQUAL:
        return 1.0 if x == y else 0.0
    elif code == Code.AND:
        return 1.0 if x != 0.0 and y != 0.0 else 0.0
    return 1.0 if x != 0.0 or y != 0.0 else 0.0


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
            if at.stack(s, top).x != 0.0:
                at.stack(s, top).x = at.stack(s, top + 1).x
            else:
                at.stack(s, top).x = at.stack(s, top + 2).x
    return at.stack(s, 0).x
