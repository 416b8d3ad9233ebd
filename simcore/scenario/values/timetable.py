"""Timetables: values by steps from a moment on, once or in a cycle of any length.

`{steps: [[0 h, 3], [12 h, 1]], cycle: 4 d, from: 2021-01-04}`: 3 from the moment on, 1 after 12
hours, and anew every four days. Without `cycle` the last step stays; without `from` the moment is
the start of the run.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, TypeVar

from simcore.network.timetable import Timetable
from simcore.scenario.faults.base import Faults, fault, found
from simcore.scenario.values.dates import MOMENT_SCHEMA, midnight, parse_moment
from simcore.scenario.values.quantities import DURATION, parse_positive_duration
from simcore.text import Label, did_you_mean

Value = TypeVar("Value")

KEYS = ("steps", "cycle", "from")
_REMEDY = Label("write {steps: [[0 h, ...], [12 h, ...]], cycle: 4 d}",
                "请写 {steps: [[0 h, ...], [12 h, ...]], cycle: 4 d}")  # fmt: skip


def is_timetable(value: Any) -> bool:
    """Return whether a value has a key of a timetable, of which none is a window of the week."""
    return isinstance(value, dict) and not value.keys().isdisjoint(KEYS)


def parse_timetable(value: Any, parse: Callable[[Any], Value]) -> Timetable[Value]:
    """Return the timetable of a map of `steps`, `cycle` and `from`.

    parse: reads the value of one step. Raises a fault for each part that is wrong.
    """
    if not isinstance(value, dict):
        say = found(value)
        raise fault(Label(f"a timetable is expected, {say.en}", f"应为时间表，{say.zh}"), _REMEDY)
    faults, cycle, start = Faults(), None, None
    for key in (key for key in value if key not in KEYS):
        faults.add(Label(f'unknown key "{key}"', f"未知的键“{key}”"), did_you_mean(str(key), KEYS),
                   key, on_key=True)  # fmt: skip
    steps = list[tuple[float, Value]]()
    with faults.at("steps"):
        steps = _steps(value.get("steps"), parse)
    if "cycle" in value:
        with faults.at("cycle"):
            cycle = parse_positive_duration(value["cycle"])
    if "from" in value:
        with faults.at("from"):
            start = midnight(parse_moment(value["from"]))
    faults.raise_any()
    if cycle is not None and cycle <= steps[-1][0]:
        raise fault(
            Label("the cycle ends before the last step begins", "周期在最后一步开始之前结束"),
            Label("write a longer cycle, or fewer steps", "请加长周期，或减少步数"),
            ("cycle",),
        )
    return Timetable(tuple(steps), cycle, start)


def _steps(value: Any, parse: Callable[[Any], Value]) -> list[tuple[float, Value]]:
    """Return steps as (minutes since the beginning, value), rising from 0."""
    if not isinstance(value, list) or not value:
        raise _no_steps(value)
    faults, steps = Faults(), list[tuple[float, Value]]()
    for k, pair in enumerate(value):
        with faults.at(k):
            if not isinstance(pair, list) or len(pair) != 2:
                raise _no_steps(pair)
            minute = 0.0
            with faults.at(k, 0):
                minute = DURATION.parse(pair[0])
            with faults.at(k, 1):
                steps.append((minute, parse(pair[1])))
    faults.raise_any()
    if steps[0][0] != 0.0:
        raise fault(Label("the first step does not begin at 0", "第一步不从 0 开始"),
                    Label("write [0 h, ...] first", "请先写 [0 h, ...]"), (0,))  # fmt: skip
    for k, ((before, _), (minute, _)) in enumerate(pairwise(steps), 1):
        if minute <= before:
            raise fault(
                Label("it does not come after the one above", "不晚于前一项"),
                Label("write the times in rising order", "请按时间先后书写"),
                (k,),
            )
    return steps


def _no_steps(value: Any) -> Exception:
    say = found(value)
    return fault(
        Label(f"pairs of time and value are expected, {say.en}", f"应为时间与数值，{say.zh}"),
        _REMEDY,
    )


def timetable_schema(item: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON Schema of timetables whose values follow `item`."""
    pair = {"type": "array", "prefixItems": [DURATION.schema(), item], "minItems": 2,
            "maxItems": 2}  # fmt: skip
    return {
        "type": "object",
        "description": "Steps from a moment on, once or in a cycle.",
        "properties": {
            "steps": {"type": "array", "items": pair, "minItems": 1},
            "cycle": DURATION.schema(),
            "from": MOMENT_SCHEMA,
        },
        "required": ["steps"],
        "additionalProperties": False,
    }
