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
