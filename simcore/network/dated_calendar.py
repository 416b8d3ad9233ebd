"""A run day by day, for networks whose weeks are not alike.

Minutes count from the first instant of the warm-up. A day is played as one weekday: its own
or, where the Network has holidays, as a Sunday (statutory day off) or a Monday (a weekend
day that is worked to make up for one).
"""

from __future__ import annotations

import math
from calendar import isleap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TypeVar

import numpy as np

from simcore.network.model import Network
from simcore.network.resources import Resource, SlotBook
from simcore.network.sources import Multiplier, Source
from simcore.network.weekly_profile import WeeklyProfile
from simcore.text import Label
from simcore.time_units import (
    DAYS_PER_YEAR,
    MEAN_DAYS_PER_YEAR,
    MINUTES_PER_DAY,
    SECONDS_PER_MINUTE,
)

A_MONDAY = date(2001, 1, 1)  # where no date is given
SUNDAY, MONDAY = 6, 0
LEAP_DAY = 60  # of a leap year

T = TypeVar("T")


def is_dated(network: Network) -> bool:
    """Tell whether days differ otherwise than by weekday.

    network: whose run must then have a length before it is compiled.
    """
    return bool(
        network.holidays
        or network.books
        or any(r.closures for r in network.resources)
        or any(s.multipliers or s.growth for s in network.sources)
    )


class UnknownYear(ValueError):
    """A year whose holidays the calendar does not know."""

    def __init__(self, year: int, first: int, last: int) -> None:
        self.message = Label(
            f"the holidays of {year} are not known", f"没有 {year} 年的节假日安排数据"
        )
        self.remedy = Label(
            f"let the run lie between {first} and {last}, or leave out holidays",
            f"请将模拟时段设在 {first} 至 {last} 年之间，或不写 holidays",
        )
        super().__init__(f"{self.message.en}: {self.remedy.en}")


def played_as(day: date) -> int:
    """Return the weekday as which a day is played by the Chinese calendar, 0 for Monday.

    day: of a year that the calendar knows.

    The days off and the days worked instead are those of the State Council's yearly notices, as
    `chinese_calendar` keeps them. Raises UnknownYear.
    """
    import chinese_calendar  # tables that most scenarios do not need

    known = chinese_calendar.holidays
    first, last = min(known).year, max(known).year
    if not first <= day.year <= last:
        raise UnknownYear(day.year, first, last)
    weekday = day.weekday()
    if chinese_calendar.is_workday(day):
        return weekday if weekday < 5 else MONDAY
    return SUNDAY if weekday < 5 or day in known else weekday


