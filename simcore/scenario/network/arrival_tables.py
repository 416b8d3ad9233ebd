"""What the three tables of arrivals mean, as they would stand in a scenario.

Rates by day and hour, factors by day of the year, times of arrival.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from typing import Any

from pydantic_core import PydanticCustomError

from simcore.scenario.files.csv_table import BadTableError, Columns, Row
from simcore.scenario.values.seasons import day_of_year
from simcore.scenario.values.weekly import DAYS, DAYS_ZH, minute_of_day
from simcore.text import Label
from simcore.time_units import MINUTES_PER_DAY, MINUTES_PER_HOUR

RATES: Columns = (
    {"day": "星期"}, {"hour": "小时", "time": "时间"}, {"rate": "每小时"}
)  # fmt: skip
FACTORS: Columns = ({"day": "天", "date": "日期"}, {"factor": "倍数"})
TIMES: Columns = ({"minutes": "分钟", "hours": "小时", "days": "天"},)

Read = Callable[[list[Row]], Any]


class _Collector:
    """What is wrong with the rows of a table, collected."""

    def __init__(self) -> None:
        self.faults: list[tuple[Label, Label]] = []

    @contextmanager
    def keep(self) -> Iterator[None]:
        """Keep what the block raises, and go on."""
        try:
            yield
        except BadTableError as error:
            self.faults += error.faults

    def raise_any(self) -> None:
        if self.faults:
            raise BadTableError(*self.faults)


def weekly(rows: list[Row]) -> dict[str, str]:
    """Return rates, patients an hour, by windows of the week.

    rows: of `RATES`. Under hour each day has every hour; under time a row lasts until the next.
    Raises BadTableError.
    """
    wrong, days = _Collector(), dict[int, dict[float, tuple[Row, float]]]()
    for row in rows:
        with wrong.keep():
            starts = days.setdefault(_weekday(row), {})
            minute = _minute(row)
            if minute in starts:
                raise _again(row, starts[minute][0])
            starts[minute] = (row, row.number("rate"))
    wrong.raise_any()
    for day in range(len(DAYS)):
        with wrong.keep():
            _check_day(day, days.get(day, {}))
    wrong.raise_any()
    windows: dict[str, str] = {}
    for day, starts in sorted(days.items()):
        for minute, end in pairwise([*sorted(starts), MINUTES_PER_DAY]):
            windows[f"{DAYS[day]} {_clock(minute)}-{_clock(end)}"] = f"{starts[minute][1]!r} / h"
    return windows


def _check_day(day: int, starts: dict[float, tuple[Row, float]]) -> None:
    """Raise BadTableError where a day is not there, or not from its beginning, or lacks an hour."""
    hourly = any("hour" in row.cells for row, _ in starts.values())
    wanted = [MINUTES_PER_HOUR * hour for hour in range(24)] if hourly else [0.0]
    missing = [_clock(minute) for minute in wanted if minute not in starts]
    if not starts:
        said = Label(f"there is no row for {DAYS[day]}", f"没有{DAYS_ZH[day]}的数据行")
        raise BadTableError((said, Label("give all seven days", "请写全七天")))
    if missing:
        more = ", ..." if len(missing) > 3 else ""
        raise BadTableError(
            (Label(f"{DAYS[day]} has no row for {', '.join(missing[:3])}{more}",
                   f"{DAYS_ZH[day]}缺少 {'、'.join(missing[:3])}{more}"),
             Label("give every hour from 0 to 23; under the heading time a row lasts until the "
                   "next, the first at 00:00",
                   "请写全 0 至 23 时；标题改为“时间”时，每行持续到下一行，首行为 00:00"))
        )  # fmt: skip


def _weekday(row: Row) -> int:
    text = row.cells["day"]
    if text.lower() in DAYS or text.lower() in _FULL:
        return DAYS.index(text.lower()[:3])
    if text in DAYS_ZH:
        return DAYS_ZH.index(text)
    if text in "1234567" and len(text) == 1:
        return int(text) - 1
    raise row.wrong(
        Label(f'"{text}" is not a day of the week', f"“{text}”不是星期"),
        Label("write mon to sun, or 1 (Monday) to 7", "请写 周一 至 周日，或 1（周一）至 7"),
    )


_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _minute(row: Row) -> float:
    """Return the minute of the day at which a row begins."""
    text = row.cell("hour", "time")
    minute = minute_of_day(text if ":" in text else f"{text}:00")
    if 0.0 <= minute < MINUTES_PER_DAY and ("time" in row.cells or minute % MINUTES_PER_HOUR == 0):
        return minute
    raise row.wrong(
        Label(f'"{text}" is not a time of day', f"“{text}”不是时刻"),
        Label("write an hour from 0 to 23; or 08:30 under the heading time",
              "请写 0 至 23；或在标题“时间”下写 08:30"),
    )  # fmt: skip


def _clock(minute: float) -> str:
    whole, second = divmod(round(minute * 60), 60)
    return f"{whole // 60:02d}:{whole % 60:02d}" + (f":{second:02d}" if second else "")


def _again(row: Row, before: Row) -> BadTableError:
    return row.wrong(
        Label(f"this is said on line {before.line} already", f"与第 {before.line} 行重复"),
        Label("keep one of the two", "请只保留一行"),
    )


def yearly(rows: list[Row]) -> dict[str, str]:
    """Return factors by day of the year; a whole date keeps its month and day.

    rows: of `FACTORS`. Raises BadTableError.
    """
    wrong, seen, factors = _Collector(), dict[int, Row](), dict[str, str]()
    years = {text[:4] for row in rows if len(text := row.cell("day", "date")) == len("2020-01-01")}
    if len(years) > 1:
        raise BadTableError(
            (Label(f"dates of several years: {', '.join(sorted(years))}",
                   f"日期分属多个年份：{'、'.join(sorted(years))}"),
             Label("a season is alike in every year: keep one year", "各年倍数相同，请只保留一年"))
        )  # fmt: skip
    for row in rows:
        with wrong.keep():
            key, number = _day_of_year(row)
            if number in seen:
                raise _again(row, seen[number])
            seen[number] = row
            factors[key] = f"{row.number('factor') * 100:.12g}%"
    wrong.raise_any()
    return factors


def _day_of_year(row: Row) -> tuple[str, int]:
    """Return a day as a scenario writes it, and its number."""
    text = row.cell("day", "date")
    try:
        if len(text) == len("2020-01-01"):
            text = date.fromisoformat(text).isoformat()[5:]
        return text, day_of_year(text)
    except (ValueError, PydanticCustomError):
        raise row.wrong(
            Label(f'"{text}" is not a day of the year', f"“{text}”不是一年中的某天"),
            Label("write 1 to 365, 07-01 or 2020-07-01", "请写 1 至 365、07-01 或 2020-07-01"),
        ) from None


def times(rows: list[Row]) -> list[str]:
    """Return times since the start of the run, with their unit.

    rows: of `TIMES`. Raises BadTableError.
    """
    [unit] = rows[0].cells
    wrong, found = _Collector(), list[tuple[float, Row]]()
    for row in rows:
        with wrong.keep():
            found.append((row.number(unit), row))
    wrong.raise_any()
    for (before, _), (now, row) in pairwise(found):
        if now < before:
            with wrong.keep():
                raise row.wrong(
                    Label("it comes before the one above", "早于前一项"),
                    Label("write the times in rising order", "请按时间先后书写"),
                )
    wrong.raise_any()
    return [f"{number!r} {unit}" for number, _ in found]
