"""The Network of a region is whole, and its random keys let a patient keep their fate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from os.path import relpath
from pathlib import Path

import pytest

from simcore.network.checks.check import check
from simcore.network.model import Network
from simcore.network.sources import Multiplier
from simcore.network.steps import Step
from simcore.region.build import build, targets_of
from simcore.region.notes import HOLIDAYS
from simcore.scenario.load import Scenario, load_scenario
from simcore.scenario.region.region import RegionScenario

VARIANTS = (
    "behavioural",
    "cautious",
    "no_sharing",
    "no_new_staff",
    "lower_beds_of_2015",
    "more_lower_beds",
    "holidays",
    "respiratory_wave",
    "population_2020",
)


@pytest.mark.parametrize("scale", [1.0, 0.01])
def test_both_scenarios_pass_the_checks(
    baseline: Scenario, planned: Scenario, scale: float
) -> None:
    for scenario in (baseline, planned):
        assert check(build(scenario.model, scale=scale)) == []


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_builds(shaoxing: Path, variant: str) -> None:
    scenario = load_scenario(shaoxing / "2020-targets.yaml", variants=[variant])
    assert check(build(scenario.model, scale=0.01)) == []


def test_the_tables_stay_small(planned: Scenario) -> None:
    network = build(planned.model)
    assert sum(map(len, network.pathways.values())) < 30_000
    assert len(network.classes) == 18


def test_one_source_for_each_area_and_condition(baseline: Scenario) -> None:
    network, model = build(baseline.model), baseline.model
    names = {f"{area}/{condition}" for area in model.areas for condition in model.conditions}
    assert {source.name for source in network.sources} == names


def test_names_are_in_both_languages(planned: Scenario) -> None:
    network = build(planned.model)
    labels = [r.label for r in network.resources] + [s.label for s in network.sources]
    labels += [i.label for i in network.indicators] + [i.definition for i in network.indicators]
    labels += list(network.notes)
    for label in labels:
        assert label.en
        assert any("\u4e00" <= letter <= "\u9fff" for letter in label.zh), label


def reach(pathways: Mapping[str, tuple[Step, ...]], start: str) -> dict[str, set[str]]:
    """Return, for each pathway reached from `start`, the pathways reached from it."""
    found: dict[str, set[str]] = {}

    def visit(name: str) -> None:
        if name in found:
            return
        found[name] = set()
        for step in pathways[name]:
            for target in targets_of(step):
                visit(target)

    visit(start)
    for name in found:
        todo = [name]
        while todo:
            new = {t for step in pathways[todo.pop()] for t in targets_of(step)} - found[name]
            found[name] |= new
            todo.extend(new)
    return found


def keys_met_twice(network: Network, start: str) -> list[str]:
    """Return the keys that a patient can meet at two steps that are not of one loop."""
    after = reach(network.pathways, start)
    at: dict[str, list[str]] = {}
    for name in after:
        for step in network.pathways[name]:
            if step.key:
                at.setdefault(step.key, []).append(name)
    return [
        key
        for key, names in at.items()
        for i, a in enumerate(names)
        for b in names[i + 1 :]
        if (b in after[a]) != (a in after[b]) or (a == b and a not in after[a])
    ]


def test_no_patient_meets_a_key_at_two_steps(baseline: Scenario, planned: Scenario) -> None:
    """Else two of a patient's fates would be drawn from one random number."""
    for scenario in (baseline, planned):
        network = build(scenario.model)
        for condition in scenario.model.conditions:
            assert keys_met_twice(network, f"zhuji/{condition}") == [], condition


def test_the_key_check_sees_a_shared_key(baseline: Scenario) -> None:
    network = build(baseline.model)
    fault = {
        name: tuple(
            replace(step, key="consult/1") if step.key == "consult/2" else step for step in steps
        )
        for name, steps in network.pathways.items()
    }
    met = keys_met_twice(replace(network, pathways=fault), "zhuji/respiratory")
    assert set(met) == {"consult/1"}


def test_keys_name_no_institution(planned: Scenario) -> None:
    steps = [s for steps in build(planned.model).pathways.values() for s in steps]
    words = {word for step in steps for word in step.key.split("/")}
    assert not words & {*planned.model.areas, *planned.model.institutions}


def test_every_source_says_what_it_is(planned: Scenario) -> None:
    for path, text in planned.model.sources.items():
        assert any(word in text for word in ("assumption", "verified", "绍政发")), path


def test_a_wave_and_growth_reach_the_sources_of_their_condition_only(
    changed: Callable[..., RegionScenario],
) -> None:
    model = changed(
        {
            "conditions.respiratory.surges": [
                {"from": "2015-02-01", "shape": [["0 d", "100%"], ["10 d", "300%"]]}
            ],
            "conditions.respiratory.yearly": {"1-1": "120%", "7-1": "80%"},
            "conditions.chronic_stable.growth": "3% a year",
        }
    )
    days = (date(2015, 2, 1) - model.calendar.start).days
    wave = Multiplier(((float(days), 1.0), (days + 10.0, 3.0)))
    seasons = Multiplier(((1.0, 1.2), (182.0, 0.8)), yearly=True)
    for one in build(model, scale=0.01).sources:
        condition = one.tags["condition"]
        assert one.multipliers == ((seasons, wave) if condition == "respiratory" else ())
        assert one.growth == (0.03 if condition == "chronic_stable" else 0.0)


def test_holidays_are_played_and_what_that_means_is_said(planned: Scenario) -> None:
    network = build(planned.with_({"calendar.holidays": "china"}).model, scale=0.01)
    assert network.holidays == "china"
    assert HOLIDAYS in network.notes
    assert HOLIDAYS not in build(planned.model, scale=0.01).notes


def test_the_seasons_of_a_condition_may_stand_in_a_file(shaoxing: Path, tmp_path: Path) -> None:
    (tmp_path / "seasons.csv").write_text("day,factor\n1-1,1.2\n7-1,0.8\n", encoding="utf-8")
    (tmp_path / "my.yaml").write_text(
        f"kind: region\nextends: {relpath(shaoxing / '2015-baseline.yaml', tmp_path)}\n"
        "conditions: {respiratory: {yearly: {csv: seasons.csv}}}\n",
        encoding="utf-8",
    )
    scenario = load_scenario(tmp_path / "my.yaml")
    assert scenario.model.conditions["respiratory"].yearly == ((1.0, 1.2), (182.0, 0.8))
