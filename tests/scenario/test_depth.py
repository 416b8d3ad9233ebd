"""What is too deep, or holds itself, is told: in paths, in settings, in plain values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from simcore.errors import ScenarioError
from simcore.scenario.load import load_scenario, parse_scenario

QUEUE = "examples/mmc.yaml"
LONG = "a" + ".a" * 100_000


def nested(levels: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for _ in range(levels):
        found = {"a": found}
    return found


def holds_itself() -> list[Any]:
    found: list[Any] = []
    found.append(found)
    return found


@pytest.mark.parametrize(
    "load",
    [
        lambda: load_scenario(QUEUE, set_=[f"{LONG}=1"]),
        lambda: load_scenario(QUEUE, set_=["a=" + "[" * 50 + "]" * 50]),
        lambda: load_scenario(QUEUE).with_({LONG: 1}),
        lambda: load_scenario(QUEUE).with_({"sources": nested(3000)}),
        lambda: load_scenario(QUEUE).with_({"sources": holds_itself()}),
        lambda: parse_scenario(nested(3000)),
        lambda: parse_scenario({"variants": {"v": {LONG: 1}}, "kind": "network"}, variants=["v"]),
        lambda: parse_scenario("? " * 100_000 + "a"),
        lambda: parse_scenario("x:\n  " + "- " * 100_000 + "a"),
    ],
)
def test_more_than_40_levels_are_refused(load: Callable[[], object]) -> None:
    with pytest.raises(ScenarioError, match="more than 40 levels deep") as caught:
        load()
    assert all(len(problem.file) < 200 for problem in caught.value.problems)


def test_40_levels_are_read() -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(QUEUE).with_({"sources": nested(39), ".".join("a" * 40): 1})
    assert "levels" not in caught.value.text()
