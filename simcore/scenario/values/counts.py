"""Whole numbers: people, units, seeds; also as Chinese statistics write large ones, 88万."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from simcore.scenario.faults.base import fault, found
from simcore.text import Label

LAST_SEED = 2**32 - 1
MOST = 2**31 - 1  # of anything counted: the tables of the engine hold 4 bytes

_LARGE = {"": 1, "万": 10**4, "亿": 10**8}
_PATTERN = r"^\s*(\d{1,3}(?:[,，]\d{3})+|\d+(?:\.\d+)?\s*(?=[万亿]))\s*([万亿]?)\s*人?\s*$"
_IN_WORDS = re.compile(_PATTERN)
_SCHEMA = {"type": "string", "pattern": _PATTERN, "examples": ["88万"]}


def parse_whole(value: Any) -> int:
    """Return a whole number, whatever its sign. Raises a fault."""
    return _whole(value, Label("write a whole number", "请写整数"))


def read_count(text: str) -> int | None:
    """Return the whole number of a text such as 88万, 88.35 万人 or 880,000; None for others.

    Plain digits in quotes are a text, and 1.2 is no whole number.
    """
    match = _IN_WORDS.fullmatch(text)
    if not match:
        return None
    number = Decimal(re.sub("[,，]", "", match[1])) * _LARGE[match[2]]
    return int(number) if number == int(number) else None


def _whole(value: Any, remedy: Label, least: float = -math.inf) -> int:
    if isinstance(value, str):
        value = value if (number := read_count(value)) is None else number
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= MOST:
        return value
    if isinstance(value, int) and value > MOST:
        remedy = Label(f"write a whole number, {MOST} at most", f"请写不大于 {MOST} 的整数")
    say = found(value)
    raise fault(Label(f"a whole number is expected, {say.en}", f"应为整数，{say.zh}"), remedy)


def _at_least(least: int) -> Callable[[Any], int]:
    remedy = Label(f"write a whole number, {least} or more", f"请写不小于 {least} 的整数")
    return lambda value: _whole(value, remedy, least)


def parse_seed(value: Any) -> int:
    """Return a seed, 0 to 2**32 - 1. Raises a fault."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LAST_SEED:
        return value
    say = found(value)
    raise fault(
        Label(f"a seed is expected, {say.en}", f"应为随机数种子，{say.zh}"),
        Label(f"write a whole number from 0 to {LAST_SEED}", f"请写 0 到 {LAST_SEED} 的整数"),
    )


parse_count, parse_positive_count = _at_least(0), _at_least(1)


def _schema(least: int) -> dict[str, Any]:
    plain = {"type": "integer", "minimum": least, "maximum": MOST}
    return {"anyOf": [plain, _SCHEMA]}


WHOLE, FROM_ONE = _schema(0), _schema(1)
People = Annotated[int, PlainValidator(parse_count), WithJsonSchema(WHOLE)]
Seed = Annotated[
    int,
    PlainValidator(parse_seed),
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": LAST_SEED}),
]
_from_one = WithJsonSchema(FROM_ONE)
PositiveCount = Annotated[int, PlainValidator(parse_positive_count), _from_one]
FromOne = Annotated[int, PlainValidator(parse_whole), _from_one]  # the network sees to the least
