"""Layers: what wins, what merges, and where a value says it came from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simcore.errors import Problem, ScenarioError
from simcore.scenario.files import paths
from simcore.scenario.files.layers import resolve


def write(folder: Path, **files: str) -> Path:
    """Write files and return the folder."""
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def plain(file: Path, variants: tuple[str, ...] = (), settings: Any = ()) -> Any:
    problems: list[Problem] = []
    tree = resolve(file, variants, settings, problems).tree
    if problems:
        raise ScenarioError(problems)
    return {key: value for key, value in tree.plain().items() if key != "variants"}


def test_later_wins_maps_merge_lists_replace(tmp_path: Path) -> None:
    write(
        tmp_path,
        base="a: {x: 1, y: 2}\nlist: [1, 2, 3]\n",
        other="a: {y: 3}\nb: 1\n",
        top="extends: [base.yaml, other.yaml]\na: {z: 4}\nlist: [9]\n",
    )
    top = plain(tmp_path / "top.yaml")
    assert top == {"a": {"x": 1, "y": 3, "z": 4}, "b": 1, "list": [9]}


def test_extends_goes_through_folders_and_diamonds(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    write(tmp_path / "lib", deep="a: 1\nb: 1\n", left="extends: deep.yaml\nb: 2\n",
          right="extends: deep.yaml\nc: 3\n")  # fmt: skip
    write(tmp_path, top="extends: [lib/left.yaml, lib/right.yaml]\n")
    # the right one says again what the common base says, and it is later
    assert plain(tmp_path / "top.yaml") == {"a": 1, "b": 1, "c": 3}


def test_a_choice_replaces_a_choice(tmp_path: Path) -> None:
    base = 'time: {gamma: {mean: 1 min}}\nopen: {"mon-fri": 1, otherwise: 0}\nr: {rate: 1 / h}\n'
    top = 'extends: base.yaml\ntime: {exponential: 1 min}\nopen: {"mon-sun": 2}\nr: {weekly: {}}\n'
    write(tmp_path, base=base, top=top)
    assert plain(tmp_path / "top.yaml") == {
        "time": {"exponential": "1 min"},
        "open": {"mon-sun": 2},
        "r": {"weekly": {}},
    }


VARIANTS = """
a: {x: 1, y: 2}
open: {"mon-fri 08:00-17:00": 6, otherwise: 2}
steps: [{delay: 1 min}, {delay: 2 min}]
variants:
  fast: {a.x: 10}
  nested: {a: {y: 20}}
  slow: {a.x: 30}
  whole: {a: 0}
  twice: {a.x: 1, a: {x: 2}}
  later: {"open.\\"mon-fri 08:00-17:00\\"": 8}
  evenings: {open: {"mon-sun 18:00-22:00": 1, otherwise: 0}}
  seldom: {s.arrivals: {rate: 1 / h, size: 2}}
  planned: {s: {arrivals: {at: [1 h, 2 h], limit: 9}}}
  brief: {steps.0: {delay: {exponential: 1 min}}}
  steady: {steps.0.delay: {uniform: {low: 1 min, high: 2 min}}}
  treated: {steps.0: {use: a}}
"""


def test_variants_lie_over_the_file_and_settings_over_them(tmp_path: Path) -> None:
    file = write(tmp_path, top=VARIANTS) / "top.yaml"
    assert plain(file, ("fast", "nested"))["a"] == {"x": 10, "y": 20}
    assert plain(file, ("later",))["open"] == {"mon-fri 08:00-17:00": 8, "otherwise": 2}
    assert plain(file, ("fast",), ["a.x=3"])["a"]["x"] == 3


@pytest.mark.parametrize(
    ("chosen", "path", "said"),
    [
        (("fast", "slow"), "a.x", '"fast" and "slow" both'),
        (("fast", "whole"), "a", '"fast" and "whole" both'),
        (("whole", "nested"), "a.y", '"whole" and "nested" both'),
        (("later", "evenings"), "open", '"later" and "evenings" both'),
        (("seldom", "planned"), "s.arrivals", '"seldom" and "planned" both'),
        (("planned", "seldom"), "s.arrivals", '"planned" and "seldom" both'),
        (("brief", "steady"), "steps.0.delay", '"brief" and "steady" both'),
        (("brief", "treated"), "steps.0", '"brief" and "treated" both'),
        (("twice",), "a.x", '"twice" sets this twice'),
        (("fats",), "variants", 'no variant "fats"'),
    ],
)
def test_variants_may_not_clash(
    tmp_path: Path, chosen: tuple[str, ...], path: str, said: str
) -> None:
    file = write(tmp_path, top=VARIANTS) / "top.yaml"
    with pytest.raises(ScenarioError) as caught:
        plain(file, chosen)
    [problem] = caught.value.problems
    assert problem.path == path
    assert said in problem.message.en


def test_settings_read_yaml_values_and_reach_into_lists(tmp_path: Path) -> None:
    file = write(tmp_path, top=VARIANTS) / "top.yaml"
    settings = [
        'open."mon-fri 08:00-17:00"=7',
        "steps.1.delay={exponential: 4 min}",
        "a.y=[1, two]",
        "new.key=no",
    ]
    found = plain(file, (), settings)
    assert found["open"]["mon-fri 08:00-17:00"] == 7
    assert found["steps"] == [{"delay": "1 min"}, {"delay": {"exponential": "4 min"}}]
    assert found["a"]["y"] == [1, "two"]
    assert found["new"] == {"key": "no"}


@pytest.mark.parametrize(
    ("setting", "said"),
    [("a", "sets nothing"), ("=3", "not a path"), ("a..b=3", "not a path"), ("a=[1", "bracket"),
     ("a=.nan", "finite")],
)  # fmt: skip
def test_wrong_settings_are_named(tmp_path: Path, setting: str, said: str) -> None:
    file = write(tmp_path, top=VARIANTS) / "top.yaml"
    with pytest.raises(ScenarioError) as caught:
        plain(file, (), [setting])
    [problem] = caught.value.problems
    assert said in problem.message.en
    assert problem.file == f"--set {setting}"


def test_neither_layer_is_changed_by_a_merge(tmp_path: Path) -> None:
    file = write(tmp_path, top=VARIANTS) / "top.yaml"
    layered = resolve(file, (), (), [])
    tree = layered.tree
    before = tree.plain()
    layered.laid({"a.x": 99, "steps.0": 1}, [])
    assert tree.plain() == before


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=4))
def test_any_path_survives_quoting(segments: list[str]) -> None:
    path = tuple(segments)
    assert paths.split(paths.join(path)) == path
