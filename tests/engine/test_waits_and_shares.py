"""What people remember of waits, and the logit shares that follow from it."""

from __future__ import annotations

import numpy as np
import pytest

from simcore.engine.choice import RecentWaits, expected_waits, renew_shares
from simcore.engine.memory import records
from simcore.engine.program import Choices, Records
from simcore.engine.records import Resource

LIFTED = np.array([0.0, 1.0, 0.0, 0.0, 1.0])
UTILITY = np.array([[1.0, 0.0], [0.5, -2.0], [0.0, 3.0], [2.0, 2.0], [2.0, 1.0]])


def choices(resource: list[int], lift: float = 0.0) -> Choices:
    """Return two choices, of three and of two options, for two classes."""
    felt = np.array([k for k, r in enumerate(resource) if r >= 0], np.int64)
    return Choices(
        first=np.array([0, 3]),
        n=np.array([3, 2]),
        wait_option=felt,
        wait_resource=np.array(resource, np.int64)[felt],
        wait_weight=np.repeat([-0.02, -0.1], [3, 2])[felt],
        table=np.array([2, 9]),
        utility=UTILITY,
        lift=lift,
        lifted=LIFTED,
        memory=7.0,
    )


def shares(
    resource: list[int], waits: list[float], lift: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Return the shares of both choices, (classes, options)."""
    table = np.full(15, 9.0)
    renew_shares(choices(resource, lift), table, np.array(waits))
    assert np.all(table[[0, 1, 8, 13, 14]] == 9.0)  # nothing else is written
    first, second = table[2:8].reshape(2, 3), table[9:13].reshape(2, 2)
    assert np.all(first[:, -1] == 1.0)
    assert np.all(second[:, -1] == 1.0)
    return np.diff(first, prepend=0.0), np.diff(second, prepend=0.0)


def logit(utility: np.ndarray) -> np.ndarray:
    """Return exp V_j / sum exp V, options in columns (McFadden 1974)."""
    weight = np.exp(utility)
    return weight / weight.sum(axis=1, keepdims=True)


def test_shares_are_logit() -> None:
    first, second = shares([0, -1, 1, 1, 0], [30.0, 5.0])
    wait = np.array([30.0, 0.0, 5.0, 5.0, 30.0])
    value = UTILITY - np.repeat([0.02, 0.1], [3, 2])[:, None] * wait[:, None]
    np.testing.assert_allclose(first, logit(value[:3].T), rtol=1e-12)
    np.testing.assert_allclose(second, logit(value[3:].T), rtol=1e-12)


@pytest.mark.parametrize("waits", [[], [8.0]])
def test_nobody_s_wait_counts_as_none(waits: list[float]) -> None:
    first, second = shares([-1] * 5, waits)
    np.testing.assert_allclose(first, logit(UTILITY[:3].T), rtol=1e-12)
    np.testing.assert_allclose(second, logit(UTILITY[3:].T), rtol=1e-12)


def test_a_lift_is_added_to_the_options_that_it_lifts() -> None:
    first, second = shares([-1] * 5, [], lift=0.7)
    value = UTILITY + 0.7 * LIFTED[:, None]
    np.testing.assert_allclose(first, logit(value[:3].T), rtol=1e-12)
    np.testing.assert_allclose(second, logit(value[3:].T), rtol=1e-12)


def test_great_waits_do_not_overflow() -> None:
    first, _ = shares([0, 1, 1, 0, 0], [1e9, 1e7])
    assert np.all(np.isfinite(first))
    np.testing.assert_allclose(first[:, 0], 0.0)


def day(started: list[int], waited: list[float], area: list[float], waiting: list[int]) -> Records:
    """Return two resources as they are after a day: totals so far, and who still waits."""
    found = records(2, Resource)
    found.started, found.waited, found.waiting_area, found.waiting = started, waited, area, waiting
    return found


def test_memory_fades_and_days_without_patients_change_nothing() -> None:
    recent = RecentWaits(2, memory=2.0)
    recent.learn(day([10, 0], [100.0, 0.0], [100.0, 0.0], [0, 0]))
    new = 1.0 - np.exp(-0.5)
    assert recent.mean == pytest.approx([10.0 * new, 0.0])
    recent.learn(day([10, 4], [100.0, 80.0], [100.0, 80.0], [0, 0]))
    assert recent.mean == pytest.approx([10.0 * new, 20.0 * new])
    recent.forget_totals()
    recent.learn(day([5, 0], [200.0, 0.0], [200.0, 0.0], [0, 0]))
    assert recent.mean == pytest.approx([10.0 * new * (1 - new) + 40.0 * new, 20.0 * new])


def test_a_place_where_nobody_starts_does_not_look_free() -> None:
    """Three wait all day at the first; at the second one was seen at once, one waits 10 hours."""
    recent = RecentWaits(2, memory=2.0)
    recent.learn(day([0, 1], [0.0, 0.0], [3 * 1440.0, 600.0], [3, 1]))
    new = 1.0 - np.exp(-0.5)
    assert recent.mean == pytest.approx([1440.0 * new, 300.0 * new])


def test_the_wait_expected_is_the_longer_of_two() -> None:
    """Those seen had come days before; nobody was there at the last."""
    figures = np.array([[2.0, 0.0], [9000.0, 0.0], [500.0, 0.0], [1.0, 0.0]])
    found = expected_waits(*figures)
    assert found[0] == 4500.0
    assert np.isnan(found[1])
