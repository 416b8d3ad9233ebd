"""Values that may depend on the patient: a distribution, an expression, or one by class.

What names an expression may use stands elsewhere in the file, so whoever validates gives
them as the context: {"names": Names}. Without it, any name is taken for right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema

from simcore.network.expressions.faults import ExpressionError
from simcore.network.expressions.names import Names
from simcore.network.expressions.parser import parse
from simcore.network.expressions.postfix import constant
from simcore.network.scope import constants_of
from simcore.network.values import ByClass, Distribution, Expression, Value
from simcore.scenario.faults.base import Faults, fault, found
from simcore.scenario.values.counts import parse_count, read_count
from simcore.scenario.values.distribution import (
    distribution_schema,
    parse_distribution,
    parse_measure,
)
from simcore.scenario.values.families import SIGNED_TIMES
from simcore.scenario.values.quantities import SIGNED, split_number
from simcore.text import Label, did_you_mean

OTHERWISE = ("otherwise", "其余")
_OF_EXPRESSIONS = re.compile(r"[\s()*/+<>=-]")


def names_of(document: Mapping[str, Any]) -> Names:
    """Return the names that the expressions of a network may use.

    document: the plain values of the scenario, right or wrong.
    """
    attributes, sources = document.get("attributes"), document.get("sources")
    resources = [document.get(key) for key in ("resources", "pools")]
    known = [str(name) for part in resources if isinstance(part, dict) for name in part]
    return Names(
        tuple(map(str, attributes)) if isinstance(attributes, list) else (),
        tuple(sorted(set(_classes(sources) if isinstance(sources, dict) else ()))),
        tuple(known),
        constants_of(constant_texts(document.get("constants"))),
    )


def constant_texts(constants: Any) -> dict[str, str]:
    """Return what stands for the named constants of a scenario, right or wrong, as text."""
    found = constants.items() if isinstance(constants, dict) else ()
    return {str(name): str(value) for name, value in found}


def _classes(sources: Mapping[str, Any]) -> list[str]:
    """Return the classes of the sources as they are written."""
    classes: list[str] = []
    for source in sources.values():
        mix = source.get("mix") if isinstance(source, dict) else None
        patient = source.get("class") if isinstance(source, dict) else None
        if isinstance(mix, dict) and mix:
            classes += map(str, mix)
        elif isinstance(patient, dict):
            classes.append(str(patient.get("name", "patient")))
        else:
            classes.append("patient")
    return classes


def names_in(info: ValidationInfo) -> Names | None:
    """Return the names that the context of a validation holds, None where it holds none."""
    names = info.context.get("names") if isinstance(info.context, dict) else None
    return names if isinstance(names, Names) else None


def parse_expression(value: Any, names: Names | None) -> Expression:
    """Return an expression that can be compiled.

    value: its text, or a number. names: those it may use; None takes any for right.
    Raises a fault.
    """
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        say = found(value)
        raise fault(
            Label(f"an expression is expected, {say.en}", f"应为表达式，{say.zh}"),
            Label('write a text such as "severity >= 3"', "请写文字，例如 “severity >= 3”"),
        )
    text = str(value)
    if names is None:
        return Expression(text)
    try:
        parse(text, names)
    except ExpressionError as error:
        raise fault(error.message, error.remedy) from None
    return Expression(text)


def parse_constant(value: Any) -> str:
    """Return the text of a named constant: a number, with its unit where it is a time.

    Raises a fault.
    """
    return parse_expression(value, Names()).text


def parse_units(value: Any, names: Names | None) -> int:
    """Return a whole number from 0, or the value of constants that is one: `beds - 2`.

    names: where constants are known. Raises a fault.
    """
    if not isinstance(value, str) or names is None or read_count(value) is not None:
        return parse_count(value)
    only = Names(constants=names.constants)
    number = constant(parse(parse_expression(value, only).text, only).code)
    if number is not None and number >= 0.0 and number % 1.0 == 0.0:
        return parse_count(int(number))
    raise fault(
        Label(f"{value} is not a whole number from 0", f"{value} 不是非负整数"),
        Label("write a whole number, or constants that give one: beds - 2",
              "请写非负整数，或由常量得出的整数，例如 beds - 2"),
    )  # fmt: skip


def is_quantity(text: str) -> bool:
    """Tell whether a text is a time, or one number with something like a unit of it."""
    number, unit = split_number(text)
    plain = number is not None and not _OF_EXPRESSIONS.search(unit)
    return plain or SIGNED.read(text) is not None


Read = Callable[[Any], Distribution]  # of a fixed value, or of a distribution


def parse_value(value: Any, names: Names | None, read: Read = parse_distribution) -> Value:
    """Return a fixed value, a distribution, an expression, or one of these for each class.

    value: as YAML has it; the last is {by_class: ...}. names: as in `parse_expression`.
    read: `parse_distribution`, or another such.
    Raises a fault for each that is wrong.
    """
    if isinstance(value, Distribution | Expression | ByClass):
        return value
    if isinstance(value, dict) and set(value) == {"by_class"}:
        faults, values = Faults(), ()
        with faults.at("by_class"):
            values = by_class(value["by_class"], names, lambda v: _parse_one(v, names, read))
        faults.raise_any()
        return ByClass(values)
    return _parse_one(value, names, read)


def _parse_one(value: Any, names: Names | None, read: Read) -> Distribution | Expression:
    if isinstance(value, str) and not is_quantity(value):
        return parse_expression(value, names)
    return read(value)


def by_class(given: Any, names: Names | None, parse: Callable[[Any], Any]) -> tuple[Any, ...]:
    """Return a value for each class, in the order of the network's.

    given: a map by class; `otherwise` stands for those that are not named.
    names: where the classes are known. parse: reads one value.
    Raises a fault for each class that is unknown, wrong or left out.
    """
    if not isinstance(given, dict) or not given:
        say = found(given)
        raise fault(
            Label(f"a value for each class is expected, {say.en}", f"应为各类别的值，{say.zh}"),
            Label("write {child: ..., otherwise: ...}", "请写 {child: ..., otherwise: ...}"),
        )
    classes = names.classes if names else [name for name in given if name not in OTHERWISE]
    rest = next((key for key in OTHERWISE if key in given), "")
    faults, items = Faults(), dict[str, Any]()
    for name, item in given.items():
        if name not in (*classes, rest):
            message = Label(f'there is no class "{name}"', f"没有名为“{name}”的类别")
            faults.add(message, did_you_mean(name, (*classes, "otherwise")), name, on_key=True)
        with faults.at(name):
            items[name] = parse(item)
    absent = [name for name in classes if name not in given]
    if absent and not rest:
        faults.add(
            Label(f'nothing is said for the class "{absent[0]}"', f"未说明类别“{absent[0]}”的值"),
            Label("add it, or otherwise: for the rest", "请补上，或用 otherwise: 写明其余类别"),
        )
    faults.raise_any()
    return tuple(items[name if name in items else rest] for name in classes)


# Fields

_CONDITION = {
    "type": "string",
    "description": "An expression that is true or false, such as severity >= 3.",
    "examples": ["queue(doctor) >= 10", "class == child and stay > 4 h"],
}
_BY_CLASS = {"type": "object", "minProperties": 1}


def value_schema(measures: bool = False) -> dict[str, Any]:
    """Return the JSON Schema of a value: a distribution, an expression, or one by class.

    measures: as in `distribution_schema`.
    """
    one = distribution_schema(measures)
    text = {"type": "string", "description": "An expression, such as severity * 10 min."}
    by = {
        "type": "object",
        "properties": {"by_class": {**_BY_CLASS, "additionalProperties": {"anyOf": [one, text]}}},
        "required": ["by_class"],
        "additionalProperties": False,
    }
    return {"anyOf": [one, text, by]}


def _signed_time(value: Any, info: ValidationInfo) -> Value:
    return parse_value(value, names_in(info), lambda v: parse_distribution(v, SIGNED_TIMES))


def _time(value: Any, info: ValidationInfo) -> Value:
    return parse_value(value, names_in(info))


def _condition(value: Any, info: ValidationInfo) -> Expression:
    return parse_expression(value, names_in(info))


Constant = Annotated[
    str,
    PlainValidator(parse_constant),
    WithJsonSchema({"type": ["number", "string"], "examples": [9, "15 min", "20%"]}),
]
_time_schema, _measure_schema = WithJsonSchema(value_schema()), WithJsonSchema(value_schema(True))

TimeValue = Annotated[Any, PlainValidator(_time), _time_schema]  # minutes
SignedTime = Annotated[Any, PlainValidator(_signed_time), _measure_schema]  # negative if early
Condition = Annotated[Any, PlainValidator(_condition), WithJsonSchema(_CONDITION)]


def _values(value: Any, info: ValidationInfo) -> tuple[tuple[str, Value], ...]:
    """Read a value for each of some attributes."""
    names = names_in(info)
    if not isinstance(value, dict) or not value:
        say = found(value)
        raise fault(
            Label(f"values of attributes are expected, {say.en}", f"应为各属性的值，{say.zh}"),
            Label("write {severity: 3}", "请写 {severity: 3}"),
        )
    faults, values = Faults(), []
    for name, item in value.items():
        with faults.at(name):
            values.append((name, parse_value(item, names, parse_measure)))
    faults.raise_any()
    return tuple(values)


Values = Annotated[
    Any,
    PlainValidator(_values),
    WithJsonSchema({"type": "object", "minProperties": 1,
                    "additionalProperties": value_schema(True)}),
]  # fmt: skip
