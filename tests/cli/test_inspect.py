"""`simcore check`, `schema` and `list`."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from support.terminal import Cli

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def test_check_says_how_big_a_scenario_is(cli: Cli, queue: Path) -> None:
    assert cli("check", queue).out.startswith(
        "✓ One desk: resources 1, sources 1, pathways 1, steps 2\n"
    )
    zh = cli("check", queue, "--lang", "zh").out
    assert zh.startswith("✓ 一个窗口：1 种资源，1 个来源，1 条就诊流程共 2 步\n")


def test_check_names_problems(cli: Cli, queue: Path) -> None:
    ended = cli("check", queue, "--set", "resources.desk.capacity=many")
    assert ended.code == 2
    assert "resources.desk.capacity" in ended.err


def test_check_looks_at_the_whole_run(cli: Cli, queue: Path) -> None:
    fading = ("--set", "sources.people.arrivals.rate=(40 - time / 1 d) / d")
    assert cli("check", queue, *fading, "--set", "time.run=39 d").code == 0
    ended = cli("check", queue, *fading, "--set", "time.run=41 d")
    assert ended.code != 0
    assert "at day 40" in ended.err
    assert "到达率" in cli("check", queue, *fading, "--set", "time.run=41 d", "--lang", "zh").err


def test_check_of_a_region(cli: Cli) -> None:
    ended = cli("check", SCENARIOS / "shaoxing" / "2020-targets.yaml")
    assert ended.code == 0
    assert "Shaoxing" in ended.out


def test_schema_is_a_json_schema(cli: Cli) -> None:
    schema = json.loads(cli("schema").out)
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("kind", ["network", "region"])
def test_schema_of_one_kind(cli: Cli, kind: str) -> None:
    schema = json.loads(cli("schema", "--kind", kind).out)
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    other = {"network": "region", "region": "network"}[kind]
    assert f"#/$defs/{other}_" not in json.dumps(schema)
    assert not validator.is_valid({"kind": other})


def test_list_shows_names_and_variants(cli: Cli, queue: Path) -> None:
    out = cli("list", queue.parent).out
    assert "One desk" in out
    assert "slow" in out
    assert "一个窗口" in cli("list", queue.parent, "--lang", "zh").out


def test_list_of_an_empty_folder(cli: Cli, tmp_path: Path) -> None:
    ended = cli("list", tmp_path)
    assert ended.code == 0
    assert "no scenario" in ended.out


def test_list_of_no_folder(cli: Cli, tmp_path: Path) -> None:
    assert cli("list", tmp_path / "nothing").code == 2


def test_check_looks_at_every_variant(cli: Cli, queue: Path) -> None:
    assert "✓ One desk + slow: resources 1" in cli("check", queue).out
    wrong = queue.read_text(encoding="utf-8") + "  odd: {pathways.visit.0.use.fro: 13 min}\n"
    queue.write_text(wrong, encoding="utf-8")
    ended = cli("check", queue)
    assert ended.code == 2
    assert "queue.yaml:18:" in ended.err
    assert "✓ One desk:" in ended.out


def test_what_comes_with_simcore_is_listed_and_found_from_any_folder(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    listed = [line for line in cli("list").out.splitlines() if line and not line.startswith(" ")]
    assert "shaoxing/2020-targets.yaml" in listed
    assert cli("check", "examples/mmc.yaml").code == 0
