"""Names that may depend on the patient: one, one for each class, or one by an expression."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema

from simcore.network.expressions.names import Names
from simcore.network.naming import NameBy, NameByClass, Naming
from simcore.network.values import Expression
from simcore.scenario.faults.base import Faults, fault, found
from simcore.scenario.values.fields import NAME_SCHEMA, parse_name
from simcore.scenario.values.quantities import parse_number
from simcore.scenario.values.value import by_class, names_in, parse_expression
from simcore.text import Label


def parse_naming(value: Any, names: Names | None) -> Naming:
    """Return a name, or names by class or by the value of an expression.

    value: such as north, {by_class: {child: north, otherwise: south}} or {by: severity, table:
    {0: mild, 3: severe}}. names: as in `parse_expression`.
    Raises a fault for each that is wrong.
    """
    keys = set(value) if isinstance(value, dict) else set()
    faults = Faults()
    if keys == {"by_class"}:
        chosen = ()
        with faults.at("by_class"):
            chosen = by_class(value["by_class"], names, parse_name)
        faults.raise_any()
        return NameByClass(chosen)
    if keys != {"by", "table"}:
        return parse_name(value)
    by, table = Expression(""), tuple[tuple[float, str], ...]()
    with faults.at("by"):
        by = parse_expression(value["by"], names)
    with faults.at("table"):
        table = _table(value["table"])
    faults.raise_any()
    return NameBy(by, table)


def _table(value: Any) -> tuple[tuple[float, str], ...]:
    if not isinstance(value, dict) or not value:
        say = found(value)
        raise fault(
            Label(f"names by value are expected, {say.en}", f"应为按数值分行的名称，{say.zh}"),
            Label("write {0: mild, 3: severe}", "请写 {0: mild, 3: severe}"),
        )
    faults, rows = Faults(), []
    for key, name in value.items():
        with faults.at(key):
            rows.append((_number(key), parse_name(name)))
    faults.raise_any()
    return tuple(sorted(rows))


def _number(key: Any) -> float:
    try:
        return parse_number(float(key))
    except ValueError:
        raise fault(
            Label(f'"{key}" is not a number', f"“{key}”不是数值"),
            Label("write the least value of the row", "请写该行的最小值"), on_key=True,
        ) from None  # fmt: skip


def _read(value: Any, info: ValidationInfo) -> Naming:
    return parse_naming(value, names_in(info))


_NAMES = {"type": "object", "minProperties": 1, "additionalProperties": NAME_SCHEMA}


def _map_of(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties),
            "additionalProperties": False}  # fmt: skip


NameOfPatient = Annotated[
    Any,
    PlainValidator(_read),
    WithJsonSchema(
        {
            "anyOf": [
                NAME_SCHEMA,
                _map_of(by_class=_NAMES),
                _map_of(by={"type": ["string", "number"]}, table=_NAMES),
            ]
        }
    ),
]
