"""Which file gains are over: the one that is named, else the only scenario that is extended."""

from __future__ import annotations

from pathlib import Path

import pytest

from simcore.errors import ScenarioError
from simcore.scenario.baseline import gained, load_baseline
from simcore.scenario.load import Scenario, load_scenario, parse_scenario

SHAOXING = Path(__file__).parents[2] / "scenarios" / "shaoxing"
THEN, NOW = SHAOXING / "2015-baseline.yaml", SHAOXING / "2020-targets.yaml"
ONE = "targets: [T-S01]\n"


def written(folder: Path, text: str, name: str = "mine.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def same(scenario: Scenario, file: Path) -> bool:
    return scenario.baseline is not None and scenario.baseline.resolve() == file.resolve()


def test_the_plan_names_its_own() -> None:
    plan = load_scenario(NOW)
    assert plan.document["baseline"] == "2015-baseline.yaml"
    assert plan.baseline == THEN
    assert set(gained(plan)) == {
        "within_county_visit_rate", "private_bed_share", "private_visit_share"
    }  # fmt: skip
    assert load_baseline(plan).hash == load_scenario(THEN).hash


def test_what_extends_the_plan_keeps_the_plan_s(tmp_path: Path) -> None:
    assert same(load_scenario(written(tmp_path, "extends: shaoxing/2020-targets.yaml\n")), THEN)
    assert same(parse_scenario("extends: 2020-targets.yaml\n", folder=SHAOXING), THEN)
    assert same(load_scenario(NOW, variants=["cautious"]).with_({"seed": 7}), THEN)


def test_without_a_name_it_is_what_the_file_extends(tmp_path: Path) -> None:
    written(tmp_path, "extends: shaoxing/2015-baseline.yaml\nname: mine\n", "then.yaml")
    mine = load_scenario(written(tmp_path, f"extends: then.yaml\n{ONE}"))
    assert same(mine, tmp_path / "then.yaml")
    assert load_baseline(mine).name.en == "mine"


def test_a_name_is_relative_to_the_file_that_says_it_and_a_setting_to_the_scenario(
    tmp_path: Path,
) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    for folder in (tmp_path, inner):
        written(folder, f"extends: shaoxing/2015-baseline.yaml\nname: {folder.name}\n", "then.yaml")
    written(inner, f"extends: shaoxing/2020-targets.yaml\nbaseline: then.yaml\n{ONE}", "plan.yaml")
    mine = written(tmp_path, "extends: inner/plan.yaml\n")
    assert same(load_scenario(mine), inner / "then.yaml")
    assert same(load_scenario(mine, set_=["baseline=then.yaml"]), tmp_path / "then.yaml")


def test_the_baseline_is_as_its_file_has_it(tmp_path: Path) -> None:
    changed = load_scenario(NOW, variants=["holidays"], set_=["choice.memory=3 d"])
    assert load_baseline(changed).hash == load_scenario(THEN).hash


def test_a_gain_on_one_of_two_is_refused(tmp_path: Path) -> None:
    two = "[shaoxing/2015-baseline.yaml, shaoxing/2015-baseline.yaml]"
    file = written(tmp_path, f"extends: {two}\ntargets: [T-S02, T-S08]\n")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(file)
    [problem] = caught.value.problems
    assert (problem.path, problem.line) == ("targets.1", 2)
    assert "T-S08 is a gain on the baseline, and there is none" in problem.message.en
    assert "baseline: 文件" in problem.remedy.zh


def test_the_baseline_extends_parts_and_has_none_of_its_own() -> None:
    assert load_scenario(THEN).baseline is None
    with pytest.raises(ScenarioError, match="T-S01 is a gain"):
        load_scenario(THEN, set_=["targets=[T-S01]"])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere.yaml", 'no file "nowhere.yaml"'),
        ("/etc/hosts", "by its relative path"),
        ("3", "by its relative path"),
        ("../../pyproject.toml", "outside the folders"),
    ],
)
def test_a_name_that_leads_nowhere_is_one_fault(name: str, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(NOW, set_=[f"baseline={name}"])
    [problem] = caught.value.problems
    assert problem.path == "baseline"
    assert said in problem.message.en
