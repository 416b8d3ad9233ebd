"""How long runs last until patients block each other for ever."""

from __future__ import annotations

import pandas as pd

from simcore.results.intervals import half_width, mean
from simcore.results.run import Run


def deadlock_table(run: Run) -> pd.DataFrame:
    """Return one row: how many replications came to a deadlock, how many did not, and when.

    minutes_mean is since the beginning of the run, warm-up included, over those that came to one:
    where others did not, it is less than if all had been played until theirs. It is NaN where none
    did, its half-width where fewer than two did.
    """
    minutes = [r.deadlock[0] for r in run.replications if r.deadlock]
    return pd.DataFrame(
        {
            "replications": [len(run.replications)],
            "deadlocked": [len(minutes)],
            "not_deadlocked": [len(run.replications) - len(minutes)],
            "minutes_mean": [float(mean(minutes))],
            "minutes_half_width": [float(half_width(minutes))],
        }
    )
