"""Half-widths, means and verdicts of a few values."""

from __future__ import annotations

import numpy as np
import pytest

from simcore.results.intervals import half_width, mean, ratio, verdict

NAN = float("nan")


def test_half_width_of_three() -> None:
    # t(0.975, 2 degrees) = 4.302653, standard deviation 1, so 4.302653 / sqrt(3)
    assert half_width([1.0, 2.0, 3.0]) == pytest.approx(2.484138, abs=1e-6)


def test_half_width_of_columns_leaves_nan_out() -> None:
    found = half_width([[1.0, 5.0, NAN], [2.0, NAN, NAN], [3.0, 7.0, 4.0]])
    # the second is of 5 and 7: t(0.975, 1) = 12.706205, sd sqrt(2), n 2
    assert found == pytest.approx([2.484138, 12.706205, NAN], abs=1e-6, nan_ok=True)


def test_one_sample_has_no_half_width() -> None:
    assert np.isnan(half_width([4.0]))


def test_mean_leaves_nan_out() -> None:
    assert mean([[1.0, NAN], [3.0, NAN]]) == pytest.approx([2.0, NAN], nan_ok=True)


def test_a_ratio_is_of_all_samples_together() -> None:
    # 12 of 6; residuals 2, 1, -3, sd sqrt(14 / 2), mean below the line 2, t(2) = 4.302653
    value, half = ratio([4.0, 5.0, 3.0], [1.0, 2.0, 3.0])
    assert (value, half) == (2.0, pytest.approx(4.302653 * (7.0 / 3) ** 0.5 / 2))


def test_a_sample_with_nothing_under_the_line_says_nothing() -> None:
    for zeros in ([0.0, 0.0], [5.0, 0.0]):  # hours busy where none was open: overtime
        assert np.isfinite(ratio([9.0, 11.0, zeros[0]], [10.0, 10.0, zeros[1]])).all()
    assert ratio([9.0, 11.0, 0.0], [10.0, 10.0, 0.0]) == ratio([9.0, 11.0], [10.0, 10.0])


def test_one_sample_or_none_has_no_interval_of_a_ratio() -> None:
    assert np.isnan(ratio([3.0, 0.0], [6.0, 0.0])[1])
    assert np.isnan(ratio([0.0], [0.0])).all()


@pytest.mark.parametrize(
    ("comparator", "value", "half", "wanted", "tolerance", "expected"),
    [
        (">=", 92.0, 1.0, 90.0, 0.0, "met"),
        (">=", 91.0, 1.0, 90.0, 0.0, "met"),  # the whole interval, its end included
        (">=", 90.5, 1.0, 90.0, 0.0, "undecided"),
        (">=", 89.5, 1.0, 90.0, 0.0, "undecided"),
        (">=", 88.0, 1.0, 90.0, 0.0, "missed"),
        ("<=", 8.0, 1.0, 10.0, 0.0, "met"),
        ("<=", 9.5, 1.0, 10.0, 0.0, "undecided"),
        ("<=", 12.0, 1.0, 10.0, 0.0, "missed"),
        ("~", 75.5, 1.0, 75.0, 2.0, "met"),
        ("~", 76.5, 1.0, 75.0, 2.0, "undecided"),
        ("~", 79.0, 1.0, 75.0, 2.0, "missed"),
        ("~", 71.0, 1.0, 75.0, 2.0, "missed"),
        ("=", 1.4, 0.0, 1.4, 0.0, "met"),
        ("=", 1.41, 0.0, 1.4, 0.005, "missed"),
        ("=", 75.0, 5.0, 75.0, 2.0, "undecided"),  # the interval is wider than the band
        (">=", 0.1 + 0.2 - 1e-12, 0.0, 0.3, 0.0, "met"),  # rounding is no miss
        (">=", 2.1999999999999997, 0.0, 2.2, 0.0, "met"),
        (">=", NAN, 0.0, 1.0, 0.0, "undecided"),
        (">=", 92.0, NAN, 90.0, 0.0, "undecided"),
    ],
)
def test_verdict(
    comparator: str, value: float, half: float, wanted: float, tolerance: float, expected: str
) -> None:
    assert verdict(comparator, value, half, wanted, tolerance) == expected
