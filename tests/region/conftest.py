"""The Shaoxing scenarios, loaded once for all tests of the region."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from simcore.scenario.load import Scenario, load_scenario
from simcore.scenario.region.region import RegionScenario

SHAOXING = Path(__file__).parents[2] / "scenarios" / "shaoxing"


@pytest.fixture(scope="session")
def shaoxing() -> Path:
    """Return the folder of the Shaoxing scenarios."""
    return SHAOXING


@pytest.fixture(scope="session")
def baseline() -> Scenario:
    return load_scenario(SHAOXING / "2015-baseline.yaml")


@pytest.fixture(scope="session")
def planned() -> Scenario:
    return load_scenario(SHAOXING / "2020-targets.yaml")


@pytest.fixture(scope="session")
def changed(baseline: Scenario) -> Callable[..., RegionScenario]:
    """Return the baseline's model with dotted paths changed."""

    def change(changes: dict[str, object]) -> RegionScenario:
        model = baseline.with_(changes).model
        assert isinstance(model, RegionScenario)
        return model

    return change
