"""Dates and times of the calendar, as people write them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from simcore.scenario.faults.base import fault, found
from simcore.text import Label

YEARS = (1900, 2200)  # the first and the last in which a date may be


def parse_date(value: Any) -> date:
    """Return a calendar date from its text, year first.

    Raises a fault where it is no date, or in no year from 1900 to 2200.
    """
    try:
        day = date.fromisoformat(value)
        if YEARS[0] <= day.year <= YEARS[1]:
            return day
        raise ValueError
    except (TypeError, ValueError):
        say = found(value)
        raise fault(
            Label(f"a date is expected, {say.en}", f"应为日期，{say.zh}"),
            Label("write year-month-day, such as 2020-01-01; the year from 1900 to 2200",
                  "请按年-月-日书写，例如 2020-01-01；年份为 1900 至 2200"),
        ) from None  # fmt: skip


def parse_moment(value: Any) -> datetime | date:
    """Return a calendar date, or a date and a time of day.

    Raises a fault where it is neither, or in no year from 1900 to 2200.
    """
    text = value.strip() if isinstance(value, str) else ""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}", text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
    return parse_date(value)


def midnight(moment: date) -> datetime:
    """Return a time of the calendar; of a whole day, the one at which it begins."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time())


def days_between(start: date, moment: date) -> float:
    """Return the days from the midnight at which a run starts to a date or a time."""
    return (midnight(moment) - datetime.combine(start, time())) / timedelta(days=1)


Date = Annotated[
    date,
    PlainValidator(parse_date),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2020-01-01"]}),
]
MOMENT_SCHEMA = {
    "type": "string",
    "pattern": r"^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2})?$",
    "examples": ["2020-02-01", "2020-02-01 12:00"],
}
Moment = Annotated[date, PlainValidator(parse_moment), WithJsonSchema(MOMENT_SCHEMA)]
