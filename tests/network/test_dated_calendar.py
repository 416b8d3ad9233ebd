"""A run day by day: dates by the State Council's notices, levels and rates worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from support.clinic import TEN, clinic, label, people, room
from support.models import profile

from simcore.network.dated_calendar import DatedCalendar, UnknownYear, is_dated, played_as
from simcore.network.model import Network
from simcore.network.resources import UNLIMITED, Closure, Resource, SlotBook
from simcore.network.sources import Multiplier, Source
from simcore.network.steps import Use
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
        clinic(use, books=[SlotBook("b", label("b"), ((0.0, 1),), 60.0)]),
    ]
    assert [is_dated(n) for n in dated] == [True] * 5
    assert not is_dated(clinic(use, start=date(2020, 1, 6), resources=[staffed(OFFICE)]))


# Levels


def test_a_warm_up_of_a_day_and_a_half_begins_at_noon() -> None:
    s = dated(date(2020, 1, 8), warmup=1.5 * DAY)  # from Monday noon; the run from Wednesday
    assert (s.first_day, s.first_midnight) == (date(2020, 1, 6), -720.0)
    assert s.minute(datetime(2020, 1, 8)) == 1.5 * DAY
    assert s.capacity(staffed(OFFICE))[:4] == [(0.0, 4), (300.0, 0), (1200.0, 4), (1740.0, 0)]


def test_without_a_date_the_first_minute_is_monday_s() -> None:
    assert dated(None, warmup=100.0).capacity(staffed(OFFICE))[:2] == [
        (0.0, 0),
        (480.0, 4),
    ]


def test_a_level_lasts_from_sunday_into_monday() -> None:
    nights: Weekly = ((0.0, 3.0), (300.0, 1.0), (6 * DAY + 1200.0, 3.0))
    levels = dated(date(2020, 1, 5), run=2 * DAY).capacity(staffed(nights))  # a Sunday
    assert levels == [(0.0, 1), (1200.0, 3), (DAY + 300.0, 1)]


def test_staff_on_holiday_and_on_a_make_up_sunday() -> None:
    """Sunday 29 September 2019 is worked, Tuesday 1 October is not."""
    levels = dated(date(2019, 9, 28), run=4 * DAY, holidays="china").capacity(staffed(OFFICE))
    open_days = [int(minute // DAY) for minute, units in levels if units == 4]
    assert open_days == [1, 2]  # Sunday and Monday
    levels = dated(date(2019, 9, 28), run=4 * DAY).capacity(staffed(OFFICE))
    assert [int(minute // DAY) for minute, units in levels if units == 4] == [2, 3]


def test_a_closure_within_a_shift_and_over_its_end() -> None:
    monday = date(2020, 1, 6)
    short = Closure(datetime(2020, 1, 6, 10), datetime(2020, 1, 6, 11), 1)
    long = Closure(datetime(2020, 1, 7, 16), datetime(2020, 1, 8, 9))
    levels = dated(monday, run=3 * DAY).capacity(staffed(OFFICE, short, long))
    assert levels == [
        (0.0, 0), (480.0, 4), (600.0, 1), (660.0, 4), (1020.0, 0),
        (1920.0, 4), (2400.0, 0), (3420.0, 4), (3900.0, 0),
    ]  # fmt: skip


def test_closures_that_began_before_and_that_come_too_late() -> None:
    before = Closure(datetime(2020, 1, 5), datetime(2020, 1, 6, 9), 2)
    gone = Closure(datetime(2020, 1, 1), datetime(2020, 1, 2), 7)
    levels = dated(date(2020, 1, 6)).capacity(staffed(UNLIMITED, before, gone))
    assert levels == [(0.0, 2), (540.0, UNLIMITED)]


# Rates


def rates(s: DatedCalendar, **fields: object) -> list[tuple[float, float]]:
    source: Source = people(**fields)
    return list(s.rate(source))


def test_a_wave_has_one_factor_a_day_that_of_its_noon() -> None:
    wave = Multiplier(((0.0, 1.0), (2.0, 3.0)))
    s = dated(date(2020, 1, 6), warmup=DAY, run=3 * DAY)
    found = rates(s, rate=0.1, multipliers=(wave,))
    assert [minute for minute, _ in found] == [0.0, DAY, 2 * DAY, 3 * DAY]
    assert [rate for _, rate in found] == pytest.approx([0.1, 0.15, 0.25, 0.3])


def test_a_season_counts_days_from_the_first_of_january() -> None:
    season = Multiplier(((1.0, 0.0), (101.0, 1.0)), yearly=True)
    s = dated(date(2020, 1, 31), run=2 * DAY)
    found = rates(s, rate=1.0, multipliers=(season,))
    assert found == [(0.0, pytest.approx(0.305)), (DAY, pytest.approx(0.315))]


def test_a_season_is_alike_in_leap_years_and_leads_over_to_the_next_year() -> None:
    season = Multiplier(((1.0, 1.0), (181.0, 1.0), (182.0, 2.0)), yearly=True)
    for year in (2023, 2024):
        s = dated(date(year, 6, 30), run=2 * DAY)
        found = rates(s, rate=1.0, multipliers=(season,))
        assert [rate for _, rate in found] == pytest.approx([1.5, 2.0 - 0.5 / 184])
    s = dated(date(2023, 12, 31), run=2 * DAY)
    [(_, last), (_, first)] = rates(s, rate=1.0, multipliers=(season,))
    assert (last, first) == (pytest.approx(1.0 + 0.5 / 184), 1.0)
    s = dated(date(2024, 2, 28), run=2 * DAY)
    rising = Multiplier(((1.0, 0.0), (365.0, 1.0)), yearly=True)
    found = rates(s, rate=1.0, multipliers=(rising,))
    assert [rate for _, rate in found] == [pytest.approx(58.5 / 364)]  # the 29th like the 28th


def test_growth_is_that_of_a_year_after_a_year() -> None:
    s = dated(date(2020, 1, 1), run=366 * DAY)
    found = rates(s, rate=1.0, growth=0.1)
    assert len(found) == 366
    assert found[0][1] == pytest.approx(1.1 ** (0.5 / 365.25))
    assert found[365][1] == pytest.approx(1.1 ** (365.5 / 365.25))


def test_a_weekly_profile_keeps_its_shape() -> None:
    doubled = Multiplier(((0.0, 2.0),))
    s = dated(date(2020, 1, 6), run=DAY)
    assert rates(s, rate=OFFICE, multipliers=(doubled,)) == [
        (0.0, 0.0),
        (480.0, 8.0),
        (1020.0, 0.0),
    ]


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
