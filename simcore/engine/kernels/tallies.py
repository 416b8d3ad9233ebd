"""Streaming statistics: moments and a histogram of constant memory."""

from __future__ import annotations

import numpy as np

from simcore.engine.jit import part
from simcore.engine.kernels import at
from simcore.engine.records import State
from simcore.engine.sampling.histogram import histogram_bin

_ONE = np.uint32(1)


@part
def tally(s: State, row: int, x: float) -> None:
    """Count x in the given row."""
    t = at.tally(s, row)
    t.n += 1
    t.total += x
    t.squares += x * x
    if x > t.longest:
        t.longest = x
    at.histogram(s, row, histogram_bin(x)).n += _ONE  # type: ignore[assignment] # stays unsigned
