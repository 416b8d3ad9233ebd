"""The tokens of an expression, and amounts: numbers with the units that may follow them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from simcore.network.expressions.dimensions import NUMBER, TIME, Dimension
from simcore.time_units import (
    MINUTES_PER_DAY,
    MINUTES_PER_HOUR,
    MINUTES_PER_WEEK,
    MINUTES_PER_YEAR,
    SECONDS_PER_MINUTE,
)

_UNITS: tuple[tuple[float, str], ...] = (  # minutes in one unit, the unit's names
    (1 / SECONDS_PER_MINUTE, "s sec second seconds 秒"),
    (1.0, "min mins minute minutes 分 分钟"),
    (MINUTES_PER_HOUR, "h hour hours 小时 时"),
    (MINUTES_PER_DAY, "d day days 天 日"),
    (MINUTES_PER_WEEK, "w week weeks 周"),
    (MINUTES_PER_YEAR, "y year years 年"),
)
MINUTES = {name: minutes for minutes, names in _UNITS for name in names.split()}


class Token(NamedTuple):
    """A sign, a name or a number, and at which character it begins."""

    kind: str  # number, name, text, sign, end or wrong
    text: str
    position: int


_BETWEEN = "|".join(sorted(MINUTES, key=len, reverse=True))  # two numbers: 1h30min
_TOKEN = re.compile(
    rf"""\s*(?:
      (?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<name>(?<=\d)(?:{_BETWEEN})(?=\d)|[^\W\d]\w*)
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<sign><=|>=|==|!=|[-+*/()<>,%％])
    | (?P<end>$)
    | (?P<wrong>.)
    )""",
    re.VERBOSE | re.DOTALL,
)


def tokens(text: str) -> list[Token]:
    """Return the tokens of an expression; the last is the end, or what is no token."""
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "wrong"
        found.append(Token(kind, match[kind], match.start(kind)))
        if kind == "end":
            break
    return found


# Amounts

_PERCENT = ("%", "％")


class Amount(NamedTuple):
    """A number as it is kept, times in minutes, and what it measures; of a bare 0 that is open."""

    value: float
    dimension: Dimension


def in_unit(number: float, factor: float, parts: float = 1.0) -> float:
    """Return a number of some unit in the unit that is kept, divided by `parts`.

    factor: how much of that is in one. 70 / 100 is 0.7 where 70 * 0.01 is not, so small factors
    divide by their inverse. Divided by 0 it is infinite.
    """
    if parts == 0.0:
        return math.inf
    return (number * factor if factor >= 1.0 else number / round(1.0 / factor)) / parts


def amount(found: Sequence[Token], k: int, *, fraction: bool = True) -> tuple[Amount, int]:
    """Read a number, with its unit if there is one; return it, and the place behind it.

    found: tokens, of which number k is a number. A unit belongs to a fraction as a whole: 1/2 h is
    30 minutes, unless `fraction` is False. Of times, smaller units may follow: 1 h 30 min.
    """
    parts, unit = 1.0, k + 1
    divided = found[unit].text == "/" and found[unit + 1].kind == "number"
    if fraction and divided and _is_unit(found[unit + 2]):
        parts, unit = float(found[unit + 1].text), unit + 2
    number, name = float(found[k].text), found[unit].text
    if name in _PERCENT:
        return Amount(in_unit(number, 0.01, parts), NUMBER), unit + 1
    if not _is_unit(found[unit]):
        return Amount(number, NUMBER if number else None), k + 1
    minutes = in_unit(number, MINUTES[name], parts)
    while found[unit + 1].kind == "number" and _is_smaller(found[unit + 2], found[unit]):
        unit += 2
        minutes += in_unit(float(found[unit - 1].text), MINUTES[found[unit].text])
    return Amount(minutes, TIME), unit + 1


def _is_unit(token: Token) -> bool:
    return token.text in _PERCENT or (token.kind == "name" and token.text in MINUTES)


def _is_smaller(token: Token, unit: Token) -> bool:
    return MINUTES.get(token.text, math.inf) < MINUTES[unit.text]
