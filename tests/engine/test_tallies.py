"""The streaming histogram: how wrong a quantile read off it can be."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.states import state_of

from simcore.engine.jit import bare, kernel
from simcore.engine.kernels.tallies import tally
from simcore.engine.memory import records
from simcore.engine.program import Records
from simcore.engine.records import Tally
from simcore.engine.sampling.histogram import BINS, FIRST, LOWEST, OCTAVES, histogram_bin


@kernel
def count(states: Records, row: int, x: float) -> None:
    tally(states[0], row, x)


LEAST, MOST = 2.0**LOWEST, 2.0 ** (LOWEST + OCTAVES)


def edge(k: int) -> float:
    """Return the least value of bin k > 0."""
    return float(np.int64((k + FIRST) << 47).view(np.float64))


@given(st.floats(LEAST, MOST, exclude_max=True))
def test_the_middle_of_a_bin_is_within_a_64th(x: float) -> None:
    k = histogram_bin(x)
    assert edge(k) <= x < edge(k + 1)
    assert abs((edge(k) + edge(k + 1)) / 2 - x) <= x / 64


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        (0.0, 0),
        (5e-324, 0),
        (math.nextafter(LEAST, 0.0), 0),
        (LEAST, 1),
        (math.nextafter(MOST, 0.0), BINS - 1),
        (MOST, BINS - 1),
        (1e300, BINS - 1),
        (math.inf, BINS - 1),
    ],
)
def test_bounds(x: float, expected: int) -> None:
    assert histogram_bin(x) == expected


@given(st.lists(st.floats(0.0, 1e6), min_size=2, max_size=2))
def test_bins_rise(pair: list[float]) -> None:
    low, high = sorted(pair)
    assert histogram_bin(low) <= histogram_bin(high)


@given(st.lists(st.floats(0.0, 1e6), max_size=50))
def test_moments(values: list[float]) -> None:
    tallies, histogram = records(2, Tally), np.zeros((2, BINS), np.uint32)
    state = state_of(tallies=tallies, histogram=histogram)
    for x in values:
        count(bare(state), 1, x)
    assert tallies[1].n == histogram[1].sum() == len(values)
    assert tallies[1].total == pytest.approx(math.fsum(values))
    assert tallies[1].squares == pytest.approx(math.fsum(x * x for x in values))
    assert tallies[1].longest == max(values, default=0.0)
    assert tallies[0].n == histogram[0].sum() == 0
