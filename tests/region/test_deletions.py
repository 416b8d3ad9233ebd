"""Whatever the check of a scenario accepts can be built: each key of it is left out in turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from simcore.building import network_of, program_of
from simcore.errors import ScenarioError
from simcore.experiments.replicate import Plan
from simcore.region.indicators import catalogue
from simcore.region.layout import Layout
from simcore.region.money import prices
from simcore.scenario.files import paths
from simcore.scenario.files.tree import Node
from simcore.scenario.load import Scenario, load_scenario
from simcore.scenario.region.indicators import INDICATORS

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHAOXING = SCENARIOS / "shaoxing"
REGIONS = sorted(SHAOXING.glob("20*.yaml"))
NETWORKS = [f for name in ("examples", "published") for f in sorted((SCENARIOS / name).glob("*"))]
NOT_PLAYED = ("sources", "evidence", "variants")  # nothing is built of them
ALIKE = ("areas", "alliances", "conditions", "target_catalogue")


def keys(node: Node, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the dotted path of every key, and of every item of a list, below a node."""
    for name, child in node.children():
        if path or name not in NOT_PLAYED:
            yield paths.join((*path, name))
            yield from keys(child, (*path, name))


def once_of_each_kind(names: Iterable[str]) -> list[str]:
    """Return the paths of which none differs from another by the name of a like entry alone."""
    kinds: dict[object, str] = {}
    for name in names:
        top, *below = paths.split(name)
        kinds.setdefault((top, *below[1:]) if top in ALIKE and below[1:] else name, name)
    return list(kinds.values())


def left_out(scenario: Scenario, names: Iterable[str]) -> Iterator[tuple[str, Scenario]]:
    """Yield what is left of a scenario without each of some keys, where that is accepted."""
    for key in names:
        try:
            yield key, scenario.with_({key: None})
        except ScenarioError:
            continue  # told, as it should be


def all_can_be_built(region: Scenario, names: Iterable[str]) -> int:
    """Build a region without each of some keys, and its prices; return how many there are."""
    built = 0
    for key, changed in left_out(region, names):
        try:
            network_of(changed, scale=0.01)
            prices(Layout(changed.model))
        except Exception as error:
            raise AssertionError(f"accepted without {key}, and cannot be built") from error
        built += 1
    return built


def test_a_small_region_without_a_key() -> None:
    """A third of the keys of one area's region; the long test tries all of all areas."""
    gone = [f"{part}.{area}" for area in ("keqiao", "shangyu", "zhuji", "shengzhou", "xinchang")
            for part in ("areas", "alliances")]  # fmt: skip
    small = load_scenario(SHAOXING / "2020-targets.yaml", set_=dict.fromkeys(gone))
    assert list(small.model.areas) == ["yuecheng"]
    assert all_can_be_built(small, once_of_each_kind(keys(small.tree))[::3]) > 25


@pytest.mark.long
@pytest.mark.parametrize("file", REGIONS, ids=lambda f: f.stem)
def test_a_shipped_region_without_any_key(file: Path) -> None:
    region = load_scenario(file)
    assert all_can_be_built(region, keys(region.tree)) > 100


@pytest.mark.parametrize("file", [f for f in NETWORKS if f.suffix == ".yaml"], ids=lambda f: f.stem)
def test_a_shipped_network_without_any_key(file: Path) -> None:
    network = load_scenario(file)
    for key, changed in left_out(network, keys(network.tree)):
        plan = Plan(warmup=changed.warmup, run=changed.run)
        try:
            program_of(network_of(changed), plan)
        except Exception as error:
            raise AssertionError(f"accepted without {key}, and cannot be built") from error


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("insurance.schemes.employee", '"employee" is missing'),
        ("insurance.schemes.resident.outpatient.primary", '"primary" is missing'),
        ("insurance.schemes.resident.inpatient.outside", '"outside" is missing'),
        ("choice.weight.severe", '"severe" is missing'),
        ("choice.trust.mild", '"mild" is missing'),
        ("institutions.county_general.tests", "shares them, and there are none"),
    ],
)
def test_what_the_region_needs_is_named(planned: Scenario, key: str, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        planned.with_({key: None})
    [problem] = caught.value.problems
    assert problem.path == key
    assert said in problem.message.en


def test_a_target_asks_for_an_indicator_that_there_is(planned: Scenario) -> None:
    assert {i.id: i.unit for i in catalogue(Layout(planned.model))} == INDICATORS
    with pytest.raises(ScenarioError, match='did you mean "bypass_rate"'):
        planned.with_({"target_catalogue.T-S02.indicator": "bypas_rate"})
