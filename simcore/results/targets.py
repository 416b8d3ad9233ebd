"""Targets: where each stands, and whether the run could have said otherwise.

An input is what the scenario itself sets, and what is imposed comes about whatever else happens:
neither is met or missed, as a target that is simulated is.
"""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from simcore.network.indicators import Target
from simcore.network.model import Network
from simcore.results.intervals import half_width, mean, verdict

Kind = Literal["input", "imposed", "simulated", "not represented"]
GIVEN: dict[Kind, str] = {"input": "set", "imposed": "imposed"}  # their verdict
OTHERWISE = "otherwise"  # behind it, where what is given is not what the target wants
COLUMNS = [
    "id", "kind", "indicator", "label_en", "label_zh", "unit", "gain", "comparator", "wanted",
    "tolerance", "value", "half_width", "baseline", "verdict", "year", "document", "clause",
    "quote", "reason_en", "reason_zh",
]  # fmt: skip


def target_kinds(network: Network) -> dict[str, Kind]:
    """Return what each target of a network is, by its id."""
    kinds: dict[str, Kind] = {"": "not represented"}
    for i in network.indicators:
        kinds[i.id] = "input" if i.structural else "imposed" if i.imposed else "simulated"
    return {target.id: kinds[target.indicator] for target in network.targets}


def target_table(
    network: Network, indicators: pd.DataFrame, values: pd.DataFrame, before: pd.DataFrame
) -> pd.DataFrame:
    """Return one row for each target, with its kind and its verdict at the run's precision.

    indicators, values: as `indicator_table` and `value_table` return them.
    before: the values of the baseline, of which gains are taken; empty where it was not played.
    """
    kinds, by_id = target_kinds(network), indicators.set_index("id")
    rows = []
    for t in network.targets:
        found: Any = by_id.loc[t.indicator] if t.indicator else None
        own = _missing(t) if found is None else _judged(t, kinds[t.id], found, values, before)
        rows.append({**_written(t), "kind": kinds[t.id], **own})
    return pd.DataFrame(rows, columns=COLUMNS)


def _written(target: Target) -> dict[str, Any]:
    """Return what a row says of a target as its document has it."""
    names = ("id", "indicator", "gain", "comparator", "tolerance", "year", "document", "clause")
    found = {name: getattr(target, name) for name in (*names, "quote")}
    return {**found, "wanted": target.value}


def _missing(target: Target) -> dict[str, Any]:
    """Return what a row says of a target that no indicator decides."""
    said = target.missing
    assert said is not None
    nan = float("nan")
    return {
        "label_en": said.label.en, "label_zh": said.label.zh, "unit": said.unit,
        "value": nan, "half_width": nan, "baseline": nan, "verdict": "not represented",
        "reason_en": said.reason.en, "reason_zh": said.reason.zh,
    }  # fmt: skip


def _judged(
    target: Target, kind: Kind, found: pd.Series, values: pd.DataFrame, before: pd.DataFrame
) -> dict[str, Any]:
    """Return what a row says of a target whose indicator was found."""
    value, half, was = float(found["value"]), float(found["half_width"]), float("nan")
    unit = str(found["unit"])
    if target.gain:
        was, half = _paired(target.indicator, values, before)
        value, unit = value - was, "points" if unit == "%" else unit
    return {
        "label_en": found["label_en"], "label_zh": found["label_zh"], "unit": unit,
        "value": value, "half_width": half, "baseline": was,
        "verdict": _said(target, kind, value, half), "reason_en": "", "reason_zh": "",
    }  # fmt: skip


def _said(target: Target, kind: Kind, value: float, half: float) -> str:
    """Return the verdict on a simulated target, or what is said of one that is given."""
    exact = 0.0 if kind == "input" else half
    judged = verdict(target.comparator, value, exact, target.value, target.tolerance)
    if kind not in GIVEN:
        return judged
    return f"{GIVEN[kind]} {OTHERWISE}" if judged == "missed" else GIVEN[kind]


def _paired(indicator: str, values: pd.DataFrame, before: pd.DataFrame) -> tuple[float, float]:
    """Return an indicator's value in the baseline, and the half-width of what it gains on that.

    The interval is of the differences between samples that have the same random numbers:
    replications, or the batches of one.
    """
    now, then = (_samples(table, indicator) for table in (values, before))
    gains = (now - then).dropna()
    batches = gains[gains.index.get_level_values("batch") > 0]
    was = then[then.index.get_level_values("batch") == 0]
    return float(mean(was)), float(half_width(gains if batches.empty else batches))


def _samples(values: pd.DataFrame, indicator: str) -> pd.Series:
    """Return the values of an indicator by replication and batch."""
    own = values[values["indicator"] == indicator]
    return own.set_index(["replication", "batch"])["value"]
