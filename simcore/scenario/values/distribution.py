"""Distributions as a scenario writes them: one fixed value, or one family with its parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from simcore.network.expressions.dimensions import NUMBER, TIME
from simcore.network.values import Distribution
from simcore.scenario.faults.base import Faults, fault, found
from simcore.scenario.values.families import (
    FAMILIES,
    NUMBERS,
    TIMES,
    Form,
    Reading,
    fixed_time,
    parse_unit,
    times_or_numbers,
)
from simcore.scenario.values.quantities import DURATION, MINUTES
from simcore.text import Label, did_you_mean

_SHORT = {
    "exponential": "mean",
    "deterministic": "value",
    "sequence": "values",
}  # `exponential: 4 h`
_ENGINE_NAME = {"erlang": "gamma"}
NAMES = (*FAMILIES, "scipy")
GAMMA_SHAPES = (0.05, 1e6)  # beyond, its quantiles cannot be tabulated to 1e-5 of the quartiles
LARGEST = 1e15  # parameter in minutes, or of its own; beyond, no clock tells minutes apart


def parse_distribution(value: Any, reading: Reading = TIMES) -> Distribution:
    """Return a distribution from one fixed value, or from one family with its parameters.

    value: such as "4 min" or {lognormal: {mean: 3 min, sd: 1 min}}; times become minutes.
    reading: whether it is one of times, of signed times or of numbers.
    Raises a fault for each parameter that is wrong, unknown or missing.
    """
    if isinstance(value, Distribution):
        return value
    if not isinstance(value, dict):
        fixed = reading.parse(fixed_time, value)
        bare_zero = fixed == 0.0 and reading.dimension == NUMBER  # 0 is the same in every unit
        dimension = None if bare_zero else reading.dimension
        return Distribution("deterministic", {"value": fixed}, dimension=dimension)
    if len(value) != 1:
        raise fault(
            Label(f"one distribution is expected, {found(value).en}",
                  f"应只有一个分布，{found(value).zh}"),
            Label("write one, such as {lognormal: {mean: 3 min, sd: 1 min}}",
                  "请只写一个，例如 {lognormal: {mean: 3 min, sd: 1 min}}"),
        )  # fmt: skip
    [(name, parameters)] = value.items()
    if name not in NAMES:
        message = Label(f'"{name}" is not a distribution', f"“{name}”不是已知的分布")
        raise fault(message, did_you_mean(name, NAMES), (name,), on_key=True)
    faults, made = Faults(), None
    with faults.at(name):
        read = _scipy if name == "scipy" else _family
        made = replace(read(name, parameters, reading), dimension=reading.dimension)
    faults.raise_any()
    assert made is not None
    return made


def parse_measure(value: Any) -> Distribution:
    """Return a distribution of times where a unit of time is written, else of plain numbers.

    value: as in `parse_distribution`. Raises a fault.
    """
    return parse_distribution(value, times_or_numbers(value))


def _family(name: str, parameters: Any, reading: Reading) -> Distribution:
    if name in _SHORT and not isinstance(parameters, dict):
        with_name = {_SHORT[name]: parameters}
        return _convert(name, FAMILIES[name][0], with_name, reading, at_name=True)
    keys = set(parameters) if isinstance(parameters, dict) else set()
    forms = [form for form in FAMILIES[name] if reading.takes(form)]
    form = next((f for f in forms if f.fits(keys)), None)
    if form is None:
        raise _misfit(name, forms, parameters)
    return _convert(name, form, parameters, reading)


def _convert(
    name: str, form: Form, given: dict[str, Any], reading: Reading, at_name: bool = False
) -> Distribution:
    faults, parsed = Faults(), {}
    for key, item in given.items():
        with faults.at(*(() if at_name else (key,))):
            parsed[key] = reading.parse(form.parsers[key], item)
    faults.raise_any()
    try:
        made = Distribution(_ENGINE_NAME.get(name, name), form.convert(**parsed))
    except ArithmeticError as error:  # a number beyond all numbers on the way
        raise _extreme(Label("its parameters are out of range", "参数超出范围")) from error
    for key, value in made.parameters.items():
        low, high = GAMMA_SHAPES if (made.name, key) == ("gamma", "shape") else (-LARGEST, LARGEST)
        if isinstance(value, float | int) and not low <= value <= high:
            raise _extreme(
                Label(f"its {key} is {value:g}, from {low:g} to {high:g} can be played",
                      f"{key} 为 {value:g}，可用范围为 {low:g} 至 {high:g}"),
            )  # fmt: skip
    return made


def _extreme(message: Label) -> Exception:
    return fault(
        message,
        Label("choose a cv from 0.1% to 447%; a fixed time has a cv of 0",
              "变异系数请取 0.1% 至 447%；固定时长的变异系数为 0"),
    )  # fmt: skip


def _misfit(name: str, forms: Sequence[Form], parameters: Any) -> Exception:
    """Say which sets of parameters a family takes; name an unknown one first."""
    sets = " | ".join("{" + ", ".join(form.parsers) + "}" for form in forms)
    allowed = {key for form in forms for key in form.parsers}
    unknown = (
        [key for key in parameters if key not in allowed] if isinstance(parameters, dict) else []
    )
    if unknown:
        near = did_you_mean(unknown[0], allowed)
        message = Label(f'{name} has no parameter "{unknown[0]}"', f"{name} 没有参数“{unknown[0]}”")
        remedy = Label(f"{near.en}; one of {sets}", f"{near.zh}；写法：{sets}")
        return fault(message, remedy, (unknown[0],), on_key=True)
    say = found(parameters)
    return fault(
        Label(f"{name} needs other parameters, {say.en}", f"{name} 的参数不全或不相容，{say.zh}"),
        Label(f"write one of {sets}", f"请写以下之一：{sets}"),
    )


def _scipy(name: str, given: Any, reading: Reading) -> Distribution:
    """Read {distribution, parameters, unit}: any continuous scipy.stats distribution."""
    from simcore.scenario.values.scipy_family import check_family

    keys = {"distribution", "parameters"}
    if not isinstance(given, dict) or set(given) - {"unit"} != keys:
        say = found(given)
        example = "{distribution: genpareto, parameters: {c: 0.1, scale: 3}, unit: min}"
        raise fault(
            Label(f"distribution, parameters and unit are expected, {say.en}",
                  f"应有 distribution、parameters 和 unit，{say.zh}"),
            Label(f"write {example}", f"请写 {example}"),
        )  # fmt: skip
    faults, unit = Faults(), 1.0
    with faults.at("unit"):
        unit = parse_unit(given.get("unit")) if reading.dimension == TIME else 1.0
    with faults.at():
        check_family(given["distribution"], given["parameters"], signed=reading.signed)
    faults.raise_any()
    parameters = {key: float(item) for key, item in given["parameters"].items()}
    return Distribution(name, parameters, str(given["distribution"]), unit)


def distribution_schema(measures: bool = False) -> dict[str, Any]:
    """Return the JSON Schema of a distribution.

    measures: it may be one of numbers or of times, not of times alone.
    """
    one_time = {"type": ["number", "string"]} if measures else DURATION.schema()
    families: dict[str, Any] = {}
    for name, forms in FAMILIES.items():
        schema = forms[0].schema(measures)
        short = [schema["properties"][_SHORT[name]]] if name in _SHORT else []
        families[name] = {"anyOf": [*short, *(form.schema(measures) for form in forms)]}
    families["scipy"] = {
        "type": "object",
        "properties": {
            "distribution": {"type": "string", "description": "a name in scipy.stats"},
            "parameters": {"type": "object", "additionalProperties": {"type": "number"}},
            "unit": {"enum": list(MINUTES)},
        },
        "required": ["distribution", "parameters", "unit"],
        "additionalProperties": False,
    }
    one = {
        "type": "object",
        "properties": families,
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }
    what = "of numbers or times, or one fixed number" if measures else "of time, or one fixed time"
    return {"description": f"A distribution {what}.", "anyOf": [one_time, one]}


def _parse_times(value: Any) -> Distribution:
    return parse_distribution(value)


def _parse_counts(value: Any) -> Distribution:
    return parse_distribution(value, NUMBERS)


DistributionField = Annotated[
    Distribution,
    PlainValidator(_parse_times),
    WithJsonSchema(distribution_schema()),
]
SizeField = Annotated[
    Distribution,
    PlainValidator(_parse_counts),
    WithJsonSchema(distribution_schema(measures=True)),
]
