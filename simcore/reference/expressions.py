"""Values that depend on the patient and on the state: postfix code on a list."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from simcore.engine.kernels.expressions import Code
from simcore.engine.sampling.distributions import ndtri
from simcore.reference.patients import Patient
from simcore.time_units import MINUTES_PER_DAY, MINUTES_PER_WEEK

if TYPE_CHECKING:
    from simcore.reference.world import World


def _divide(x: float, y: float) -> float:
    if y != 0.0:
        return x / y
    return math.nan if x == 0.0 or math.isnan(x) else math.copysign(math.inf, x)


def _log(x: float) -> float:
    return math.log(x) if x > 0.0 else -math.inf if x == 0.0 else math.nan


def _exp(x: float) -> float:
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


UNARY: dict[Code, Callable[[float], float]] = {
    Code.NEGATE: lambda x: -x,
    Code.NOT: lambda x: float(x == 0.0),
    Code.ABS: abs,
    Code.FLOOR: lambda x: float(math.floor(x)),
    Code.SQRT: lambda x: math.sqrt(x) if x >= 0.0 else math.nan,
    Code.LOG: _log,
    Code.EXP: _exp,
    Code.NDTRI: lambda x: float(ndtri(x)),
}

BINARY: dict[Code, Callable[[float, float], float]] = {
    Code.ADD: lambda x, y: x + y,
    Code.SUBTRACT: lambda x, y: x - y,
    Code.MULTIPLY: lambda x, y: x * y,
    Code.DIVIDE: _divide,
    Code.MINIMUM: min,
    Code.MAXIMUM: max,
    Code.LESS: lambda x, y: float(x < y),
    Code.LESS_EQUAL: lambda x, y: float(x <= y),
    Code.EQUAL: lambda x, y: float(x == y),
    Code.AND: lambda x, y: float(x != 0.0 and y != 0.0),
    Code.OR: lambda x, y: float(x != 0.0 or y != 0.0),
}


def evaluate(world: World, patient: Patient, words: list[tuple[Code, int]], u: float) -> float:
    """Return the value of postfix code; `u` is the uniform of this meeting with the step."""
    stack: list[float] = []
    for code, arg in words:
        if code in UNARY:
            stack.append(UNARY[code](stack.pop()))
        elif code in BINARY:
            y, x = stack.pop(), stack.pop()
            stack.append(BINARY[code](x, y))
        elif code == Code.SELECT:
            other, one, condition = stack.pop(), stack.pop(), stack.pop()
            stack.append(one if condition != 0.0 else other)
        elif code == Code.RANDOM:
            stack.append(u)
        else:
            stack.append(float(_look(world, patient, code, arg)))
    return stack.pop()


def _look(world: World, patient: Patient, code: Code, arg: int) -> float:
    """Return what a word reads: a constant, the patient, the clock or a resource."""
    since_monday = world.env.now - world.program.monday
    match code:
        case Code.CONSTANT:
            return float(world.table[arg])
        case Code.ATTRIBUTE:
            return patient.values[arg]
        case Code.GROUP:
            return patient.group
        case Code.QUEUE:
            return world.resources[arg].waiting
        case Code.BUSY:
            return world.resources[arg].busy
        case Code.FREE:
            return world.resources[arg].capacity - world.resources[arg].busy
        case Code.CAPACITY:
            return world.resources[arg].capacity
        case Code.TIME:
            return world.env.now - world.program.start
        case Code.STAY:
            return world.env.now - patient.arrived
        case Code.MINUTE_OF_DAY:
            return since_monday % MINUTES_PER_DAY
        case Code.WEEKDAY:
            return math.floor(since_monday % MINUTES_PER_WEEK / MINUTES_PER_DAY)
        case Code.IN_SYSTEM:
            return world.in_system
    raise ValueError(code)
