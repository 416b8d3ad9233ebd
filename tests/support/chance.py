"""Intervals with a stated rate of false alarms, for tests of random results.

Seeds are fixed, so a test that passes once passes always; the rate says how likely a change
that is right, but draws other numbers, would be called wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy import stats

FALSE_ALARMS = 1e-4  # of one test; shared by its figures (Bonferroni)


def half_width(values: Sequence[float], false_alarms: float) -> float:
    """Return the half-width of Student's interval for the mean of independent values."""
    n = len(values)
    return float(stats.t.ppf(1 - false_alarms / 2, n - 1) * np.std(values, ddof=1) / np.sqrt(n))


def disagreements(
    found: Sequence[Mapping[str, float]],
    expected: Mapping[str, float],
    false_alarms: float = FALSE_ALARMS,
) -> list[str]:
    """Compare figures of independent replications with what is expected of their means."""
    wrong = []
    for name, right in expected.items():
        values = [figures[name] for figures in found]
        mean, half = float(np.mean(values)), half_width(values, false_alarms / len(expected))
        if not abs(mean - right) <= half:
            wrong.append(f"{name}: {mean:.6g} +- {half:.2g}, expected {right:.6g}")
    return wrong
