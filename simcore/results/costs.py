"""What a run costs: steps that were met, and resources while they are open."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from simcore.results.columns import label_columns
from simcore.results.intervals import half_width, mean
from simcore.results.run import Run, Window
from simcore.time_units import MINUTES_PER_HOUR

COLUMNS = [
    "kind", "name", "pathway", "step", "label_en", "label_zh", "unit_yuan", "quantity_mean",
    "yuan_mean", "yuan_half_width",
]  # fmt: skip


def cost_table(run: Run) -> pd.DataFrame:
    """Return one row for each step and resource that costs, and a total: yuan a replication.

    kind: step, its quantity the times it was met in the window; resource, its quantity the
    hours that its units were open (busy, where capacity has no limit); total.
    """
    frame = pd.concat([_of_steps(run), _of_resources(run)], ignore_index=True)
    if frame.empty:
        return pd.DataFrame(columns=COLUMNS)
    quantities = np.array([_quantities(run, w) for w in run.windows])
    unit = frame["unit_yuan"].to_numpy(float)
    yuan = quantities * unit
    spread = np.array([_quantities(run, w) * unit for w in run.samples])
    if len(run.replications) == 1:  # of a batch: as much as the whole window costs at its pace
        spread = spread * len(spread)
    frame["quantity_mean"], frame["yuan_mean"] = mean(quantities), mean(yuan)
    frame["yuan_half_width"] = _half(spread, len(frame))
    total = {
        "kind": "total", "name": "", "label_en": "total", "label_zh": "合计",
        "yuan_mean": float(mean(yuan.sum(axis=1))),
        "yuan_half_width": float(_half(spread.sum(axis=1, keepdims=True), 1)[0]),
    }  # fmt: skip
    return pd.concat([frame, pd.DataFrame([total])], ignore_index=True)[COLUMNS]


def _half(spread: Any, n: int) -> Any:
    return half_width(spread) if len(spread) else np.full(n, np.nan)


def _of_steps(run: Run) -> pd.DataFrame:
    steps = [run.legend.steps[k] for k in _costly_steps(run)]
    return pd.DataFrame(
        {
            "kind": "step",
            "name": [s.word for s in steps],
            "pathway": [s.pathway for s in steps],
            "step": pd.array([s.index for s in steps], "Int64"),
            **label_columns([s.label for s in steps]),
            "unit_yuan": [s.cost for s in steps],
        }
    )


def _of_resources(run: Run) -> pd.DataFrame:
    resources = [run.network.resources[k] for k in _costly_resources(run)]
    return pd.DataFrame(
        {
            "kind": "resource",
            "name": [r.name for r in resources],
            "pathway": None,
            "step": pd.array([pd.NA] * len(resources), "Int64"),
            **label_columns([r.label for r in resources]),
            "unit_yuan": [r.cost_per_hour for r in resources],
        }
    )


def _costly_steps(run: Run) -> list[int]:
    return [k for k, step in enumerate(run.legend.steps) if step.cost]


def _costly_resources(run: Run) -> list[int]:
    return [k for k, r in enumerate(run.network.resources) if r.cost_per_hour]


def _quantities(run: Run, window: Window) -> Any:
    """Return how often each costly step was met, then the hours of each costly resource."""
    met = window.totals.counts.sum(axis=1)[_costly_steps(run)]
    found = window.totals.resources
    area = np.where(
        run.unlimited[: len(run.network.resources)],
        found["busy_area"][: len(run.network.resources)],
        found["capacity_area"][: len(run.network.resources)],
    )
    return np.concatenate([met, area[_costly_resources(run)] / MINUTES_PER_HOUR])
