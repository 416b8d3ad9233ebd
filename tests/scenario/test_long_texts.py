"""Texts of any length are read once from end to end: what takes their square would not end here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic_core import PydanticCustomError

from simcore.errors import ScenarioError
from simcore.scenario.faults import wording
from simcore.scenario.files import yaml
from simcore.scenario.files.evidence import is_number
from simcore.scenario.values import quantities as q
from simcore.scenario.values.value import is_quantity
from simcore.scenario.values.weekly import is_window, moments, spans
from simcore.text import nearest

LONG = 1_000_000
SPACES = " " * LONG

REFUSED: dict[str, Callable[[], Any]] = {
    "a duration": lambda: q.DURATION.parse(f"5 min{SPACES}x"),
    "a rate": lambda: q.RATE.parse(f"5{SPACES}x"),
    "digits": lambda: q.SHARE.parse("1" * LONG + "x"),
    "a fraction": lambda: q.SHARE.parse(f"1/{SPACES}x"),
    "a window": lambda: spans(f"mon{SPACES}x"),
    "a window of nothing": lambda: spans(f"{SPACES}x"),
    "a moment": lambda: moments(f"mon{SPACES}x"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_long_texts_are_refused(name: str) -> None:
    with pytest.raises(PydanticCustomError):
        REFUSED[name]()


def test_long_texts_are_told_apart() -> None:
    assert not is_quantity(f"5{SPACES}x(")
    assert not is_window(f"mon{SPACES}x")
    assert not is_number(f"5{SPACES}x\ny")
    assert q.DURATION.parse(f"5{SPACES}min") == 5.0
    assert spans(f"mon{SPACES}08:00-09:00")[0].start == 480.0
    assert nearest("ab" * LONG, ["abc"]) == ""


def test_many_brackets_have_no_wide_sign() -> None:
    assert wording.syntax("", "", "{" * LONG)[0].en == "this is not YAML"
    assert wording.syntax("", "", f"{SPACES}\n" * 3 + "x")[0].en == "this is not YAML"
    for text in ("a：1", "- a ：1", "[1，2]"):
        assert "full-width" in wording.syntax("", "", text)[0].en


def test_many_brackets_are_too_deep(tmp_path: Path) -> None:
    file = tmp_path / "deep.yaml"
    file.write_text("a: " + "{" * 40_000)
    with pytest.raises(ScenarioError) as caught:
        yaml.read(file, [])
    assert "levels deep" in caught.value.problems[0].message.en
