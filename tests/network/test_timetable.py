"""Timetables that are not weekly, laid out over a run by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from support.clinic import TEN, clinic, only, people, room

from simcore.network.checks.check import check
from simcore.network.compiler.compile import compile_network
from simcore.network.dated_calendar import DatedCalendar, days_differ
from simcore.network.model import Network
from simcore.network.resources import Closure, Lend
from simcore.network.steps import Use
from simcore.network.time_span import TimeError
from simcore.network.timetable import Timetable

DAY = 1440.0
NIGHTS = ((0.0, 3), (720.0, 1))  # from the beginning on, and 12 hours later


def levels(
    table: Timetable[int], warmup: float = 0.0, days: float = 4.0, **fields: Any
) -> list[tuple[float, int]]:
    staffed = replace(room(closures=fields.pop("closures", ())), capacity=table)
    network = clinic(Use("a", TEN), resources=[staffed], **fields)
    return DatedCalendar(network, warmup, days * DAY).capacities()["a"]


def lending(*tables: Timetable[int], capacity: int = 2) -> Network:
    lends = tuple(Lend("b", table) for table in tables)
    return clinic(
        Use("a", TEN), Use("b", TEN), resources=[room("a", capacity, lends=lends), room("b", 1)]
    )


# Laid out


def test_a_cycle_of_two_days_needs_no_date() -> None:
    found = levels(Timetable(NIGHTS, 2 * DAY))
    assert found == [(0.0, 3), (720.0, 1), (2 * DAY, 3), (2 * DAY + 720, 1)]


def test_a_cycle_goes_back_into_the_warm_up() -> None:
    found = levels(Timetable(NIGHTS, 2 * DAY), warmup=1.25 * DAY, days=1)
    assert found == [(0.0, 1), (1.25 * DAY, 3), (1.25 * DAY + 720, 1)]


def test_it_may_begin_on_a_date() -> None:
    found = levels(Timetable(NIGHTS, 3 * DAY, datetime(2021, 1, 5, 6)), start=date(2021, 1, 4))
    assert found == [(0.0, 1), (DAY + 360, 3), (DAY + 1080, 1)]


def test_a_beginning_in_the_past_counts() -> None:
    """24 December 2020 is 11 days before: day 2 of the fourth cycle."""
    found = levels(Timetable(NIGHTS, 3 * DAY, datetime(2020, 12, 24)), start=date(2021, 1, 4))
    assert found == [(0.0, 1), (DAY, 3), (DAY + 720, 1)]


def test_played_once_the_first_holds_before_and_the_last_for_ever() -> None:
    table = Timetable(((0.0, 4), (90.0, 2)), start=datetime(2021, 1, 5))
    assert levels(table, start=date(2021, 1, 4)) == [(0.0, 4), (DAY + 90, 2)]
    assert levels(table, start=date(2021, 3, 1)) == [(0.0, 2)]
    assert levels(Timetable(NIGHTS), warmup=60.0) == [(0.0, 3), (780.0, 1)]


def test_steps_may_be_shorter_than_a_minute() -> None:
    found = levels(Timetable(((0.0, 1), (0.25, 2)), 0.75), days=2 / DAY)
    assert found[:5] == [(0.0, 1), (0.25, 2), (0.75, 1), (1.0, 2), (1.5, 1)]


def test_holidays_do_not_stop_a_cycle_and_closures_limit_it() -> None:
    """1 to 7 October 2019 are days off."""
    table, start = Timetable(NIGHTS, DAY), date(2019, 9, 30)
    assert levels(table, start=start, holidays="china") == levels(table, start=start)
    shut = Closure(datetime(2019, 10, 1), datetime(2019, 10, 3))
    found = levels(table, start=start, closures=(shut,))
    assert found == [(0.0, 3), (720.0, 1), (DAY, 0), (3 * DAY, 3), (3 * DAY + 720, 1)]


def test_rates_follow_a_timetable_and_what_multiplies_it() -> None:
    source = replace(people(), rate=Timetable(((0.0, 0.1), (30.0, 0.0)), 60.0))
    calendar = DatedCalendar(clinic(Use("a", TEN), sources=[source]), 0.0, 120.0)
    assert calendar.rate(source)[:4] == ((0.0, 0.1), (30.0, 0.0), (60.0, 0.1), (90.0, 0.0))
    grown = calendar.rate(replace(source, growth=1.0))
    assert grown[1] == (30.0, 0.0)
    assert grown[2][1] > grown[0][1] > 0.1


def test_a_network_with_a_timetable_has_days_that_differ() -> None:
    table = Timetable(NIGHTS, DAY)
    assert days_differ(clinic(Use("a", TEN), resources=[replace(room(), capacity=table)]))
    assert days_differ(clinic(Use("a", TEN), sources=[replace(people(), rate=table.map(float))]))
    assert days_differ(lending(table))


# Lending


def test_what_is_lent_by_a_timetable() -> None:
    network = lending(Timetable(((0.0, 2), (60.0, 0)), 90.0))
    assert check(network) == []
    found = DatedCalendar(network, 0.0, 160.0).capacities()
    assert found["a"] == [(0.0, 0), (60.0, 2), (90.0, 0), (150.0, 2)]
    assert found["b"] == [(0.0, 3), (60.0, 1), (90.0, 3), (150.0, 1)]


def test_units_that_are_borrowed_by_a_timetable_may_be_asked_for() -> None:
    lent = lending(Timetable(((0.0, 2), (60.0, 0)), 90.0))
    three = replace(lent, pathways={"visit": (Use("a", TEN), Use("b", TEN, units=3))})
    assert check(three) == []
    four = replace(lent, pathways={"visit": (Use("a", TEN), Use("b", TEN, units=4))})
    assert only(four).message.en == "4 units, and there are never more than 3"


def test_lending_too_much_shows_when_it_is_laid_out() -> None:
    often, seldom = Timetable(((0.0, 2), (60.0, 0)), 90.0), Timetable(((0.0, 0), (400.0, 1)), 420.0)
    network = lending(often, seldom)
    compile_network(network, run=390.0)
    with pytest.raises(TimeError, match='"a" lends more than it has: lend less'):
        compile_network(network, run=900.0)


# What cannot be


@pytest.mark.parametrize(
    ("steps", "cycle"),
    [((), None), (((1.0, 2),), None), (((0.0, 2), (0.0, 3)), None), (NIGHTS, 720.0)],
)
def test_steps_that_do_not_rise_are_an_error(steps: Any, cycle: float | None) -> None:
    with pytest.raises(ValueError, match="do not rise"):
        Timetable(steps, cycle)


@pytest.mark.parametrize("part", ["capacity", "lends", "rate"])
def test_a_date_needs_the_start_of_the_run(part: str) -> None:
    table = Timetable(NIGHTS, DAY, datetime(2021, 1, 4))
    networks = {
        "capacity": clinic(Use("a", TEN), resources=[replace(room(), capacity=table)]),
        "lends": lending(table, capacity=3),
        "rate": clinic(Use("a", TEN), sources=[replace(people(), rate=table.map(float))]),
    }
    places = {
        "capacity": ("resources", "a", "capacity", "from"),
        "lends": ("resources", "a", "lends", 0, "units", "from"),
        "rate": ("sources", "people", "arrivals", "timetable", "from"),
    }
    found = only(networks[part])
    assert (found.where, found.message.en) == (
        places[part], "this needs the date on which the run starts"
    )  # fmt: skip
    assert check(replace(networks[part], start=date(2021, 1, 4))) == []


def test_more_steps_than_can_be_laid_out_are_refused_with_their_number() -> None:
    seconds = Timetable(((0.0, 1), (1 / 120, 2)), 1 / 60)
    with pytest.raises(TimeError, match=r"timetable of resources\.a has 1,036,802 steps"):
        levels(seconds, days=6)
