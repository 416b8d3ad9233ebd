"""Closures and lending: what is left open, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from support.clinic import TEN, clinic, room

from simcore.network.checks.check import check
from simcore.network.dated_calendar import DatedCalendar
from simcore.network.open_units import planned
from simcore.network.resources import UNLIMITED, Closure, Lend, Resource
from simcore.network.steps import Use
from simcore.network.weekly_profile import WeeklyProfile
from simcore.scenario.values.weekly import parse_weekly

DAY = 1440.0
MONDAY = date(2020, 1, 6)


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2020, 1, 6 + day, hour)


def closed(start: int, end: int, units: int = 0) -> Closure:
    """Return a closure from one midnight to another, days after Monday."""
    return Closure(at(start), at(end), units)


def lend(to: str, units: int, when: str = "mon-sun") -> Lend:
    return Lend(to, parse_weekly({when: units, "otherwise": 0}, int))


def levels(*resources: Resource, days: int = 7) -> dict[str, list[tuple[float, int]]]:
    network = clinic(Use("a", TEN), start=MONDAY, resources=resources)
    return DatedCalendar(network, 0.0, days * DAY).capacities()


def weekly(name: str, windows: dict[str, int], **fields: Any) -> Resource:
    return replace(room(name, **fields), capacity=parse_weekly(windows, int))


# Closures


def test_a_closure_within_a_shift_and_over_its_end() -> None:
    short = Closure(at(0, 10), at(0, 11), 1)
    long = Closure(at(1, 16), at(2, 9))
    found = levels(weekly("a", {"mon-fri 08:00-17:00": 4, "otherwise": 0},
                          closures=(short, long)), days=3)  # fmt: skip
    assert found["a"] == [
        (0.0, 0), (480.0, 4), (600.0, 1), (660.0, 4), (1020.0, 0),
        (1920.0, 4), (2400.0, 0), (3420.0, 4), (3900.0, 0),
    ]  # fmt: skip


def test_a_closure_limits_the_schedule_and_opens_nothing() -> None:
    """One of three units is left on weekday mornings: 20 unit-hours in five days."""
    mornings = {"mon-fri 08:00-12:00": 3, "otherwise": 0}
    [(name, found)] = levels(weekly("a", mornings, closures=(closed(0, 7, 1),))).items()
    ends = [minute for minute, _ in found[1:]] + [7 * DAY]
    hours = sum(n * (end - minute) for (minute, n), end in zip(found, ends, strict=True)) / 60
    assert (name, hours, max(n for _, n in found)) == ("a", 20.0, 1)


@pytest.mark.parametrize("first", [(0, 4, 1), (2, 6, 2)])
def test_of_closures_that_overlap_the_least_holds(first: tuple[int, int, int]) -> None:
    both = sorted([(0, 4, 1), (2, 6, 2)], key=lambda one: one != first)
    found = levels(room("a", 3, closures=tuple(closed(*one) for one in both)))["a"]
    assert found == [(0.0, 1), (4 * DAY, 2), (6 * DAY, 3)]


def test_a_closure_that_began_before_and_one_that_is_over() -> None:
    before = Closure(datetime(2020, 1, 5), at(0, 9), 2)
    gone = Closure(datetime(2020, 1, 1), datetime(2020, 1, 2), 7)
    found = levels(room("a", UNLIMITED, closures=(before, gone)))["a"]
    assert found == [(0.0, 2), (540.0, UNLIMITED)]


# Lending


def test_what_is_lent_by_the_week() -> None:
    a = room("a", 10, lends=(lend("b", 2, "sat,sun"),))
    b = weekly("b", {"mon-fri": 8, "otherwise": 7})
    uses = clinic(Use("a", TEN), Use("b", TEN), resources=(a, b))
    after = {r.name: r for r in planned(uses).resources}
    assert after["a"].capacity == WeeklyProfile(((0.0, 10), (5 * DAY, 8)))
    assert after["b"].capacity == WeeklyProfile(((0.0, 8), (5 * DAY, 9)))
    assert after["a"].lends == ()


def test_who_is_closed_lends_nothing_and_who_is_half_closed_lends_what_is_open() -> None:
    shut = room("a", 5, lends=(lend("b", 2),), closures=(closed(1, 2), closed(3, 4, 1)))
    found = levels(shut, room("b", 3))
    assert found["a"] == [(0.0, 3), (DAY, 0), (2 * DAY, 3), (3 * DAY, 0), (4 * DAY, 3)]
    assert found["b"] == [
        (0.0, 5), (DAY, 3), (2 * DAY, 5), (3 * DAY, 4), (4 * DAY, 5)
    ]  # fmt: skip


def test_who_is_closed_opens_none_of_what_they_have_borrowed() -> None:
    found = levels(room("a", 5, lends=(lend("b", 2),)), room("b", 3, closures=(closed(1, 2, 4),)))
    assert found == {"a": [(0.0, 3)], "b": [(0.0, 5), (DAY, 4), (2 * DAY, 5)]}


def test_what_was_borrowed_is_not_lent_on_where_its_owner_is_closed() -> None:
    a = room("a", 2, lends=(lend("b", 2),), closures=(closed(1, 2),))
    found = levels(a, room("b", 0, lends=(lend("c", 2),)), room("c", 1))
    assert found["b"] == [(0.0, 0)]
    assert found["c"] == [(0.0, 3), (DAY, 1), (2 * DAY, 3)]


def test_two_who_lend_to_each_other_and_one_is_closed() -> None:
    a = room("a", 2, lends=(lend("b", 1),), closures=(closed(1, 2),))
    found = levels(a, room("b", 2, lends=(lend("a", 1),)))
    assert found["a"] == [(0.0, 2), (DAY, 0), (2 * DAY, 2)]
    assert found["b"] == [(0.0, 2), (DAY, 1), (2 * DAY, 2)]


def test_a_night_that_is_lent_runs_to_its_end_over_a_holiday() -> None:
    """Thursday's night of 30 April 2020, before the holiday of Labour Day."""
    a = room("a", 3, lends=(lend("b", 1, "mon-fri 22:00-06:00"),))
    network = clinic(Use("a", TEN), start=date(2020, 4, 30), holidays="china",
                     resources=(a, room("b", 1)))  # fmt: skip
    found = DatedCalendar(network, 0.0, 3 * DAY).capacities()
    assert found["b"] == [(0.0, 2), (360.0, 1), (1320.0, 2), (DAY + 360, 1)]
    assert found["a"] == [(0.0, 2), (360.0, 3), (1320.0, 2), (DAY + 360, 3)]


def test_lending_too_much_to_nobody_or_without_limit_is_found() -> None:
    def found(*resources: Resource) -> list[tuple[Any, str]]:
        uses = [Use(r.name, TEN) for r in resources]
        return [(f.where, f.message.en) for f in check(clinic(*uses, resources=resources))]

    where = ("resources", "a", "lends")
    two = (lend("b", 2), lend("b", 1, "mon"))
    assert found(room("a", 2, lends=two), room("b")) == [(where, "it lends more than it has")]
    [(place, text)] = found(room("a", 2, lends=(lend("c", 1),)), room("b"))
    assert (place, text) == ((*where, 0, "to"), 'there is no other resource "c"')
    [(place, text)] = found(room("a", UNLIMITED, lends=(lend("b", 1),)), room("b"))
    assert (place, text) == ((*where, 0), "an unlimited capacity neither lends nor borrows")


def test_who_only_borrows_is_not_closed_for_good() -> None:
    a = weekly("a", {"mon-fri": 2, "otherwise": 1}, lends=(lend("b", 1, "mon"),))
    assert check(clinic(Use("a", TEN), Use("b", TEN), resources=(a, room("b", 0)))) == []
