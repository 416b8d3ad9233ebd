"""The scenarios that come with simcore are found by their names from any folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from simcore.errors import ScenarioError
from simcore.scenario.files.shipped import here_or_shipped, shipped_folder
from simcore.scenario.load import load_scenario

QUEUE = Path("examples/mmc.yaml")


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["examples/mmc.yaml", "scenarios/examples/mmc.yaml"])
def test_a_name_is_found_from_any_folder(elsewhere: Path, name: str) -> None:
    assert load_scenario(name).path == shipped_folder() / QUEUE


def test_what_is_there_goes_first(elsewhere: Path) -> None:
    QUEUE.parent.mkdir()
    QUEUE.touch()
    assert here_or_shipped(QUEUE, QUEUE) == QUEUE


def test_a_file_may_extend_one_by_its_name(elsewhere: Path) -> None:
    Path("mine.yaml").write_text("extends: examples/mmc.yaml\nseed: 7", encoding="utf-8")
    mine = load_scenario("mine.yaml")
    assert (mine.seed, mine.name.en) == (7, load_scenario(QUEUE).name.en)
    assert str(shipped_folder() / QUEUE) in mine.origins["resources.server.capacity"]


def test_what_is_nowhere_is_told_by_the_name_that_was_given(elsewhere: Path) -> None:
    with pytest.raises(ScenarioError, match=r"^scenarios/examples/none\.yaml: "):
        load_scenario("scenarios/examples/none.yaml")
