"""Small sums over what a run observed, in the words of the indicators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from simcore.network.indicators import Observed
from simcore.time_units import DAYS_PER_YEAR

Figure = Callable[[Observed], float]


def ratio(above: float, below: float) -> float:
    """Return above / below, NaN where there is nothing to divide by."""
    return above / below if below else float("nan")


def rows(frame: pd.DataFrame, **where: str | tuple[str, ...]) -> pd.DataFrame:
    """Return the rows whose columns have the given value, or one of the given values."""
    return frame.take(np.flatnonzero(_chosen(frame, where)))


def _chosen(frame: pd.DataFrame, where: Mapping[str, str | tuple[str, ...]]) -> Any:
    """Tell of each row whether its columns have one of the given values."""
    keep = np.ones(len(frame), bool)
    for column, value in where.items():
        if column not in frame:
            return np.zeros(len(frame), bool)
        found = frame[column].to_numpy()
        values = (value,) if isinstance(value, str) else value
        keep &= np.logical_or.reduce([found == v for v in values])
    return keep


def _sum(frame: pd.DataFrame, column: str, where: Mapping[str, str | tuple[str, ...]]) -> float:
    """Return the sum of a column over the rows that `rows` returns, without making these."""
    return float(np.nansum(frame[column].to_numpy()[_chosen(frame, where)]))


def count(observed: Observed, **where: str | tuple[str, ...]) -> float:
    """Return how many tagged events happened."""
    return _sum(observed.counts, "count", where)


def local(observed: Observed, event: str) -> pd.DataFrame:
    """Return the events of residents within their own county."""
    events = rows(observed.counts, event=event)
    return events[events["area"] == events["place"]] if len(events) else events


def number(frame: pd.DataFrame) -> float:
    """Return how many events some rows of counts stand for."""
    return float(frame["count"].sum()) if len(frame) else 0.0


def per_year(observed: Observed) -> float:
    """Return the factor from the window to a year of 365 days."""
    return DAYS_PER_YEAR / observed.days


def hours(observed: Observed, column: str, **where: str | tuple[str, ...]) -> float:
    """Return the hours in a column of the resources that carry the given tags."""
    return _sum(observed.resources, column, where)


def mean_wait(observed: Observed, **where: str | tuple[str, ...]) -> float:
    """Return the mean wait in minutes over all who started, weighted by their number."""
    waits = rows(observed.waits, **where)
    waits = waits[waits["count"] > 0]
    return ratio(float((waits["count"] * waits["mean_minutes"]).sum()), float(waits["count"].sum()))
