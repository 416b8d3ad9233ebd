"""Indicators with their intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from simcore.network.indicators import Indicator, Observed
from simcore.results.columns import label_columns
from simcore.results.intervals import Method, half_width, mean
from simcore.results.observed import Observer
from simcore.results.run import Run

VALUES = ["replication", "batch", "indicator", "value"]
NO_VALUES = pd.DataFrame(columns=VALUES)
Seen = list[tuple[int, int, Observed]]  # of each replication and batch, 0 for the whole window


def value_table(run: Run, indicators: Sequence[Indicator] | None = None) -> pd.DataFrame:
    """Return indicators of every replication, and of every batch of a lone one.

    indicators: else all that the network has.
    `batch` is 0 for the whole window; batches count from 1.
    """
    return _values(_observed(run), run.network.indicators if indicators is None else indicators)


def _observed(run: Run) -> Seen:
    """Return what was observed in every replication, and in every batch of a lone one."""
    observe = Observer(run)
    numbers = [played.number for played in run.replications]
    seen = [(n, 0, observe(window)) for n, window in zip(numbers, run.windows, strict=True)]
    batches = run.batches if len(numbers) == 1 else ()
    return seen + [(numbers[0], k, observe(window)) for k, window in enumerate(batches, start=1)]


def _values(seen: Seen, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Return indicators of what was observed; those of a batch are simulated ones alone."""
    rows = [
        (number, batch, i.id, float(i.value(observed)))
        for number, batch, observed in seen
        for i in indicators
        if not (batch and i.structural)
    ]
    return pd.DataFrame(rows, columns=VALUES)


def area_table(run: Run) -> pd.DataFrame:
    """Return one row for each area and indicator: the columns of `indicator_table`, of the area."""
    seen = _observed(run)
    tables = []
    for area in run.network.areas:
        table = indicator_table(run, _values(seen, area.indicators), area.indicators)
        names = {"area": area.name, "area_en": area.label.en, "area_zh": area.label.zh}
        tables.append(pd.DataFrame({**names, **table}))
    return pd.concat(tables, ignore_index=True)


def indicator_table(
    run: Run, values: pd.DataFrame, indicators: Sequence[Indicator]
) -> pd.DataFrame:
    """Return one row for each indicator: value, half-width of 95%, and how it was found.

    values: as `value_table` returns them, of these indicators.

    The value is the mean over replications of the whole window. With several replications
    the half-width is Student's t over them; with one, over the means of its batches.
    """
    method: Method = "replications" if len(run.replications) > 1 else "batch means"
    found = values.groupby(["indicator", values["batch"] == 0])["value"].agg(list)
    of_windows = {name: found[name, True] for name in values["indicator"].unique()}
    samples = of_windows
    if method == "batch means":
        samples = {i.id: found.get((i.id, False), []) for i in indicators}
    halves = [_half(i, samples[i.id]) for i in indicators]
    return pd.DataFrame(
        {
            "id": [i.id for i in indicators],
            **label_columns([i.label for i in indicators]),
            "unit": [i.unit for i in indicators],
            "kind": [_kind(i) for i in indicators],
            "value": [float(mean(of_windows[i.id])) for i in indicators],
            "half_width": halves,
            "method": ["none" if i.structural or np.isnan(h) else method
                       for i, h in zip(indicators, halves, strict=True)],
            "higher_is_better": pd.array([i.higher_is_better for i in indicators], "boolean"),
            **label_columns([i.definition for i in indicators], "definition"),
            **label_columns([i.counted for i in indicators], "counted"),
        }
    )  # fmt: skip


def _kind(indicator: Indicator) -> str:
    if indicator.structural:
        return "structural"
    return "imposed" if indicator.imposed else "simulated"


def _half(indicator: Indicator, samples: Sequence[float]) -> float:
    if indicator.structural or len(samples) == 0:
        return float("nan")
    return float(half_width(samples))
