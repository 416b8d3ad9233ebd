"""Bins of a histogram of minutes that needs no range beforehand.

They are exact powers of two cut into 32: a quantile read off the middle of a bin is within
1/64 (1.6%) of the true order statistic, for values from 2**-10 minutes (0.06 s) to 2**22 minutes
(8 years); smaller ones count as 0.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simcore.engine.jit import shared

PER_OCTAVE = 32
LOWEST = -10
OCTAVES = 32
BINS = 1 + PER_OCTAVE * OCTAVES
FIRST = ((1023 + LOWEST) << 5) - 1  # so that 2.0**LOWEST falls in bin 1


@shared
def histogram_bin(x: float) -> int:
    """Return the bin that a number of minutes falls into, from 0 to BINS - 1.

    Reads the exponent and five bits of the mantissa off the number: 0.3 nanoseconds, where
    math.frexp takes 4 to 6.

    x: minutes, not below 0.
    """
    k: Any = (np.float64(x).view(np.int64) >> 47) - FIRST
    return min(max(k, 0), BINS - 1)  # type: ignore[no-any-return] # an integer of numba's
