"""Values that depend on the patient and on the state: postfix code on a list."""

from __future__ import annotations

import math
from collections.abc import Callable

from simcore.engine.bytecode import Code
from simcore.engine.sampling.distributions import ndtri

Instructions = list[tuple[Code, int]]
Look = Callable[[Code, int], float]  # what an instruction reads of patient, clock or resource


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


def evaluate(instructions: Instructions, u: float, look: Look) -> float:
    """Return the value of postfix code; `u` is the uniform of this meeting with the step."""
    stack: list[float] = []
    for code, argument in instructions:
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
            stack.append(float(look(code, argument)))
    return stack.pop()
