"""Distributions as the engine knows them, and how those without a closed inverse are tabulated."""

from __future__ import annotations

from enum import IntEnum

Z_LIMIT = 8.25  # |ndtri| of the smallest uniform, 2**-53, is 8.21
TABLE_INTERVALS = 1024


class Law(IntEnum):
    """How a row of the table of laws is inverted, and what its parameters mean."""

    DETERMINISTIC = 0  # a
    EXPONENTIAL = 1  # mean a
    UNIFORM = 2  # low a, width b
    TRIANGULAR = 3  # low a, high b, distribution function at the mode c
    NORMAL = 4  # mean a, sd b, mass c that is cut off from below: for a time, that below 0
    LOGNORMAL = 5  # log-mean a, log-sd b
    WEIBULL = 6  # scale a, 1 / shape b
    EMPIRICAL = 7  # n values, then n cumulative weights
    TABULATED = 8  # value and slope at each knot of the normal score
    SEQUENCE = 10  # n values in order, one for each patient of a source: likewise never sampled
    EXPRESSION = 9  # n instructions; a: 1 where it draws. Never sampled: see `kernels.draws.value`
