"""A run day by day, for networks whose weeks are not alike.

Minutes count from the first instant of the warm-up. A day is played as one weekday: its own
or, where the Network has holidays, as a Sunday (statutory day off) or a Monday (a weekend
day that is worked to make up for one).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from typing import Any, TypeVar

import numpy as np

from simcore.network import varying_rate
from simcore.network.expressions.names import Names
from simcore.network.expressions.over_time import over_time
from simcore.network.expressions.parser import parse
from simcore.network.model import Network
from simcore.network.open_units import lends_by_timetable, open_units, overlent
from simcore.network.rate_formula import steps_of
from simcore.network.resources import SlotBook
from simcore.network.schedules import timetables
from simcore.network.scope import constants_of
from simcore.network.sources import Source
from simcore.network.time_span import TimeError, check_dates, check_steps
from simcore.network.timetable import Schedule, Timetable
from simcore.network.values import Expression
from simcore.network.varying_rate import Floats
from simcore.network.weekly_profile import WeeklyProfile
from simcore.text import Label
from simcore.time_units import MINUTES_PER_DAY, MINUTES_PER_WEEK, SECONDS_PER_MINUTE

A_MONDAY = date(2001, 1, 1)  # where no date is given
SUNDAY, MONDAY = 6, 0

T = TypeVar("T")


def days_differ(network: Network) -> bool:
    """Tell whether days differ otherwise than by weekday.

    network: whose run must then have a length before it is compiled, as must one with books.
    """
    return bool(
        network.holidays
        or any(r.closures for r in network.resources)
        or any(s.multipliers or s.growth or s.formula for s in network.sources)
        or any(timetables(network))
    )


class UnknownYear(TimeError):
    """A year whose holidays the calendar does not know."""

    def __init__(self, year: int, first: int, last: int) -> None:
        super().__init__(
            Label(f"the holidays of {year} are not known", f"没有 {year} 年的节假日安排数据"),
            Label(
                f"let the run lie between {first} and {last}, or leave out holidays",
                f"请将模拟时段设在 {first} 至 {last} 年之间，或不写 holidays",
            ),
        )


@cache
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
    """The warm-up and the run of a Network, minutes.

    Raises TimeError where days have no date, or timetables have too many steps.
    """

    network: Network
    warmup: float
    run: float

    def __post_init__(self) -> None:
        check_dates(self.network, self.network.start or A_MONDAY, self.warmup, self.run)
        check_steps(self.network, self.warmup, self.run)

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

    def days(self, further: float = 0.0, *, before: bool = False) -> Iterator[tuple[float, date]]:
        """Yield each day up to the end, or `further` minutes later, with its midnight.

        before: begin with the day before the first.
        """
        end = self.warmup + self.run + further
        for k in range(-before, math.ceil((end - self.first_midnight) / MINUTES_PER_DAY)):
            yield self.first_midnight + k * MINUTES_PER_DAY, self.first_day + timedelta(days=k)

    def weekday(self, day: date) -> int:
        """Return the weekday as which a day is played."""
        return played_as(day) if self.network.holidays else day.weekday()

    def laid(self, schedule: Schedule[T]) -> list[tuple[float, T]]:
        """Return a schedule over the run as (minute, value), the first at minute 0."""
        found: list[tuple[float, T]] = []
        steps = self._steps(schedule) if isinstance(schedule, Timetable) else self._weeks(schedule)
        for minute, value in steps:
            _append(found, max(minute, 0.0), value)
        return found

    def _steps(self, table: Timetable[T]) -> Iterator[tuple[float, T]]:
        begin = self.warmup if table.start is None else self.minute(table.start)
        return table.over(begin, self.warmup + self.run)

    def _weeks(self, weekly: WeeklyProfile[T]) -> Iterator[tuple[float, T]]:
        played = self.weekday(self.first_day - timedelta(days=1)) if weekly.nights else None
        for midnight, day in self.days():
            weekday = self.weekday(day)
            for minute, value in weekly.of_day(weekday, played):
                yield midnight + minute, value
            played = weekday

    # What the compiler asks for

    def capacities(self) -> dict[str, list[tuple[float, int]]]:
        """Return the capacity of each resource as (minute, units), the first at minute 0.

        Raises TimeError where by its timetable somebody lends more than they have.
        """
        resources = self.network.resources
        if lends_by_timetable(resources):
            for name in overlent(resources, self.laid):
                raise TimeError(
                    Label(f'"{name}" lends more than it has', f"“{name}”调出的数量多于自身容量"),
                    Label("lend less, or at another time", "请减少调出数量或更换时间"),
                )
        limits = {
            r.name: [(self.minute(c.start), self.minute(c.end), c.units) for c in r.closures]
            for r in resources
        }
        return open_units(resources, self.laid, limits)

    def weekdays(self) -> list[int]:
        """Return the weekdays as which days are played, from a Monday on; [] where as the week has.

        They go on for four weeks after the end, so that who waits for a day there can be told when
        it is, but not beyond what is known of holidays.
        """
        if not self.network.holidays:
            return []
        found = [0] * self.first_day.weekday()
        for midnight, day in self.days(further=4 * MINUTES_PER_WEEK):
            try:
                found.append(self.weekday(day))
            except UnknownYear:
                if midnight < self.warmup + self.run:
                    raise
        return found

    def minute(self, when: datetime) -> float:
        """Return the minute of a date and time."""
        since = when - datetime.combine(self.first_day, time.min)
        return self.first_midnight + since.total_seconds() / SECONDS_PER_MINUTE

    def rate(self, source: Source) -> tuple[tuple[float, float], ...]:
        """Return the arrivals a minute of a source as (minute, rate), the first at minute 0.

        Raises WrongRate where its formula cannot be played, and ExpressionError where it cannot be
        read.
        """
        weekly = self.laid(source.rate)
        if not source.multipliers and not source.growth and not source.formula:
            return tuple(weekly)
        found: list[tuple[float, float]] = []
        for minute, rate in self._multiplied(source, weekly):
            _append(found, minute, rate)
        return tuple(found)

    def _multiplied(
        self, source: Source, weekly: Sequence[tuple[float, float]]
    ) -> Iterator[tuple[float, float]]:
        """Yield the pieces of a rate times what the days and the time make of it."""
        midnights, days = zip(*self.days(), strict=True)
        end = midnights[-1] + MINUTES_PER_DAY
        starts, rates = np.array(weekly, float).T
        cuts = np.concatenate([starts, midnights, varying_rate.turns(source, self.warmup), [end]])
        cuts = np.unique(cuts[(cuts >= 0.0) & (cuts <= end)])
        if source.formula:  # which may be none behind the end
            rate = self._formula(source, source.formula, midnights, days)
            cuts = np.append(cuts[cuts < self.warmup + self.run], self.warmup + self.run)
            begins, factors = steps_of(rate, cuts, source.name, self.warmup)
        else:
            begins, factors = varying_rate.steps(source, cuts, self.warmup)
        factors *= varying_rate.of_days(source, days)[_piece_of(midnights, begins)]
        products = rates[_piece_of(starts, begins)] * factors
        yield from zip(begins.tolist(), products.tolist(), strict=True)

    def _formula(
        self, source: Source, formula: Expression, midnights: Sequence[float], days: Sequence[date]
    ) -> Callable[[Floats], Floats]:
        """Return the formula of a source, times growth and surges, as a function of the minute."""
        code = parse(formula.text, Names(constants=constants_of(self.network.constants))).code
        weekdays = np.array([self.weekday(day) for day in days], float)

        def rate(minutes: Floats) -> Floats:
            clock = {
                "TIME": minutes - self.warmup,
                "MINUTE_OF_DAY": (minutes - self.first_midnight) % MINUTES_PER_DAY,
                "WEEKDAY": weekdays[_piece_of(midnights, minutes)],
            }
            return over_time(code, clock) * varying_rate.factors(source, minutes, self.warmup)

        return rate

    def slots(self, book: SlotBook) -> list[tuple[float, float, int, int]]:
        """Return the slots of a book, up to its horizon behind the end.

        Of each: its minute, the minute at which reserved seats are released, seats for all,
        seats reserved. Seats that are overbooked or reserved are spread evenly.
        """
        found: list[tuple[float, float, int, int]] = []
        planned = 0
        for when, seats in sorted(self._slots(book)):
            more = seats + _share(book.overbook, planned, seats)
            reserved = _share(book.reserved, planned, seats)
            planned += seats
            if when >= 0.0:
                found.append((when, when - book.released, more - reserved, reserved))
        return found

    def _slots(self, book: SlotBook) -> Iterator[tuple[float, int]]:
        """Yield (minute, seats) of every slot, day by day."""
        by_day: dict[int, list[tuple[float, int]]] = {}
        for minute, seats in book.slots:
            weekday = int(minute // MINUTES_PER_DAY)
            by_day.setdefault(weekday, []).append((minute - weekday * MINUTES_PER_DAY, seats))
        for minute, seats in book.overnight:
            weekday = int(minute // MINUTES_PER_DAY)
            since = minute - weekday * MINUTES_PER_DAY + MINUTES_PER_DAY
            by_day.setdefault((weekday - 1) % 7, []).append((since, seats))
        for midnight, day in self.days(book.horizon, before=bool(book.overnight)):
            for since, seats in by_day.get(self.weekday(day), ()):
                yield midnight + since, seats


def _share(share: float, before: int, seats: int) -> int:
    """Return how many whole seats a share of these adds, given that there were so many."""
    return math.floor(share * (before + seats) + 1e-9) - math.floor(share * before + 1e-9)


def _piece_of(starts: Sequence[float] | Floats, minutes: Floats) -> Any:
    """Return which of some pieces, by their rising starts, holds at each minute."""
    return np.searchsorted(starts, minutes, side="right") - 1


def _append(pairs: list[tuple[float, T]], minute: float, value: T) -> None:
    """Append a piece that rises from the last; one that ends at once is replaced."""
    if pairs and pairs[-1][0] == minute:
        pairs.pop()
    if not pairs or pairs[-1][1] != value:
        pairs.append((minute, value))
