"""Characters that a terminal obeys, or that no file can hold, are refused or written out."""

from __future__ import annotations

import pytest

from simcore.errors import ScenarioError
from simcore.scenario.load import load_scenario, parse_scenario
from simcore.text import visible

QUEUE = "scenarios/examples/mmc.yaml"
TITLE = "\x1b]0;owned\x07"
WRONG = [TITLE, "\ud800", "\x00", "\x85", "\u202ereversed", "\ufffe", "a\rb"]


def refused(error: pytest.ExceptionInfo[ScenarioError]) -> None:
    """See that an error says what is wrong in texts that can be shown."""
    assert all("control character" in p.message.en for p in error.value.problems)
    shown = error.value.text("en") + error.value.text("zh")
    assert visible(shown) == shown
    shown.encode("utf-8")


@pytest.mark.parametrize("text", WRONG, ids=ascii)
def test_they_are_refused_wherever_a_text_is_given(text: str) -> None:
    for changes in (
        {"name": text},
        {f'resources."{text}"': {"capacity": 1}},
        {"name": {"en": text}},
    ):
        with pytest.raises(ScenarioError) as caught:
            load_scenario(QUEUE).with_(changes)
        refused(caught)


@pytest.mark.parametrize("escape", [r"\e]0;owned\a", r"\ud800", r"\0", r"\x85", r"\u202e"])
def test_they_are_refused_where_yaml_escapes_them(escape: str) -> None:
    for text in (f'name: "{escape}"', f'name: x\n"{escape}": 1', f'a: ["{escape}"]'):
        with pytest.raises(ScenarioError) as caught:
            parse_scenario(f"extends: {QUEUE}\n{text}")
        assert any("control character" in p.message.en for p in caught.value.problems)
        shown = caught.value.text("zh")
        assert visible(shown) == shown


def test_a_setting_on_the_command_line_may_have_none() -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(QUEUE, set_=[f"name={TITLE}", f"{TITLE}=3"])
    assert visible(str(caught.value)) == str(caught.value)


def test_lines_and_tabs_stay() -> None:
    assert visible("a\n\tb") == "a\n\tb"
    named = load_scenario(QUEUE).with_({"name": "of two\nlines"})
    assert named.name.en == "of two\nlines"
