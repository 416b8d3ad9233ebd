"""The event log as a table: every meeting of a patient with a step."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from simcore.engine.phases import ABOUT_A_RESOURCE, Phase
from simcore.experiments.replicate import Replication
from simcore.results.columns import timestamps
from simcore.results.run import Run

COLUMNS = [
    "replication", "patient", "source", "begins_minutes", "ends_minutes", "begins", "ends",
    "pathway", "step", "kind", "event", "resource", "exit",
]  # fmt: skip


def event_table(run: Run) -> pd.DataFrame:
    """Return one row for each step that a patient met, in the order of the run.

    A patient is named source/ordinal. Minutes count from the end of the warm-up, so those
    of the warm-up are negative. A step ends where the patient's next one begins: that of a
    `seize` is a wait, that of a `delay` a service; NaN where the patient has not gone on.
    """
    logged = [_one(run, r) for r in run.replications if r.log is not None]
    return pd.concat(logged, ignore_index=True) if logged else pd.DataFrame(columns=COLUMNS)


def _one(run: Run, played: Replication) -> pd.DataFrame:
    log = played.log
    assert log is not None
    steps, rows = run.legend.steps, log["step"]
    source = _source_names(run)[log["source"]]
    ordinal = log["ordinal"].astype(str).astype(object)
    begins = log["time"] - run.plan.warmup
    frame = pd.DataFrame(
        {
            "replication": played.number,
            "patient": source + "/" + ordinal,
            "source": source,
            "begins_minutes": begins,
            "pathway": np.array([s.pathway for s in steps], object)[rows],
            "step": np.array([s.index for s in steps])[rows],
            "kind": np.array([s.kind for s in steps], object)[rows],
            "event": _event_names(run)[rows],
            "resource": _resource_names(run)[rows],
            "exit": _exit_names(run)[rows],
        }
    )
    frame["ends_minutes"] = frame.groupby("patient", sort=False)["begins_minutes"].shift(-1)
    start = run.network.start
    frame["begins"] = timestamps(start, begins)
    frame["ends"] = timestamps(start, frame["ends_minutes"].to_numpy())
    return frame[COLUMNS]


def _event_names(run: Run) -> Any:
    return np.array([row.OP.name.lower() for row in run.program.rows], object)


def _resource_names(run: Run) -> Any:
    names = run.held_names
    rows: list[Any] = run.program.rows
    found = [names[row.resource] if row.phase in ABOUT_A_RESOURCE else None for row in rows]
    return np.array(found, object)


def _source_names(run: Run) -> Any:
    """Return the names of the sources, those of breakdowns behind them."""
    entries = run.program.sources.entry
    return np.array([run.program.names[row].rsplit("/", 1)[0] for row in entries], object)


def _exit_names(run: Run) -> Any:
    places = run.legend.places
    rows: list[Any] = run.program.rows
    found = [places[row.place][1] if row.phase is Phase.EXIT else None for row in rows]
    return np.array(found, object)
