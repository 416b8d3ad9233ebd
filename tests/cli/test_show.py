"""`simcore show`: every setting, on a page and as CSV."""

from __future__ import annotations

import csv
from pathlib import Path

from support.terminal import Cli

SHAOXING = Path(__file__).parents[2] / "scenarios" / "shaoxing" / "2020-targets.yaml"
RESIDENTS = "areas.*.residents"


def rows(text: str) -> list[list[str]]:
    """Return the cells of a printed table, which two blanks part."""
    return [
        [cell.strip() for cell in line.split("  ") if cell.strip()] for line in text.splitlines()
    ]


def test_settings_below_a_path(cli: Cli, queue: Path) -> None:
    ended = cli("show", queue, "resources")
    assert ended.code == 0
    assert ["resources.desk.capacity", "2", "queue.yaml:6"] in rows(ended.out)
    assert "sources" not in ended.out.replace("resources", "")


def test_variant_and_set_are_named(cli: Cli, queue: Path) -> None:
    out = cli("show", queue, "--variant", "slow", "--set", "seed=7").out
    assert ["pathways.visit.0.use.for", "13 min", "queue.yaml:17 (variant slow)"] in rows(out)
    assert ["seed", "7", "--set"] in rows(out)
    zh = cli("show", queue, "--variant", "slow", "--lang", "zh").out
    assert "queue.yaml:17（方案 slow）" in zh
    assert rows(zh)[3] == ["设定项", "数值", "给出之处", "出处"]


def test_a_source_of_many_is_printed_once(cli: Cli) -> None:
    out = cli("show", SHAOXING, RESIDENTS).out
    assert [row[-1] for row in rows(out) if row and row[0].startswith("areas.")] == ["[1]"] * 6
    assert out.count("census 2010 by county") == 1
    assert max(map(len, out.splitlines())) > 80  # nothing is folded where no terminal shows it


def test_what_came_with_simcore_is_called_by_its_name(cli: Cli, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("extends: shaoxing/2020-targets.yaml\nseed: 7\n", encoding="utf-8")
    out = cli("show", mine, "areas.zhuji.residents").out
    assert rows(out)[4][2].startswith("shaoxing/2015-baseline.yaml:")
    assert rows(cli("show", mine, "seed").out)[4] == ["seed", "7", "mine.yaml:2"]


def test_assumptions_in_chinese(cli: Cli) -> None:
    out = cli("show", SHAOXING, "areas.*.travel", "--lang", "zh").out
    assert "假设" in out
    assert "assumption" not in out


def test_the_same_as_csv(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "new" / "settings.csv"
    assert cli("show", SHAOXING, RESIDENTS, "--csv", file, "--lang", "zh").code == 0
    with file.open(encoding="utf-8-sig", newline="") as text:
        head, *found = csv.reader(text)
    assert head == ["设定项", "数值", "单位", "给出之处", "行", "方案", "出处"]
    assert found[0][:2] == ["areas.yuecheng.residents", "883836"]
    assert found[0][-1].startswith("census 2010 by county")


def test_a_file_that_is_there_is_left_alone(cli: Cli, queue: Path) -> None:
    before = queue.read_bytes()
    ended = cli("show", queue, "--csv", queue)
    assert ended.code == 1
    assert "is there already" in ended.err
    assert queue.read_bytes() == before


def test_nothing_at_a_path_is_bad_input(cli: Cli, queue: Path) -> None:
    ended = cli("show", queue, "resources.dsek")
    assert ended.code == 2
    assert 'did you mean "desk"' in ended.err
