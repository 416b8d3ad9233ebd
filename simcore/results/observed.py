"""What indicators are computed from, for a whole window or a batch.

The columns that do not change between windows are made once; a window then only picks the
rows that were met.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from simcore.network.indicators import Observed
from simcore.results.columns import tag_columns
from simcore.results.histogram import quantiles
from simcore.results.run import Run, Window
from simcore.time_units import MINUTES_PER_DAY, MINUTES_PER_HOUR

LEVELS = (0.5, 0.9, 0.95)
HOURS = {
    "capacity_hours": "capacity_area",
    "busy_hours": "busy_area",
    "blocked_hours": "blocked_area",
    "queue_hours": "waiting_area",
}


class Observer:
    """Turns windows of one run into what indicators are computed from."""

    def __init__(self, run: Run) -> None:
        """Make the columns that are the same in every window of a run."""
        self.run = run
        self.classes = run.network.classes
        steps = run.legend.steps
        self.tagged = np.array([k for k, step in enumerate(steps) if step.tags], np.int64)
        tags = tag_columns([steps[k].tags for k in self.tagged], ("class", "count"))
        self.counts = self._with_class(pd.DataFrame(tags))
        self.resources = self._resources()
        self.tallies, self.waits = self._waits()

    def _with_class(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Repeat every row for each class, in the order of the engine's arrays."""
        n = len(self.classes)
        repeated = rows.loc[rows.index.repeat(n)].reset_index(drop=True)
        return repeated.assign(**{"class": np.tile(np.array(self.classes, object), len(rows))})

    def _resources(self) -> pd.DataFrame:
        resources = self.run.network.resources
        taken = ("resource", *HOURS)
        tags = tag_columns([r.tags for r in resources], taken)
        return pd.DataFrame({"resource": [r.name for r in resources], **tags})

    def _waits(self) -> tuple[Any, pd.DataFrame]:
        """Return the rows of the tallies that are waits, and what they stand for."""
        rows, names = self.run.tallies_of("started", "booked")
        books = self.run.network.books
        frame = pd.DataFrame([name[1:] for name in names], columns=["resource", "group"])
        tags = pd.DataFrame(
            {
                "resource": [*self.run.held_names, *(book.name for book in books)],
                **tag_columns([*self.run.tags, *(b.tags for b in books)], ("resource", *HOURS)),
            }
        )
        frame = frame.merge(tags, on="resource", how="left", suffixes=("", "_tag"))
        n = len(self.classes)
        return (rows[:, None] * n + np.arange(n)).ravel(), self._with_class(frame)

    def __call__(self, window: Window) -> Observed:
        """Return the counts, hours and waits of a window; rows that nobody met are left out."""
        return Observed(
            counts=self._counts_in(window),
            resources=self._resources_in(window),
            waits=self._waits_in(window),
            days=window.minutes / MINUTES_PER_DAY,
        )

    def _counts_in(self, window: Window) -> pd.DataFrame:
        count = window.totals.counts[self.tagged].ravel()
        met = np.flatnonzero(count)
        return self.counts.take(met).assign(count=count[met])

    def _resources_in(self, window: Window) -> pd.DataFrame:
        n = len(self.run.network.resources)
        found = window.totals.resources[:n]
        hours = {name: found[area] / MINUTES_PER_HOUR for name, area in HOURS.items()}
        unlimited = self.run.unlimited[:n]
        hours["capacity_hours"] = np.where(unlimited, np.nan, hours["capacity_hours"])
        return self.resources.assign(**hours)

    def _waits_in(self, window: Window) -> pd.DataFrame:
        tallies = window.totals.tallies[self.tallies]
        met = np.flatnonzero(tallies["n"])
        rows, n = self.tallies[met], tallies["n"][met]
        levels = np.full((met.size, len(LEVELS)), np.nan)
        if window.totals.histogram.size:  # batches keep none
            levels = quantiles(window.totals.histogram[rows], tallies["longest"][met], LEVELS)
        return self.waits.take(met).assign(
            count=n,
            mean_minutes=tallies["total"][met] / n,
            p50=levels[:, 0],
            p90=levels[:, 1],
            p95=levels[:, 2],
        )
