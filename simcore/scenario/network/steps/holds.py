"""The words of a signal: hold, signal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator

from simcore.network import steps
from simcore.scenario.faults.base import LabelField, Strict
from simcore.scenario.network.steps.word import Common, StepWord
from simcore.scenario.values.counts import FromOne
from simcore.scenario.values.fields import ABSENT, Name
from simcore.text import Label


class Hold(Strict):
    """Wait for a signal, which has a name to be shown."""

    signal: Name
    name: LabelField | None = None


class Signal(Strict):
    """Let all, or `most`, of those who wait for it go on."""

    signal: Name
    most: FromOne = ABSENT


def signal_text(value: Any) -> Any:
    """Let `hold: results` stand for `hold: {signal: results}`."""
    return value if isinstance(value, dict) else {"signal": value}


ShortHold = Annotated[Hold, BeforeValidator(signal_text, json_schema_input_type=str | Hold)]
ShortSignal = Annotated[Signal, BeforeValidator(signal_text, json_schema_input_type=str | Signal)]


def _hold(text: Hold, common: Common) -> Iterator[steps.Step]:
    yield steps.Hold(text.signal, text.name or Label(text.signal, text.signal), **common)


def _signal(text: Signal, common: Common) -> Iterator[steps.Step]:
    yield steps.Signal(text.signal, text.most, **common)


WORDS = (
    StepWord("hold", ShortHold, _hold, rank=16),
    StepWord("signal", ShortSignal, _signal, rank=17),
)
