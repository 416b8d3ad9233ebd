"""Scenarios changed by chance: each is refused, fails in words of ours, or is played."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from support.mutations import mutated

from simcore.errors import RunError, ScenarioError
from simcore.play import simulate
from simcore.scenario.load import load_scenario, parse_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
NETWORKS = [f for name in ("examples", "published") for f in sorted((SCENARIOS / name).glob("*"))]
NETWORKS = [file for file in NETWORKS if file.suffix == ".yaml"]
REGION = SCENARIOS / "shaoxing" / "2015-baseline.yaml"
OTHERS = ("keqiao", "shangyu", "zhuji", "shengzhou")
SMALL = {f"{part}.{area}": None for area in OTHERS for part in ("areas", "alliances")}
MOST = 60  # times that a run tells how far it is, and so plays at most 200,000 events

REFUSED, FAILED, STOPPED, PLAYED = "refused", "failed", "stopped", "played"


class Enough(Exception):
    """Ends a run that has been played for long enough."""


def at_most(times: int) -> Callable[[object], None]:
    left = iter(range(times))

    def tell(stage: object) -> None:
        if next(left, None) is None:
            raise Enough

    return tell


def end_of(document: dict[str, Any], folder: Path, **how: Any) -> str:
    """Return how a scenario ends; what it raises but errors of ours passes through."""
    try:
        scenario = parse_scenario(document, folder=folder)
    except ScenarioError:
        return REFUSED
    try:
        simulate(scenario, warmup=0, replications=1, jobs=1, progress=at_most(MOST), **how)
    except RunError:
        return FAILED
    except Enough:
        return STOPPED
    return PLAYED


def attack(document: dict[str, Any], folder: Path, seeds: range, **how: Any) -> Counter[str]:
    """Return how often a scenario ends in which way, changed by each of some seeds."""
    ends: Counter[str] = Counter()
    for seed in seeds:
        changed = mutated(document, Random(seed))
        try:
            ends[end_of(changed, folder, **how)] += 1
        except Exception as error:
            raise AssertionError(f"seed {seed}: {changed}") from error
    return ends


def network(file: Path) -> dict[str, Any]:
    return {k: v for k, v in load_scenario(file).document.items() if k != "evidence"}


@pytest.mark.parametrize("file", NETWORKS, ids=lambda file: file.stem)
def test_a_network_changed_by_chance_ends_in_a_known_way(file: Path) -> None:
    ends = attack(network(file), file.parent, range(20), run="6 h")
    assert ends.total() == 20


@pytest.mark.long
@pytest.mark.parametrize("file", NETWORKS, ids=lambda file: file.stem)
def test_many_networks_changed_by_chance_end_in_a_known_way(file: Path) -> None:
    ends = attack(network(file), file.parent, range(1000, 5000), run="6 h")
    assert ends[REFUSED] > 100
    assert ends[PLAYED] > 100


def region() -> dict[str, Any]:
    return load_scenario(REGION, set_=SMALL).document


def test_a_region_changed_by_chance_ends_in_a_known_way() -> None:
    ends = attack(region(), REGION.parent, range(30), run="2 d", scale=0.01)
    assert ends[REFUSED] > 1
    assert ends[PLAYED] > 1


@pytest.mark.long
def test_many_regions_changed_by_chance_end_in_a_known_way() -> None:
    ends = attack(region(), REGION.parent, range(1000, 3000), run="2 d", scale=0.01)
    assert ends[PLAYED] > 100
