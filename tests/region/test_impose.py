"""The search for the value of an instrument that makes an imposed share come true."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from simcore.region.impose import solve

ANY = (-60.0, 60.0)


def logistic(constant: float) -> float:
    return 1 / (1 + math.exp(0.4 - 0.6 * constant))


def dampened(constant: float) -> float:
    """Return a share that follows the logistic one, but less steeply, as where waits grow."""
    return 0.1 + 0.7 * logistic(constant)


def at(value: float, realised: Callable[[float], float]) -> tuple[float, float]:
    """Return a value and its share, with which a search begins."""
    return value, realised(value)


@pytest.mark.parametrize("wanted", [0.02, 0.35, 0.4013, 0.55, 0.70, 0.95])
def test_the_share_is_reached(wanted: float) -> None:
    found = solve(logistic, logistic, wanted, ANY, at(0.0, logistic), tolerance=1e-6)
    assert found.reached
    assert found.without == logistic(0.0)
    assert logistic(found.value) == pytest.approx(wanted, abs=1e-6)
    assert found.realised == pytest.approx(logistic(found.value))


@pytest.mark.parametrize("wanted", [0.15, 0.35, 0.55, 0.75])
def test_the_share_is_reached_though_people_do_otherwise_than_expected(wanted: float) -> None:
    found = solve(dampened, logistic, wanted, ANY, at(0.0, dampened), tolerance=1e-6)
    assert dampened(found.value) == pytest.approx(wanted, abs=1e-6)


def test_a_run_from_where_it_began_is_enough_where_people_do_as_expected() -> None:
    assert solve(logistic, logistic, 0.70, ANY, at(0.0, logistic)).evaluations == 2


def test_what_gives_the_share_already_stays() -> None:
    found = solve(logistic, logistic, logistic(0.3), ANY, at(0.3, logistic))
    assert (found.value, found.evaluations) == (0.3, 1)


def test_three_runs_are_enough_where_the_response_is_in_proportion() -> None:
    assert solve(dampened, logistic, 0.70, ANY, at(0.0, dampened)).evaluations == 3


def test_a_rough_response_is_no_obstacle() -> None:
    """A simulated share moves in steps; common random numbers keep it the same each time."""

    def rough(value: float) -> float:
        return round(dampened(value), 3)

    found = solve(rough, logistic, 0.70, ANY, at(0.0, rough), tolerance=1e-3)
    assert abs(found.realised - 0.70) <= 1e-3


def test_expectations_that_say_nothing_cost_runs_only() -> None:
    found = solve(logistic, lambda c: 0.5 + 1e-6 * c, 0.70, ANY, at(0.0, logistic))
    assert found.realised == pytest.approx(0.70, abs=5e-4)


@pytest.mark.parametrize(("wanted", "end"), [(0.05, -2.0), (0.85, 3.0)])
@pytest.mark.parametrize("begin", [-2.0, 0.0, 3.0])
def test_the_end_of_the_range_is_what_comes_nearest(
    wanted: float, end: float, begin: float
) -> None:
    found = solve(dampened, logistic, wanted, (-2.0, 3.0), at(begin, dampened))
    assert (found.value, found.reached) == (end, False)
    assert found.realised == dampened(end)
    assert found.without == dampened(begin)


def test_no_value_is_played_twice() -> None:
    played = []

    def realised(value: float) -> float:
        played.append(value)
        return round(0.9 * logistic(value) ** 3, 2)

    found = solve(realised, logistic, 0.5, (0.0, 9.0), at(0.0, realised), tolerance=0.006)
    assert found.reached
    assert len(set(played)) == len(played) == found.evaluations


def test_a_share_that_jumps_past_the_wanted_one_is_not_found() -> None:
    with pytest.raises(ValueError, match="not reached in 30 runs"):
        solve(lambda value: float(value > 1.0), logistic, 0.5, ANY, (0.0, 0.0))
