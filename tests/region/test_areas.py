"""Indicators by area: together they are those of the whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simcore.errors import RunError
from simcore.play import simulate
from simcore.results.results import Results, load_results
from simcore.scenario.load import Scenario

A_RESIDENT = ("visits_a_head", "admission_rate", "up_referrals", "down_referrals",
              "down_referrals_chronic", "unmet", "patient_cost", "fund_cost", "aged_60_and_over",
              "aged_65_and_over", "contract_coverage", "private_beds_per_1000")  # fmt: skip


@pytest.fixture(scope="module")
def found(planned: Scenario) -> Results:
    changed = planned.with_(
        {"policy.first_contact": "behavioural", "areas.shengzhou.residents": 0,
         "areas.keqiao.age_bands": {"0-14": "10%", "15-59": "50%", "60+": "40%"}}
    )  # fmt: skip
    return simulate(changed, scale=0.01, warmup=10_080.0, run=20_160.0, replications=2)


@pytest.fixture(scope="module")
def by_area(found: Results) -> pd.DataFrame:
    """Return a row for each indicator, a column for each area."""
    return found.area_indicators.pivot(index="id", columns="area", values="value")


def test_each_area_has_every_indicator(found: Results) -> None:
    areas = found.area_indicators
    assert areas["area"].unique().tolist() == [
        "yuecheng", "keqiao", "shangyu", "zhuji", "shengzhou", "xinchang",
    ]  # fmt: skip
    for _, rows in areas.groupby("area"):
        assert rows["id"].tolist() == found.indicators["id"].tolist()
    assert areas["area_zh"].iloc[0] == "越城区"


@pytest.mark.parametrize("name", A_RESIDENT)
def test_what_is_of_residents_is_the_mean_over_areas(
    found: Results, by_area: pd.DataFrame, name: str
) -> None:
    people = by_area.loc["residents"]
    whole = found.indicators.set_index("id")["value"][name]
    assert np.nansum(by_area.loc[name] * people) / people.sum() == pytest.approx(whole)
    assert whole > 0


@pytest.mark.parametrize("name", ["residents", "blocked_bed_days"])
def test_what_is_counted_adds_up(found: Results, by_area: pd.DataFrame, name: str) -> None:
    whole = found.indicators.set_index("id")["value"][name]
    assert by_area.loc[name].sum() == pytest.approx(whole)


def test_waits_are_of_the_institutions_there(found: Results, by_area: pd.DataFrame) -> None:
    """All tertiary care of the region is in one area; the means of the others lie about theirs."""
    whole = found.indicators.set_index("id")["value"]
    tertiary = by_area.loc["wait_consultation_tertiary"]
    assert tertiary["yuecheng"] == pytest.approx(whole["wait_consultation_tertiary"])
    assert tertiary.drop("yuecheng").isna().all()
    primary = by_area.loc["wait_consultation_primary"]
    assert primary.min() < whole["wait_consultation_primary"] < primary.max()


def test_an_area_where_nobody_lives_has_no_rates(by_area: pd.DataFrame) -> None:
    empty = by_area["shengzhou"]
    assert empty["residents"] == 0
    assert empty.drop(["residents", "blocked_bed_days"]).isna().all()


def test_areas_that_differ_are_told_apart(by_area: pd.DataFrame) -> None:
    aged = by_area.loc["aged_60_and_over"]
    assert aged["keqiao"] == pytest.approx(40.0)
    assert aged["zhuji"] == pytest.approx(15.36)


def test_it_is_saved_where_it_was_asked_for(planned: Scenario, tmp_path: Path) -> None:
    small = planned.with_({"policy.first_contact": "behavioural"})
    results = simulate(small, scale=0.01, warmup=0.0, run=1440.0)
    without = load_results(results.save(tmp_path / "without"))
    with pytest.raises(RunError, match="no indicators by area"):
        _ = without.area_indicators
    asked = results.area_indicators
    again = load_results(results.save(tmp_path / "with"))
    assert again.area_indicators["value"].equals(asked["value"])
