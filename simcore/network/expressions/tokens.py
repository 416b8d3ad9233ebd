"""The tokens of an expression, and the units of time that may follow a number."""

from __future__ import annotations

import re
from typing import NamedTuple

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


_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<name>[^\W\d]\w*)
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
