"""Weekly profiles: what they hold when, and what is not one."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simcore.network.weekly_profile import Night, WeeklyProfile
from simcore.time_units import MINUTES_PER_DAY, MINUTES_PER_WEEK

H, D = 60.0, MINUTES_PER_DAY
OFFICE = WeeklyProfile(((0.0, 0), (8 * H, 3), (17 * H, 0), (D + 8 * H, 3), (D + 17 * H, 0)))
PIECES = st.lists(st.integers(1, 335), unique=True, max_size=6).flatmap(
    lambda at: st.tuples(
        *(st.tuples(st.just(30.0 * k), st.integers(0, 2)) for k in [0, *sorted(at)])
    )
)


@pytest.mark.parametrize(
    ("minute", "units"),
    [(0.0, 0), (8 * H - 1, 0), (8 * H, 3), (17 * H - 1, 3), (17 * H, 0), (6 * D, 0)],
)
def test_a_piece_holds_from_its_minute_until_the_next(minute: float, units: int) -> None:
    assert OFFICE.at(minute) == units


def test_a_constant_is_one_piece() -> None:
    four = WeeklyProfile.constant(4)
    assert four.pieces == ((0.0, 4),)
    assert four.values == (4,)
    assert [four.at(minute) for minute in (0.0, MINUTES_PER_WEEK - 1)] == [4, 4]
    assert list(four.changes()) == []


def test_equal_profiles_are_equal() -> None:
    assert WeeklyProfile.constant(4) == WeeklyProfile(((0.0, 4),))
    assert len({OFFICE, WeeklyProfile(OFFICE.pieces)}) == 1


@pytest.mark.parametrize(
    "pieces",
    [
        (),
        ((60.0, 1),),
        ((-60.0, 1), (0.0, 2)),
        ((0.0, 1), (60.0, 2), (60.0, 3)),
        ((0.0, 1), (120.0, 2), (60.0, 3)),
        ((0.0, 1), (MINUTES_PER_WEEK, 2)),
        ((0.0, 1), (float("nan"), 2)),
    ],
)
def test_minutes_that_do_not_rise_within_the_week_are_an_error(pieces: Any) -> None:
    with pytest.raises(ValueError, match="do not rise from minute 0 within the week"):
        WeeklyProfile(pieces)


def test_a_map_keeps_the_minutes() -> None:
    assert OFFICE.map(lambda units: units / 2).pieces == tuple((m, n / 2) for m, n in OFFICE.pieces)


def test_a_day_begins_with_what_holds_at_its_midnight() -> None:
    assert OFFICE.of_day(1) == [(0.0, 0), (8 * H, 3), (17 * H, 0)]
    assert OFFICE.of_day(6) == [(0.0, 0)]


def test_a_night_goes_on_wherever_its_day_is_played() -> None:
    late = WeeklyProfile(((0.0, 0), (22 * H, 2), (D + 6 * H, 0)), (Night(0, 6 * H, 2, 0),))
    monday, tuesday, wednesday = 0, 1, 2
    assert late.of_day(tuesday, before=monday) == late.of_day(tuesday) == [(0.0, 2), (6 * H, 0)]
    assert late.of_day(tuesday, before=wednesday) == [(0.0, 0), (6 * H, 0)]
    assert late.of_day(wednesday, before=monday) == [(0.0, 2), (6 * H, 0)]
    assert late.map(lambda n: n / 2).of_day(wednesday, monday) == [(0.0, 1.0), (6 * H, 0.0)]


def test_changes_go_round_the_week() -> None:
    nights = WeeklyProfile(((0.0, 2), (6 * H, 1), (7 * H, 1), (6 * D, 2)))
    assert list(nights.changes()) == [(6 * H, 1), (6 * D, 2)]
    assert next(WeeklyProfile(((0.0, 1), (6 * D, 2))).changes()) == (0.0, 1)


@given(PIECES)
def test_merging_neighbours_changes_no_minute(pieces: tuple[tuple[float, int], ...]) -> None:
    plain, merged = WeeklyProfile(pieces), WeeklyProfile.merged(pieces)
    assert all(a != b for a, b in pairwise(merged.values))
    halves = [30.0 * k for k in range(336)]
    assert [merged.at(m) for m in halves] == [plain.at(m) for m in halves]


@given(PIECES)
def test_the_days_are_the_week(pieces: tuple[tuple[float, int], ...]) -> None:
    plain = WeeklyProfile(pieces)
    days = [(day * D + minute, n) for day in range(7) for minute, n in plain.of_day(day)]
    assert WeeklyProfile.merged(days) == WeeklyProfile.merged(pieces)
