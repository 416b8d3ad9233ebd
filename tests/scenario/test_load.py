"""Loading: the Scenario, its origins and hash, changes, sources, and the schema."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from simcore.errors import ScenarioError
from simcore.network.resources import UNLIMITED, Reserve
from simcore.network.sources import Source
from simcore.network.steps import Branch, Delay, Seize, Transfer
from simcore.network.values import Expression
from simcore.network.weekly_profile import WeeklyProfile
from simcore.scenario.files import evidence, yaml
from simcore.scenario.files.layers import resolve, variant_names
from simcore.scenario.listing import list_scenarios
from simcore.scenario.load import load_scenario
from simcore.scenario.schema import json_schema

ROOT = Path(__file__).parents[2] / "scenarios"
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
MMC = ROOT / "examples" / "mmc.yaml"
WALK_IN = ROOT / "examples" / "walk-in-centre.yaml"


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda f: f.stem)
def test_every_example_loads_with_each_variant(file: Path) -> None:
    plain = load_scenario(file)
    assert plain.name.zh != plain.name.en
    assert plain.document["evidence"]
    for name in variant_names(plain.tree):
        assert load_scenario(file, variants=[name]).hash != plain.hash


def test_scenario_says_what_it_is() -> None:
    s = load_scenario(WALK_IN)
    assert (s.kind, s.replications, s.seed) == ("network", 5, 42)
    assert (s.warmup, s.run) == (60 * 1440.0, 180 * 1440.0)
    assert json.loads(json.dumps(s.document)) == s.document
    assert "variants" not in s.document


def test_network_is_what_the_file_says() -> None:
    n = load_scenario(ROOT / "examples" / "two-tier-referral.yaml").model.to_network()
    by_name = {r.name: r for r in n.resources}
    assert by_name["specialist"].reserve == Reserve(2, 0.2)
    day = ((450.0, 6), (1050.0, 1))  # 07:30 and 17:30
    week = tuple((d * 1440.0 + minute, units) for d in range(7) for minute, units in day)
    assert by_name["clinic"].capacity.pieces == ((0.0, 1), *week)
    assert n.classes == ("child", "emergency", "resident")
    assert n.sources[0].mix == (("resident", 0.85), ("child", 0.15))
    seize, delay, branch = n.pathways["inpatient"]
    assert isinstance(seize, Seize)
    assert seize.resource == "bed"
    assert isinstance(delay, Delay)
    assert isinstance(branch, Branch)
    assert branch.options == ((0.4, "step_down"), (0.6, "discharge"))
    transfer = n.pathways["step_down"][0]
    assert isinstance(transfer, Transfer)
    assert (transfer.origin, transfer.to) == ("bed", "township_bed")


def test_a_rate_is_a_number_or_a_formula() -> None:
    def source(rate: str) -> Source:
        names = ("constants.people=30", "constants.usual=10 / h", "evidence.constants=assumption")
        scenario = load_scenario(MMC, set_=[*names, f"sources.customers.arrivals.rate={rate}"])
        [found] = scenario.model.to_network().sources
        return found

    wave = "(10 + 2 * sin(2 * pi * time / 1 d)) / h"
    for text in (wave, "10 / h - 2 / h", "usual", "people / d"):
        assert source(text).formula == Expression(text)
        assert source(text).rate == WeeklyProfile.constant(1.0)
    assert source("30 / h").formula is None
    assert source("30 / h").rate == WeeklyProfile.constant(0.5)


def test_origins_name_the_layer() -> None:
    s = load_scenario(WALK_IN, variants=["more_doctors"], set_=["resources.ward.capacity=99"])
    assert s.origins["resources.ward.capacity"] == "--set resources.ward.capacity=99"
    assert "variant more_doctors" in s.origins["resources.doctor.capacity.otherwise"]
    assert s.origins["seed"].endswith("walk-in-centre.yaml:8")


def test_with_changes_a_copy_and_validates_it() -> None:
    s = load_scenario(WALK_IN)
    changed = s.with_({"resources.doctor.capacity": "unlimited", "time.run": "5 d"})
    assert changed.run == 5 * 1440.0
    assert changed.model.resources["doctor"].capacity.values == (UNLIMITED,)
    assert s.run == 180 * 1440.0
    assert changed.hash != s.hash
    back = {"resources.doctor.capacity": s.document["resources"]["doctor"]["capacity"]}
    assert changed.with_({**back, "time.run": "180 d"}).hash == s.hash
    with pytest.raises(ScenarioError) as caught:
        s.with_({"time.run": 5, "resources.ward.capcity": 3, "seed": float("nan")})
    found = [(p.file, p.path) for p in caught.value.problems]
    assert ("set time.run=5", "time.run") in found
    assert ("set seed=nan", "seed") in found
    assert ("set resources.ward.capcity=3", "resources.ward.capcity") in found
    with pytest.raises(ScenarioError, match='there is no "wrad" here'):
        s.with_({"resources.wrad.capacity": 3})


def test_a_map_of_settings_is_as_good_as_texts() -> None:
    a = load_scenario(WALK_IN, set_={"resources.ward.capacity": 9})
    b = load_scenario(WALK_IN, set_=["resources.ward.capacity=9"])
    assert a.hash == b.hash


def test_problems_of_settings_and_schema_come_together() -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(WALK_IN, variants=["nosuch"], set_=["time.run=3", "bad", "sed=1"])
    assert len(caught.value.problems) == 4


def test_list_skips_parts_and_broken_files(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(
        "kind: network\nname: {en: Good, zh: 好}\nvariants: {a: {}, b: {}}\n", encoding="utf-8"
    )
    (tmp_path / "part.yaml").write_text("resources: {}\n", encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("kind: [network\n", encoding="utf-8")
    [listed] = list_scenarios(tmp_path)
    assert (listed.path.name, listed.kind, listed.variants) == ("good.yaml", "network", ("a", "b"))


def test_missing_file_is_a_problem_with_the_nearest_name() -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(ROOT / "examples" / "walkin-centre.yaml")
    assert '"walk-in-centre.yaml"' in caught.value.problems[0].remedy.en


def test_uncovered_numbers_are_gathered_by_group() -> None:
    text = "sources: {a.*.x: census}\na: {p: {x: 1, y: 2, z: 5%}, q: {x: 3}}\nb: 3 min\nc: [no]\n"
    tree = yaml.parse(text, "f.yaml", [])
    found = evidence.problems(tree, "sources")
    assert [(p.path, p.line) for p in found] == [("a.p.y", 2), ("b", 3)]
    assert "and 1 more in a" in found[0].message.en


def test_json_schema_accepts_every_scenario_and_refuses_wrong_ones() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for file in sorted(ROOT.rglob("*.yaml")):
        assert validator.is_valid(yaml.read(file, []).plain()), file
    bad = Path(__file__).parent / "bad"
    for name in ("bare_rate", "unknown_key", "no_run", "bad_window", "unknown_distribution"):
        assert not validator.is_valid(yaml.read(bad / f"{name}.yaml", []).plain()), name


BASE = """
kind: network
name: t
time: {run: 1 d}
resources: {doctor: {capacity: 1}, nurse: {capacity: 1}}
attributes: [age]
sources: {s: {arrivals: {rate: 1 / h}, pathway: visit}}
pathways:
  visit: [{use: {resource: doctor, for: 5 min}}]
  triage: [{use: {resource: nurse, for: 5 min}}, {go: visit}]
