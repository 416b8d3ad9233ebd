"""What a Program is by name: whichever number differs, a run goes on as a branch."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from support.models import exponential, leave, network, resource, source

from simcore.engine.program import Choices, Program
from simcore.experiments.program_shape import shape_of
from simcore.network.compiler.compile import compile_network
from simcore.network.steps import Choose, Option, Use

OPTIONS = (
    Option("near", (0.0,), (("near", -0.1),), lifted=1.0),
    Option("far", (0.5,), (("far", -0.1),)),
)
PROGRAM: Program = compile_network(
    network(
        [resource("near", 5), resource("far", 5)],
        [source("people", "people", 0.3)],
        {
            "people": [Choose(OPTIONS)],
            "near": [Use("near", exponential(9.0)), leave()],
            "far": [Use("far", exponential(9.0)), leave()],
        },
    )
)[0]


def differ(other: Program) -> list[str]:
    """Return what is not the same in the shapes of a Program and of PROGRAM."""
    ours, theirs = shape_of(PROGRAM), shape_of(other)
    return [what for what in ours if ours[what] != theirs[what]]


@pytest.mark.parametrize("name", [f.name for f in fields(Choices)])
def test_numbers_of_choices_are_numbers_of_the_program(name: str) -> None:
    value: Any = getattr(PROGRAM.choices, name)
    assert np.size(value) > 0
    other = replace(PROGRAM, choices=replace(PROGRAM.choices, **{name: value + 1}))
    assert differ(other) == ["numbers"]


@pytest.mark.parametrize("name", ["cycle", "week", "table", "targets"])
def test_other_numbers_are_told(name: str) -> None:
    other = replace(PROGRAM, **{name: getattr(PROGRAM, name) - 1})
    assert differ(other) == ["numbers"]


def test_the_same_is_the_same() -> None:
    assert differ(replace(PROGRAM)) == []
