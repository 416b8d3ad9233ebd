"""Where patients go: moves between sources, resources and exits."""

from __future__ import annotations

import numpy as np
import pandas as pd

from simcore.results.columns import label_columns
from simcore.results.intervals import half_width
from simcore.results.run import Run


def flow_table(run: Run) -> pd.DataFrame:
    """Return one row for each pair of places that somebody moved between.

    A move is counted when the patient starts at the resource, or leaves: mean number a
    replication, and its share of all moves from the same place.
    """
    moves = np.array([w.totals.flows for w in run.windows], float)
    mean = moves.mean(axis=0)
    origin, to = np.nonzero(mean)
    half = half_width(moves)
    ends = {}
    for end, rows in (("from", origin), ("to", to)):
        places = [run.legend.places[k] for k in rows]
        ends[f"{end}_kind"] = [kind for kind, _, _ in places]
        ends[end] = [name for _, name, _ in places]
        ends |= label_columns([label for _, _, label in places], end)
    figures = {
        "patients_mean": mean[origin, to],
        "patients_half_width": half[origin, to],
        "share": (mean / np.maximum(mean.sum(axis=1, keepdims=True), 1e-300))[origin, to],
    }
    return pd.DataFrame({**ends, **figures})
