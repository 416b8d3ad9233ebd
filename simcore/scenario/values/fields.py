"""Fields that many records of a network share: names, priorities, shares by class."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from simcore.network.wholes import PRIORITIES
from simcore.scenario.faults.base import Faults, fault, found
from simcore.scenario.values.quantities import SHARE
from simcore.text import Label

# The largest number that a scenario may write. From 0 on these are fewer priorities than a network
# can tell apart (network.model.MOST_PRIORITIES), so that no scenario has too many.
MAX_PRIORITY = PRIORITIES[-1]
PATIENT = "patient"
ABSENT: Any = None  # the default of a key that may be left out; never a value of it


def parse_name(value: Any) -> str:
    """Return a name; a number that YAML took for one is a name too. Raises a fault."""
    if isinstance(value, str) and value.strip():
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    say = found(value)
    raise fault(
        Label(f"a name is expected, {say.en}", f"应为名称，{say.zh}"),
        Label("write one name", "请写一个名称"),
    )


def parse_priority(value: Any) -> int:
    """Return a priority, 0 to 50, of which the lower is served first. Raises a fault."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_PRIORITY:
        return value
    say = found(value)
    raise fault(
        Label(f"a priority is expected, {say.en}", f"应为优先级，{say.zh}"),
        Label(
            f"write a whole number from 0 to {MAX_PRIORITY}; the lower is served first",
            f"请写 0 到 {MAX_PRIORITY} 的整数，数小者优先",
        ),
    )


def parse_mix(value: Any) -> dict[str, float]:
    """Return the share of each class, 0 to 1.

    Raises a fault where one is no share, or where together they are not 100% within 1e-9.
    """
    mix = parse_share_each(
        value,
        Label("classes", "各类患者"),
        Label("write {adult: 80%, child: 20%}", "请写 {adult: 80%, child: 20%}"),
    )
    total = sum(mix.values())
    if abs(total - 1.0) <= 1e-9:
        return mix
    text = f"{total * 100:.10g}%"
    raise fault(
        Label(f"the classes add up to {text}", f"各类患者的比例合计为 {text}"),
        Label("let them add up to 100%", "请使其合计为 100%"),
    )


def parse_share_each(value: Any, of: Label, remedy: Label) -> dict[str, float]:
    """Return the share, 0 to 1, of each of some things from a map of texts.

    of: what they are, for the message. remedy: shows how to write them.
    Raises a fault for each that is no share.
    """
    if not isinstance(value, dict) or not value:
        say = found(value)
        message = Label(f"shares of {of.en} are expected, {say.en}", f"应为{of.zh}的比例，{say.zh}")
        raise fault(message, remedy)
    faults, shares = Faults(), dict[str, float]()
    for name, share in value.items():
        with faults.at(name):
            shares[name] = SHARE.parse(share)
    faults.raise_any()
    return shares


NAME_SCHEMA = {"type": ["string", "integer"], "description": "a name defined elsewhere in the file"}
PRIORITY_SCHEMA = {
    "type": "integer",
    "minimum": 0,
    "maximum": MAX_PRIORITY,
    "description": "the lower is served first",
}

Name = Annotated[str, PlainValidator(parse_name), WithJsonSchema(NAME_SCHEMA)]
Priority = Annotated[int, PlainValidator(parse_priority), WithJsonSchema(PRIORITY_SCHEMA)]
Mix = Annotated[
    dict[str, float],
    PlainValidator(parse_mix),
    WithJsonSchema({"type": "object", "additionalProperties": SHARE.schema()}),
]


def _names(value: Any) -> tuple[str, ...]:
    """Read one name, or a list of names."""
    if not isinstance(value, list):
        return (parse_name(value),)
    faults, names = Faults(), list[str]()
    for k, item in enumerate(value):
        with faults.at(k):
            names.append(parse_name(item))
    faults.raise_any()
    return tuple(names)


OneOrMoreNames = Annotated[
    tuple[str, ...],
    PlainValidator(_names),
    WithJsonSchema(
        {"anyOf": [NAME_SCHEMA, {"type": "array", "items": NAME_SCHEMA, "minItems": 1}]}
    ),
]
