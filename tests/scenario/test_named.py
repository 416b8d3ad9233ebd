"""Things found by their names: `areas.越城区` is `areas.yuecheng`, and nothing new."""

from __future__ import annotations

from pathlib import Path

import pytest

from simcore.errors import ScenarioError
from simcore.scenario.load import Scenario, load_scenario

SHAOXING = Path("scenarios/shaoxing/2015-baseline.yaml")
EXTENDING = """
extends: {base}
variants:
  by_name: {{areas.越城区.residents: 90万}}
  by_key: {{areas.yuecheng.residents: 91万}}
"""


def loaded(tmp_path: Path, *variants: str) -> Scenario:
    """Return Shaoxing with two variants that say the same area in two ways."""
    library = SHAOXING.resolve().parents[1]
    for name in ("shaoxing", "library"):
        (tmp_path / name).symlink_to(library / name)
    file = tmp_path / "top.yaml"
    file.write_text(EXTENDING.format(base=r"shaoxing\2015-baseline.yaml"), encoding="utf-8")
    return load_scenario(file, variants=variants)


@pytest.fixture(scope="module")
def baseline() -> Scenario:
    return load_scenario(SHAOXING)


@pytest.mark.parametrize("name", ["越城区", '"Yuecheng District"', "yuecheng"])
def test_a_setting_finds_an_area_by_its_name(baseline: Scenario, name: str) -> None:
    changed = baseline.with_({f"areas.{name}.residents": "90万"}).model
    assert changed.areas.keys() == baseline.model.areas.keys()
    assert changed.areas["yuecheng"].residents == 900_000


def test_a_variant_finds_an_area_by_its_name(tmp_path: Path) -> None:
    assert loaded(tmp_path, "by_name").model.areas["yuecheng"].residents == 900_000


def test_the_same_area_by_key_and_by_name_is_a_clash(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="both set this"):
        loaded(tmp_path, "by_name", "by_key")


@pytest.mark.parametrize(
    ("path", "remedy"),
    [("areas.越城.residents", 'did you mean "越城区"? known: 上虞区'),
     ("areas.yuechen.residents", 'did you mean "yuecheng"? known: keqiao'),
     ("institutions.townhsip.name", 'did you mean "township"?')],
)  # fmt: skip
def test_a_path_into_what_is_not_there_makes_nothing_new(
    baseline: Scenario, path: str, remedy: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        baseline.with_({path: 3})
    [problem] = caught.value.problems
    assert remedy in problem.remedy.en


def test_a_later_setting_may_lead_into_what_an_earlier_one_made(baseline: Scenario) -> None:
    new = {"residents": 1000, "emergency": {"county_general": "100%"}, "name": "New"}
    changed = baseline.with_({"areas.new": new, "areas.New.residents": 2000})
    assert changed.model.areas["new"].residents == 2000


def test_a_key_that_is_the_name_of_another_is_a_fault(baseline: Scenario) -> None:
    with pytest.raises(ScenarioError) as caught:
        baseline.with_({"areas": {"越城区": {"residents": 3}}})
    assert 'write "yuecheng" where that one is meant' in caught.value.problems[0].remedy.en


def test_two_of_one_name_are_told(baseline: Scenario) -> None:
    same = {"areas.keqiao.name": {"en": "K", "zh": "越城区"}, "areas.越城区.residents": 3}
    with pytest.raises(ScenarioError) as caught:
        baseline.with_(same)
    assert "yuecheng, keqiao" in caught.value.problems[0].remedy.en
