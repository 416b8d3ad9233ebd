"""Waits at resources and times in system: moments, quantiles and intervals.

Patients are counted when the wait or the stay ends within the window. Mean, standard
deviation and quantiles are over all patients of all replications together. The samples are the
replications, or the batches of a lone one: they give the half-width of that mean, and beside it the
mean of their own means, in which a sample with few patients counts as much as one with many.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from simcore.engine.ops import CARDS
from simcore.engine.program import Ints
from simcore.network.compiler.pathways import SENT_HOME
from simcore.network.steps import Milestone
from simcore.results.columns import label_columns
from simcore.results.histogram import quantiles
from simcore.results.intervals import half_width, ratio
from simcore.results.intervals import mean as average
from simcore.results.run import Run, Window
from simcore.text import Label

LEVELS = (0.5, 0.9, 0.95)
STAYS, REACHED = "left", "reached"
SINCE_ARRIVING = (STAYS, REACHED)  # which are no waits
OUTCOMES = tuple(c.outcome for c in CARDS.values() if c.outcome not in ("", *SINCE_ARRIVING))


def level_columns(levels: Any, prefix: str = "wait") -> dict[str, Any]:
    """Return quantiles as the columns p50, p90 and p95."""
    return {f"{prefix}_p{100 * q:.0f}_minutes": levels[:, k] for k, q in enumerate(LEVELS)}


def wait_table(run: Run, *, by_class: bool = True) -> pd.DataFrame:
    """Return waits by resource, group and how they ended, and by class if asked.

    outcome: started; reneged (left the queue unserved); sent home (the resource closed);
    interrupted (until a unit that was lost was had again); booked (from booking to the
    appointment, `resource` is the book). Rows without anyone are left out.
    """
    rows, keys = tally_keys(run, *OUTCOMES)
    labels = label_columns([run.labels[name] for name in keys["resource"]])
    return _table(run, rows, keys.drop(columns="exit").assign(**labels), by_class=by_class)


def tally_keys(run: Run, *outcomes: str) -> tuple[Ints, pd.DataFrame]:
    """Return the tallies of some outcomes, rows without class, and what each is of.

    Waits have a resource, group and outcome, stays an exit; the others are empty.
    """
    rows, names = run.tallies_of(*outcomes)
    keys = pd.DataFrame(names, columns=["outcome", "resource", "group"])
    stays = keys["outcome"] == STAYS
    keys["exit"] = keys["resource"].where(stays, "")
    keys.loc[stays, ["outcome", "resource", "group"]] = ""
    sent_home = (keys["outcome"] == "reneged") & (keys["group"] == SENT_HOME)
    keys.loc[sent_home, "outcome"], keys.loc[sent_home, "group"] = SENT_HOME, ""
    return rows, keys[["resource", "group", "outcome", "exit"]]


def stay_table(run: Run) -> pd.DataFrame:
    """Return the time from arriving to leaving, by exit and class."""
    rows, names = run.tallies_of(STAYS)
    label: dict[str, Label] = {n: x for kind, n, x in run.legend.places if kind == "exit"}
    keys = pd.DataFrame({"exit": [name for _, name, _ in names]})
    labels = label_columns([label[name] for _, name, _ in names])
    return _table(run, rows, keys.assign(**labels), by_class=True)


def milestone_table(run: Run) -> pd.DataFrame:
    """Return the time from arriving to each milestone, by class.

    n: how often it was reached; a patient who comes there again counts again.
    """
    rows, names = run.tallies_of(REACHED)
    label: dict[str, Label] = {}
    for step in (step for chain in run.network.pathways.values() for step in chain):
        if isinstance(step, Milestone) and (step.called or step.name not in label):
            label[step.name] = step.called or Label(step.name, step.name)
    keys = pd.DataFrame({"milestone": [name for _, name, _ in names]})
    labels = label_columns([label[name] for _, name, _ in names])
    return _table(run, rows, keys.assign(**labels), by_class=True)


def _table(run: Run, rows: Ints, keys: pd.DataFrame, *, by_class: bool) -> pd.DataFrame:
    classes = run.network.classes
    tallies = rows[:, None] * len(classes) + np.arange(len(classes))
    if by_class:
        keys = keys.loc[keys.index.repeat(len(classes))].reset_index(drop=True)
        keys = keys.assign(**{"class": np.tile(np.array(classes, object), len(rows))})
        tallies = tallies.reshape(-1, 1)
    met = np.flatnonzero(sum(_sum(w, "n", tallies) for w in run.windows))
    return keys.iloc[met].reset_index(drop=True).assign(**_columns(run, tallies[met]))


def _columns(run: Run, tallies: Ints) -> dict[str, Any]:
    """Return the figures of tallies, given by their rows; those along the second axis merged."""
    n, total, squares = (
        sum(_sum(w, name, tallies) for w in run.windows) for name in ("n", "total", "squares")
    )
    longest = np.max([w.totals.tallies.longest[tallies].max(axis=1) for w in run.windows], axis=0)
    histogram = sum(w.totals.histogram[tallies].sum(axis=1, dtype=np.int64) for w in run.windows)
    levels = quantiles(np.asarray(histogram), longest, LEVELS)
    mean = total / n
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = (squares - n * mean**2) / np.where(n > 1, n - 1, np.nan)
    return {
        "n": n,
        "mean_minutes": mean,
        **_spread(run, tallies),
        "sd_minutes": np.sqrt(np.maximum(variance, 0.0)),
        **{f"p{100 * q:.0f}_minutes": levels[:, k] for k, q in enumerate(LEVELS)},
        "max_minutes": longest,
    }


def _spread(run: Run, tallies: Ints) -> dict[str, Any]:
    """Return the half-width of the mean, and the mean of the means of the samples with its own."""
    total, n = (
        np.array([_sum(w, name, tallies) for w in run.samples], float).reshape(
            (len(run.samples), len(tallies))
        )
        for name in ("total", "n")
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        means = total / n
    return {
        "mean_half_width": ratio(total, n)[1],
        "sample_mean_minutes": average(means),
        "sample_mean_half_width": half_width(means),
    }


def _sum(window: Window, name: str, tallies: Ints) -> Any:
    return window.totals.tallies[name][tallies].sum(axis=1)
