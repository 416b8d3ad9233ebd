"""The words by which time passes: delay, until."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema

from simcore.network import steps
from simcore.scenario.faults.base import Faults, Strict
from simcore.scenario.network.steps.word import Common, StepWord
from simcore.scenario.values.fields import Name
from simcore.scenario.values.value import TimeValue
from simcore.scenario.values.weekly import moments


def parse_moments(value: Any) -> tuple[float, ...]:
    """Return minutes of the week, rising, from one text or a list of texts.

    Raises a fault for each text that is no moment of the week.
    """
    texts = value if isinstance(value, list) else [value]
    faults, minutes = Faults(), set[float]()
    for k, text in enumerate(texts):
        with faults.at(*((k,) if isinstance(value, list) else ())):
            minutes |= set(moments(str(text)))
    faults.raise_any()
    return tuple(sorted(minutes))


_MOMENT = {"type": "string", "examples": ["mon,wed,fri 08:00"]}
Moments = Annotated[
    Any,
    PlainValidator(parse_moments),
    WithJsonSchema({"anyOf": [_MOMENT, {"type": "array", "items": _MOMENT, "minItems": 1}]}),
]


class Delay(Strict):
    """How long it takes, and a name under which those who are there are counted."""

    time: TimeValue = Field(alias="for")
    occupies: Name = ""

    def lower(self, common: Common) -> Iterator[steps.Step]:
        """Yield the step of the model."""
        yield steps.Delay(self.time, occupies=self.occupies, **common)


def delay_text(value: Any) -> Any:
    """Let `delay: 2 h` stand for `delay: {for: 2 h}`."""
    whole = isinstance(value, dict) and not value.keys().isdisjoint(("for", "occupies"))
    return value if whole else {"for": value}


ShortDelay = Annotated[Delay, BeforeValidator(delay_text, json_schema_input_type=TimeValue | Delay)]

WORDS = (
    StepWord("delay", ShortDelay, Delay.lower, rank=3),
    StepWord("until", Moments, lambda times, common: [steps.Until(times, **common)], rank=10),
)
