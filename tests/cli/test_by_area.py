"""`simcore run --by area` and `--all`: what else is shown only as its chief part."""

from __future__ import annotations

import json
from pathlib import Path

from support.terminal import Cli

from simcore.scenario.region.indicators import INDICATORS

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def test_only_a_region_has_areas(cli: Cli, queue: Path) -> None:
    ended = cli("run", queue, "--by", "area")
    assert ended.code == 2
    assert "only a region has areas" in ended.err
    assert "仅地区情景" in cli("run", queue, "--by", "area", "--lang", "zh").err


def test_all_rows_of_a_network(cli: Cli) -> None:
    file = SCENARIOS / "examples" / "emergency-department.yaml"
    short = ("--replications", 1, "--set", "time.warmup=0 d", "--set", "time.run=2 d")
    brief, whole = cli("run", file, *short).out, cli("run", file, *short, "--all").out
    assert len(whole.splitlines()) > len(brief.splitlines())


def test_indicators_by_area_as_json(cli: Cli) -> None:
    file = SCENARIOS / "shaoxing" / "2020-targets.yaml"
    ended = cli("run", file, "--variant", "behavioural", "--scale", 0.01, "--by", "area", "--json",
                "--set", "calendar.warmup=0 d", "--set", "calendar.run=1 d")  # fmt: skip
    found = json.loads(ended.out)["area_indicators"]
    assert len(found) == 6 * len(INDICATORS)
    assert found[0]["area_zh"] == "越城区"
