"""Postfix code: what the engine's stack is told, and how random variates are made.

What needs nobody is worked out at once. A random variate is the inverse of its distribution
function, worked out at the uniform number that belongs to the step; it has no value where its
parameters are out of order.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from simcore.network.expressions.arithmetic import BINARY, UNARY, select
from simcore.network.expressions.dimensions import NUMBER, TIME

Instruction = tuple[str, float | str | None]  # a Code of the engine, by name, and its argument
Instructions = tuple[Instruction, ...]

STATE = {  # names that stand for something of the clock, the patient or the model; what it measures
    "time": ("TIME", TIME),
    "stay": ("STAY", TIME),
    "minute_of_day": ("MINUTE_OF_DAY", TIME),
    "weekday": ("WEEKDAY", NUMBER),
    "in_system": ("IN_SYSTEM", NUMBER),
}
OF_RESOURCE = {"queue": "QUEUE", "busy": "BUSY", "free": "FREE", "capacity": "CAPACITY"}
OF_ONE = {
    "abs": "ABS", "floor": "FLOOR", "sqrt": "SQRT", "log": "LOG", "exp": "EXP",
    "sin": "SIN", "cos": "COS",
}  # fmt: skip
OF_MANY = {"min": "MINIMUM", "max": "MAXIMUM"}

_PUSHING = {
    "CONSTANT",
    "ATTRIBUTE",
    "CLASS",
    "RANDOM",
    *(c for c, _ in STATE.values()),
    *OF_RESOURCE.values(),
}
_KEEPING = {"NEGATE", "NOT", "NDTRI", *OF_ONE.values()}

_FUNCTIONS: dict[str, Callable[..., float]] = {**UNARY, **BINARY, "SELECT": select}

_U: Instructions = (("RANDOM", None),)


def number(value: float) -> Instructions:
    """Return code that pushes a number."""
    return (("CONSTANT", value),)


def op(code: str, *operands: Instructions) -> Instructions:
    """Return code that works out the operands and then applies `code` to them."""
    values = [value for operand in operands if (value := constant(operand)) is not None]
    if len(values) < len(operands):
        return (*(one for operand in operands for one in operand), (code, None))
    return number(_FUNCTIONS[code](*values))


def constant(code: Instructions) -> float | None:
    """Return the value of code that is the same for everybody, None of any other."""
    match code:
        case (("CONSTANT", float(value)),):
            return value
    return None


def undefined(code: Instructions) -> bool:
    """Tell whether code has a constant part that is infinite, or has no value at all."""
    return any(isinstance(value, float) and not math.isfinite(value) for _, value in code)


def compared(sign: str, a: Instructions, b: Instructions) -> Instructions:
    """Return code that compares two values by a sign: 1 where it holds, else 0."""
    match sign:
        case "<":
            return op("LESS", a, b)
        case "<=":
            return op("LESS_EQUAL", a, b)
        case ">":
            return op("LESS", b, a)
        case ">=":
            return op("LESS_EQUAL", b, a)
        case "==":
            return op("EQUAL", a, b)
    return op("NOT", op("EQUAL", a, b))


def _not_below_0(code: Instructions) -> Instructions:
    return op("AT_LEAST", code, number(0.0))


def _exponential(mean: Instructions) -> Instructions:
    rate = op("NEGATE", _not_below_0(mean))
    return op("MULTIPLY", rate, op("LOG", op("SUBTRACT", number(1.0), _U)))


def _uniform(low: Instructions, high: Instructions) -> Instructions:
    return op("ADD", low, op("MULTIPLY", _not_below_0(op("SUBTRACT", high, low)), _U))


def _normal(mean: Instructions, sd: Instructions) -> Instructions:
    return op("ADD", mean, op("MULTIPLY", _not_below_0(sd), op("NDTRI", _U)))


def _lognormal(mean: Instructions, sd: Instructions) -> Instructions:
    """Return exp of a normal variate whose variance is log(1 + (sd / mean)^2)."""
    mean = op("AT_LEAST", mean, number(math.ulp(0.0)))  # above 0
    cv = op("DIVIDE", _not_below_0(sd), mean)
    variance = op("LOG", op("ADD", number(1.0), op("MULTIPLY", cv, cv)))
    middle = op("SUBTRACT", op("LOG", mean), op("DIVIDE", variance, number(2.0)))
    return op("EXP", _normal(middle, op("SQRT", variance)))


def _triangular(low: Instructions, mode: Instructions, high: Instructions) -> Instructions:
    """Return the inverse of the two parabolas that meet at the mode."""
    rise, fall = (_not_below_0(op("SUBTRACT", a, b)) for a, b in ((mode, low), (high, mode)))
    width = op("ADD", rise, fall)  # no value where either has none
    part = op("MULTIPLY", _U, width)
    rest = op("MULTIPLY", op("SUBTRACT", number(1.0), _U), width)
    up = op("ADD", low, op("SQRT", op("MULTIPLY", part, rise)))
    down = op("SUBTRACT", high, op("SQRT", op("MULTIPLY", rest, fall)))
    return op("SELECT", op("LESS", part, rise), up, down)


DRAWING: dict[str, tuple[str, Callable[..., Instructions]]] = {
    "exponential": ("mean", _exponential),
    "uniform": ("low, high", _uniform),
    "normal": ("mean, sd", _normal),
    "lognormal": ("mean, sd", _lognormal),
    "triangular": ("low, mode, high", _triangular),
}


def height_of(instructions: Instructions) -> int:
    """Return how many values the stack holds at most."""
    height = highest = 0
    for code, _ in instructions:
        if code in _PUSHING:
            height += 1
        elif code == "SELECT":
            height -= 2
        elif code not in _KEEPING:
            height -= 1
        highest = max(highest, height)
    return highest


def draws(instructions: Instructions) -> bool:
    """Tell whether code draws a random number.

    instructions: of one expression.
    """
    return any(code == "RANDOM" for code, _ in instructions)