variants:
  with_triage: {sources.s.pathway: triage, sources.s.values: {age: 40}}
"""


def test_what_only_a_variant_uses_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    for variants in ((), ("with_triage",)):
        loaded = load_scenario(tmp_path / "base.yaml", variants=variants)
        assert loaded.with_({"seed": 7}).seed == 7


def test_what_a_variant_or_a_later_file_bypasses_is_no_fault(tmp_path: Path) -> None:
    base = BASE.replace("pathway: visit}", "pathway: triage, values: {age: 40}}")
    base = base.replace("{sources.s.pathway: triage, sources.s.values: {age: 40}}",
                        "{sources.s.pathway: visit, sources.s.values: null}")  # fmt: skip
    (tmp_path / "base.yaml").write_text(base, encoding="utf-8")
    (tmp_path / "top.yaml").write_text(
        "extends: base.yaml\nsources: {s: {pathway: visit, values: null}}\nvariants: null",
        encoding="utf-8",
    )
    load_scenario(tmp_path / "base.yaml", variants=("with_triage",))
    load_scenario(tmp_path / "base.yaml", set_=("sources.s.pathway=visit",))
    load_scenario(tmp_path / "top.yaml").with_({"seed": 7})


def test_what_no_layer_uses_is_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "base.yaml"
    file.write_text(BASE.replace("with_triage: {sources", "with_triage: {seed: 2, sources")
                    .replace("pathway: triage, sources.s.values: {age: 40}", "pathway: visit"),
                    encoding="utf-8")  # fmt: skip
    with pytest.raises(ScenarioError) as caught:
        load_scenario(file)
    assert [p.path for p in caught.value.problems] == ["attributes.0", "pathways.triage"]


def test_resolved_files_need_no_extends() -> None:
    tree = resolve(Path(__file__).parent / "bad" / "extends_bad.yaml", (), (), []).tree
    assert tree.child("extends") is None
    name = tree.child("name")
    assert name is not None
    assert name.value == "Other clinic"
