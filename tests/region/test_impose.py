"""The constant that makes an imposed share come true."""

from __future__ import annotations

import math

import pytest

from simcore.region.impose import FARTHEST, solve


def logistic(constant: float) -> float:
    return 1 / (1 + math.exp(0.4 - 0.6 * constant))


def dampened(constant: float) -> float:
    """Return a share that follows the logistic one, but less steeply, as where waits grow."""
    return 0.1 + 0.7 * logistic(constant)


@pytest.mark.parametrize("wanted", [0.02, 0.35, 0.4013, 0.55, 0.70, 0.95])
def test_the_share_is_reached(wanted: float) -> None:
    found = solve(logistic, logistic, wanted, tolerance=1e-6)
    assert logistic(found.constant) == pytest.approx(wanted, abs=1e-6)
    assert found.realised == pytest.approx(logistic(found.constant))


@pytest.mark.parametrize("wanted", [0.15, 0.35, 0.55, 0.75])
def test_the_share_is_reached_though_people_do_otherwise_than_expected(wanted: float) -> None:
    found = solve(dampened, logistic, wanted, tolerance=1e-6)
    assert dampened(found.constant) == pytest.approx(wanted, abs=1e-6)


def test_one_run_is_enough_where_it_is_as_expected() -> None:
    assert solve(logistic, logistic, 0.70).evaluations == 1


def test_three_runs_are_enough_where_the_response_is_in_proportion() -> None:
    assert solve(dampened, logistic, 0.70).evaluations == 3


def test_a_rough_response_is_no_obstacle() -> None:
    """A simulated share moves in steps; common random numbers keep it the same each time."""
    found = solve(lambda c: round(dampened(c), 3), logistic, 0.70, tolerance=1e-3)
    assert abs(found.realised - 0.70) <= 1e-3


def test_expectations_that_say_nothing_cost_runs_only() -> None:
    found = solve(logistic, lambda c: 0.5 + 1e-6 * c, 0.70)
    assert found.realised == pytest.approx(0.70, abs=5e-4)


@pytest.mark.parametrize("wanted", [0.05, 0.85])
def test_what_cannot_be_reached_is_said_after_a_run_at_the_end(wanted: float) -> None:
    tried = []

    def realised(constant: float) -> float:
        tried.append(constant)
        return dampened(constant)

    with pytest.raises(ValueError, match="no constant"):
        solve(realised, logistic, wanted)
    assert abs(tried[-1]) == FARTHEST
