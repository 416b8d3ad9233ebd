"""Dates and times of the calendar, as a scenario writes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from pydantic_core import PydanticCustomError

from simcore.scenario.values.dates import days_between, parse_date, parse_moment


def test_dates_and_times() -> None:
    assert parse_date("2020-01-01") == date(2020, 1, 1)
    assert parse_moment("2020-02-01") == date(2020, 2, 1)
    assert parse_moment("2020-02-01 12:30") == datetime(2020, 2, 1, 12, 30)


@pytest.mark.parametrize("text", ["1/2/20", "2020-02-30", "1899-12-31", "2201-01-01", 2020, None])
def test_no_date(text: Any) -> None:
    for parse in (parse_date, parse_moment):
        with pytest.raises(PydanticCustomError, match="a date is expected"):
            parse(text)


def test_days_from_the_start_of_a_run() -> None:
    assert days_between(date(2020, 1, 6), date(2020, 1, 20)) == 14.0
    assert days_between(date(2020, 1, 6), datetime(2020, 1, 5, 12)) == -0.5
