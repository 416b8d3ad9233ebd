"""The planner's words for how patients arrive, and who they are."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import Field, PlainValidator, ValidationInfo, WithJsonSchema, model_validator

from simcore.network import sources
from simcore.network.expressions.tokens import tokens
from simcore.network.timetable import Schedule, Timetable
from simcore.network.values import Expression
from simcore.network.weekly_profile import WeeklyProfile
from simcore.scenario.faults.base import Faults, LabelField, Strict, fault, found
from simcore.scenario.values.counts import FromOne, PositiveCount
from simcore.scenario.values.distribution import DistributionField, SizeField
from simcore.scenario.values.fields import ABSENT, PATIENT, Mix, Name
from simcore.scenario.values.quantities import DURATION, RATE
from simcore.scenario.values.seasons import Course
from simcore.scenario.values.timetable import parse_timetable, timetable_schema
from simcore.scenario.values.value import Values, names_in, parse_expression
from simcore.scenario.values.weekly import weekly_metadata
from simcore.scenario.values.wholes import PriorityOfPatient
from simcore.text import Label

WAYS = ("rate", "weekly", "timetable", "csv", "every", "at", "times_csv", "population")


def parse_times(value: Any) -> tuple[float, ...]:
    """Return times since the start of the run, minutes. Raises a fault for each that is none."""
    if not isinstance(value, list):
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
    return tuple(times)


_weekly_rate = weekly_metadata(RATE.parse, RATE.schema())
WeeklyRate = Annotated[WeeklyProfile[float], _weekly_rate[0], _weekly_rate[1]]
TimetableOfRates = Annotated[
    Timetable[float],
    PlainValidator(lambda value: parse_timetable(value, RATE.parse)),
    WithJsonSchema(timetable_schema(RATE.schema())),
]
Times = Annotated[
    Any,
    PlainValidator(parse_times),
    WithJsonSchema({"type": "array", "items": DURATION.schema(), "minItems": 1}),
]


_FORMULA = re.compile(r"[()+*]|[-/].*[-/]")  # no rate has this


def parse_rate(value: Any, info: ValidationInfo) -> float | Expression:
    """Return a rate a minute, or the formula of one. Raises a fault."""
    names = names_in(info)
    if isinstance(value, str) and RATE.read(value) is None:
        constants = names.constants if names else ()
        if _FORMULA.search(value) or any(token.text in constants for token in tokens(value)):
            return parse_expression(value, names)
    return RATE.parse(value)


_FORMULA_SCHEMA = {
    "type": "string",
    "description": "A formula of time, minute_of_day and weekday.",
    "examples": ["(10 + 5 * sin(2 * pi * time / 1 d)) / h"],
}
RateOrFormula = Annotated[
    Any, PlainValidator(parse_rate), WithJsonSchema({"anyOf": [RATE.schema(), _FORMULA_SCHEMA]})
]


class Arrivals(Course):
    """How patients arrive: by one of several keys, which `Source` tells apart."""

    rate: RateOrFormula = ABSENT
    weekly: WeeklyRate = ABSENT
    timetable: TimetableOfRates = ABSENT
    csv: str = ABSENT  # becomes `weekly` before it is read
    every: DistributionField = ABSENT
    at: Times = ABSENT
    times_csv: str = ABSENT  # becomes `at` before it is read
    population: FromOne = ABSENT
    size: SizeField | None = None
    limit: PositiveCount | None = None

    @model_validator(mode="after")
    def one(self) -> Arrivals:
        ways = [way for way in WAYS if way in self.model_fields_set]
        if len(ways) == 1:
            return self
        said = (", ".join(ways), "、".join(ways)) if ways else ("none", "没有")
        raise fault(
            Label(f"arrivals come in one way, found {said[0]}",
                  f"到达方式应只有一种，此处为{said[1]}"),
            Label(f"write one of {', '.join(WAYS)}; null unsets another",
                  f"请写其中之一：{'、'.join(WAYS)}；另一项请写 null"),
        )  # fmt: skip

    def process(self) -> sources.Renewal | sources.Trace | sources.Population | None:
        """Return how patients come where they come by no rate, else None."""
        if "every" in self.model_fields_set:
            return sources.Renewal(self.every)
        if self.at is not None:
            return sources.Trace(self.at)
        return sources.Population(self.population) if self.population is not None else None

    def flow(self) -> Schedule[float]:
        """Return the rate over time; 0 where patients come in another way.

        Of a formula, what it is multiplied by.
        """
        if self.formula():
            return WeeklyProfile.constant(1.0)
        return self.weekly or self.timetable or WeeklyProfile.constant(self.rate or 0.0)

    def formula(self) -> Expression | None:
        """Return the rate as a formula, None where it is none."""
        return self.rate if isinstance(self.rate, Expression) else None


class PatientClass(Strict):
    """The class of all patients of a source, and their priority."""

    name: Name = PATIENT
    priority: PriorityOfPatient = 1


class Source(Strict):
    """Where patients come from: how they arrive, who they are, where they go first."""

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
        """Return the share, 0 to 1, of each class."""
        return self.mix or {self.patient.name: 1.0}

    def lower(self, name: str, start: date | None = None) -> sources.Source:
        """Return the source of the model.

        name: what it is called. start: the date of the run, for surges that begin on a date.
        """
        return sources.Source(
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
            formula=self.arrivals.formula(),
        )
