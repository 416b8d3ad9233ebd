"""Every setting of a scenario: value, unit, the layer that gave it, and its source."""

from __future__ import annotations

from pathlib import Path

import pytest

from simcore.errors import ScenarioError
from simcore.scenario.files import paths
from simcore.scenario.load import Scenario, load_scenario, parse_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FILES = [*sorted(SCENARIOS.glob("examples/*.yaml")), SCENARIOS / "shaoxing" / "2020-targets.yaml"]
NETWORK = """\
kind: network
name: t
evidence:
  resources: a report
  "*.desk.capacity": assumption
  resources.desk: counted
  resources.*.capacity: a plan
  pathways: assumption
time: {run: 1 h 30 min}
resources:
  desk:
    capacity: 3
    cost_per_hour: 120 yuan
    gains: {1: 3 / h}
sources:
  s: {arrivals: {at: [1 h, 2 h]}, pathway: p}
pathways:
  p: [{use: {resource: desk, for: {lognormal: {mean: 8 min, cv: 0.5}}}}, {leave: home}]
variants:
  more: {resources.desk.capacity: 4}
"""


def network(*variants: str, **changes: object) -> Scenario:
    return parse_scenario(NETWORK, variants=variants, set_=changes)


def row(scenario: Scenario, path: str) -> tuple[object, ...]:
    """Return value, unit, file, line, variant and source of one setting."""
    found = scenario.settings(path)
    assert found["path"].tolist() == [path]
    return tuple(found.drop(columns="path").iloc[0])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_value_of_a_scenario_is_a_setting(file: Path) -> None:
    scenario = load_scenario(file)
    found = scenario.settings()
    own = ("variants", "sources" if scenario.kind == "region" else "evidence")
    leaves = [path for path, _ in scenario.tree.leaves() if path[0] not in own]
    shown = [paths.split(path) for path in found["path"]]
    assert len(set(shown)) == len(shown)
    assert {leaf for leaf in leaves if not any(leaf[: len(p)] == p for p in shown)} == set()
    lines = [(f, n) for f, n in zip(found["file"], found["line"], strict=True)]
    assert all(Path(f).read_text(encoding="utf-8").splitlines()[n - 1].strip() for f, n in lines)


def test_every_number_of_a_region_has_its_source() -> None:
    found = load_scenario(FILES[-1]).settings()
    outside = ("kind", "name", "calendar", "seed", "replications")
    numbers = found[(found["unit"] != "") & ~found["path"].str.startswith(outside)]
    assert len(numbers) > 500
    assert numbers["source"].ne("").all()


def test_a_number_stands_beside_its_unit() -> None:
    assert row(network(), "resources.desk.cost_per_hour")[:2] == (120, "yuan")
    assert row(network(), "pathways.p.0.use.for.lognormal.mean")[:2] == (8, "min")
    assert row(network(), "pathways.p.0.use.for.lognormal.cv")[:2] == (0.5, "")
    assert row(network(), "resources.desk.gains.1")[:2] == (3, "/ h")
    assert row(network(), "time.run")[:2] == ("1 h 30 min", "")
    assert row(network(), "sources.s.arrivals.at")[:2] == ("1 h, 2 h", "")
    assert row(network(), "resources.desk.capacity")[:2] == (3, "")


def test_the_last_layer_gave_it() -> None:
    path = "resources.desk.capacity"
    assert row(network(), path)[2:5] == ("(given)", 12, "")
    assert row(network("more"), path)[:5] == (4, "", "(given)", 20, "more")
    assert row(network("more", **{path: 5}), path) == (5, "", "set", 0, "", "")
    written = parse_scenario(NETWORK, set_=[f"{path}=6"])
    assert row(written, path) == (6, "", "--set", 0, "", "")


def test_what_a_table_gives_stands_where_the_scenario_names_it() -> None:
    scenario = load_scenario(Path(__file__).parent / "every_key.yaml")
    found = scenario.settings("sources.table.arrivals.weekly")
    assert len(found) == 168
    (line,) = set(found["line"])
    assert "csv: every_key_rates.csv" in scenario.path.read_text().splitlines()[line - 1]


def test_a_number_in_chinese_is_one_and_needs_a_source() -> None:
    path = "areas.yuecheng.residents"
    scenario = load_scenario(FILES[-1], set_=[f"{path}=88.5万"])
    assert row(scenario, path)[:2] == (885_000, "")
    unsourced = ['sources."areas.*.residents"=null', f"{path}=88万"]
    with pytest.raises(ScenarioError, match=r"areas\.yuecheng\.residents: this number and 5 more"):
        load_scenario(SCENARIOS / "shaoxing" / "2015-baseline.yaml", set_=unsourced)


def test_the_closest_source_is_the_one() -> None:
    assert row(network(), "resources.desk.cost_per_hour")[-1] == "counted"
    assert row(network(), "resources.desk.capacity")[-1] == "a plan"
    assert row(network(), "time.run")[-1] == ""


@pytest.mark.parametrize(
    ("wanted", "n"),
    [
        ("areas.yuecheng", 6),
        ("areas.*.residents", 6),
        ("areas.s*.residents", 2),
        ("areas.越城区", 6),
        ("areas.越城区.travel", 1),
        ('arrivals.planned."mon 07:30-09:30"', 1),
        ("*.resident.*.primary.ratio", 0),
        ("insurance.*.resident.*.primary.ratio", 2),
    ],
)
def test_a_path_or_a_pattern_chooses(wanted: str, n: int) -> None:
    scenario = load_scenario(FILES[-1])
    if n:
        assert len(scenario.settings(wanted)) == n
        return
    with pytest.raises(ScenarioError, match="nothing is set here"):
        scenario.settings(wanted)


def test_the_nearest_key_is_named() -> None:
    with pytest.raises(ScenarioError) as caught:
        network().settings("resources.dsek.capacity")
    (problem,) = caught.value.problems
    assert problem.path == "resources.dsek.capacity"
    assert problem.remedy.zh.startswith("是否想写“desk”")


def test_what_is_no_path_is_refused() -> None:
    with pytest.raises(ScenarioError, match="is not a path"):
        network().settings("resources..desk")
