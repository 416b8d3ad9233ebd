"""Units of time by what the calendar says of them."""

from __future__ import annotations

from datetime import date, timedelta

from simcore import time_units as units


def test_units_are_those_of_the_calendar() -> None:
    minute = timedelta(minutes=1)
    assert timedelta(hours=1) / minute == units.MINUTES_PER_HOUR
    assert timedelta(days=1) / minute == units.MINUTES_PER_DAY
    assert timedelta(weeks=1) / minute == units.MINUTES_PER_WEEK


def test_a_year_of_statistics_has_no_leap_day_and_a_mean_year_a_quarter_of_one() -> None:
    assert date(2019, 1, 1) + timedelta(days=units.DAYS_PER_YEAR) == date(2020, 1, 1)
    four_years = date(2021, 1, 1) - date(2017, 1, 1)
    assert four_years.days == 4 * units.MEAN_DAYS_PER_YEAR
