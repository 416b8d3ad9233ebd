"""Resources whose queue can only grow, named with the work that is asked of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from simcore.results.columns import label_columns
from simcore.results.growth import grows
from simcore.results.resources import capacity_mean, offered_load, sums
from simcore.results.run import Run

COLUMNS = ["resource", "label_en", "label_zh", "offered_load", "queue_start",
           "queue_end", "capacity_mean", "stopped"]  # fmt: skip


def overload_table(run: Run) -> pd.DataFrame:
    """Return one row for each resource that could not keep up, worst queue first.

    queue_start, queue_end: mean over replications. offered_load: as in the table of resources, over
    all replications. stopped: a run ended early, before memory was at risk, when this queue was
    the longest.
    """
    over = overloaded(run)
    ends = np.mean([w.totals.resources.waiting for w in run.windows], axis=0)
    rows = sorted(np.flatnonzero(over), key=lambda k: -ends[k])
    names = {
        "resource": [run.held_names[k] for k in rows],
        **label_columns([run.legend.held[k][1] for k in rows]),
    }
    load, capacity = _load(run)
    figures = {
        "offered_load": load[rows],
        "queue_start": np.mean([w.queue_before for w in run.windows], axis=0)[rows],
        "queue_end": ends[rows],
        "capacity_mean": capacity[rows],
        "stopped": _stopped(run)[rows],
    }
    return pd.DataFrame({**names, **figures})[COLUMNS]


def overloaded(run: Run) -> Any:
    """Tell of each row of `resources` whether its queue can only grow.

    It does where it only grew, by `growth.grows`, and more work was asked for than capacity was
    open; at a gate, whose capacity is none, where it only grew.
    """
    found = grows(run)
    if found.any():  # seldom; the load is worth its sums only then
        load, _ = _load(run)
        found &= (load > 1.0) | (np.array(run.kinds) == "gate")
    return found | _stopped(run)


def _load(run: Run) -> tuple[Any, Any]:
    """Return offered load and mean capacity of each row of `resources`, over all replications."""
    whole = sums(run, run.windows)
    load = np.where(whole["started"].sum(axis=0) == 0, np.inf, offered_load(whole))
    return np.where(np.array(run.kinds) == "gate", np.nan, load), capacity_mean(whole)


def _stopped(run: Run) -> Any:
    """Tell of each row of `resources` whether a run ended early when its queue was the longest."""
    found = np.zeros(len(run.held_names), bool)
    for played, window in zip(run.replications, run.windows, strict=True):
        if played.status == "overload" and found.size:
            found[np.argmax(window.totals.resources.waiting)] = True
    return found
