"""The planner's words for a resource: its capacity, its rules, and what it lends."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import (
    Field,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from simcore.network import resources
from simcore.network.resources import UNLIMITED
from simcore.network.timetable import Schedule, Timetable
from simcore.network.values import Expression
from simcore.network.weekly_profile import WeeklyProfile
from simcore.scenario.faults.base import Faults, LabelField, Strict, fault, found
from simcore.scenario.network.rules import (
    Breakdown,
    Closing,
    Closure,
    Measure,
    Preempt,
    Reserve,
    ShortClosing,
)
from simcore.scenario.values.counts import (
    FROM_ONE,
    WHOLE,
    People,
    parse_count,
    parse_positive_count,
)
from simcore.scenario.values.fields import ABSENT, Name, parse_priority
from simcore.scenario.values.quantities import RATE, Money
from simcore.scenario.values.timetable import is_timetable, parse_timetable, timetable_schema
from simcore.scenario.values.value import names_in, parse_expression, parse_units
from simcore.scenario.values.weekly import OTHERWISE, parse_weekly, spans, weekly_schema
from simcore.text import Label, did_you_mean


def parse_capacity(value: Any, info: ValidationInfo) -> Schedule[int]:
    """Return a number of units, `UNLIMITED`, or either by windows of the week or a timetable.

    A number may be given by constants. Raises a fault.
    """
    names = names_in(info)

    def units(one: Any) -> int:
        return UNLIMITED if one == "unlimited" else parse_units(one, names)

    if value == "unlimited":
        return WeeklyProfile.constant(UNLIMITED)
    if isinstance(value, dict):
        read = parse_timetable if is_timetable(value) else parse_weekly
        return read(value, units)
    if isinstance(value, str) and names and names.constants:
        return WeeklyProfile.constant(parse_units(value, names))
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return WeeklyProfile.constant(parse_units(value, names))
    say = found(value)
    raise fault(
        Label(f"a capacity is expected, {say.en}", f"应为容量，{say.zh}"),
        Label(
            "write a whole number, unlimited, or windows of the week with whole numbers",
            "请写非负整数、unlimited，或各时间段的整数",
        ),
    )


ORDERS = ("fifo", "lifo", "random", "shortest")


def parse_order(value: Any, info: ValidationInfo) -> resources.Order | Expression:
    """Return who is first among equals: a rule, or the expression of {lowest: ...}.

    Raises a fault.
    """
    if isinstance(value, dict) and set(value) == {"lowest"}:
        faults, lowest = Faults(), Expression("")
        with faults.at("lowest"):
            lowest = parse_expression(value["lowest"], names_in(info))
        faults.raise_any()
        return lowest
    if value in ORDERS:
        order: resources.Order = value
        return order
    say = found(value)
    near = did_you_mean(value, ORDERS)
    raise fault(
        Label(f"{say.en}, not an order", f"{say.zh}，不是排队次序"),
        Label(f'{near.en}, or {{lowest: "an expression"}}', f"{near.zh}，或 {{lowest: “表达式”}}"),
    )


def parse_gains(value: Any) -> tuple[tuple[int, float], ...]:
    """Return the points a minute that each priority gains as it waits, by rising priority.

    value: a map such as {1: 3 / h, 2: 1 / h}. Raises a fault for each row that is wrong.
    """
    if not isinstance(value, dict) or not value:
        say = found(value)
        raise fault(
            Label(f"points by priority are expected, {say.en}", f"应为各优先级的积分，{say.zh}"),
            Label("write {1: 3 / h, 2: 1 / h}", "请写 {1: 3 / h, 2: 1 / h}"),
        )
    faults, gains = Faults(), dict[int, float]()
    for key, rate in value.items():
        with faults.at(key):
            priority = int(key) if str(key).isdigit() else key
            if parse_priority(priority) in gains:
                raise fault(
                    Label(f"priority {priority} has its points already", f"优先级 {priority} 重复"),
                    Label("keep one of the two", "请只保留一个"),
                    on_key=True,
                )
            gains[priority] = RATE.parse(rate)
    faults.raise_any()
    return tuple(sorted(gains.items()))


_COUNT = {"type": "integer", "minimum": 0}
_UNITS = {"anyOf": [_COUNT, {"type": "string", "description": "constants, such as beds - 2"}]}
_CAPACITY = {"anyOf": [_COUNT, {"type": "string"}, weekly_schema(_UNITS), timetable_schema(_UNITS)]}
_LOWEST = {
    "type": "object",
    "properties": {"lowest": {"type": ["string", "number"]}},
    "required": ["lowest"],
    "additionalProperties": False,
}
_GAINS = {"type": "object", "patternProperties": {r"^\d+$": RATE.schema()}, "minProperties": 1,
          "additionalProperties": False}  # fmt: skip

Capacity = Annotated[Any, PlainValidator(parse_capacity), WithJsonSchema(_CAPACITY)]
Order = Annotated[
    Any,
    PlainValidator(parse_order),
    WithJsonSchema({"anyOf": [{"enum": list(ORDERS)}, _LOWEST]}),
]
Gains = Annotated[Any, PlainValidator(parse_gains), WithJsonSchema(_GAINS)]


def parse_lent(value: Any) -> int | Timetable[int]:
    """Return a number of units, from 1, or a timetable of them. Raises a fault."""
    if isinstance(value, dict):
        return parse_timetable(value, parse_count)
    return parse_positive_count(value)


_LENT = {"anyOf": [FROM_ONE, timetable_schema(WHOLE)]}
Lent = Annotated[Any, PlainValidator(parse_lent), WithJsonSchema(_LENT)]


class Lend(Strict):
    """Units that another resource has: for some hours of the week, or by a timetable."""

    to: Name
    units: Lent
    when: str = ABSENT

    @model_validator(mode="after")
    def readable(self) -> Lend:
        faults = Faults()
        if self.when is not None:
            with faults.at("when"):
                spans(self.when)
        if isinstance(self.units, Timetable) == (self.when is not None):
            faults.add(
                Label("when units are lent is said once", "调出时间应写且只写一次"),
                Label('write units: 2 and when: "sat,sun", or a timetable as units alone',
                      '请写 units: 2 与 when: "sat,sun"，或只在 units 中写时间表'),
            )  # fmt: skip
        faults.raise_any()
        return self

    def lower(self) -> resources.Lend:
        """Return what is lent of the model."""
        if isinstance(self.units, Timetable):
            return resources.Lend(self.to, self.units)
        units = {self.when: self.units, OTHERWISE[0]: 0}
        return resources.Lend(self.to, parse_weekly(units, parse_count))


class Resource(Strict):
    """Something patients hold: its units, and who has them first."""

    name: LabelField | None = None
    capacity: Capacity
    on_close: ShortClosing = Closing()
    reserve: Reserve | None = None
    order: Order = "fifo"
    gains: Gains = ()
    waiting_room: People | None = None
    preempt: Preempt | None = None
    breakdowns: list[Breakdown] = Field(default_factory=list)
    closures: list[Closure] = Field(default_factory=list)
    cost_per_hour: Money = 0.0
    lends: list[Lend] = Field(default_factory=list)
    measure: Measure | None = None

    def lower(self, name: str) -> resources.Resource:
        """Return the resource of the model, called `name`."""
        kept = (
            resources.Reserve(self.reserve.priority, self.reserve.share) if self.reserve else None
        )
        return resources.Resource(
            name=name,
            label=self.name or Label(name, name),
            capacity=self.capacity,
            reserve=kept,
            order=self.order,
            gains=self.gains,
            waiting_room=self.waiting_room,
            preemption=self._preemption(),
            closing=resources.Closing(
                self.on_close.serving, self.on_close.waiting, self.on_close.go
            ),
            breakdowns=tuple(
                resources.Breakdown(b.every, b.repair, b.units, b.rule) for b in self.breakdowns
            ),
            closures=tuple(resources.Closure(*c.span(), c.capacity) for c in self.closures),
            lends=tuple(lend.lower() for lend in self.lends),
            cost_per_hour=self.cost_per_hour,
            measured=self.measure is not None,
        )

    def _preemption(self) -> resources.Preemption | None:
        if self.preempt is None:
            return None
        return resources.Preemption(self.preempt.by, self.preempt.rule, self.preempt.victim)
