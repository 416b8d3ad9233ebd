"""Quantiles read off a histogram, within its stated error."""

from __future__ import annotations

import numpy as np

from simcore.engine.sampling.histogram import BINS, histogram_bin
from simcore.results.histogram import RELATIVE_ERROR, midpoints, quantiles

LEVELS = (0.0, 0.01, 0.5, 0.9, 0.95, 1.0)


def counted(values: np.ndarray) -> np.ndarray:
    bins = [histogram_bin(x) for x in values]
    return np.bincount(bins, minlength=BINS)[None, :]


def test_midpoints_lie_in_their_bins() -> None:
    assert [histogram_bin(x) for x in midpoints()] == list(range(BINS))


def test_quantiles_are_order_statistics_within_the_stated_error() -> None:
    values = np.sort(np.random.default_rng(1).lognormal(1.0, 2.0, 5000))
    found = quantiles(counted(values), np.array([values[-1]]), LEVELS)[0]
    ranks = [max(int(np.ceil(level * len(values))), 1) for level in LEVELS]
    right = values[np.array(ranks) - 1]
    assert np.all(np.abs(found / right - 1.0) <= RELATIVE_ERROR)


def test_no_wait_is_exactly_none() -> None:
    found = quantiles(counted(np.array([0.0, 0.0, 0.0, 10.0])), np.array([10.0]), (0.5, 1.0))
    assert found[0, 0] == 0.0


def test_no_quantile_is_above_the_longest() -> None:
    found = quantiles(counted(np.array([1.001])), np.array([1.001]), (0.5,))
    assert found[0, 0] == 1.001


def test_nobody_has_no_quantile() -> None:
    assert np.isnan(quantiles(np.zeros((1, BINS), int), np.array([0.0]), (0.5,))).all()
