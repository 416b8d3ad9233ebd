"""Numbers too large for the engine's tables are refused, wherever and however they are given."""

from __future__ import annotations

from typing import Any

import pytest

from simcore.errors import ScenarioError
from simcore.scenario.load import load_scenario

LARGE = (2**31, 2**63, 10**19, "1e300")


@pytest.mark.parametrize("given", ["alone", "by the week", "by a constant"])
@pytest.mark.parametrize("number", LARGE)
def test_no_resource_has_more_units_than_can_be_counted(number: Any, given: str) -> None:
    if given == "by a constant" and isinstance(number, str):
        number = 1e300
    capacity = {
        "alone": number,
        "by the week": {"mon-fri 08:00-17:00": number, "otherwise": 1},
        "by a constant": "beds",
    }[given]
    changes = {"resources.server.capacity": capacity, "constants": {"beds": number}}
    with pytest.raises(ScenarioError, match=r"resources\.server\.capacity.*is expected, found"):
        load_scenario("examples/mmc.yaml").with_(changes)


@pytest.mark.parametrize("path", ["beds.general", "tests.rooms", "physicians.clinic.density"])
def test_no_institution_is_denser_than_people(path: str) -> None:
    dense = {f"institutions.county_general.{path}": "1e300 per 1000"}
    with pytest.raises(ScenarioError, match=r"(?s)institutions\.county_general.*1000 per 1000"):
        load_scenario("shaoxing/2015-baseline.yaml").with_(dense)


def test_no_area_has_more_units_than_can_be_counted() -> None:
    many = {"areas.zhuji.supply": {"county_general": "1e8%"},
            "institutions.county_general.beds.general": "900 per 1000"}  # fmt: skip
    with pytest.raises(ScenarioError, match=r"areas\.zhuji\.supply\.county_general.*units"):
        load_scenario("shaoxing/2015-baseline.yaml").with_(many)


@pytest.mark.parametrize(("path", "value"), [
    ("conditions.cancer.episodes", {"60+": "1e300 per person-year"}),
    ("institutions.village.visit_cost", "1e300 yuan"),
])  # fmt: skip
def test_rates_and_prices_have_bounds(path: str, value: Any) -> None:
    with pytest.raises(ScenarioError, match=r"(?s)out of range.*at most"):
        load_scenario("shaoxing/2015-baseline.yaml").with_({path: value})
