"""The words by which time passes: delay, until."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from simcore.network import steps
from simcore.scenario.faults.base import Faults
from simcore.scenario.network.steps.word import StepWord
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

WORDS = (
    StepWord("delay", TimeValue, lambda time, common: [steps.Delay(time, **common)], rank=3),
    StepWord("until", Moments, lambda times, common: [steps.Until(times, **common)], rank=10),
)
