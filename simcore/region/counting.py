"""Small sums over what a run observed, in the words of the indicators."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from simcore.network.indicators import Observed
from simcore.time_units import DAYS_PER_YEAR

Figure = Callable[[Observed], float]


def ratio(above: float, below: float) -> float:
    """Return above / below, NaN where there is nothing to divide by."""
    return above / below if below else float("nan")


def rows(frame: pd.DataFrame, **where: str | tuple[str, ...]) -> pd.DataFrame:
    """Return the rows whose columns have the given value, or one of the given values."""
    keep = pd.Series(True, index=frame.index)
    for column, value in where.items():
        values = (value,) if isinstance(value, str) else value
        keep &= frame[column].isin(values) if column in frame else False
    return frame[keep]


def count(observed: Observed, **where: str | tuple[str, ...]) -> float:
    """Return how many tagged events happened."""
    return float(rows(observed.counts, **where)["count"].sum())


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
    return float(rows(observed.resources, **where)[column].sum())


def mean_wait(observed: Observed, **where: str | tuple[str, ...]) -> float:
    """Return the mean wait in minutes over all who started, weighted by their number."""
    waits = rows(observed.waits, **where)
    waits = waits[waits["count"] > 0]
    return ratio(float((waits["count"] * waits["mean_minutes"]).sum()), float(waits["count"].sum()))
