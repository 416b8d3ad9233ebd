"""Targets mean what their clauses say, and the library names no place."""

from __future__ import annotations

from pathlib import Path

from simcore.scenario.files import yaml
from simcore.scenario.load import Scenario


def test_reach_is_at_least_and_about_is_a_band(planned: Scenario) -> None:
    for name, row in planned.model.target_catalogue.items():
        about = "左右" in row.quote
        assert row.comparator == ("~" if about else ">="), name
        assert (row.tolerance > 0) == about, name


def test_the_library_names_no_area(planned: Scenario, shaoxing: Path) -> None:
    for file in (shaoxing.parent / "library").glob("*.yaml"):
        values = {node.value for _, node in yaml.read(file, []).leaves()}
        assert not values & set(planned.model.areas), file
