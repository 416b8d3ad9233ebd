"""Verdicts: simulated targets are met or missed, what is given never is, gains are paired."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from support.models import network, resource

from simcore.network.indicators import Indicator, Missing, Target
from simcore.network.model import Network
from simcore.results.targets import target_kinds, target_table
from simcore.text import Label

SAMPLES = [(0, 0, 60.0), (1, 0, 64.0), (2, 0, 65.0)]  # replication, batch, value: mean 63
BEFORE = [(0, 0, 55.0), (1, 0, 58.0), (2, 0, 61.0)]  # gains of 5, 6 and 4


def of(indicator: str, comparator: str, value: float, **rest: object) -> Target:
    written = ("2020", "plan", "1", "quote")
    return Target(f"T-{indicator}", indicator, comparator, value, *written, **rest)  # type: ignore[arg-type]


def asked(*targets: Target) -> Network:
    """Return a network with an indicator of each kind, and targets."""
    label = Label("a", "甲")
    plain = Indicator("simulated", label, "%", label, lambda o: math.nan)
    indicators = (
        plain,
        replace(plain, id="imposed", imposed=True),
        replace(plain, id="given", structural=True),
    )
    made = network([resource("desk", 1)], [], {})
    return replace(made, indicators=indicators, targets=targets)


def values(rows: list[tuple[int, int, float]], indicator: str) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["replication", "batch", "value"])
    return frame.assign(indicator=indicator)


def judged(
    target: Target, half: float = 1.0, now: list[tuple[int, int, float]] = SAMPLES,
    before: list[tuple[int, int, float]] | None = None,
) -> dict[str, object]:  # fmt: skip
    """Return the row of a target; its indicator's value is the mean of the whole windows."""
    whole = float(np.mean([value for _, batch, value in now if batch == 0]))
    ids = ["simulated", "imposed", "given"]
    indicators = pd.DataFrame({"id": ids, "label_en": "a", "label_zh": "甲", "unit": "%",
                               "value": whole, "half_width": half})  # fmt: skip
    was = values(before or [], target.indicator)
    table = target_table(asked(target), indicators, values(now, target.indicator), was)
    [row] = table.to_dict("records")
    return {str(key): value for key, value in row.items()}


@pytest.mark.parametrize(
    ("indicator", "wanted", "kind", "verdict"),
    [
        ("simulated", 60.0, "simulated", "met"),
        ("simulated", 70.0, "simulated", "missed"),
        ("simulated", 63.5, "simulated", "undecided"),
        ("imposed", 60.0, "imposed", "imposed"),
        ("imposed", 63.5, "imposed", "imposed"),
        ("imposed", 70.0, "imposed", "imposed otherwise"),
        ("given", 63.0, "input", "set"),
        ("given", 63.5, "input", "set otherwise"),
    ],
)
def test_only_what_is_simulated_is_met_or_missed(
    indicator: str, wanted: float, kind: str, verdict: str
) -> None:
    row = judged(of(indicator, ">=", wanted))
    assert (row["kind"], row["verdict"]) == (kind, verdict)
    assert row["gain"] is False
    assert math.isnan(row["baseline"])  # type: ignore[arg-type]


def test_what_is_not_represented_says_why_and_decides_nothing() -> None:
    missing = Missing(Label("invoices", "票数"), "", Label("no patient", "不影响患者"))
    target = replace(of("", "<=", 2.0), id="T", missing=missing)
    assert target_kinds(asked(target)) == {"T": "not represented"}
    row = judged(target)
    assert row["verdict"] == row["kind"] == "not represented"
    assert (row["label_zh"], row["reason_en"], row["wanted"]) == ("票数", "no patient", 2.0)
    assert math.isnan(row["value"])  # type: ignore[arg-type]


def test_a_gain_is_the_difference_with_an_interval_of_differences() -> None:
    row = judged(of("simulated", ">=", 5.0, gain=True), before=BEFORE)
    assert (row["value"], row["baseline"], row["unit"]) == (5.0, 58.0, "points")
    # t(0.975, 2 degrees) = 4.302653; the differences 5, 6, 4 have a standard deviation of 1
    assert row["half_width"] == pytest.approx(4.302653 / math.sqrt(3))
    assert row["verdict"] == "undecided"
    assert judged(of("simulated", ">=", 2.0, gain=True), before=BEFORE)["verdict"] == "met"


def test_a_gain_of_one_replication_is_paired_by_batch() -> None:
    now = [(0, 0, 63.0), (0, 1, 60.0), (0, 2, 64.0), (0, 3, 65.0)]
    before = [(0, 0, 58.0), (0, 1, 55.0), (0, 2, 58.0), (0, 3, 61.0)]
    row = judged(of("simulated", ">=", 2.0, gain=True), now=now, before=before)
    assert (row["value"], row["baseline"]) == (5.0, 58.0)
    assert row["half_width"] == pytest.approx(4.302653 / math.sqrt(3))


def test_a_gain_of_what_is_given_is_given() -> None:
    now, before = [(0, 0, 23.5)], [(0, 0, 15.75)]
    row = judged(of("given", ">=", 2.0, gain=True), math.nan, now, before)
    assert (row["value"], row["kind"], row["verdict"]) == (7.75, "input", "set")


def test_a_gain_on_nothing_is_not_known() -> None:
    row = judged(of("simulated", ">=", 2.0, gain=True))
    assert math.isnan(row["value"])  # type: ignore[arg-type]
    assert row["verdict"] == "undecided"
