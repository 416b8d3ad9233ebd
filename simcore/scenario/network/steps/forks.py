"""The words for what one patient does side by side: fork, join."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simcore.network import steps
from simcore.scenario.network.steps.word import StepWord
from simcore.scenario.values.fields import Name

Parts = Annotated[list[Name], Field(json_schema_extra={"minItems": 1})]

WORDS = (
    StepWord("fork", Parts, lambda parts, common: [steps.Fork(tuple(parts), **common)], rank=12),
    StepWord("join", Literal[True], lambda _, common: [steps.Join(**common)], rank=13, bare=True),
)
