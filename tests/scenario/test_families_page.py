"""The table of distributions in the page of scenarios has what the code reads, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from simcore.network.expressions.parser import FUNCTIONS
from simcore.network.expressions.postfix import DRAWING, OF_RESOURCE
from simcore.scenario.values.distribution import NAMES
from simcore.scenario.values.families import FAMILIES

PAGE = (Path(__file__).parents[2] / "scenarios" / "README.md").read_text(encoding="utf-8")


def section(begin: str, end: str) -> str:
    return PAGE[PAGE.index(begin) : PAGE.index(end)]


def test_every_family_with_every_set_of_parameters() -> None:
    table = section("Distributions 分布", "Expressions 表达式")
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", table, re.MULTILINE)
    written = {
        name: {frozenset(found.split(", ")) for found in re.findall(r"`\{(.*?)\}`", text)}
        for name, text in rows
    }
    read = {name: {frozenset(form.parsers) for form in forms} for name, forms in FAMILIES.items()}
    for name, forms in FAMILIES.items():
        read[name] |= {frozenset(form.required) for form in forms}
    read["scipy"] = {frozenset({"distribution", "parameters", "unit"})}
    assert [name for name, _ in rows] == list(NAMES)
    assert written == read


def test_every_function_of_an_expression() -> None:
    table = section("Expressions 表达式", "A value is a time or a number")
    for name, (parameters, _) in DRAWING.items():
        assert f"`{name}({parameters})`" in table
    plain = re.search(r"\| functions \| (.*?) \|", table)
    assert plain
    said = set(re.findall(r"[a-z]+", " ".join(re.findall(r"`(.*?)`", plain[1]))))
    assert said == set(FUNCTIONS) - set(DRAWING) - set(OF_RESOURCE)
