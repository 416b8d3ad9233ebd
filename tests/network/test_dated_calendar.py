"""A run day by day: dates by the State Council's notices, levels worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from support.clinic import TEN, clinic, label, people, room
from support.models import profile

from simcore.network.compiler.compile import compile_network
from simcore.network.dated_calendar import DatedCalendar, UnknownYear, days_differ, played_as
from simcore.network.model import Network
from simcore.network.resources import Closure, Resource, SlotBook
from simcore.network.sources import Multiplier
from simcore.network.steps import Use
from simcore.network.weekly_profile import WeeklyProfile
from simcore.scenario.values.weekly import parse_weekly
from simcore.time_units import MINUTES_PER_WEEK

DAY = 1440.0
Weekly = tuple[tuple[float, float], ...]  # (minute of week, value)
WORKDAYS: Weekly = tuple(
    pair for day in range(5) for pair in ((day * DAY + 480, 4.0), (day * DAY + 1020, 0.0))
)
OFFICE: Weekly = ((0.0, 0.0), *WORKDAYS)


def dated(
    start: date | None, warmup: float = 0.0, run: float = MINUTES_PER_WEEK, holidays: str = ""
) -> DatedCalendar:
    return DatedCalendar(clinic(Use("a", TEN), start=start, holidays=holidays), warmup, run)


def week_of(first: date, days: int) -> list[int]:
    return [played_as(first + timedelta(days=k)) for k in range(days)]


def staffed(capacity: Weekly | int, *closures: Closure) -> Resource:
    return replace(room(closures=closures), capacity=profile(capacity).map(int))


def levels(s: DatedCalendar, resource: Resource) -> list[tuple[float, int]]:
    network = replace(s.network, resources=(resource,))
    return replace(s, network=network).capacities()[resource.name]


# Days


def test_national_day_2019() -> None:
    """Off from 1 to 7 October; worked instead: Sunday 29 September, Saturday 12 October."""
    assert week_of(date(2019, 9, 27), 8) == [4, 5, 0, 0, 6, 6, 6, 6]
    assert week_of(date(2019, 10, 5), 10) == [6, 6, 6, 1, 2, 3, 4, 0, 6, 0]


def test_spring_festival_2020() -> None:
    """Off from 24 January, prolonged to 2 February; worked instead: Sunday 19 January."""
    assert week_of(date(2020, 1, 18), 6) == [5, 0, 0, 1, 2, 3]
    assert week_of(date(2020, 1, 24), 10) == [6] * 10
    assert week_of(date(2020, 2, 3), 6) == [0, 1, 2, 3, 4, 5]


def test_a_weekend_is_a_weekend() -> None:
    assert week_of(date(2019, 7, 1), 7) == [0, 1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("year", [2003, 2050])
def test_a_year_without_a_notice_is_an_error(year: int) -> None:
    with pytest.raises(UnknownYear, match=f"holidays of {year} are not known") as caught:
        played_as(date(year, 5, 1))
    assert "2004" in caught.value.remedy.zh


def test_what_makes_days_differ() -> None:
    use = Use("a", TEN)
    closed = Closure(datetime(2020, 1, 6), datetime(2020, 1, 7))
    dated: list[Network] = [
        clinic(use, holidays="china"),
        clinic(use, resources=[staffed(1, closed)]),
        clinic(use, sources=[people(growth=0.1)]),
        clinic(use, sources=[people(multipliers=(Multiplier(((0.0, 1.0),)),))]),
    ]
    assert [days_differ(n) for n in dated] == [True] * 4
    assert not days_differ(clinic(use, start=date(2020, 1, 6), resources=[staffed(OFFICE)]))


def test_a_book_is_laid_out_day_by_day_and_leaves_the_weeks_alike() -> None:
    booked = clinic(Use("a", TEN), books=[SlotBook("b", label("b"), ((0.0, 1),), 60.0)])
    with pytest.raises(ValueError, match="needs the length of the run"):
        compile_network(booked)
    program, _ = compile_network(booked, run=3 * MINUTES_PER_WEEK)
    assert program.slots.minute[:3].tolist() == [0.0, MINUTES_PER_WEEK, 2 * MINUTES_PER_WEEK]
    assert program.cycle == MINUTES_PER_WEEK


# Levels


def test_a_warm_up_of_a_day_and_a_half_begins_at_noon() -> None:
    s = dated(date(2020, 1, 8), warmup=1.5 * DAY)  # from Monday noon; the run from Wednesday
    assert (s.first_day, s.first_midnight) == (date(2020, 1, 6), -720.0)
    assert s.minute(datetime(2020, 1, 8)) == 1.5 * DAY
    assert levels(s, staffed(OFFICE))[:4] == [(0.0, 4), (300.0, 0), (1200.0, 4), (1740.0, 0)]


def test_without_a_date_the_first_minute_is_monday_s() -> None:
    assert levels(dated(None, warmup=100.0), staffed(OFFICE))[:2] == [(0.0, 0), (480.0, 4)]


def test_a_level_lasts_from_sunday_into_monday() -> None:
    nights: Weekly = ((0.0, 3.0), (300.0, 1.0), (6 * DAY + 1200.0, 3.0))
    s = dated(date(2020, 1, 5), run=2 * DAY)  # a Sunday
    assert levels(s, staffed(nights)) == [(0.0, 1), (1200.0, 3), (DAY + 300.0, 1)]


def test_staff_on_holiday_and_on_a_make_up_sunday() -> None:
    """Sunday 29 September 2019 is worked, Tuesday 1 October is not."""
    found = levels(dated(date(2019, 9, 28), run=4 * DAY, holidays="china"), staffed(OFFICE))
    open_days = [int(minute // DAY) for minute, units in found if units == 4]
    assert open_days == [1, 2]  # Sunday and Monday
    found = levels(dated(date(2019, 9, 28), run=4 * DAY), staffed(OFFICE))
    assert [int(minute // DAY) for minute, units in found if units == 4] == [2, 3]


# Nights at holidays: 30 April 2020 is a Thursday, the holiday goes on until Tuesday, 5 May.


NIGHTS = parse_weekly({"mon-fri 22:00-06:00": 1, "otherwise": 0}, int)


def nights(s: DatedCalendar, capacity: WeeklyProfile[int] = NIGHTS) -> list[tuple[float, int]]:
    return levels(s, replace(room(), capacity=capacity))


def test_a_night_shift_runs_to_its_end_and_none_begins_at_a_holiday() -> None:
    found = nights(dated(date(2020, 4, 30), run=8 * DAY, holidays="china"))
    assert found[:4] == [(0.0, 1), (360.0, 0), (1320.0, 1), (DAY + 360, 0)]
    assert found[4:7] == [(6 * DAY + 1320, 1), (7 * DAY + 360, 0), (7 * DAY + 1320, 1)]


def test_the_morning_after_a_holiday_belongs_to_no_shift() -> None:
    found = nights(dated(date(2020, 5, 5), run=1.5 * DAY, holidays="china"))
    assert found == [(0.0, 0), (DAY + 1320, 1)]  # on Wednesday at 22:00


def test_the_shift_before_the_first_day_is_still_on_at_its_midnight() -> None:
    found = nights(dated(date(2020, 5, 1), run=DAY, holidays="china"))
    assert found == [(0.0, 1), (360.0, 0)]


def test_a_night_meets_the_windows_of_a_holiday() -> None:
    """The shift that goes on comes first, then what a Sunday has."""
    both = parse_weekly({"mon-fri 22:00-06:00": 2, "sat,sun 08:00-06:00": 1, "otherwise": 0}, int)
    found = nights(dated(date(2020, 4, 30), run=3 * DAY, holidays="china"), both)
    friday, saturday = DAY, 2 * DAY
    assert found[:3] == [(0.0, 2), (360.0, 0), (1320.0, 2)]
    assert found[3:] == [
        (friday + 360, 0), (friday + 480, 1), (saturday + 360, 0), (saturday + 480, 1)
    ]  # fmt: skip


def test_windows_without_a_rest_leave_no_gap_at_a_holiday() -> None:
    all_week = parse_weekly({"mon-sun 06:00-22:00": 3, "mon-sun 22:00-06:00": 2}, int)
    s = dated(date(2020, 4, 30), run=4 * DAY, holidays="china")
    assert nights(s, all_week) == nights(dated(date(2020, 4, 30), run=4 * DAY), all_week)


def test_rates_follow_the_nights_too() -> None:
    rate = NIGHTS.map(lambda n: n / 60)
    source = replace(people(), rate=rate)
    s = dated(date(2020, 4, 30), run=3 * DAY, holidays="china")
    assert s.rate(source)[2:] == ((1320.0, 1 / 60), (DAY + 360, 0.0))


def test_seats_after_midnight_belong_to_the_session_s_day() -> None:
    book = SlotBook("b", label("b"), ((3 * DAY + 1380, 1),), DAY, overnight=((4 * DAY + 60, 1),))
    found = dated(date(2020, 4, 30), run=2 * DAY, holidays="china").slots(book)
    assert [minute for minute, *_ in found] == [1380.0, DAY + 60.0]
    found = dated(date(2020, 5, 1), run=2 * DAY, holidays="china").slots(book)
    assert [minute for minute, *_ in found] == [60.0]


def test_days_are_told_from_a_monday_on_and_beyond_the_end() -> None:
    s = dated(date(2020, 4, 30), run=6 * DAY, holidays="china")
    assert s.weekdays()[:10] == [0, 0, 0, 3, 6, 6, 6, 6, 6, 2]
    assert len(s.weekdays()) == 3 + 6 + 28
    assert dated(date(2020, 4, 30)).weekdays() == []


# Slots


def test_reserved_and_overbooked_seats_are_spread_evenly() -> None:
    """Seats of 2, 2, 2, 2: half of them reserved, a quarter more."""
    slots = tuple((480.0 + 60 * k, 2) for k in range(4))
    book = SlotBook("b", label("b"), slots, 60.0, reserved=0.5, released=100.0, overbook=0.25)
    found = dated(date(2020, 1, 6), run=DAY).slots(book)
    assert found == [
        (480.0, 380.0, 1, 1), (540.0, 440.0, 2, 1), (600.0, 500.0, 1, 1), (660.0, 560.0, 2, 1)
    ]  # fmt: skip


def test_slots_reach_as_far_as_can_be_booked_and_skip_holidays() -> None:
    book = SlotBook("b", label("b"), tuple((480.0 + k * DAY, 1) for k in range(5)), 3 * DAY)
    found = dated(date(2019, 9, 29), run=DAY, holidays="china").slots(book)
    assert [minute for minute, *_ in found] == [480.0, DAY + 480.0]  # then the holiday
    ordinary = dated(date(2019, 9, 29), run=DAY).slots(book)
    assert [minute for minute, *_ in ordinary] == [DAY + 480.0, 2 * DAY + 480.0, 3 * DAY + 480.0]
