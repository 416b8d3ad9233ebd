"""Indicators with their intervals, and what they say about the targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from simcore.network.indicators import Indicator, Observed
from simcore.results.columns import label_columns
from simcore.results.intervals import Method, half_width, mean, verdict
from simcore.results.observed import Observer
from simcore.results.run import Run

Seen = list[tuple[int, int, Observed]]  # of each replication and batch, 0 for the whole window


def value_table(run: Run) -> pd.DataFrame:
    """Return every indicator of every replication, and of every batch of a lone one.

    `batch` is 0 for the whole window; batches count from 1.
    """
    return _values(_observed(run), run.network.indicators)


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
    return pd.DataFrame(rows, columns=["replication", "batch", "indicator", "value"])


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
            "kind": ["structural" if i.structural else "simulated" for i in indicators],
            "value": [float(mean(of_windows[i.id])) for i in indicators],
            "half_width": halves,
            "method": ["none" if i.structural or np.isnan(h) else method
                       for i, h in zip(indicators, halves, strict=True)],
            "higher_is_better": pd.array([i.higher_is_better for i in indicators], "boolean"),
            **label_columns([i.definition for i in indicators], "definition"),
            **label_columns([i.counted for i in indicators], "counted"),
        }
    )  # fmt: skip


def _half(indicator: Indicator, samples: Sequence[float]) -> float:
    if indicator.structural or len(samples) == 0:
        return float("nan")
    return float(half_width(samples))


def target_table(run: Run, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each target, with its verdict at the run's precision."""
    by_id = indicators.set_index("id")
    rows = []
    for t in run.network.targets:
        found: Any = by_id.loc[t.indicator]
        exact = found["kind"] == "structural"
        half = 0.0 if exact else float(found["half_width"])
        rows.append(
            {
                "id": t.id,
                "indicator": t.indicator,
                "label_en": found["label_en"],
                "label_zh": found["label_zh"],
                "unit": found["unit"],
                "comparator": t.comparator,
                "wanted": t.value,
                "tolerance": t.tolerance,
                "value": found["value"],
                "half_width": found["half_width"],
                "verdict": verdict(t.comparator, float(found["value"]), half, t.value, t.tolerance),
                "year": t.year,
                "document": t.document,
                "clause": t.clause,
                "quote": t.quote,
            }
        )
    return pd.DataFrame(rows, columns=TARGET_COLUMNS)


TARGET_COLUMNS = [
    "id", "indicator", "label_en", "label_zh", "unit", "comparator", "wanted", "tolerance",
    "value", "half_width", "verdict", "year", "document", "clause", "quote",
]  # fmt: skip
