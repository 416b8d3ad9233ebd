"""What the instructions of an expression work out, in plain Python: what `engine.bytecode` says.

Constant parts are worked out when an expression is read; the reference works out the rest.
"""

from __future__ import annotations

import math
from collections.abc import Callable

Unary = Callable[[float], float]
Binary = Callable[[float, float], float]


def _defined(function: Unary) -> Unary:
    """Let what Python refuses be NaN."""

    def value(x: float) -> float:
        try:
            return function(x)
        except ValueError:
            return math.nan

    return value


def _floor(x: float) -> float:
    # a whole number of Python has no -0, which is its own floor
    return math.copysign(math.floor(x), x) if math.isfinite(x) else x


def _log(x: float) -> float:
    return -math.inf if x == 0.0 else math.log(x)


def _exp(x: float) -> float:
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


def _divide(x: float, y: float) -> float:
    if y != 0.0:
        return x / y
    return math.copysign(math.inf, x) if abs(x) > 0.0 else math.nan


def _known(function: Binary) -> Binary:
    """Let the value be NaN where that of either side is."""
    return lambda x, y: math.nan if math.isnan(x) or math.isnan(y) else float(function(x, y))


def _and(x: float, y: float) -> float:
    return 0.0 if 0.0 in (x, y) else _known(lambda x, y: 1.0)(x, y)


def _or(x: float, y: float) -> float:
    true = [side != 0.0 for side in (x, y) if not math.isnan(side)]
    return 1.0 if any(true) else _known(lambda x, y: 0.0)(x, y)


UNARY: dict[str, Unary] = {
    "NEGATE": lambda x: -x,
    "NOT": lambda x: x if math.isnan(x) else float(x == 0.0),
    "ABS": abs,
    "FLOOR": _floor,
    "SQRT": _defined(math.sqrt),
    "LOG": _defined(_log),
    "EXP": _exp,
    "SIN": _defined(math.sin),
    "COS": _defined(math.cos),
}

BINARY: dict[str, Binary] = {
    "ADD": lambda x, y: x + y,
    "SUBTRACT": lambda x, y: x - y,
    "MULTIPLY": lambda x, y: x * y,
    "DIVIDE": _divide,
    "MINIMUM": _known(lambda x, y: x if x < y else y),
    "MAXIMUM": _known(lambda x, y: x if x > y else y),
    "AT_LEAST": lambda x, y: x if x >= y else math.nan,
    "LESS": _known(lambda x, y: x < y),
    "LESS_EQUAL": _known(lambda x, y: x <= y),
    "EQUAL": _known(lambda x, y: x == y),
    "AND": _and,
    "OR": _or,
}


def select(condition: float, a: float, b: float) -> float:
    """Return a where the condition is true, else b; NaN where it is NaN."""
    if math.isnan(condition):
        return condition
    return a if condition != 0.0 else b
