"""The families of distributions as people state them, to the parameters that are drawn from.

Each family lists its forms: the parameters that stand together, how each is read, and
the conversion. Times become minutes. Moments convert by the usual identities (Johnson,
Kotz and Balakrishnan, Continuous Univariate Distributions, 1994).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from simcore.network.expressions.dimensions import NUMBER, TIME, Dimension
from simcore.scenario.faults.base import Faults, fault, found, shown
from simcore.scenario.values.quantities import (
    DURATION,
    FACTOR,
    MINUTES,
    RATE,
    SHARES,
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
    raises a fault where they contradict each other. `plain`: only of numbers without a unit.
    """

    parsers: Mapping[str, Parser]
    convert: Callable[..., Parameters]
    optional: frozenset[str] = frozenset()
    plain: bool = False

    @property
    def required(self) -> set[str]:
        return set(self.parsers) - self.optional

    def fits(self, keys: set[str]) -> bool:
        """Return whether these keys are all that is required, and nothing unknown."""
        return self.required <= keys <= set(self.parsers)

    def schema(self, measures: bool) -> dict[str, Any]:
        """Return the JSON Schema of the parameters: of times, or of `measures`."""
        kinds = _SCHEMAS | (_MEASURED if measures else {})
        return {
            "type": "object",
            "properties": {k: kinds.get(p, {"type": "array"}) for k, p in self.parsers.items()},
            "required": sorted(self.required),
            "additionalProperties": False,
        }


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


def parse_unit(value: Any) -> float:
    """Return the minutes in a unit of time. Raises a fault."""
    if isinstance(value, str) and value in MINUTES:
        return MINUTES[value]
    say = found(value)
    raise fault(
        Label(f"a unit of time is expected, {say.en}", f"应为时间单位，{say.zh}"),
        did_you_mean(value, ("s", "min", "h", "d", "week")),
    )


def _share_or_number(value: Any) -> float:
    """Read a plain number, or a share: 20% is 0.2."""
    share = isinstance(value, str) and not _has_unit(value)
    return FACTOR.parse(value) if share else parse_number(value)


fixed_time: Parser = DURATION.parse
_some_time: Parser = parse_positive_duration
_times: Parser = _list_of(fixed_time)


@dataclass(frozen=True, slots=True)
class Reading:
    """How values are read: what stands in for the readers of times, and what is read then.

    signed: they may be below 0.
    """

    instead: Mapping[Parser, Parser]
    dimension: Dimension
    signed: bool = False

    def parse(self, parser: Parser, value: Any) -> Any:
        """Return what a value means. Raises a fault."""
        return self.instead.get(parser, parser)(value)

    def takes(self, form: Form) -> bool:
        """Tell whether parameters may be stated in this form."""
        return self.dimension == NUMBER or not form.plain


TIMES = Reading({}, TIME)
SIGNED_TIMES = Reading(
    {fixed_time: SIGNED.parse, _times: _list_of(SIGNED.parse)}, TIME, signed=True
)
NUMBERS = Reading(
    {fixed_time: _share_or_number, _some_time: lambda value: _positive(_share_or_number(value)),
     _times: _list_of(_share_or_number)}, NUMBER, signed=True,
)  # fmt: skip


def times_or_numbers(value: Any) -> Reading:
    """Return how to read a value that may be either: of times where a unit of one is written."""
    return SIGNED_TIMES if _has_unit(value) else NUMBERS


def _has_unit(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_has_unit(item) for key, item in value.items() if key != "distribution")
    if isinstance(value, list):
        return any(map(_has_unit, value))
    return isinstance(value, str) and not value.rstrip().endswith(tuple(SHARES))


_NUMBER_OR_TIME = {"type": ["number", "string"]}
_SCHEMAS: dict[Parser, dict[str, Any]] = {
    fixed_time: DURATION.schema(),
    _some_time: DURATION.schema(),
    _rate: RATE.schema(),
    _positive: {"type": "number", "exclusiveMinimum": 0},
    _stages: {"type": "integer", "minimum": 1},
    parse_unit: {"enum": list(MINUTES)},
    _times: {"type": "array", "items": DURATION.schema(), "minItems": 1},
    parse_number: {"type": "number"},
}
_MEASURED: dict[Parser, dict[str, Any]] = {
    fixed_time: _NUMBER_OR_TIME,
    _some_time: _NUMBER_OR_TIME,
    _times: {"type": "array", "items": _NUMBER_OR_TIME},
}

FAMILIES: dict[str, tuple[Form, ...]] = {
    "deterministic": (Form({"value": fixed_time}, dict),),
    "exponential": (
        Form({"mean": _some_time}, dict),
        Form({"rate": _rate}, lambda rate: {"mean": 1 / rate}),
    ),
    "uniform": (Form({"low": fixed_time, "high": fixed_time}, _uniform),),
    "triangular": (Form({"low": fixed_time, "mode": fixed_time, "high": fixed_time}, _triangular),),
    "normal": (
        Form({"mean": fixed_time, "sd": _some_time}, dict),
        Form({"mean": _some_time, "cv": _positive},
             lambda mean, cv: {"mean": mean, "sd": mean * cv}),
    ),
    "lognormal": (
        Form({"mean": _some_time, "sd": _some_time},
             lambda mean, sd: _lognormal_cv(mean, sd / mean)),
        Form({"mean": _some_time, "cv": _positive}, _lognormal_cv),
        Form({"median": _some_time, "p90": _some_time}, _lognormal_p90),
        Form(
            {"log_mean": parse_number, "log_sd": _positive, "unit": parse_unit},
            lambda log_mean, log_sd, unit: {
                "log_mean": log_mean + math.log(unit), "log_sd": log_sd},
        ),
        Form({"log_mean": parse_number, "log_sd": _positive}, dict, plain=True),
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
    "sequence": (Form({"values": _times}, dict),),
}  # fmt: skip
