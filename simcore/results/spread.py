"""How waits and stays spread: any quantile, and how many took so long or longer.

Read off the histograms of each replication, which `histogram_table` keeps without empty bins, so
that a saved result answers as well as one that has just been played.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from simcore.errors import RunError
from simcore.results.histogram import midpoints
from simcore.results.intervals import half_width, ratio
from simcore.results.run import Run
from simcore.results.waits import OUTCOMES, STAYS, tally_keys
from simcore.text import Label

KEYS = {  # what tells the rows of a table apart
    "waits": ("resource", "group", "outcome", "class"),
    "group_waits": ("resource", "group", "outcome"),
    "stays": ("exit", "class"),
}
LEFT_AS = "exit"


def histogram_table(run: Run) -> pd.DataFrame:
    """Return the waits and stays of each replication and class in bins, those without any left out.

    Waits have a resource, group and outcome as in `waits`, stays an exit. `minutes` is the middle
    of the bin, or the longest seen where that is less; n: how many.
    """
    rows, keys = tally_keys(run, *OUTCOMES, STAYS)
    classes = np.array(run.network.classes, object)
    tallies = (rows[:, None] * len(classes) + np.arange(len(classes))).ravel()
    frames = []
    for played, window in zip(run.replications, run.windows, strict=True):
        counts = window.totals.histogram[tallies]
        row, place = np.nonzero(counts)
        longest = window.totals.tallies.longest[tallies[row]]
        frame = keys.take(row // len(classes)).assign(
            **{"class": classes[row % len(classes)]},
            minutes=np.minimum(midpoints()[place], longest),
            n=counts[row, place].astype(np.int64),
        )
        frame.insert(0, "replication", played.number)
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def spread_table(
    histograms: pd.DataFrame, of: str, q: Sequence[float], at_least: Sequence[float]
) -> pd.DataFrame:
    """Return quantiles and shares of the rows of a table, each with the half-width of its interval.

    histograms: as `histogram_table` makes them.
    of: one of `KEYS`.
    q: levels of quantiles, from 0 to 1.
    at_least: minutes, above 0.
    Returns for each row of the table of that name n and, one below the other, what was asked for:
    `asked` is "quantile" or "at least", `of` the level or the minutes, `value` minutes or a share.
    Raises RunError for anything out of range.
    """
    _check(of, q, at_least)
    stays = histograms[LEFT_AS] != ""
    kept = histograms[stays if of == "stays" else ~stays]
    names = list(KEYS[of])
    found: list[dict[str, Any]] = []
    for key, own in kept.groupby(names, sort=False):
        samples = _Samples(own, histograms["replication"].unique())
        base = dict(zip(names, key, strict=True)) | {"n": int(own["n"].sum())}
        found += [base | samples.quantile(level) for level in q]
        found += [base | samples.share(minutes) for minutes in at_least]
    return pd.DataFrame(found, columns=[*names, "n", "asked", "of", "value", "half_width"])


class _Samples:
    """The times of one row of a table, of all replications and of each."""

    def __init__(self, own: pd.DataFrame, replications: Any) -> None:
        own = own.sort_values("minutes", kind="stable")
        self.minutes = own["minutes"].to_numpy()
        number = own["replication"].to_numpy()
        self.n = np.where(number == replications[:, None], own["n"].to_numpy(), 0)

    def quantile(self, level: float) -> dict[str, Any]:
        """Return that of all together; the interval is that of the quantiles of each."""
        each = [self._quantile(n, level) for n in self.n]
        value = self._quantile(self.n.sum(axis=0), level)
        return {
            "asked": "quantile", "of": level, "value": value, "half_width": float(half_width(each)),
        }  # fmt: skip

    def _quantile(self, n: Any, level: float) -> float:
        below = np.cumsum(n)
        if not below[-1]:
            return np.nan
        rank = max(np.ceil(level * below[-1]), 1)
        return float(self.minutes[np.searchsorted(below, rank)])

    def share(self, minutes: float) -> dict[str, Any]:
        """Return the share that took so long or longer."""
        over = self.n[:, self.minutes >= minutes].sum(axis=1)
        value, half = ratio(over, self.n.sum(axis=1))
        return {
            "asked": "at least", "of": minutes, "value": float(value), "half_width": float(half),
        }  # fmt: skip


def _check(of: str, q: Sequence[float], at_least: Sequence[float]) -> None:
    if of not in KEYS:
        raise RunError(
            Label(f"{of!r} has no quantiles", f"{of!r} 没有分位数"),
            Label(f"ask of one of {', '.join(KEYS)}", f"可选：{'、'.join(KEYS)}"),
        )
    for level in q:
        if not 0.0 <= level <= 1.0:
            raise RunError(
                Label(f"q: {level} is no level of a quantile", f"q：{level} 不是分位数水平"),
                Label("write it from 0 to 1, such as 0.9", "应为 0 到 1，例如 0.9"),
            )
    for minutes in at_least:
        if not 0.0 < minutes < np.inf:
            raise RunError(
                Label(f"at_least: {minutes} minutes are not above 0",
                      f"at_least：{minutes} 分钟不大于 0"),
                Label('write a time such as "4 h"', '请写时长，例如 "4 h"'),
            )  # fmt: skip
