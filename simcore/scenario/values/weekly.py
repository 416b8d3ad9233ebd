"""Weekly profiles and calendars: values by windows of the week.

Keys are windows such as "mon-fri 08:00-17:00", "sat,sun 08:00-12:00", "mon-sun" or
"22:00-06:00" (every day, past midnight: the morning belongs to the day before), in English or
Chinese (周一-周五 08:00-17:00), and `otherwise` for the rest of the week. Seconds may be written,
08:00:30. Windows may not overlap or leave a gap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, TypeVar

from pydantic import PlainValidator, WithJsonSchema

from simcore.network.weekly_profile import Night, WeeklyProfile
from simcore.scenario.faults.base import Faults, fault, found
from simcore.text import Label
from simcore.time_units import (
    MINUTES_PER_DAY,
    MINUTES_PER_HOUR,
    MINUTES_PER_WEEK,
    SECONDS_PER_MINUTE,
)

Value = TypeVar("Value")

OTHERWISE = ("otherwise", "其余时间")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_DAYS = {name: day for names in (DAYS, DAYS_ZH) for day, name in enumerate(names)}
_DAY = "|".join(_DAYS)
_SOME_DAYS = rf"(?:{_DAY})(?:\s*-\s*(?:{_DAY}))?(?:\s*,\s*(?:{_DAY})(?:\s*-\s*(?:{_DAY}))?)*"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_SPAN = rf"{_CLOCK}\s*-\s*{_CLOCK}"
_WINDOW = re.compile(rf"\s*({_SOME_DAYS})?\s*({_SPAN}(?:\s*,\s*{_SPAN})*)?\s*", re.I)
_MOMENT = re.compile(rf"\s*({_SOME_DAYS})?\s*({_CLOCK}(?:\s*,\s*{_CLOCK})*)\s*", re.I)
_REMEDY = Label(
    'write a window such as "mon-fri 08:00-17:00", "sat,sun" or otherwise',
    "请写时间段，例如 “周一-周五 08:00-17:00”、“sat,sun” 或 otherwise",
)


@dataclass(frozen=True, slots=True)
class Span:
    """Minutes of the week that one key covers: from `start` up to `end`.

    day: on which the window begins, 0 for Monday. end: may lie behind midnight, or the week.
    """

    start: float
    end: float
    key: str
    day: int

    @property
    def night(self) -> float:
        """Return how many minutes it lasts after the midnight that follows; 0 if it does not."""
        return max(self.end - (self.day + 1) * MINUTES_PER_DAY, 0.0)

    def cut(self) -> list[Span]:
        """Return its parts within the week, cut at Sunday midnight."""
        over = self.end - MINUTES_PER_WEEK
        if over <= 0.0:
            return [self]
        parts = [
            replace(self, end=MINUTES_PER_WEEK),
            replace(self, start=max(self.start - MINUTES_PER_WEEK, 0.0), end=over),
        ]
        return parts if self.start < MINUTES_PER_WEEK else parts[1:]


def is_window(key: str) -> bool:
    """Return whether a key reads as a window of the week."""
    return key in OTHERWISE or (bool(key.strip()) and bool(_WINDOW.fullmatch(_spaced(key))))


def _spaced(text: str) -> str:
    """Return a text with one space for many, which a pattern reads in one go."""
    return " ".join(text.split())


def spans(key: str) -> list[Span]:
    """Return the minutes that a window covers on each of its days. Raises a fault."""
    match = _WINDOW.fullmatch(_spaced(key)) if key.strip() else None
    if not match:
        message = Label(f'"{key}" is not a time of the week', f"“{key}”不是一周中的时间段")
        raise fault(message, _REMEDY, on_key=True)
    days, clock = match.groups()
    times = [_minutes(span, key) for span in re.findall(_SPAN, clock or "00:00-24:00")]
    return [
        Span(day * MINUTES_PER_DAY + start, day * MINUTES_PER_DAY + end, key, day)
        for day in _days(days or "mon-sun")
        for start, end in times
    ]


def moments(text: str) -> list[float]:
    """Return the minutes of the week that a text such as "mon,wed,fri 08:00, 14:00" names."""
    match = _MOMENT.fullmatch(_spaced(text))
    times = [minute_of_day(clock) for clock in re.findall(_CLOCK, match[2])] if match else []
    if not match or not all(0.0 <= minute < MINUTES_PER_DAY for minute in times):
        message = Label(f'"{text}" is not a moment of the week', f"“{text}”不是一周中的时刻")
        raise fault(
            message,
            Label('write days and a time, such as "mon,wed,fri 08:00"',
                  "请写星期与时刻，例如 “周一,周三,周五 08:00”"),
        )  # fmt: skip
    return [day * MINUTES_PER_DAY + minute for day in _days(match[1] or "mon-sun")
            for minute in times]  # fmt: skip


def _days(text: str) -> list[int]:
    found_days: list[int] = []
    for part in re.sub(r"\s", "", text.lower()).split(","):
        ends = [_DAYS[day] for day in part.split("-")]
        count = (ends[-1] - ends[0]) % 7 + 1
        found_days += [(ends[0] + i) % 7 for i in range(count)]
    return found_days


def minute_of_day(text: str) -> float:
    """Return the minute of a time such as 08:30 or 08:30:15; -1 where it is none."""
    if not re.fullmatch(_CLOCK, text):
        return -1.0
    hour, minute, second = (*map(int, text.split(":")), 0)[:3]
    if minute > 59 or second > 59:
        return -1.0
    return hour * MINUTES_PER_HOUR + minute + second / SECONDS_PER_MINUTE


def _minutes(text: str, key: str) -> tuple[float, float]:
    start, end = (minute_of_day(clock) for clock in re.findall(_CLOCK, text))
    if min(start, end) < 0.0 or max(start, end) > MINUTES_PER_DAY or start == end:
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
    rests = [key for key in value if key in OTHERWISE]
    if len(rests) > 1:
        faults.add(
            Label(f'"{rests[0]}" says the same', f"与“{rests[0]}”意义相同"),
            Label("keep one of the two", "请只保留一个"),
            rests[1],
            on_key=True,
        )
    cut = sorted((part for span in covered for part in span.cut()), key=lambda s: (s.start, s.end))
    _check_cover(cut, faults, bool(rests))
    faults.raise_any()
    rest = values[rests[0]] if rests else None
    nights = [
        Night(s.day, s.night, values[s.key], rest if rests else values[s.key])
        for s in covered
        if s.night
    ]
    return WeeklyProfile.merged(_laid(cut, values, rest), nights)


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
) -> list[tuple[float, Any]]:
    """Lay the windows end to end, and the rest between them."""
    pieces: list[tuple[float, Any]] = []
    minute = 0.0
    for span in covered:
        if span.start > minute:
            pieces.append((minute, rest))
        pieces.append((span.start, values[span.key]))
        minute = span.end
    return pieces if minute == MINUTES_PER_WEEK else [*pieces, (minute, rest)]


def clock(minute: float, lang: str = "en") -> str:
    """Return a minute of the week as a message shows it, such as "Mon 08:00"."""
    day, rest = divmod(minute, MINUTES_PER_DAY)
    hour, rest = divmod(rest, MINUTES_PER_HOUR)
    second = round(rest % 1.0 * SECONDS_PER_MINUTE)
    name = DAYS_ZH[int(day)] if lang == "zh" else DAYS[int(day)].title()
    return f"{name} {int(hour):02d}:{int(rest):02d}" + (f":{second:02d}" if second else "")


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
