"""Distributions as people state them, to the parameters that the engine draws from.

Each family lists its forms: the parameters that stand together, how each is read, and
the conversion. Times become minutes. Moments convert by the usual identities (Johnson,
Kotz and Balakrishnan, Continuous Univariate Distributions, 1994).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from simcore.network.values import Distribution
from simcore.scenario.faults.base import Faults, fault, found, shown
from simcore.scenario.values.quantities import (
    DURATION,
    MINUTES,
    RATE,
    SIGNED,
    parse_number,
    parse_positive_duration,
)
from simcore.text import Label, did_you_mean

Parameters = Mapping[str, float | tuple[float, ...]]
Parser = Callable[[Any], Any]

Z90 = 1.2815515655446004  # the standard normal's 90th percentile


@dataclass(frozen=True, slots=True)
class Form:
    """Parameters that describe a family together, and their conversion.

    `convert` takes the parsed values by name and returns the canonical parameters; it
    raises a fault where they contradict each other.
    """

    parsers: Mapping[str, Parser]
    convert: Callable[..., Parameters]
    optional: frozenset[str] = frozenset()

    @property
    def required(self) -> set[str]:
        return set(self.parsers) - self.optional

    def fits(self, keys: set[str]) -> bool:
        return self.required <= keys <= set(self.parsers)


def _positive(value: Any) -> float:
    number = parse_number(value)
    if number > 0:
        return number
    raise fault(
        Label(f"found {shown(value)}, which is not above 0", f"此处为 {shown(value)}，不大于 0"),
        Label("write a number above 0", "请写大于 0 的数值"),
    )


def _stages(value: Any) -> float:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return float(value)
    say = found(value)
    raise fault(
        Label(f"a number of stages is expected, {say.en}", f"应为阶段数，{say.zh}"),
        Label("write a whole number, 1 or more", "请写不小于 1 的整数"),
    )


def _rate(value: Any) -> float:
    rate = RATE.parse(value)
    if rate > 0:
        return rate
    raise fault(
        Label(f"found {value}, a rate of nothing", f"此处为 {value}，速率为零"),
        Label("write a rate above 0, such as 12 / h", "请写大于 0 的速率，例如 12 / h"),
    )


def _ordered(low: float, high: float, names: tuple[str, str], strict: bool = True) -> None:
    if low < high or (low == high and not strict):
        return
    a, b = names
    raise fault(
        Label(f"{a} is not below {b}", f"{a} 没有小于 {b}"),
        Label(f"let {a} be less than {b}", f"请使 {a} 小于 {b}"),
        (b,),
    )


def _uniform(low: float, high: float) -> Parameters:
    _ordered(low, high, ("low", "high"))
    return {"low": low, "high": high}


def _triangular(low: float, mode: float, high: float) -> Parameters:
    _ordered(low, high, ("low", "high"))
    _ordered(low, mode, ("low", "mode"), strict=False)
    _ordered(mode, high, ("mode", "high"), strict=False)
    return {"low": low, "mode": mode, "high": high}


def _lognormal_cv(mean: float, cv: float) -> Parameters:
    variance = math.log1p(cv * cv)
    return {"log_mean": math.log(mean) - variance / 2, "log_sd": math.sqrt(variance)}


def _lognormal_p90(median: float, p90: float) -> Parameters:
    _ordered(median, p90, ("median", "p90"))
    return {"log_mean": math.log(median), "log_sd": math.log(p90 / median) / Z90}


def _gamma_cv(mean: float, cv: float) -> Parameters:
    return {"shape": 1 / cv**2, "scale": mean * cv**2}


def _empirical(values: tuple[float, ...], weights: tuple[float, ...] = ()) -> Parameters:
    weights = weights or (1.0,) * len(values)
    if len(weights) == len(values) and sum(weights) > 0 and min(weights) >= 0:
        return {"values": values, "weights": weights}
    n, m = len(values), len(weights)
    raise fault(
        Label(f"{m} weights for {n} values, or a negative or empty total",
              f"{n} 个取值对应 {m} 个权重，或权重为负、合计为零"),
        Label("give each value one weight, 0 or more", "请为每个取值写一个不小于 0 的权重"),
        ("weights",),
    )  # fmt: skip


def _list_of(parse: Parser) -> Parser:
    def parse_list(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or not value:
            say = found(value)
            raise fault(
                Label(f"a list is expected, {say.en}", f"应为列表，{say.zh}"),
                Label("write [a, b, c]", "请写 [a, b, c]"),
            )
        faults, items = Faults(), []
        for i, item in enumerate(value):
            with faults.at(i):
                items.append(parse(item))
        faults.raise_any()
        return tuple(items)

    return parse_list


def _unit(value: Any) -> float:
    if isinstance(value, str) and value in MINUTES:
        return MINUTES[value]
    say = found(value)
    raise fault(
        Label(f"a unit of time is expected, {say.en}", f"应为时间单位，{say.zh}"),
        did_you_mean(value, ("s", "min", "h", "d", "week")),
    )


def _measure(value: Any) -> float:
    """Read a plain number, or a duration in minutes."""
    return SIGNED.parse(value) if isinstance(value, str) else parse_number(value)


def _some_measure(value: Any) -> float:
    return _positive(_measure(value))


_time: Parser = DURATION.parse
_some_time: Parser = parse_positive_duration
_times: Parser = _list_of(_time)

Reading = Mapping[Parser, Parser]  # what stands in for the readers of times

TIMES: Reading = {}
SIGNED_TIMES: Reading = {_time: SIGNED.parse, _times: _list_of(SIGNED.parse)}
MEASURES: Reading = {_time: _measure, _some_time: _some_measure, _times: _list_of(_measure)}
COUNTS: Reading = {_time: parse_number, _some_time: _positive, _times: _list_of(parse_number)}

FAMILIES: dict[str, tuple[Form, ...]] = {
    "deterministic": (Form({"value": _time}, dict),),
    "exponential": (
        Form({"mean": _some_time}, dict),
        Form({"rate": _rate}, lambda rate: {"mean": 1 / rate}),
    ),
    "uniform": (Form({"low": _time, "high": _time}, _uniform),),
    "triangular": (Form({"low": _time, "mode": _time, "high": _time}, _triangular),),
    "normal": (
        Form({"mean": _time, "sd": _some_time}, dict),
        Form({"mean": _some_time, "cv": _positive},
             lambda mean, cv: {"mean": mean, "sd": mean * cv}),
    ),
    "lognormal": (
        Form({"mean": _some_time, "sd": _some_time},
             lambda mean, sd: _lognormal_cv(mean, sd / mean)),
        Form({"mean": _some_time, "cv": _positive}, _lognormal_cv),
        Form({"median": _some_time, "p90": _some_time}, _lognormal_p90),
        Form(
            {"log_mean": parse_number, "log_sd": _positive, "unit": _unit},
            lambda log_mean, log_sd, unit: {
                "log_mean": log_mean + math.log(unit), "log_sd": log_sd},
        ),
    ),
    "gamma": (
        Form({"mean": _some_time, "sd": _some_time}, lambda mean, sd: _gamma_cv(mean, sd / mean)),
        Form({"mean": _some_time, "cv": _positive}, _gamma_cv),
        Form({"shape": _positive, "scale": _some_time}, dict),
    ),
    "erlang": (
        Form({"stages": _stages, "mean": _some_time},
             lambda stages, mean: {"shape": stages, "scale": mean / stages}),
    ),
    "weibull": (
        Form({"shape": _positive, "scale": _some_time}, dict),
        Form({"shape": _positive, "mean": _some_time},
             lambda shape, mean: {"shape": shape, "scale": mean / math.gamma(1 + 1 / shape)}),
    ),
    "empirical": (
        Form({"values": _times, "weights": _list_of(parse_number)}, _empirical,
             frozenset({"weights"})),
    ),
}  # fmt: skip

_SHORT = {"exponential": "mean", "deterministic": "value"}  # `exponential: 4 h`
_ENGINE_NAME = {"erlang": "gamma"}
NAMES = (*FAMILIES, "scipy")
GAMMA_SHAPES = (0.05, 1e6)  # beyond, its quantiles cannot be tabulated to 1e-5 of the quartiles


def parse_distribution(value: Any, reading: Reading = TIMES) -> Distribution:
    """Read a distribution of time: a bare duration, or one family with its parameters.

    With another `reading`, it is one of numbers or of signed times. Raises a fault for each
    parameter that is wrong, unknown or missing.
    """
    if isinstance(value, Distribution):
        return value
    if not isinstance(value, dict):
        return Distribution("deterministic", {"value": reading.get(_time, _time)(value)})
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
        made = _scipy(parameters) if name == "scipy" else _family(name, parameters, reading)
    faults.raise_any()
    assert made is not None
    return made


def _family(name: str, parameters: Any, reading: Reading) -> Distribution:
    if name in _SHORT and not isinstance(parameters, dict):
        with_name = {_SHORT[name]: parameters}
        return _convert(name, FAMILIES[name][0], with_name, reading, at_name=True)
    keys = set(parameters) if isinstance(parameters, dict) else set()
    form = next((f for f in FAMILIES[name] if f.fits(keys)), None)
    if form is None:
        raise _misfit(name, parameters)
    return _convert(name, form, parameters, reading)


def _convert(
    name: str, form: Form, given: dict[str, Any], reading: Reading, at_name: bool = False
) -> Distribution:
    faults, parsed = Faults(), {}
    for key, item in given.items():
        with faults.at(*(() if at_name else (key,))):
            parse = form.parsers[key]
            parsed[key] = reading.get(parse, parse)(item)
    faults.raise_any()
    made = Distribution(_ENGINE_NAME.get(name, name), form.convert(**parsed))
    shape = made.parameters.get("shape", 1.0)
    if made.name == "gamma" and isinstance(shape, float | int):
        low, high = GAMMA_SHAPES
        if not low <= shape <= high:
            raise _extreme(shape)
    return made


def _extreme(shape: float) -> Exception:
    low, high = GAMMA_SHAPES
    return fault(
        Label(f"its shape is {shape:g}, from {low:g} to {high:g} can be played",
              f"形状参数为 {shape:g}，可用范围为 {low:g} 至 {high:g}"),
        Label("choose a cv from 0.1% to 447%; a fixed time has a cv of 0",
              "变异系数请取 0.1% 至 447%；固定时长的变异系数为 0"),
    )  # fmt: skip


def _misfit(name: str, parameters: Any) -> Exception:
    """Say which sets of parameters a family takes; name an unknown one first."""
    forms = FAMILIES[name]
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


def _scipy(given: Any) -> Distribution:
    """Read {distribution, parameters, unit}: any continuous scipy.stats distribution."""
    from simcore.scenario.values.scipy_family import check_family

    keys = {"distribution", "parameters", "unit"}
    if not isinstance(given, dict) or set(given) - {"unit"} != keys - {"unit"}:
        say = found(given)
        example = "{distribution: genpareto, parameters: {c: 0.1, scale: 3}, unit: min}"
        raise fault(
            Label(f"distribution, parameters and unit are expected, {say.en}",
                  f"应有 distribution、parameters 和 unit，{say.zh}"),
            Label(f"write {example}", f"请写 {example}"),
        )  # fmt: skip
    faults, unit = Faults(), 1.0
    with faults.at("unit"):
        unit = _unit(given.get("unit"))
    with faults.at():
        check_family(given["distribution"], given["parameters"])
    faults.raise_any()
    parameters = {key: float(item) for key, item in given["parameters"].items()}
    return Distribution("scipy", parameters, str(given["distribution"]), unit)


def _form_schema(form: Form, measures: bool) -> dict[str, Any]:
    kinds: dict[Parser, dict[str, Any]] = {
        _time: DURATION.schema(),
        _some_time: DURATION.schema(),
        _rate: RATE.schema(),
        _positive: {"type": "number", "exclusiveMinimum": 0},
        _stages: {"type": "integer", "minimum": 1},
        _unit: {"enum": list(MINUTES)},
        _times: {"type": "array", "items": DURATION.schema(), "minItems": 1},
        parse_number: {"type": "number"},
    }
    if measures:
        number = {"type": ["number", "string"]}
        kinds |= {_time: number, _some_time: number, _times: {"type": "array", "items": number}}
    properties = {key: kinds.get(parse, {"type": "array"}) for key, parse in form.parsers.items()}
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(form.required),
        "additionalProperties": False,
    }


def distribution_schema(measures: bool = False) -> dict[str, Any]:
    """Return the JSON Schema of a distribution of time, or of `measures`: numbers and times."""
    one_time = {"type": ["number", "string"]} if measures else DURATION.schema()
    families: dict[str, Any] = {}
    for name, forms in FAMILIES.items():
        short = [one_time] if name in _SHORT else []
        families[name] = {"anyOf": [*short, *(_form_schema(form, measures) for form in forms)]}
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
    return parse_distribution(value, COUNTS)


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
