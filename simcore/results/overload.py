"""Resources whose queue can only grow, named with the work that is asked of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from simcore.results.resources import figures
from simcore.results.run import Run

GREW = 0.02  # of those who came: a queue that grew by less may be chance
FEWEST = 30  # patients, likewise
COLUMNS = ["replication", "resource", "label_en", "label_zh", "offered_load", "queue_start",
           "queue_end", "capacity_mean", "stopped"]  # fmt: skip


def overload_table(run: Run) -> pd.DataFrame:
    """Return the resources that could not keep up, worst queue first, by replication.

    `stopped` says that the run ended early, before memory was at risk: then the longest
    queue is named whatever its load; `offered_load` is as in the table of resources.
    """
    rows = []
    for played, window in zip(run.replications, run.windows, strict=True):
        found, r = figures(run, window), window.totals.resources
        stopped = played.status == "overload"
        grew = r.waiting - window.queue_before
        load = np.where(r.started == 0, np.inf, found["offered_load"])
        load = np.where(np.array(run.kinds) == "gate", np.nan, load)  # waiting is what it is for
        over = (load > 1.0) & (grew > FEWEST) & (grew > GREW * (r.started + grew))
        if stopped and r.size:
            over[np.argmax(r.waiting)] = True
        for k in sorted(np.flatnonzero(over), key=lambda k: -int(r.waiting[k])):
            name, label = run.legend.held[k]
            rows.append(
                (played.number, name, label.en, label.zh,
                 float(load[k]), int(window.queue_before[k]), int(r.waiting[k]),
                 float(found["capacity_mean"][k]), stopped)
            )  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)
