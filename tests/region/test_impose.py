"""The constant that makes an imposed share come true."""

from __future__ import annotations

import math

import pytest

from simcore.region.impose import solve


def logistic(constant: float) -> float:
    return 1 / (1 + math.exp(0.4 - 0.6 * constant))


@pytest.mark.parametrize("wanted", [0.02, 0.35, 0.4013, 0.55, 0.70, 0.95])
def test_the_share_is_reached(wanted: float) -> None:
    found = solve(logistic, wanted, tolerance=1e-6)
    assert logistic(found.constant) == pytest.approx(wanted, abs=1e-6)
    assert found.realised == pytest.approx(logistic(found.constant))


def test_few_runs_are_needed() -> None:
    assert solve(logistic, 0.70).evaluations <= 7


def test_a_rough_response_is_no_obstacle() -> None:
    """A simulated share moves in steps; common random numbers keep it the same each time."""
    found = solve(lambda c: round(logistic(c), 3), 0.70, tolerance=1e-3)
    assert abs(found.realised - 0.70) <= 1e-3


def test_what_cannot_be_reached_is_said() -> None:
    with pytest.raises(ValueError, match="no constant"):
        solve(lambda c: 0.6 * logistic(c), 0.70)
