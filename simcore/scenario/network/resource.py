"""The planner's words for what patients wait for: resources, pools and books of slots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Field,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from simcore.network import model
from simcore.network.model import UNLIMITED
from simcore.network.values import Expression
from simcore.network.weekly_profile import WeeklyProfile
from simcore.scenario.faults.base import Faults, LabelField, Strict, fault, found, known_words
from simcore.scenario.values.distribution import DistributionField
from simcore.scenario.values.fields import Name, Priority, parse_priority
from simcore.scenario.values.quantities import (
    RATE,
    Duration,
    Moment,
    Money,
    People,
    PositiveCount,
    PositiveDuration,
    Share,
    parse_count,
)
from simcore.scenario.values.value import names_in, parse_expression
from simcore.scenario.values.weekly import parse_weekly, spans, weekly_schema
from simcore.text import Label
from simcore.time_units import MINUTES_PER_WEEK


def parse_capacity(value: Any) -> WeeklyProfile[int]:
    """Read a number of units, `unlimited`, or a weekly calendar of numbers."""
    if value == "unlimited":
        return WeeklyProfile.constant(UNLIMITED)
    if isinstance(value, dict):
        return parse_weekly(value, parse_count)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return WeeklyProfile.constant(value)
    say = found(value)
    raise fault(
        Label(f"a capacity is expected, {say.en}", f"应为容量，{say.zh}"),
        Label(
            "write a whole number, unlimited, or windows of the week with whole numbers",
            "请写非负整数、unlimited，或各时间段的整数",
        ),
    )


ORDERS = ("fifo", "lifo", "random", "shortest")


def parse_order(value: Any, info: ValidationInfo) -> model.Order | Expression:
    """Read who is first among equals: a word, or {lowest: expression}."""
    if isinstance(value, dict) and set(value) == {"lowest"}:
        faults, lowest = Faults(), Expression("")
        with faults.at("lowest"):
            lowest = parse_expression(value["lowest"], names_in(info))
        faults.raise_any()
        return lowest
    if value in ORDERS:
        order: model.Order = value
        return order
    say = found(value)
    near = known_words(value, ORDERS)
    raise fault(
        Label(f"{say.en}, not an order", f"{say.zh}，不是排队次序"),
        Label(f'{near.en}, or {{lowest: "an expression"}}', f"{near.zh}，或 {{lowest: “表达式”}}"),
    )


def parse_gains(value: Any) -> tuple[tuple[int, float], ...]:
    """Read the points that each priority gains as it waits, such as {1: 3 / h, 2: 1 / h}."""
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
            gains[parse_priority(priority)] = RATE.parse(rate)
    faults.raise_any()
    return tuple(sorted(gains.items()))


_COUNT = {"type": "integer", "minimum": 0}
_CAPACITY = {"anyOf": [_COUNT, {"const": "unlimited"}, weekly_schema(_COUNT)]}
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
Rule = Literal["finish", "resume", "restart", "resample"]


class Reserve(Strict):
    priority: Priority
    share: Share


class Preempt(Strict):
    by: Priority | None = None
    rule: Literal["resume", "restart", "resample"] = "resume"
    victim: Literal["latest", "earliest"] = "latest"


class Closing(Strict):
    serving: Literal["finish", "resume", "restart", "resample", "leave"] = "finish"
    waiting: Literal["stay", "leave"] = "stay"
    go: Name = ""

    @model_validator(mode="after")
    def go_where(self) -> Closing:
        if ("leave" in (self.serving, self.waiting)) == bool(self.go):
            return self
        raise fault(
            Label("leave and go belong together", "leave 与 go 必须同时写"),
            Label("write {waiting: leave, go: a pathway}", "请写 {waiting: leave, go: 路径}"),
        )


class Breakdown(Strict):
    every: DistributionField
    repair: DistributionField
    units: PositiveCount = 1
    rule: Rule = "resume"


class Closure(Strict):
    """Dates `from` and `to`, both included; or times, up to but not including `to`."""

    start: Moment = Field(alias="from")
    to: Moment
    capacity: People = 0

    def span(self) -> tuple[datetime, datetime]:
        end = self.to
        if not isinstance(end, datetime):
            end = datetime.combine(end, time()) + timedelta(days=1)
        start = self.start
        return start if isinstance(start, datetime) else datetime.combine(start, time()), end

    @model_validator(mode="after")
    def forward(self) -> Closure:
        start, end = self.span()
        if start < end:
            return self
        raise fault(
            Label(f"it ends at {end:%Y-%m-%d %H:%M}, before it begins",
                  f"结束于 {end:%Y-%m-%d %H:%M}，早于开始"),
            Label("let to be later than from", "请使 to 晚于 from"),
            ("to",),
        )  # fmt: skip


class Lend(Strict):
    to: Name
    units: PositiveCount
    when: str

    @model_validator(mode="after")
    def readable(self) -> Lend:
        faults = Faults()
        with faults.at("when"):
            spans(self.when)
        faults.raise_any()
        return self


def closing_text(value: Any) -> Any:
    """Let `on_close: resume` stand for `on_close: {serving: resume}`."""
    return {"serving": value} if isinstance(value, str) else value


ShortClosing = Annotated[
    Closing, BeforeValidator(closing_text, json_schema_input_type=Rule | Closing)
]


class Resource(Strict):
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

    def lower(self, name: str) -> model.Resource:
        kept = model.Reserve(self.reserve.priority, self.reserve.share) if self.reserve else None
        return model.Resource(
            name=name,
            label=self.name or Label(name, name),
            capacity=self.capacity,
            reserve=kept,
            order=self.order,
            gains=self.gains,
            waiting_room=self.waiting_room,
            preemption=self._preemption(),
            closing=model.Closing(self.on_close.serving, self.on_close.waiting, self.on_close.go),
            breakdowns=tuple(
                model.Breakdown(b.every, b.repair, b.units, b.rule) for b in self.breakdowns
            ),
            closures=tuple(model.Closure(*c.span(), c.capacity) for c in self.closures),
            cost_per_hour=self.cost_per_hour,
        )

    def _preemption(self) -> model.Preemption | None:
        if self.preempt is None:
            return None
        return model.Preemption(self.preempt.by, self.preempt.rule, self.preempt.victim)


# Capacity that moves


def moved(resources: dict[str, Resource]) -> dict[str, WeeklyProfile[int]]:
    """Return the capacity of each resource after all that they lend. Raises faults."""
    faults = Faults()
    now: dict[str, WeeklyProfile[int]] = {n: r.capacity for n, r in resources.items()}
    unlimited = {name for name, capacity in now.items() if UNLIMITED in capacity.values}
    for name, resource in resources.items():
        for k, lend in enumerate(resource.lends):
            with faults.at("resources", name, "lends", k):
                _check_lend(lend, name, now, unlimited)
                now[name] = shifted(now[name], lend.when, -lend.units)
                now[lend.to] = shifted(now[lend.to], lend.when, lend.units)
    for name, capacity in now.items():
        if name not in unlimited and min(capacity.values) < 0:
            faults.add(
                Label("it lends more than it has", "调出的数量多于自身容量"),
                Label("lend less, or at another time", "请减少调出数量或更换时间"),
                "resources", name, "lends",
            )  # fmt: skip
    faults.raise_any()
    return now


def _check_lend(lend: Lend, name: str, known: Iterable[str], unlimited: set[str]) -> None:
    """Raise a fault where a resource cannot lend to another."""
    others = [other for other in known if other != name]
    if lend.to not in others:
        message = Label(f'there is no other resource "{lend.to}"', f"没有名为“{lend.to}”的其他资源")
        raise fault(message, known_words(lend.to, others), ("to",))
    if name in unlimited or lend.to in unlimited:
        raise fault(
            Label(
                "an unlimited capacity neither lends nor borrows", "不限容量的资源不能调出或调入"
            ),
            Label("give both a number of units", "请为两者设定数量"),
        )


def shifted(capacity: WeeklyProfile[int], when: str, units: int) -> WeeklyProfile[int]:
    """Return a capacity with `units` more within some windows of the week."""
    inside = [(span.start, span.end) for span in spans(when)]
    edges = {minute for minute, _ in capacity.pieces} | {m for span in inside for m in span}
    return WeeklyProfile.merged(
        (m, capacity.at(m) + units * any(start <= m < end for start, end in inside))
        for m in sorted(edges)
        if m < MINUTES_PER_WEEK
    )


def lowered(resources: dict[str, Resource]) -> Iterator[model.Resource]:
    """Yield the resources of the model, with what they lend to each other."""
    capacity = moved(resources)
    for name, resource in resources.items():
        yield replace(resource.lower(name), capacity=capacity[name])


# Pools and books


class Pool(Strict):
    name: LabelField | None = None
    members: Annotated[list[Name], Field(min_length=1)]
    rule: Literal["first_free", "shortest_queue", "least_loaded", "in_order", "random"] = (
        "first_free"
    )

    def lower(self, name: str) -> model.Pool:
        return model.Pool(name, self.name or Label(name, name), tuple(self.members), self.rule)


class Slots(Strict):
    every: PositiveDuration
    seats: PositiveCount = 1


class Reserved(Strict):
    share: Share
    released: Duration = 0.0


class Book(Strict):
    name: LabelField | None = None
    sessions: Annotated[dict[str, Slots], Field(min_length=1)]
    horizon: PositiveDuration
    reserved: Reserved | None = None
    overbook: Share = 0.0

    @model_validator(mode="after")
    def readable(self) -> Book:
        faults = Faults()
        for window in self.sessions:
            with faults.at("sessions", window):
                spans(window)
        faults.raise_any()
        return self

    def slots(self) -> tuple[tuple[float, int], ...]:
        """Return (minute of week, seats): a slot at the start of each session, and so on."""
        seats: dict[float, int] = {}
        for window, session in self.sessions.items():
            for span in spans(window):
                count = int((span.end - span.start) / session.every + 1e-9)
                for k in range(count):
                    minute = span.start + k * session.every
                    seats[minute] = seats.get(minute, 0) + session.seats
        return tuple(sorted(seats.items()))

    def lower(self, name: str) -> model.SlotBook:
        return model.SlotBook(
            name=name,
            label=self.name or Label(name, name),
            slots=self.slots(),
            horizon=self.horizon,
            reserved=self.reserved.share if self.reserved else 0.0,
            released=self.reserved.released if self.reserved else 0.0,
            overbook=self.overbook,
        )


def days_between(start: date, moment: date) -> float:
    """Return the days from the start of a run to a date or a time."""
    at = moment if isinstance(moment, datetime) else datetime.combine(moment, time())
    return (at - datetime.combine(start, time())) / timedelta(days=1)
