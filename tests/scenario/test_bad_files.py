"""Every wrong file in `bad/` gets the messages that `bad/expected.tsv` lists, and no other."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

from simcore.errors import Problem, ScenarioError
from simcore.scenario.load import load_scenario

BAD = Path(__file__).parent / "bad"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
JARGON = re.compile(r"pydantic|Input should|validation|NoneType|Traceback|\bdict\b|\bstr\b|Node\(")


def expected() -> dict[str, list[list[str]]]:
    """Read the table: by file, the rows of where, path, message, remedy."""
    table: dict[str, list[list[str]]] = defaultdict(list)
    text = (BAD / "expected.tsv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines()[1:], delimiter="\t", quoting=csv.QUOTE_NONE)
    for file, *rest in rows:
        table[file].append(rest)
    return table


EXPECTED = expected()


def problems_of(file: Path) -> list[Problem]:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(file)
    return caught.value.problems


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_wrong_file_gets_its_messages(name: str) -> None:
    problems = problems_of(BAD / name)
    assert len(problems) == len(EXPECTED[name]), "\n".join(p.text() for p in problems)
    for problem, (file, place, path, message, remedy) in zip(problems, EXPECTED[name], strict=True):
        assert Path(problem.file).name == (file or name)
        assert f"{problem.line}:{problem.column}" == place
        assert problem.path == path
        assert problem.message.en.startswith(message)
        assert problem.remedy.en.startswith(remedy)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_messages_are_bilingual_and_plain(name: str) -> None:
    for problem in problems_of(BAD / name):
        assert CHINESE.search(problem.message.zh)
        assert CHINESE.search(problem.remedy.zh)
        assert not CHINESE.search(problem.message.en.replace("诊所", ""))
        assert not JARGON.search(problem.text("en") + problem.text("zh"))


def test_table_and_folder_agree_and_hold_at_least_forty() -> None:
    files = {f.name for f in BAD.glob("*.yaml")}
    assert files == set(EXPECTED)
    assert len(files) >= 40


def test_several_faults_are_reported_together() -> None:
    problems = problems_of(BAD / "many.yaml")
    lines = [p.line for p in problems]
    assert lines == sorted(lines)
    assert {3, 4, 7, 8, 10, 13, 14, 17} <= set(lines)


def test_text_names_place_path_and_remedy() -> None:
    [problem] = problems_of(BAD / "bare_rate.yaml")
    english, chinese = problem.text("en"), problem.text("zh")
    assert "bare_rate.yaml:7:30: sources.walk_in.arrivals.rate: found 12" in english
    assert '"12 / h"' in english.splitlines()[1]
    assert "缺少单位" in chinese
