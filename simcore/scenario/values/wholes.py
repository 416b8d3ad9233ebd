"""Whole numbers that may depend on the patient: one, an expression, or one of these by class."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema

from simcore.network.expressions.names import Names
from simcore.network.values import ByClass, Expression
from simcore.network.wholes import Whole
from simcore.scenario.faults.base import Faults
from simcore.scenario.values.counts import parse_whole
from simcore.scenario.values.fields import PRIORITY_SCHEMA, parse_priority
from simcore.scenario.values.value import by_class, is_quantity, names_in, parse_expression

ParseWhole = Callable[[Any], int]


def parse_whole_of_patient(value: Any, names: Names | None, parse: ParseWhole) -> Whole:
    """Return a whole number, an expression that gives one, or one of these for each class.

    value: as YAML has it; the last is {by_class: ...}. names: as in `parse_expression`. parse:
    reads a plain number.
    Raises a fault for each that is wrong.
    """
    if not (isinstance(value, dict) and set(value) == {"by_class"}):
        return _one(value, names, parse)
    faults, values = Faults(), tuple[int | Expression, ...]()
    with faults.at("by_class"):
        values = by_class(value["by_class"], names, lambda v: _one(v, names, parse))
    faults.raise_any()
    return ByClass(tuple(Expression(str(v)) if isinstance(v, int) else v for v in values))


def _one(value: Any, names: Names | None, parse: ParseWhole) -> int | Expression:
    if not isinstance(value, str) or is_quantity(value):
        return parse(value)
    if value.isidentifier() and names is not None and not (names.attributes or names.constants):
        return parse(value)  # which says what is expected: no word could be right
    return parse_expression(value, names)


def _reader(parse: ParseWhole) -> PlainValidator:
    def read(value: Any, info: ValidationInfo) -> Whole:
        return parse_whole_of_patient(value, names_in(info), parse)

    return PlainValidator(read)


def _schema(one: dict[str, Any]) -> WithJsonSchema:
    either = {"anyOf": [one, {"type": "string", "description": "An expression, such as severity."}]}
    by = {"type": "object", "minProperties": 1, "additionalProperties": either}
    return WithJsonSchema(
        {
            "anyOf": [
                *either["anyOf"],
                {"type": "object", "properties": {"by_class": by}, "required": ["by_class"],
                 "additionalProperties": False},
            ]
        }
    )  # fmt: skip


PriorityOfPatient = Annotated[Any, _reader(parse_priority), _schema(PRIORITY_SCHEMA)]
Units = Annotated[Any, _reader(parse_whole), _schema({"type": "integer", "minimum": 1})]
