"""The table of resources: use, queue, waits, and how near each is to its limit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from simcore.results.columns import label_columns, tag_columns
from simcore.results.histogram import quantiles
from simcore.results.intervals import half_width, mean
from simcore.results.run import Run, Window
from simcore.results.waits import LEVELS, level_columns

WITH_INTERVAL = ("utilisation", "busy_mean", "queue_mean", "blocked_mean", "wait_mean_minutes")
COUNTS = ("reneged", "interrupted", "swapped")
FIGURES = ("capacity_mean", *WITH_INTERVAL, "started", *COUNTS, "offered_load")


def resource_table(run: Run) -> pd.DataFrame:
    """Return one row for each resource, pool, gate and waiting room, all patients together.

    reneged, interrupted, swapped: patients a replication, like `started`: who left the queue
    unserved, lost their unit, or came in by changing places with others.
    """
    whole = _stack(run, run.windows)
    columns = {name: mean(whole[name]) for name in FIGURES}
    columns["wait_mean_minutes"] = _mean_wait(run)
    spread = _stack(run, run.samples) if run.samples else {}
    for name in WITH_INTERVAL:
        half = half_width(spread[name]) if spread else np.full(len(run.unlimited), np.nan)
        columns[f"{name}_half_width"] = half
    columns["queue_longest"] = np.max([w.totals.resources.longest for w in run.windows], axis=0)
    names = {
        "resource": run.held_names,
        **label_columns([label for _, label in run.legend.held]),
        "kind": run.kinds,
    }
    frame = pd.DataFrame({**names, **columns, **level_columns(_levels(run))})
    return frame[_order(frame)].assign(**tag_columns(run.tags, list(frame.columns)))


def figures(run: Run, window: Window) -> dict[str, Any]:
    """Return the figures of every resource in one window; NaN where there is none.

    utilisation: busy over open unit-time. offered_load: the work asked for, as patients who
    came times mean holding time, over the capacity that was open; above 1 the queue grows.
    """
    r, minutes = window.totals.resources, max(window.minutes, 1e-9)
    capacity = np.where(run.unlimited, np.nan, run.capacity_areas(r.capacity_area))
    came = r.started + r.waiting - window.queue_before
    with np.errstate(invalid="ignore", divide="ignore"):
        return {
            "capacity_mean": capacity / minutes,
            "utilisation": r.busy_area / capacity,
            "busy_mean": r.busy_area / minutes,
            "queue_mean": r.waiting_area / minutes,
            "blocked_mean": r.blocked_area / minutes,
            "wait_mean_minutes": r.waited / r.started,
            "started": r.started.astype(float),
            **{name: r[name].astype(float) for name in COUNTS},
            "offered_load": came * (r.busy_area / r.started) / capacity,
        }


def _stack(run: Run, windows: list[Window]) -> dict[str, Any]:
    """Return each figure as an array (windows, resources)."""
    found = [figures(run, window) for window in windows]
    return {name: np.array([f[name] for f in found]) for name in FIGURES}


def _mean_wait(run: Run) -> Any:
    """Return the mean over all patients of all replications, as the quantiles are."""
    waited, started = (
        np.sum([w.totals.resources[name] for w in run.windows], axis=0)
        for name in ("waited", "started")
    )
    return np.divide(waited, started, out=np.full(waited.shape, np.nan), where=started > 0)


def _levels(run: Run) -> Any:
    """Return quantiles of the waits at each resource, over groups, classes and replications."""
    rows, names = run.tallies_of("started")
    n_classes = len(run.network.classes)
    place = {name: k for k, name in enumerate(run.held_names)}
    found = np.full((len(place), len(LEVELS)), np.nan)
    for name, k in place.items():
        own = [row for row, (_, held, _) in zip(rows, names, strict=True) if held == name]
        tallies = (np.array(own, np.int64)[:, None] * n_classes + np.arange(n_classes)).ravel()
        counts = sum(w.totals.histogram[tallies].sum(axis=0, dtype=np.int64) for w in run.windows)
        longest = max(w.totals.tallies.longest[tallies].max(initial=0.0) for w in run.windows)
        found[k] = quantiles(np.atleast_2d(counts), np.array([longest]), LEVELS)[0]
    return found


def _order(frame: pd.DataFrame) -> list[str]:
    """Put each half-width behind its figure."""
    with_half = {f"{name}_half_width" for name in WITH_INTERVAL}
    names = []
    for name in frame.columns:
        if name not in with_half:
            names += [name] + [h for h in (f"{name}_half_width",) if h in with_half]
    return names
