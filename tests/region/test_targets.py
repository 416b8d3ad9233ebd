"""Targets mean what their clauses say, and are what the model makes of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simcore.building import network_of
from simcore.network.model import Network
from simcore.results.targets import target_kinds
from simcore.scenario.files import yaml
from simcore.scenario.load import Scenario

CHINESE = re.compile("[\u4e00-\u9fff]")
INPUTS = {"T-S04", "T-S07", "T-S09", "T-S10", "T-S15", "T-S16", "T-S17", "T-S18", "T-S19",
          "T-S20", "T-S21", "T-S32"}  # fmt: skip

ASSUMED = {'sources."areas.*.supply"': "assumption"}


def kinds(scenario: Scenario, **changes: object) -> dict[str, str]:
    changed = scenario.with_({key.replace("__", "."): value for key, value in changes.items()})
    return dict(target_kinds(network_of(changed, scale=0.01)))


def value(network: Network, indicator: str, area: str = "") -> float:
    among = network.indicators
    if area:
        among = next(a.indicators for a in network.areas if a.name == area)
    return next(i for i in among if i.id == indicator).value(None)  # type: ignore[arg-type]


def test_the_plan_is_held_to_all_its_targets(planned: Scenario) -> None:
    wanted = [f"T-S{n:02}" for n in range(1, 38)]
    assert list(planned.model.target_catalogue) == wanted
    assert list(planned.model.targets) == wanted


def test_each_target_stands_where_it_is_written(planned: Scenario) -> None:
    for name, row in planned.model.target_catalogue.items():
        assert row.document == "绍政发[2016]36号", name
        assert CHINESE.search(row.quote), name
        assert re.match(r"附件\([一二三四五六七]\)\d|[一二三四]", row.clause), name
        assert row.year in ("", "2017", "2020", "2016-2020", "2017, 2020"), name


def test_what_no_indicator_decides_says_why(planned: Scenario) -> None:
    rows = planned.model.target_catalogue.values()
    said = [row for row in rows if row.indicator is None]
    assert len(said) == 20
    for row in said:
        for text in (row.name, row.not_represented):
            assert CHINESE.search(text.zh)
            assert not CHINESE.search(text.en)


def test_reach_is_at_least_and_about_is_a_band(planned: Scenario) -> None:
    for name, row in planned.model.target_catalogue.items():
        about = "左右" in row.quote
        if row.indicator is None:
            continue
        assert row.comparator == ("~" if about else ">="), name
        assert (row.tolerance > 0) == about, name


def test_gains_are_those_that_the_clause_says_rise(planned: Scenario) -> None:
    gains = [n for n, row in planned.model.target_catalogue.items() if row.gain_over]
    assert gains == ["T-S01", "T-S07", "T-S08"]
    for name in gains:
        assert "较2015年" in planned.model.target_catalogue[name].quote


def test_the_model_says_what_is_simulated_imposed_or_an_input(planned: Scenario) -> None:
    found = kinds(planned)
    assert {name for name, kind in found.items() if kind == "input"} == INPUTS
    assert {name for name, kind in found.items() if kind == "imposed"} == {"T-S23"}
    simulated = {name for name, kind in found.items() if kind == "simulated"}
    assert simulated == {"T-S01", "T-S02", "T-S03", "T-S08"}
    assert sum(kind == "not represented" for kind in found.values()) == 20


def test_a_share_that_is_not_imposed_is_simulated(planned: Scenario) -> None:
    assert kinds(planned, policy__first_contact="behavioural")["T-S23"] == "simulated"


def test_a_rate_that_echoes_the_scheme_is_an_input_and_one_behind_a_deductible_is_not(
    planned: Scenario,
) -> None:
    path = "insurance__schemes__resident__outpatient__primary__deductible"
    assert kinds(planned, **{path: "10 yuan"})["T-S04"] == "simulated"
    network = network_of(planned, scale=0.01)
    assert value(network, "primary_outpatient_reimbursement") == pytest.approx(50.0)
    assert value(network, "primary_outpatient_reimbursement", "zhuji") == pytest.approx(50.0)


@pytest.mark.parametrize(
    ("changes", "alliances", "postings"),
    [
        ({}, 100.0, 100.0),
        ({"alliances.zhuji": None}, 500 / 6, 100.0),
        ({"alliances.zhuji.lead": "private_hospital"}, 500 / 6, 100.0),
        ({"areas.zhuji.supply": {"township": "0%"}, **ASSUMED}, 100.0, 500 / 6),
        ({"policy.postings.county_to_township": None}, 100.0, 0.0),
        ({"policy.postings.city_to_county.share": "0%"}, 100.0, 0.0),
        ({"policy.postings.city_to_county.to": "village"}, 100.0, 0.0),
    ],
)
def test_coverage_counts_the_areas_reached(
    planned: Scenario, changes: dict[str, object], alliances: float, postings: float
) -> None:
    network = network_of(planned.with_(changes), scale=0.01)
    assert value(network, "alliance_coverage") == pytest.approx(alliances)
    assert value(network, "posting_coverage") == pytest.approx(postings)


def test_coverage_of_an_area_is_its_own(planned: Scenario) -> None:
    network = network_of(planned.with_({"alliances.zhuji": None}), scale=0.01)
    assert value(network, "alliance_coverage", "zhuji") == 0.0
    assert value(network, "alliance_coverage", "keqiao") == 100.0


def test_the_library_names_no_area(planned: Scenario, shaoxing: Path) -> None:
    for file in (shaoxing.parent / "library").glob("*.yaml"):
        values = {node.value for _, node in yaml.read(file, []).leaves()}
        assert not values & set(planned.model.areas), file
