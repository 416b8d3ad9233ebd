"""The planner's words for how patients arrive, and who they are."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Annotated, Any

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from simcore.network import model
from simcore.network.model import MINUTES_PER_DAY
from simcore.network.values import Label
from simcore.scenario.base import Faults, LabelField, Strict, fault, found
from simcore.scenario.distribution import DistributionField, SizeField
from simcore.scenario.fields import ABSENT, PATIENT, Mix, Name, Priority
from simcore.scenario.quantities import (
    DURATION,
    FACTOR,
    RATE,
    Growth,
    PositiveCount,
    Rate,
    parse_moment,
)
from simcore.scenario.resource import days_between
from simcore.scenario.value import Values
from simcore.scenario.weekly import Weekly, weekly_metadata

WAYS = ("rate", "weekly", "csv", "every", "at", "times_csv", "population")
FLOWING = ("rate", "weekly", "csv")  # those with a rate, which the seasons can multiply
ORDINARY_YEAR = 2001

Points = tuple[tuple[float, float], ...]


def day_of_year(value: Any) -> int:
    """Read a day of the year: 1 to 366, or month-day such as 7-1 in a year of 365."""
    text = str(value).strip()
    if text.isdigit() and 1 <= int(text) <= 366:
        return int(text)
    try:
        month, day = map(int, text.split("-"))
        return date(ORDINARY_YEAR, month, day).timetuple().tm_yday
    except ValueError:
        say = found(value)
        raise fault(
            Label(f"a day of the year is expected, {say.en}", f"应为一年中的某天，{say.zh}"),
            Label("write 1 to 366, or month-day such as 7-1", "请写 1 到 366，或月-日，例如 7-1"),
            on_key=True,
        ) from None


def parse_yearly(value: Any) -> Points:
    """Read factors by day of the year, such as {1: 120%, 182: 80%}; 1 January is 1."""
    if not isinstance(value, dict) or not value:
        say = found(value)
        raise fault(
            Label(f"factors by day of the year are expected, {say.en}",
                  f"应为一年中各天的倍数，{say.zh}"),
            Label("write {1: 120%, 182: 80%}", "请写 {1: 120%, 182: 80%}"),
        )  # fmt: skip
    faults, points = Faults(), dict[float, float]()
    for key, factor in value.items():
        with faults.at(key):
            points[float(day_of_year(key))] = FACTOR.parse(factor)
    faults.raise_any()
    return tuple(sorted(points.items()))


def parse_shape(value: Any) -> Points:
    """Read the course of a surge: [time, factor] pairs, the times rising; in days."""
    if not isinstance(value, list) or not value:
        raise _no_pairs(value)
    faults, points = Faults(), list[tuple[float, float]]()
    for k, pair in enumerate(value):
        with faults.at(k):
            if not isinstance(pair, list) or len(pair) != 2:
                raise _no_pairs(pair)
            with faults.at(k, 0):
                start = DURATION.parse(pair[0]) / MINUTES_PER_DAY
            with faults.at(k, 1):
                points.append((start, FACTOR.parse(pair[1])))
    faults.raise_any()
    _rising([day for day, _ in points])
    return tuple(points)


def _no_pairs(value: Any) -> Exception:
    say = found(value)
    return fault(
        Label(f"pairs of time and factor are expected, {say.en}", f"应为时间与倍数，{say.zh}"),
        Label("write [[0 d, 100%], [10 d, 250%], [30 d, 100%]]",
              "请写 [[0 d, 100%], [10 d, 250%], [30 d, 100%]]"),
    )  # fmt: skip


def parse_times(value: Any) -> tuple[float, ...]:
    """Read times since the start of the run, rising; in minutes."""
    if not isinstance(value, list) or not value:
        say = found(value)
        raise fault(
            Label(f"a list of times is expected, {say.en}", f"应为时间列表，{say.zh}"),
            Label("write [8 h, 8.5 h, 9 h]", "请写 [8 h, 8.5 h, 9 h]"),
        )
    faults, times = Faults(), list[float]()
    for k, item in enumerate(value):
        with faults.at(k):
            times.append(DURATION.parse(item))
    faults.raise_any()
    _rising(times)
    return tuple(times)


def _rising(times: list[float]) -> None:
    for k, (a, b) in enumerate(pairwise(times), 1):
        if b < a:
            raise fault(
                Label("it comes before the one above", "早于前一项"),
                Label("write the times in rising order", "请按时间先后书写"),
                (k,),
            )


def parse_onset(value: Any) -> Any:
    """Read when a surge begins: a date, or a time since the start of the run (in days)."""
    text = str(value)
    if text[:4].isdigit() and text[4:5] == "-":
        return parse_moment(value)
    return DURATION.parse(value) / MINUTES_PER_DAY


_weekly_rate = weekly_metadata(RATE.parse, RATE.schema())
_TEXT = {"type": "string", "minLength": 1}
_YEARLY = {
    "type": "object",
    "patternProperties": {r"^\d{1,3}$|^\d{1,2}-\d{1,2}$": FACTOR.schema(), "^csv$": _TEXT},
    "additionalProperties": False,
}
_PAIR = {
    "type": "array",
    "prefixItems": [DURATION.schema(), FACTOR.schema()],
    "minItems": 2,
    "maxItems": 2,
}
_ONSET = {"anyOf": [DURATION.schema(), {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}"}]}

WeeklyRate = Annotated[Weekly[float], _weekly_rate[0], _weekly_rate[1]]
Yearly = Annotated[Any, PlainValidator(parse_yearly), WithJsonSchema(_YEARLY)]
Shape = Annotated[
    Any,
    PlainValidator(parse_shape),
    WithJsonSchema({"type": "array", "items": _PAIR, "minItems": 1}),
]
Times = Annotated[
    Any,
    PlainValidator(parse_times),
    WithJsonSchema({"type": "array", "items": DURATION.schema(), "minItems": 1}),
]
Onset = Annotated[Any, PlainValidator(parse_onset), WithJsonSchema(_ONSET)]


class Surge(Strict):
    """A wave: the factor on the rate, from a date or a day of the run on."""

    start: Onset = Field(alias="from")
    shape: Shape

    def lower(self, start: date | None) -> model.Multiplier:
        first = self.start
        if isinstance(first, date):
            first = days_between(start, first) if start else 0.0
        return model.Multiplier(tuple((first + day, factor) for day, factor in self.shape))


class Arrivals(Strict):
    rate: Rate = ABSENT
    weekly: WeeklyRate = ABSENT
    csv: str = ABSENT  # becomes `weekly` before it is read
    every: DistributionField = ABSENT
    at: Times = ABSENT
    times_csv: str = ABSENT  # becomes `at` before it is read
    population: PositiveCount = ABSENT
    yearly: Yearly = ()
    growth: Growth = 0.0
    surges: list[Surge] = Field(default_factory=list)
    size: SizeField | None = None
    limit: PositiveCount | None = None

    @model_validator(mode="after")
    def one(self) -> Arrivals:
        ways = [way for way in WAYS if way in self.model_fields_set]
        if len(ways) != 1:
            said = (", ".join(ways), "、".join(ways)) if ways else ("none", "没有")
            raise fault(
                Label(f"arrivals come in one way, found {said[0]}",
                      f"到达方式应只有一种，此处为{said[1]}"),
                Label(f"write one of {', '.join(WAYS)}", f"请写其中之一：{'、'.join(WAYS)}"),
            )  # fmt: skip
        self._only(ways[0], ("yearly", "growth", "surges"), FLOWING)
        self._only(ways[0], ("size",), (*FLOWING, "every"))
        return self

    def _only(self, way: str, keys: tuple[str, ...], ways: tuple[str, ...]) -> None:
        """Raise a fault where a key is used with a way of arriving that it does not fit."""
        wrong = [key for key in keys if key in self.model_fields_set]
        if not wrong or way in ways:
            return
        raise fault(
            Label(f"{wrong[0]} does not go with {way}", f"{wrong[0]} 不能与 {way} 一起使用"),
            Label(f"use it with {', '.join(ways)}", f"请与 {'、'.join(ways)} 一起使用"),
            (wrong[0],),
            on_key=True,
        )

    def process(self) -> model.Renewal | model.Trace | model.Population | None:
        if "every" in self.model_fields_set:
            return model.Renewal(self.every)
        if self.at is not None:
            return model.Trace(self.at)
        return model.Population(self.population) if self.population is not None else None

    def flow(self) -> float | Weekly[float]:
        return self.rate if self.rate is not None else self.weekly or 0.0

    def multipliers(self, start: date | None) -> tuple[model.Multiplier, ...]:
        seasons = [model.Multiplier(self.yearly, yearly=True)] if self.yearly else []
        return (*seasons, *(surge.lower(start) for surge in self.surges))


class PatientClass(Strict):
    name: Name = PATIENT
    priority: Priority = 1


class Source(Strict):
    name: LabelField | None = None
    arrivals: Arrivals
    patient: PatientClass = Field(default=PatientClass(), alias="class")
    mix: Mix = Field(default_factory=dict)
    values: Values = ()
    pathway: Name

    @model_validator(mode="after")
    def one_class(self) -> Source:
        if not self.mix or "name" not in self.patient.model_fields_set:
            return self
        raise fault(
            Label("the class is named twice: in class and in mix", "class 与 mix 重复指定了类别"),
            Label("keep class.name for one class, or mix for several",
                  "单一类别用 class.name，多个类别用 mix"),
            ("class", "name"),
        )  # fmt: skip

    def classes(self) -> dict[str, float]:
        return self.mix or {self.patient.name: 1.0}

    def lower(self, name: str, start: date | None = None) -> model.Source:
        return model.Source(
            name=name,
            label=self.name or Label(name, name),
            pathway=self.pathway,
            rate=self.arrivals.flow(),
            mix=tuple(self.classes().items()),
            priority=self.patient.priority,
            process=self.arrivals.process(),
            multipliers=self.arrivals.multipliers(start),
            growth=self.arrivals.growth,
            size=self.arrivals.size,
            limit=self.arrivals.limit,
            values=self.values,
        )
