"""Series over the run: patients by day, and every resource by day."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from simcore.engine.phases import Phase
from simcore.experiments.replicate import Replication
from simcore.results.columns import time_columns
from simcore.results.run import Run
from simcore.time_units import MINUTES_PER_DAY

MEANS = {
    "busy_mean": "busy_area",
    "queue_mean": "waiting_area",
    "blocked_mean": "blocked_area",
    "capacity_mean": "capacity_area",
}


def daily_table(run: Run) -> pd.DataFrame:
    """Return arrivals, departures and patients in the system, by replication and step.

    A step is a day, a week, or as many weeks as keep the series short; `days` is its
    length, `in_system` the number at its end.
    """
    return _all([_patients(run, r) for r in run.replications])


def _all(frames: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True)


def _patients(run: Run, played: Replication) -> pd.DataFrame:
    snapshots = played.snapshots
    return pd.DataFrame(
        {
            "replication": played.number,
            **time_columns(run, snapshots.time[:-1]),
            "days": np.diff(snapshots.time) / MINUTES_PER_DAY,
            "arrivals": np.diff(snapshots.arrived),
            "departures": np.diff(snapshots.left),
            "in_system": snapshots.in_system[1:],
        }
    )


def daily_resource_table(run: Run) -> pd.DataFrame:
    """Return means over each step for each resource, by replication and step."""
    return _all([_resources(run, r) for r in run.replications])


def _resources(run: Run, played: Replication) -> pd.DataFrame:
    edges, n = played.snapshots.time, len(run.legend.held)
    steps, lengths = max(len(edges) - 1, 0), np.diff(edges)

    def passed(name: str) -> Any:
        return np.diff(played.snapshots.resources[name], axis=0)

    means = {name: passed(area) / lengths[:, None] for name, area in MEANS.items()}
    means["capacity_mean"] = run.capacity_areas(means["capacity_mean"])
    means["capacity_mean"] = np.where(run.unlimited, np.nan, means["capacity_mean"])
    started = passed("started")
    with np.errstate(invalid="ignore", divide="ignore"):
        wait = passed("waited") / started
    times = {k: np.repeat(v, n) for k, v in time_columns(run, edges[:-1]).items()}
    return pd.DataFrame(
        {
            "replication": played.number,
            **times,
            "resource": np.tile(run.held_names, steps),
            **{name: value.ravel() for name, value in means.items()},
            "started": started.ravel(),
            "wait_mean_minutes": wait.ravel(),
        }
    )


def replication_table(run: Run) -> pd.DataFrame:
    """Return one row for each replication: what it played, and the patients it accounts for.

    in_system_start + arrived = left + in_system_end, always.
    """
    rows = []
    for played, window in zip(run.replications, run.windows, strict=True):
        counts = window.totals.counts.sum(axis=1)
        before = played.batches[0].in_system if played.batches else 0
        rows.append(
            {
                "replication": played.number,
                "status": played.status,
                "days": window.minutes / MINUTES_PER_DAY,
                "in_system_start": before,
                "arrived": int(counts[run.rows_in(Phase.ARRIVAL)].sum()),
                "left": int(counts[run.rows_in(Phase.EXIT)].sum()),
                "in_system_end": window.totals.in_system,
                "in_system_mean": window.totals.system_area / max(window.minutes, 1e-9),
            }
        )
    return pd.DataFrame(rows)
