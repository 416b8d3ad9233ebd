"""The words of a step: each is listed once, and everything else follows from the lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from simcore.errors import ScenarioError
from simcore.scenario.load import load_scenario
from simcore.scenario.network import steps as files
from simcore.scenario.network.steps.step import BARE, KNOWN, WHOLE_STEP
from simcore.scenario.schema import json_schema

CLINIC = """kind: network
name: Clinic
time: {run: 1 d}
attributes: [severity, visits]
resources:
  doctor: {capacity: 2}
sources:
  walk_in: {arrivals: {rate: 12 / h}, pathway: visit}
pathways:
  visit:
    - use: {resource: doctor, for: 4 min}
"""


def test_every_word_has_a_place_of_its_own() -> None:
    ranks = [word.rank for word in KNOWN.values()]
    assert len(set(ranks)) == len(ranks)


def test_the_model_and_the_schema_of_a_step_follow_from_the_words() -> None:
    keys = ["id", "cost", "name", *KNOWN]
    assert list(WHOLE_STEP.model_fields) == keys
    step = json_schema()["$defs"]["network_StepText"]
    assert list(step["properties"]) == keys
    assert BARE == ["join", "scatter"]


@pytest.mark.parametrize("word", ["gather", "scatter", "balk", "transfer"])
def test_a_word_stands_in_one_file(word: str) -> None:
    layer = Path(files.__file__).parents[2]
    texts = {file: file.read_text(encoding="utf-8") for file in layer.rglob("*.py")}
    assert len([file for file, text in texts.items() if word in text.lower()]) == 1


@pytest.mark.parametrize(
    ("first", "line"),
    [
        ("{set: {severity: 1, visits: 2}}", 13),
        ("{set: {severity: 1, visits: [2]}}", 13),  # also where it cannot be read
        ("{set: {severity: 1}}", 13),
    ],
)
def test_findings_behind_several_attributes_stand_in_their_line(
    tmp_path: Path, first: str, line: int
) -> None:
    file = tmp_path / "f.yaml"
    file.write_text(CLINIC + f"    - {first}\n    - go: nowhere\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(file)
    problem = caught.value.problems[-1]
    assert (problem.line, problem.path) == (line, "pathways.visit.2.go")


def test_what_is_said_beside_a_step(tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    step = "    - {set: {severity: 1, visits: 2}, id: a, cost: 3 yuan}\n    - leave: home\n"
    file.write_text(CLINIC + step, encoding="utf-8")
    _, severity, visits, _ = load_scenario(file).model.to_network().pathways["visit"]
    assert (severity.key, severity.cost) == ("a", 3.0)
    assert (visits.key, visits.cost) == ("a/visits", 0.0)
