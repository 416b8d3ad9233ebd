"""The word that changes a patient's attributes: set."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.network import steps
from simcore.network.values import Value
from simcore.scenario.network.steps.word import Common, StepWord
from simcore.scenario.values.value import Values


def _set(values: tuple[tuple[str, Value], ...], common: Common) -> Iterator[steps.Step]:
    """Yield one step for each attribute; the first one costs."""
    (first, value), *others = values
    yield steps.Set(first, value, **common)
    for name, value in others:
        yield steps.Set(name, value, key=f"{common['key']}/{name}" if common["key"] else "")


WORDS = (StepWord("set", Values, _set, rank=9),)
