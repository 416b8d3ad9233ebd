"""An expression of the clock alone, worked out at many moments at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from simcore.network.expressions.postfix import Instructions

Floats = npt.NDArray[np.float64]
OF_OTHERS = frozenset(
    {"ATTRIBUTE", "CLASS", "RANDOM", "STAY", "IN_SYSTEM", "QUEUE", "BUSY", "FREE", "CAPACITY"}
)  # codes of what is not the clock's


def _known(function: Callable[..., Any]) -> Callable[..., Floats]:
    """Let the value be NaN where that of any side is."""

    def value(*sides: Floats) -> Floats:
        return np.where(np.isnan(sides).any(axis=0), np.nan, function(*sides))

    return value


def _and(x: Floats, y: Floats) -> Floats:
    return np.where((x == 0.0) | (y == 0.0), 0.0, np.where(np.isnan(x + y), np.nan, 1.0))


def _or(x: Floats, y: Floats) -> Floats:
    true = ((x != 0.0) & ~np.isnan(x)) | ((y != 0.0) & ~np.isnan(y))
    return np.where(true, 1.0, np.where(np.isnan(x + y), np.nan, 0.0))


def _select(condition: Floats, a: Floats, b: Floats) -> Floats:
    return np.where(np.isnan(condition), np.nan, np.where(condition != 0.0, a, b))


_OF: dict[str, Callable[..., Any]] = {
    "NEGATE": np.negative, "NOT": _known(lambda x: x == 0.0), "ABS": np.abs, "FLOOR": np.floor,
    "SQRT": np.sqrt, "LOG": np.log, "EXP": np.exp, "SIN": np.sin, "COS": np.cos,
    "ADD": np.add, "SUBTRACT": np.subtract, "MULTIPLY": np.multiply, "DIVIDE": np.divide,
    "MINIMUM": np.minimum, "MAXIMUM": np.maximum,
    "LESS": _known(np.less), "LESS_EQUAL": _known(np.less_equal), "EQUAL": _known(np.equal),
    "AND": _and, "OR": _or, "SELECT": _select,
}  # fmt: skip
_SIDES = {"SELECT": 3, **dict.fromkeys(
    ("NEGATE", "NOT", "ABS", "FLOOR", "SQRT", "LOG", "EXP", "SIN", "COS"), 1)}  # fmt: skip


def over_time(code: Instructions, clock: Mapping[str, Floats]) -> Floats:
    """Return the value of an expression at some moments; NaN or infinite where it has none.

    code: of one that asks for the clock alone, nothing of `OF_OTHERS`.
    clock: what each code of the clock (TIME, MINUTE_OF_DAY, WEEKDAY) is at these moments.
    """
    stack: list[Floats] = []
    shape = next(iter(clock.values())).shape
    with np.errstate(all="ignore"):
        for one, argument in code:
            if one == "CONSTANT":
                stack.append(np.full(shape, argument, float))
            elif one in clock:
                stack.append(clock[one])
            else:
                n = _SIDES.get(one, 2)
                sides = stack[-n:]
                del stack[-n:]
                stack.append(np.asarray(_OF[one](*sides), float))
    return stack.pop()
