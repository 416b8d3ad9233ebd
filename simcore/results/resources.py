"""The table of resources: use, queue, waits, and how near each is to its limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from simcore.engine.ops import MoveBack, Queued
from simcore.engine.records import NONE
from simcore.engine.totals import LEVEL_OF_AREA
from simcore.results.asking import asking_sums, queue_levels, waited_sums
from simcore.results.columns import label_columns, tag_columns
from simcore.results.intervals import mean, ratio
from simcore.results.run import Run, Window
from simcore.results.waits import level_columns

RATIOS = {  # figures that have an interval: one sum over another
    "utilisation": ("busy_area", "capacity_area"),
    "busy_mean": ("busy_area", "minutes"),
    "queue_mean": ("waiting_area", "minutes"),
    "serving_mean": ("serving_area", "minutes"),
    "cleaning_mean": ("cleaning_area", "minutes"),
    "blocked_mean": ("blocked_area", "minutes"),
    "wait_mean_minutes": ("waited", "started"),
    "queued_mean_minutes": ("queued_minutes", "queued"),
    "balked_share": ("balked", "asked"),
    "reneged_share": ("unserved", "asked"),
    "lost_share": ("lost", "asked"),
}
COUNTS = ("started", "reneged", "interrupted", "swapped")
Sums = dict[str, Any]  # arrays (windows, resources)


def resource_table(run: Run) -> pd.DataFrame:
    """Return one row for each resource, pool, gate, waiting room and named delay, all patients.

    reneged, interrupted, swapped: patients a replication, like `started`: who left the queue
    unserved, lost their unit, or came in by changing places with others.
    serving, cleaning, blocked: what busy units do: with a patient; cleaned when the patient has
    left (`after`); held by one who waits to leave. serving is NaN where somebody may hold several
    units while they wait to leave, as blocked counts patients.
    balked: who went on without joining the queue. queued_mean: the wait of all who joined, served
    or not. balked_share, reneged_share, lost_share: of those who asked for it, who did not join,
    left unserved (those sent home too), or either. waited_share: of those who joined, who had to
    wait; one replication gives it no half-width. moved: who came in from a later member of a pool
    that moves back; of the pool, all of its own.
    """
    whole, samples = sums(run, run.windows), sums(run, run.samples)
    columns = {"capacity_mean": capacity_mean(whole)}
    for name, (over, under) in RATIOS.items():
        columns[name], _ = ratio(whole[over], whole[under])
        _, columns[f"{name}_half_width"] = ratio(samples[over], samples[under])
    waited, half = ratio(waited_sums(run, run.windows), whole["queued"])
    columns |= {"waited_share": waited, "waited_share_half_width": half}
    columns |= {name: mean(whole[name]) for name in (*COUNTS, "balked", "moved")}
    columns["offered_load"] = offered_load(whole)
    columns["queue_longest"] = np.max([w.totals.resources.longest for w in run.windows], axis=0)
    names = {
        "resource": run.held_names,
        **label_columns([label for _, label in run.legend.held]),
        "kind": run.kinds,
    }
    columns |= level_columns(queue_levels(run, ("started",)))
    columns |= level_columns(queue_levels(run), "queued")
    frame = pd.DataFrame({**names, **columns})
    return frame.assign(**tag_columns(run.tags, list(frame.columns)))


def sums(run: Run, windows: Sequence[Window]) -> Sums:
    """Return what figures of resources are made of: sums over each of some windows.

    came: patients who joined the queue and have not left it unserved. capacity_area is NaN where
    there is no limit.
    """
    shape = (len(windows), len(run.held_names))
    fields = (*LEVEL_OF_AREA, "waited", "waiting", *COUNTS)
    found = {
        name: np.array([w.totals.resources[name] for w in windows], float).reshape(shape)
        for name in fields
    }
    areas = run.capacity_areas(found["capacity_area"])
    before = np.array([w.queue_before for w in windows], float).reshape(shape)
    minutes = np.array([max(w.minutes, 1e-9) for w in windows])
    cleaning = np.array([w.totals.cleaning for w in windows], float).reshape(shape)
    serving = found["busy_area"] - cleaning - found["blocked_area"]
    serving[:, _blocks_with_several(run)] = np.nan
    found |= {
        "capacity_area": np.where(run.unlimited, np.nan, areas),
        "cleaning_area": cleaning,
        "serving_area": serving,
        "minutes": np.broadcast_to(minutes[:, None], areas.shape),
        "came": found["started"] + found["waiting"] - before,
        "moved": _moved(run, windows),
    }
    return found | asking_sums(run, windows)


def _blocks_with_several(run: Run) -> Any:
    """Tell of each resource whether patients may hold other than one unit of it as they wait."""
    rows, found = run.program.rows, np.zeros(len(run.held_names), bool)
    for row in rows:
        if isinstance(row, Queued) and row.origin != NONE:
            found[row.origin] |= getattr(rows[row.next], "units", 1) != 1
    return found


def _moved(run: Run, windows: Sequence[Window]) -> Any:
    """Return how many moved to each resource in each of some windows, and within each pool."""
    found = np.zeros((len(windows), len(run.held_names)))
    for k, row in enumerate(run.program.rows):
        if isinstance(row, MoveBack):
            moved = [w.totals.counts[k].sum() for w in windows]
            found[:, row.resource] += moved
            found[:, row.pool] += moved
    return found


def capacity_mean(whole: Sums) -> Any:
    """Return the mean number of open units over all windows; NaN where there is no limit."""
    return whole["capacity_area"].sum(axis=0) / whole["minutes"].sum(axis=0)


def offered_load(whole: Sums) -> Any:
    """Return the work asked for over the capacity that was open; above 1 the queue grows.

    It is patients who came times mean holding time, over all windows.
    """
    total = {name: whole[name].sum(axis=0) for name in ("came", "busy_area", "started")}
    with np.errstate(invalid="ignore", divide="ignore"):
        held = total["busy_area"] / total["started"]
        return total["came"] * held / whole["capacity_area"].sum(axis=0)
