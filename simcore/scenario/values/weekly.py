"""Weekly profiles and calendars: values by windows of the week.

Keys are windows such as "mon-fri 08:00-17:00", "sat,sun 08:00-12:00", "mon-sun" or
"22:00-06:00" (every day, past midnight), in English or Chinese (周一-周五 08:00-17:00),
and `otherwise` for the rest of the week. Windows may not overlap or leave a gap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

from pydantic import PlainValidator, WithJsonSchema

from simcore.network.weekly_profile import WeeklyProfile
from simcore.scenario.faults.base import Faults, fault, found
from simcore.text import Label
from simcore.time_units import MINUTES_PER_DAY, MINUTES_PER_HOUR, MINUTES_PER_WEEK

Value = TypeVar("Value")

OTHERWISE = ("otherwise", "其余时间")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_DAYS = {name: day for names in (DAYS, DAYS_ZH) for day, name in enumerate(names)}
_DAY = "|".join(_DAYS)
_SPAN = r"\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}"
_WINDOW = re.compile(
    rf"\s*((?:{_DAY})(?:\s*[-,]\s*(?:{_DAY}))*)?\s*((?:{_SPAN})(?:\s*,\s*{_SPAN})*)?\s*", re.I
)
_MOMENT = re.compile(
    rf"\s*((?:{_DAY})(?:\s*[-,]\s*(?:{_DAY}))*)?\s*(\d{{1,2}}:\d{{2}}(?:\s*,\s*\d{{1,2}}:\d{{2}})*)\s*",
    re.I,
)
_REMEDY = Label(
    'write a window such as "mon-fri 08:00-17:00", "sat,sun" or otherwise',
    "请写时间段，例如 “周一-周五 08:00-17:00”、“sat,sun” 或 otherwise",
)


@dataclass(frozen=True, slots=True)
class Span:
    """Minutes of the week that one key covers: from `start` up to `end`."""

    start: float
    end: float
    key: str


def is_window(key: str) -> bool:
    """Return whether a key reads as a window of the week."""
    return key in OTHERWISE or (bool(key.strip()) and bool(_WINDOW.fullmatch(key)))


def spans(key: str) -> list[Span]:
    """Return the minutes of the week that a window covers, cut at Sunday midnight."""
    match = _WINDOW.fullmatch(key) if key.strip() else None
    if not match:
        message = Label(f'"{key}" is not a time of the week', f"“{key}”不是一周中的时间段")
        raise fault(message, _REMEDY, on_key=True)
    days, clock = match.groups()
    times = [_minutes(span, key) for span in re.findall(_SPAN, clock or "00:00-24:00")]
    whole = [
        (day * MINUTES_PER_DAY + start, day * MINUTES_PER_DAY + end)
        for day in _days(days or "mon-sun")
        for start, end in times
    ]
    return [span for start, end in whole for span in _cut(start, end, key)]


def moments(text: str) -> list[float]:
    """Return the minutes of the week that a text such as "mon,wed,fri 08:00, 14:00" names."""
    match = _MOMENT.fullmatch(text)
    times = re.findall(r"(\d{1,2}):(\d{2})", match[2]) if match else []
    if not match or any(int(hour) > 23 or int(minute) > 59 for hour, minute in times):
        message = Label(f'"{text}" is not a moment of the week', f"“{text}”不是一周中的时刻")
        raise fault(
            message,
            Label('write days and a time, such as "mon,wed,fri 08:00"',
                  "请写星期与时刻，例如 “周一,周三,周五 08:00”"),
        )  # fmt: skip
    return [
        day * MINUTES_PER_DAY + int(hour) * MINUTES_PER_HOUR + int(minute)
        for day in _days(match[1] or "mon-sun")
        for hour, minute in times
    ]


def _cut(start: float, end: float, key: str) -> list[Span]:
    if end <= MINUTES_PER_WEEK:
        return [Span(start, end, key)]
    monday = Span(0.0, end - MINUTES_PER_WEEK, key)
    return [Span(start, MINUTES_PER_WEEK, key), monday] if start < MINUTES_PER_WEEK else [monday]


def _days(text: str) -> list[int]:
    found_days: list[int] = []
    for part in re.sub(r"\s", "", text.lower()).split(","):
        ends = [_DAYS[day] for day in part.split("-")]
        count = (ends[-1] - ends[0]) % 7 + 1
        found_days += [(ends[0] + i) % 7 for i in range(count)]
    return found_days


def _minutes(text: str, key: str) -> tuple[float, float]:
    hour, minute, end_hour, end_minute = map(int, re.findall(r"\d+", text))
    start, end = hour * MINUTES_PER_HOUR + minute, end_hour * MINUTES_PER_HOUR + end_minute
    if max(minute, end_minute) > 59 or max(start, end) > MINUTES_PER_DAY or start == end:
        raise fault(
            Label(f'"{text}" in "{key}" is not a time of day', f"“{key}”中的“{text}”不是有效时间"),
            Label("write hours from 00:00 to 24:00", "请写 00:00 到 24:00 之间的时间"),
            on_key=True,
        )
    return start, end + (MINUTES_PER_DAY if end < start else 0.0)


def parse_weekly(value: Any, parse: Callable[[Any], Value]) -> WeeklyProfile[Value]:
    """Return the profile of windows of the week, neighbours of equal value made one piece.

    `parse` reads one value. Raises a fault for each key or value that is wrong, for
    windows that overlap, and for a gap without `otherwise`.
    """
    if not isinstance(value, dict) or not value:
        say = found(value)
        raise fault(
            Label(f"windows of the week are expected, {say.en}", f"应为一周的时间段，{say.zh}"),
            Label('write {"mon-fri 08:00-17:00": ..., otherwise: ...}',
                  '请写 {"周一-周五 08:00-17:00": ..., otherwise: ...}'),
        )  # fmt: skip
    faults, covered, values = Faults(), list[Span](), dict[str, Value]()
    for key, item in value.items():
        with faults.at(key):
            if key not in OTHERWISE:
                covered += spans(key)
        with faults.at(key):
            values[key] = parse(item)
    covered.sort(key=lambda span: (span.start, span.end))
    _check_cover(covered, faults, any(key in OTHERWISE for key in value))
    faults.raise_any()
    rest = next((values[key] for key in OTHERWISE if key in values), None)
    return _laid(covered, values, rest)


def _check_cover(covered: Sequence[Span], faults: Faults, rest: bool) -> None:
    """Note windows that overlap, and a gap where there is no `otherwise`."""
    clashes = {(a.key, b.key): b.start for a, b in pairwise(covered) if b.start < a.end}
    for (a, b), minute in clashes.items():
        faults.add(
            Label(f'overlaps "{a}" at {clock(minute)}', f"与“{a}”在{clock(minute, 'zh')}重叠"),
            Label(
                "let each minute of the week be in one window", "一周中的每一分钟只属于一个时间段"
            ),
            b,
            on_key=True,
        )
    if rest or faults.found:
        return
    minute = _first_gap(covered)
    if minute < MINUTES_PER_WEEK:
        faults.add(
            Label(f"nothing is said for {clock(minute)}", f"未说明{clock(minute, 'zh')}的值"),
            Label("add otherwise: with the value for the rest of the week",
                  "请加上 otherwise: 写明其余时间的值"),
        )  # fmt: skip


def _first_gap(covered: Sequence[Span]) -> float:
    minute = 0.0
    for span in covered:
        if span.start > minute:
            break
        minute = span.end
    return minute


def _laid(
    covered: Sequence[Span], values: dict[str, Value], rest: Value | None
) -> WeeklyProfile[Value]:
    """Lay the windows end to end, and the rest between them."""
    pieces: list[tuple[float, Any]] = []
    minute = 0.0
    for span in [*covered, Span(MINUTES_PER_WEEK, MINUTES_PER_WEEK, "")]:
        if span.start > minute:
            pieces.append((minute, rest))
        if span.key:
            pieces.append((span.start, values[span.key]))
        minute = span.end
    return WeeklyProfile.merged(pieces)


def clock(minute: float, lang: str = "en") -> str:
    """Return a minute of the week as a message shows it, such as "Mon 08:00"."""
    day, rest = divmod(int(minute), int(MINUTES_PER_DAY))
    hour, minute_of_hour = divmod(rest, int(MINUTES_PER_HOUR))
    name = DAYS_ZH[day] if lang == "zh" else DAYS[day].title()
    return f"{name} {hour:02d}:{minute_of_hour:02d}"


def weekly_schema(item: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON Schema of windows whose values follow `item`."""
    window = _WINDOW.pattern.replace(_DAY, "|".join([*_DAYS, *(d.title() for d in _DAYS)]))
    return {
        "type": "object",
        "description": 'Windows of the week, such as "mon-fri 08:00-17:00", and otherwise.',
        "patternProperties": {rf"^({'|'.join(OTHERWISE)}|{window})$": item},
        "additionalProperties": False,
        "minProperties": 1,
    }


def weekly_metadata(
    parse: Callable[[Any], Any], item: dict[str, Any]
) -> tuple[PlainValidator, WithJsonSchema]:
    """Return what annotates the field of a weekly profile whose values `parse` reads."""
    read = PlainValidator(lambda value: parse_weekly(value, parse))
    return read, WithJsonSchema(weekly_schema(item))