@dataclass(frozen=True)
class DatedCalendar:
    """The warm-up and the run of a Network, minutes."""

    network: Network
    warmup: float
    run: float

    @cached_property
    def first_midnight(self) -> float:
        """Return the minute, 0 or before, at which the first day began."""
        return -((-self.warmup) % MINUTES_PER_DAY) if self.network.start else 0.0

    @cached_property
    def first_day(self) -> date:
        """Return the date of minute 0; a Monday where the Network has no dates."""
        if self.network.start is None:
            return A_MONDAY
        return self.network.start - timedelta(minutes=self.warmup - self.first_midnight)

    def days(self, further: float = 0.0) -> Iterator[tuple[float, date]]:
        """Yield each day up to the end, or `further` minutes later, with its midnight."""
        end = self.warmup + self.run + further
        for k in range(math.ceil((end - self.first_midnight) / MINUTES_PER_DAY)):
            yield self.first_midnight + k * MINUTES_PER_DAY, self.first_day + timedelta(days=k)

    def weekday(self, day: date) -> int:
        """Return the weekday as which a day is played."""
        return played_as(day) if self.network.holidays else day.weekday()

    def pieces(
        self, weekly: WeeklyProfile[T], midnight: float, day: date
    ) -> Iterator[tuple[float, T]]:
        """Yield the pieces of a profile on a day as (minute, value), from minute 0 on."""
        weekday = self.weekday(day)
        for minute, value in weekly.of_day(weekday):
            yield max(midnight + minute - weekday * MINUTES_PER_DAY, 0.0), value

    # What the compiler asks for

    def capacity(self, resource: Resource) -> list[tuple[float, int]]:
        """Return the capacity of a resource as (minute, units), the first at minute 0."""
        levels: list[tuple[float, int]] = []
        for midnight, day in self.days():
            for minute, units in self.pieces(resource.capacity, midnight, day):
                _append(levels, minute, units)
        for closure in resource.closures:
            levels = _overlaid(
                levels, self.minute(closure.start), self.minute(closure.end), closure.units
            )
        return levels

    def minute(self, when: datetime) -> float:
        """Return the minute of a date and time."""
        since = when - datetime.combine(self.first_day, time.min)
        return self.first_midnight + since.total_seconds() / SECONDS_PER_MINUTE

    def rate(self, source: Source) -> tuple[tuple[float, float], ...]:
        """Return the arrivals a minute of a source as (minute, rate), the first at minute 0."""
        found: list[tuple[float, float]] = []
        for midnight, day in self.days():
            factor = self.factor(source, midnight, day)
            for minute, rate in self.pieces(source.rate, midnight, day):
                _append(found, minute, rate * factor)
        return tuple(found)

    def factor(self, source: Source, midnight: float, day: date) -> float:
        """Return what growth and multipliers make of the rate of a day, that of its noon."""
        since = (midnight - self.warmup) / MINUTES_PER_DAY + 0.5
        factor = (1.0 + source.growth) ** (since / MEAN_DAYS_PER_YEAR)
        of_year = day_of_year(day) + 0.5
        for multiplier in source.multipliers:
            factor *= _at(multiplier, of_year if multiplier.yearly else since)
        return float(factor)

    def slots(self, book: SlotBook) -> list[tuple[float, float, int, int]]:
        """Return the slots of a book, up to its horizon behind the end.

        Of each: its minute, the minute at which reserved seats are released, seats for all,
        seats reserved. Seats that are overbooked or reserved are spread evenly.
        """
        found: list[tuple[float, float, int, int]] = []
        planned = 0
        for midnight, day in self.days(book.horizon):
            begin = self.weekday(day) * MINUTES_PER_DAY
            for minute, seats in book.slots:
                if not begin <= minute < begin + MINUTES_PER_DAY:
                    continue
                more = seats + _share(book.overbook, planned, seats)
                reserved = _share(book.reserved, planned, seats)
                planned += seats
                when = midnight + minute - begin
                if when >= 0.0:
                    found.append((when, when - book.released, more - reserved, reserved))
        return found


def _share(share: float, before: int, seats: int) -> int:
    """Return how many whole seats a share of these adds, given that there were so many."""
    return math.floor(share * (before + seats) + 1e-9) - math.floor(share * before + 1e-9)


def _append(pairs: list[tuple[float, T]], minute: float, value: T) -> None:
    """Append a piece that rises from the last; one that ends at once is replaced."""
    if pairs and pairs[-1][0] == minute:
        pairs.pop()
    if not pairs or pairs[-1][1] != value:
        pairs.append((minute, value))


def _overlaid(
    levels: list[tuple[float, int]], start: float, end: float, units: int
) -> list[tuple[float, int]]:
    """Return the levels with `units` from `start` up to `end`."""
    if end <= 0.0 or end <= start:
        return levels
    start = max(start, 0.0)
    found: list[tuple[float, int]] = []
    for minute, value in [pair for pair in levels if pair[0] < start]:
        _append(found, minute, value)
    _append(found, start, units)
    back = [pair for pair in levels if pair[0] <= end]
    if back:
        _append(found, end, back[-1][1])
    for minute, value in [pair for pair in levels if pair[0] > end]:
        _append(found, minute, value)
    return found


def day_of_year(day: date) -> int:
    """Return 1 to 365, alike in every year: 29 February counts as the 28th."""
    n = day.timetuple().tm_yday
    return n - 1 if isleap(day.year) and n >= LEAP_DAY else n


def _at(multiplier: Multiplier, day: float) -> float:
    days, factors = zip(*multiplier.points, strict=True)
    around = DAYS_PER_YEAR if multiplier.yearly else None  # December leads over to January
    return float(np.interp(day, days, factors, period=around))
