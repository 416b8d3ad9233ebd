"""Quantiles from the histograms of `engine.sampling.histogram`, and what error they carry."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simcore.engine.sampling.histogram import BINS, LOWEST, PER_OCTAVE

RELATIVE_ERROR = 1.0 / (2 * PER_OCTAVE)  # of the order statistic; 0 below 2**LOWEST minutes


def midpoints() -> NDArray[np.float64]:
    """Return the middle of every bin, minutes; the first bin counts as 0."""
    octave, part = np.divmod(np.arange(BINS - 1), PER_OCTAVE)
    middle = np.exp2(LOWEST + octave) * (1.0 + (part + 0.5) / PER_OCTAVE)
    return np.concatenate([[0.0], middle])


def quantiles(
    histogram: NDArray[Any], longest: NDArray[np.float64], levels: tuple[float, ...]
) -> NDArray[np.float64]:
    """Return the quantiles of every row of counts, minutes, shape (rows, levels).

    histogram: (rows, bins), counts of waits.
    longest: (rows,), the longest wait seen, which no quantile exceeds.
    levels: from 0 to 1.
    Each is the order statistic of rank ceil(level n), within `RELATIVE_ERROR`; NaN for a row
    without counts.

    >>> counts = np.zeros((1, BINS), int)
    >>> counts[0, 0] = 3  # three patients who did not wait
    >>> quantiles(counts, np.array([0.0]), (0.5, 0.9))
    array([[0., 0.]])
    """
    below = np.cumsum(histogram, axis=1, dtype=np.int64)
    n = below[:, -1]
    middle = midpoints()
    found = np.empty((len(n), len(levels)))
    for k, level in enumerate(levels):
        rank = np.maximum(np.ceil(level * n), 1)
        found[:, k] = np.minimum(middle[(below < rank[:, None]).sum(axis=1) % BINS], longest)
    found[n == 0] = np.nan
    return found
