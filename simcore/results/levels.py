"""How the numbers at what is measured are spread over time: busy, waiting, blocked, free.

Each share is of the time of the window, but that of free units: of the time when any were open.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from simcore.engine.levels import Curve
from simcore.engine.records import NONE
from simcore.results.columns import label_columns
from simcore.results.intervals import ratio
from simcore.results.run import Run, Window

LEVELS = (0.5, 0.9, 0.95)
CHANCES = {  # that at some moment: the curve, and whether it is at 0 then
    "all_busy_share": (Curve.FREE, True),
    "somebody_waits_share": (Curve.WAITING, False),
    "somebody_blocked_share": (Curve.BLOCKED, False),
}


def level_table(run: Run) -> pd.DataFrame:
    """Return one row for each number that was there for a while, of each curve that is measured.

    what: busy (units), waiting (patients), present (both together), blocked (patients who hold a
        unit while they wait to leave it), free (units, while any were open).
    share: of the time at this number, with its half-width; share_up_to: at it or below.
    or_more: whether the row has all numbers from there on; they are told apart below.
    """
    parts = [_one(run, k, curve) for k in _measured(run) for curve in Curve]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)


COLUMNS = [
    "resource", "label_en", "label_zh", "what", "number", "or_more", "share", "share_half_width",
    "share_up_to",
]  # fmt: skip


def _one(run: Run, k: int, curve: Curve) -> pd.DataFrame:
    whole, samples = (_minutes(w, run, k, curve) for w in (run.windows, run.samples))
    if curve is Curve.FREE and run.unlimited[k]:
        whole = whole[:, :0]
    met = np.flatnonzero(whole.sum(axis=0))
    share = _share(whole)[0]
    name, label = run.legend.held[k]
    n = met.size
    return pd.DataFrame(
        {
            "resource": [name] * n,
            **label_columns([label] * n),
            "what": curve.name.lower(),
            "number": met,
            "or_more": met == run.program.most_level,
            "share": share[met],
            "share_half_width": _share(samples)[1][met],
            "share_up_to": np.cumsum(share)[met],
        },
        columns=COLUMNS,
    )


def measured_table(run: Run) -> pd.DataFrame:
    """Return one row for each resource and pool that is measured, with shares of the time.

    NAME_p50, p90, p95, most: numbers that are not exceeded for so much of the time, and ever.
    all_busy_share: that no unit was free, of the time when any were open; NaN without a limit.
    somebody_waits_share, somebody_blocked_share: that one did at least.
    """
    rows = _measured(run)
    columns: dict[str, Any] = {
        "resource": [run.held_names[k] for k in rows],
        **label_columns([run.legend.held[k][1] for k in rows]),
    }
    for name, (curve, at_zero) in CHANCES.items():
        found = [_chance(run, k, curve, at_zero=at_zero) for k in rows]
        columns[name] = [value for value, _ in found]
        columns[f"{name}_half_width"] = [half for _, half in found]
    for curve in (Curve.BUSY, Curve.WAITING):
        spread = [_minutes(run.windows, run, k, curve).sum(axis=0) for k in rows]
        for q in LEVELS:
            columns[f"{curve.name.lower()}_p{100 * q:.0f}"] = [_quantile(x, q) for x in spread]
        most = [int(np.flatnonzero(x).max(initial=0)) for x in spread]
        columns[f"{curve.name.lower()}_most"] = most
    return pd.DataFrame(columns)


def _measured(run: Run) -> list[int]:
    """Return the rows of `resources` that are measured."""
    return [int(k) for k in np.flatnonzero(run.program.measures.levels != NONE)]


def _minutes(windows: Sequence[Window], run: Run, k: int, curve: Curve) -> Any:
    """Return the minutes of each window at each number, (windows, numbers)."""
    row = int(run.program.measures.levels[k]) + curve
    n = run.program.most_level + 1
    return np.array([w.totals.time_at[row] for w in windows], float).reshape((len(windows), n))


def _share(minutes: Any) -> tuple[Any, Any]:
    """Return the share of the time at each number, and its half-width."""
    return ratio(minutes, np.broadcast_to(minutes.sum(axis=1)[:, None], minutes.shape))


def _chance(run: Run, k: int, curve: Curve, *, at_zero: bool) -> tuple[float, float]:
    if curve is Curve.FREE and run.unlimited[k]:
        return float("nan"), float("nan")
    whole, samples = (_minutes(w, run, k, curve) for w in (run.windows, run.samples))
    some = slice(0, 1) if at_zero else slice(1, None)
    value, _ = ratio(whole[:, some].sum(axis=1), whole.sum(axis=1))
    _, half = ratio(samples[:, some].sum(axis=1), samples.sum(axis=1))
    return float(value), float(half)


def _quantile(minutes: Any, level: float) -> int:
    """Return the lowest number that is not exceeded for a share of the time."""
    up_to = np.cumsum(minutes)
    return int(np.searchsorted(up_to, level * up_to[-1] * (1.0 - 1e-12)))
