"""Scenarios changed as mistakes and malice change them: by their structure, not their letters."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

VALUES: tuple[Any, ...] = (
    0, 1, -1, 7, 0.5, 1e-170, 1e300, -1e300, 10**17, True, None, "", "x", [], {}, [[]], {"": 0},
    "0", "1", "0 min", "5 min", "-5 min", "1e-300 s", "1e9 y", "9999 y", "0%", "50%", "100%", "-5%",
    "1e300%", "1 / h", "0 / h", "1e10 / h", "1e-10 / y", "1/2 h", "1-2", "mon-fri 08:00-17:00",
    "24:00-00:00", "2021-02-30", "0001-01-01", "9999-12-31", "02-29", "unlimited", "otherwise",
    "max(0, 1 - x) * 1 min", "1 / 0", "0 / 0", "sqrt(-1)", "floor(1e300)", "queue(x)", "((((1))))",
    {"exponential": "5 min"}, {"exponential": "0 min"},
    {"lognormal": {"mean": "1 h", "cv": 1e-170}}, {"gamma": {"mean": "1 h", "cv": 1e170}},
    {"uniform": {"low": "1 h", "high": "1 h"}}, {"empirical": {"values": ["1 min", "1e300 min"]}},
    {"sequence": [1, 2]}, {"by_class": {"x": 1}}, {"csv": "nowhere.csv"},
    {"en": "=1+1", "zh": "[bold]x[/]"}, "[/]", "a.b.c", "\u202e", "情景",
)  # fmt: skip
_NUMBER = re.compile(r"\d+(\.\d+)?")
NUMBERS = (0.0, -1.0, 1e-9, 0.01, 2.0, 100.0, 1e6, 1e12, 1e300)

KINDS = ("leave out", "value", "number", "number", "splice", "alike", "swap", "again", "rename")

Place = tuple[Any, Any]  # a map or list, and a key or index in it


def places(value: Any) -> Iterator[Place]:
    """Yield every place below a value where something stands."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in list(inner):
        yield value, key
        if isinstance(item, dict | list):
            yield from places(item)


def mutated(document: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Return a copy of a scenario with one to three changes of its structure."""
    changed = deepcopy(document)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        found = list(places(changed))
        if found:
            _change(found, chance)
    return changed


def _change(found: list[Place], chance: random.Random) -> None:
    holder, key = chance.choice(found)
    kind = chance.choice(KINDS)
    alike = [place for place in found if place[1] == key or kind == "splice"]
    other, there = chance.choice(alike)
    if kind == "leave out":
        del holder[key]
    elif kind == "value":
        holder[key] = deepcopy(chance.choice(VALUES))
    elif kind == "number":
        holder[key] = _scaled(holder[key], chance.choice(NUMBERS))
    elif kind in ("splice", "alike"):
        holder[key] = deepcopy(other[there])
    elif kind == "swap":
        holder[key], other[there] = deepcopy(other[there]), deepcopy(holder[key])
    elif kind == "again" and isinstance(holder, list):
        holder.insert(key, deepcopy(holder[key]))
    elif isinstance(holder, dict):
        holder[chance.choice((f"{key}_", there if isinstance(there, str) else "x"))] = holder[key]


def _scaled(value: Any, factor: float) -> Any:
    """Return a number, or a text with its first number, times a factor; anything else as it is."""
    if isinstance(value, int | float):
        return value * factor
    if isinstance(value, str):
        return _NUMBER.sub(lambda found: f"{float(found[0]) * factor:g}", value, count=1)
    return value
