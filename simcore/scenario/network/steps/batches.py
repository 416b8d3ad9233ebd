"""The words for patients who go on together: gather, scatter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from simcore.network import steps
from simcore.scenario.faults.base import LabelField, Strict
from simcore.scenario.network.steps.word import Common, StepWord
from simcore.scenario.values.counts import FromOne
from simcore.scenario.values.fields import ABSENT, Name
from simcore.scenario.values.value import TimeValue
from simcore.text import Label


class Gather(Strict):
    """Wait at a gate until so many patients are there."""

    gate: Name
    name: LabelField | None = None
    size: FromOne
    longest: TimeValue = ABSENT


def _gather(text: Gather, common: Common) -> Iterator[steps.Step]:
    label = text.name or Label(text.gate, text.gate)
    yield steps.Gather(text.gate, label, text.size, text.longest, **common)


def _scatter(_: bool, common: Common) -> Iterator[steps.Step]:
    yield steps.Scatter(**common)


WORDS = (
    StepWord("gather", Gather, _gather, rank=14),
    StepWord("scatter", Literal[True], _scatter, rank=15, bare=True),
)
