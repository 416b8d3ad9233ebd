"""Tables of each replication by itself, beside those of all together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from simcore.results.run import Run

HALF_WIDTH = "_half_width"  # what one replication cannot say
OF_SAMPLES = "sample_mean_minutes"


def each_replication(run: Run, table: Callable[[Run], pd.DataFrame]) -> pd.DataFrame:
    """Return a table of every replication, one below the other, numbered in `replication`.

    table: makes that of all; of one it has the same columns, but those of an interval.
    """
    alone = [replace(run, replications=[one]) for one in run.replications]
    frames = [table(one).assign(replication=one.replications[0].number) for one in alone]
    found = pd.concat(frames, ignore_index=True)
    names = [str(name) for name in found]
    kept = [c for c in names if c not in ("replication", OF_SAMPLES) and not c.endswith(HALF_WIDTH)]
    return found[["replication", *kept]].rename(columns={"patients_mean": "patients"})
