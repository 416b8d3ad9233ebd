"""Figures as a planner reads them: units that fit, and no more digits than are known."""

from __future__ import annotations

import math
import re

from simcore.cli.language import Lang
from simcore.text import Label
from simcore.time_units import (
    MINUTES_PER_DAY,
    MINUTES_PER_HOUR,
    MINUTES_PER_WEEK,
    SECONDS_PER_MINUTE,
)

NONE = "–"
DURATIONS = (  # the largest that gives at least 2, in minutes
    (2 * MINUTES_PER_DAY, MINUTES_PER_DAY, Label("d", "天")),
    (2 * MINUTES_PER_HOUR, MINUTES_PER_HOUR, Label("h", "小时")),
    (0.0, 1.0, Label("min", "分钟")),
)
UNITS = {  # of indicators, in Chinese; others stay as they are
    "per 1,000": "每千人",
    "people": "人",
    "points": "个百分点",
    "min": "分钟",
    "h": "小时",
    "visits": "人次",
    "a year": "次/年",
    "days a year": "天/年",
    "per 1,000 residents a year": "每千人每年",
    "yuan a resident a year": "元/人·年",
}


def number(value: float, digits: int = 3) -> str:
    """Return a number with so many significant digits and grouped thousands."""
    if not math.isfinite(value):
        return NONE if math.isnan(value) else "∞"
    text = f"{value:,.{_decimals(value, digits)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _decimals(value: float, digits: int) -> int:
    if value == 0.0 or value == round(value):
        return 0
    return max(0, min(4, digits - 1 - math.floor(math.log10(abs(value)))))


def with_half(value: float, half: float, digits: int = 4) -> str:
    """Return value ± half-width, rounded where the half-width begins."""
    rounding = 1e-9 * abs(value)  # a half-width that is none
    if not math.isfinite(value) or not math.isfinite(half) or half <= rounding:
        return number(value, digits)
    decimals = max(0, min(4, 1 - math.floor(math.log10(half))))
    if decimals > 0 and round(half, decimals) >= 10.0 ** (1 - decimals):
        decimals -= 1  # one digit is enough once it is not a bare 1
    return f"{value:,.{decimals}f} ± {half:,.{decimals}f}"


def stacked(text: str) -> str:
    """Return "14.0 ± 0.1 min" as two lines: the figure with its unit, and its half-width."""
    return re.sub(r"^(.+) ± ([\d.,]+)(.*)$", r"\1\3\n± \2", text)


def unit(name: str, lang: Lang) -> str:
    """Return an indicator's unit; nothing where it counts."""
    return UNITS.get(name, name) if lang == "zh" else name


def share(value: float) -> str:
    """Return a share from 0 to 1 in per cent."""
    return NONE if math.isnan(value) else f"{100 * value:.1f}%"


def duration(minutes: float, lang: Lang, half: float = math.nan) -> str:
    """Return a time in minutes, hours or days, whichever reads best."""
    if math.isnan(minutes):
        return NONE
    _, size, name = next(row for row in DURATIONS if minutes >= row[0])
    text = with_half(minutes / size, half / size, 2 if minutes / size < 10 else 3)
    return f"{text} {name[lang]}" if minutes else "0"


def capacity(value: float) -> str:
    """Return a mean number of units; a resource without limit has none."""
    return "∞" if math.isnan(value) else number(value)


def count(value: float) -> str:
    """Return a number of patients or visits, whole."""
    return NONE if math.isnan(value) else f"{value:,.0f}"


def seconds(value: float, lang: Lang) -> str:
    """Return a wall-clock time."""
    name = Label("s", "秒") if value < 90 else Label("min", "分钟")
    shown = value if value < 90 else value / SECONDS_PER_MINUTE
    return f"{shown:.1f} {name[lang]}"


def days(minutes: float, lang: Lang) -> str:
    """Return the length of a window in weeks, days or hours, as it was probably written."""
    for size, en, zh in (
        (MINUTES_PER_WEEK, "week", "周"),
        (MINUTES_PER_DAY, "day", "天"),
        (MINUTES_PER_HOUR, "hour", "小时"),
    ):
        if minutes >= size and minutes % size == 0.0:
            n = round(minutes / size)
            return f"{n} {zh}" if lang == "zh" else f"{n} {en}{'' if n == 1 else 's'}"
    return f"{minutes:g} {Label('min', '分钟')[lang]}"
