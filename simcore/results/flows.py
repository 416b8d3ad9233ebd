"""Where patients go: moves between sources, resources and exits."""

from __future__ import annotations

import numpy as np
import pandas as pd

from simcore.results.columns import label_columns
from simcore.results.intervals import half_width, ratio
from simcore.results.run import Run


def flow_table(run: Run) -> pd.DataFrame:
    """Return one row for each pair of places that somebody moved between.

    A move is counted when the patient starts at the resource, or leaves: mean number a
    replication, and its share of all moves from the same place.
    Over batches nothing is known of moves: a lone replication has no half-widths.
    """
    moves = np.array([w.totals.flows for w in run.windows], float)
    origin, to = np.nonzero(moves.sum(axis=0))
    away, moves = moves.sum(axis=2)[:, origin], moves[:, origin, to]
    share, share_half = ratio(moves, away)
    ends = {}
    for end, rows in (("from", origin), ("to", to)):
        places = [run.legend.places[k] for k in rows]
        ends[f"{end}_kind"] = [kind for kind, _, _ in places]
        ends[end] = [name for _, name, _ in places]
        ends |= label_columns([label for _, _, label in places], end)
    figures = {
        "patients_mean": moves.mean(axis=0),
        "patients_half_width": half_width(moves),
        "share": share,
        "share_half_width": share_half,
    }
    return pd.DataFrame({**ends, **figures})
