"""Who asked for each resource: how many had it, gave up, or did not join, and how long all waited.

Counted when it is settled within the window. Who waits for a pool is counted at the pool, whichever
of its members they waited at.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from simcore.engine.ops import Balk
from simcore.engine.program import Ints
from simcore.results.histogram import quantiles
from simcore.results.run import Run, Window
from simcore.results.waits import LEVELS

QUEUED = ("started", "reneged")  # outcomes of those who joined the queue
Sums = dict[str, Any]  # arrays (windows, resources)


def asking_sums(run: Run, windows: Sequence[Window]) -> Sums:
    """Return sums over each of some windows, by row of `resources`.

    balked: who went on without joining. unserved: who joined and left without it, because their
    patience ran out or it closed. queued: who joined, and queued_minutes: what they waited.
    asked: all of them. lost: balked or unserved.
    """
    n, waited, unserved = (np.zeros((len(windows), len(run.held_names))) for _ in range(3))
    rows, places = _tallies(run, QUEUED)
    gave_up, given_up_at = _tallies(run, ("reneged",))
    for k, window in enumerate(windows):
        np.add.at(n[k], places, window.totals.tallies.n[rows].sum(axis=1))
        np.add.at(waited[k], places, window.totals.tallies.total[rows].sum(axis=1))
        np.add.at(unserved[k], given_up_at, window.totals.tallies.n[gave_up].sum(axis=1))
    balked = _balked(run, windows)
    return {
        "balked": balked, "unserved": unserved, "queued": n, "queued_minutes": waited,
        "asked": n + balked, "lost": unserved + balked,
    }  # fmt: skip


def waited_sums(run: Run, windows: Sequence[Window]) -> Any:
    """Return how many who joined the queue had to wait, (windows, resources).

    windows: with histograms, whose first bin is no wait: less than 0.06 s.
    """
    rows, places = _tallies(run, QUEUED)
    found = np.zeros((len(windows), len(run.held_names)))
    for k, window in enumerate(windows):
        waits = window.totals.histogram[rows][..., 1:]
        np.add.at(found[k], places, waits.sum(axis=(1, 2), dtype=np.int64))
    return found


def queue_levels(run: Run, outcomes: Sequence[str] = QUEUED) -> Any:
    """Return quantiles of the waits for each resource, minutes: (resources, levels).

    outcomes: of those who are counted, over groups, classes and replications.
    """
    rows, places = _tallies(run, outcomes)
    found = np.full((len(run.held_names), len(LEVELS)), np.nan)
    for place in np.unique(places):
        own = rows[places == place].ravel()
        counts = sum(w.totals.histogram[own].sum(axis=0, dtype=np.int64) for w in run.windows)
        longest = max(w.totals.tallies.longest[own].max(initial=0.0) for w in run.windows)
        found[place] = quantiles(np.atleast_2d(counts), np.array([longest]), LEVELS)[0]
    return found


def _tallies(run: Run, outcomes: Sequence[str]) -> tuple[Ints, Ints]:
    """Return the tallies of some outcomes, (tallies, classes), and the row of `resources` of each.

    A resource's share of those who are sent home is among those who reneged.
    """
    rows, names = run.tallies_of(*outcomes)
    row = {name: k for k, name in enumerate(run.held_names)}
    classes = np.arange(len(run.network.classes))
    places = np.array([row[name] for _, name, _ in names], np.int64)
    return rows[:, None] * classes.size + classes, places


def _balked(run: Run, windows: Sequence[Window]) -> Any:
    gone = {k: row.resource for k, row in enumerate(run.program.rows) if isinstance(row, Balk)}
    rows, places = np.array([*gone], np.int64), np.array([*gone.values()], np.int64)
    found = np.zeros((len(windows), len(run.held_names)))
    for k, window in enumerate(windows):
        np.add.at(found[k], places, window.totals.counts[rows].sum(axis=1))
    return found
