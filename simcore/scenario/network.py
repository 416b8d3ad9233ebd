"""The planner's words for a network: resources, sources, pathways and their steps.

Each class mirrors one map of the YAML and lowers itself to `network.model`. A new kind
of step is one class here, one field of `StepText` and one line of `StepText.lower`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)

from simcore.network import model
from simcore.network.model import UNLIMITED, Label
from simcore.scenario.base import Faults, LabelField, Strict, fault, found
from simcore.scenario.distribution import DistributionField
from simcore.scenario.evidence import Evidence
from simcore.scenario.quantities import (
    RATE,
    SHARE,
    Duration,
    PositiveCount,
    PositiveDuration,
    Rate,
    Seed,
    Share,
    parse_count,
)
from simcore.scenario.weekly import Weekly, parse_weekly, weekly_metadata, weekly_schema

MAX_PRIORITY = 50  # the engine keeps one bit a priority, 63 in all
PATIENT = "patient"
ABSENT: Any = None  # the default of a key that may be left out; never a value of it


def parse_name(value: Any) -> str:
    """Read a name; a number that YAML took for one is a name too."""
    if isinstance(value, str) and value.strip():
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    say = found(value)
    raise fault(
        Label(f"a name is expected, {say.en}", f"应为名称，{say.zh}"),
        Label("write one name", "请写一个名称"),
    )


def parse_priority(value: Any) -> int:
    """Read a priority; the lower number is served first."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_PRIORITY:
        return value
    say = found(value)
    raise fault(
        Label(f"a priority is expected, {say.en}", f"应为优先级，{say.zh}"),
        Label(
            f"write a whole number from 0 to {MAX_PRIORITY}; the lower is served first",
            f"请写 0 到 {MAX_PRIORITY} 的整数，数小者优先",
        ),
    )


def parse_capacity(value: Any) -> int | tuple[tuple[float, int], ...]:
    """Read a number of units, `unlimited`, or a weekly calendar of numbers."""
    if value == "unlimited":
        return UNLIMITED
    if isinstance(value, dict):
        return parse_weekly(value, parse_count)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    say = found(value)
    raise fault(
        Label(f"a capacity is expected, {say.en}", f"应为容量，{say.zh}"),
        Label(
            "write a whole number, unlimited, or windows of the week with whole numbers",
            "请写非负整数、unlimited，或各时间段的整数",
        ),
    )


def whole(shares: list[float], message: Callable[[str], Label]) -> None:
    """Raise a fault where shares do not add up to 100%, within 1e-9."""
    total = sum(shares)
    if abs(total - 1.0) > 1e-9:
        text = f"{total * 100:.10g}%"
        raise fault(message(text), Label("let them add up to 100%", "请使其合计为 100%"))


def parse_mix(value: Any) -> dict[str, float]:
    """Read the share of each class; together they are 100%."""
    if not isinstance(value, dict) or not value:
        say = found(value)
        raise fault(
            Label(f"shares by class are expected, {say.en}", f"应为各类患者的比例，{say.zh}"),
            Label("write {adult: 80%, child: 20%}", "请写 {adult: 80%, child: 20%}"),
        )
    faults, mix = Faults(), {}
    for name, share in value.items():
        with faults.at(name):
            mix[name] = SHARE.parse(share)
    faults.raise_any()
    whole(
        list(mix.values()),
        lambda total: Label(f"the classes add up to {total}", f"各类患者的比例合计为 {total}"),
    )
    return mix


_COUNT = {"type": "integer", "minimum": 0}
_CAPACITY = {"anyOf": [_COUNT, {"const": "unlimited"}, weekly_schema(_COUNT)]}
_NAME = {"type": ["string", "integer"], "description": "a name defined elsewhere in the file"}
_PRIORITY = {
    "type": "integer",
    "minimum": 0,
    "maximum": MAX_PRIORITY,
    "description": "the lower is served first",
}

Name = Annotated[str, PlainValidator(parse_name), WithJsonSchema(_NAME)]
Priority = Annotated[int, PlainValidator(parse_priority), WithJsonSchema(_PRIORITY)]
Capacity = Annotated[Any, PlainValidator(parse_capacity), WithJsonSchema(_CAPACITY)]
Mix = Annotated[
    dict[str, float],
    PlainValidator(parse_mix),
    WithJsonSchema({"type": "object", "additionalProperties": SHARE.schema()}),
]
_weekly_rate = weekly_metadata(RATE.parse, RATE.schema())
WeeklyRate = Annotated[Weekly[float], _weekly_rate[0], _weekly_rate[1]]


class Time(Strict):
    warmup: Duration = 0.0
    run: PositiveDuration


class Reserve(Strict):
    priority: Priority
    share: Share


class Resource(Strict):
    name: LabelField | None = None
    capacity: Capacity
    on_close: Literal["finish"] = "finish"  # those in service are finished, none is called
    reserve: Reserve | None = None

    def lower(self, name: str) -> model.Resource:
        kept = model.Reserve(self.reserve.priority, self.reserve.share) if self.reserve else None
        return model.Resource(name, self.name or Label(name, name), self.capacity, kept)


class Arrivals(Strict):
    rate: Rate = ABSENT
    weekly: WeeklyRate = ABSENT

    @model_validator(mode="after")
    def one(self) -> Arrivals:
        if len(self.model_fields_set) == 1:
            return self
        raise fault(
            Label("arrivals come at one rate or one weekly profile",
                  "到达应为单一速率或单一周曲线"),
            Label("write rate: 12 / h, or weekly: with windows of the week",
                  "请写 rate: 12 / h，或 weekly: 加各时间段"),
        )  # fmt: skip


class PatientClass(Strict):
    name: Name = PATIENT
    priority: Priority = 1


class Source(Strict):
    name: LabelField | None = None
    arrivals: Arrivals
    patient: PatientClass = Field(default=PatientClass(), alias="class")
    mix: Mix = Field(default_factory=dict)
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

    def lower(self, name: str) -> model.Source:
        rate = self.arrivals.rate if self.arrivals.weekly is None else self.arrivals.weekly
        return model.Source(
            name=name,
            label=self.name or Label(name, name),
            pathway=self.pathway,
            rate=rate,
            mix=tuple(self.classes().items()),
            priority=self.patient.priority,
        )


class Seize(Strict):
    resource: Name
    priority: Priority = ABSENT
    group: str = ""


class Use(Seize):
    time: DistributionField = Field(alias="for")


class Transfer(Strict):
    origin: Name = Field(alias="from")
    to: Name
    priority: Priority = ABSENT
    group: str = ""


class BranchOption(Strict):
    share: Share
    go: Name


def seize_text(value: Any) -> Any:
    """Let `seize: doctor` stand for `seize: {resource: doctor}`."""
    return value if isinstance(value, dict) else {"resource": value}


def check_shares(options: list[BranchOption]) -> list[BranchOption]:
    whole(
        [option.share for option in options],
        lambda total: Label(f"the shares add up to {total}", f"各分支的比例合计为 {total}"),
    )
    return options


ShortSeize = Annotated[Seize, BeforeValidator(seize_text, json_schema_input_type=str | Seize)]
Branches = Annotated[list[BranchOption], Field(min_length=1), AfterValidator(check_shares)]

WORDS = ("use", "seize", "delay", "release", "branch", "go", "transfer", "leave")


class StepText(Strict):
    """One step: a map of one word, and an `id` where it should keep its random numbers."""

    id: Name = ""
    use: Use = ABSENT
    seize: ShortSeize = ABSENT
    delay: DistributionField = ABSENT
    release: Name = ABSENT
    branch: Branches = ABSENT
    go: Name = ABSENT
    transfer: Transfer = ABSENT
    leave: LabelField = ABSENT

    @model_validator(mode="after")
    def one_word(self) -> StepText:
        words = [word for word in WORDS if word in self.model_fields_set]
        if len(words) != 1:
            said = (", ".join(words), "、".join(words)) if words else ("none", "没有内容")
            raise fault(
                Label(
                    f"a step says one thing, found {said[0]}", f"一步只写一件事，此处为{said[1]}"
                ),
                Label(f"write one of {', '.join(WORDS)}", f"请写其中之一：{'、'.join(WORDS)}"),
            )
        return self

    def lower(self) -> model.Step:
        """Return the step of the model."""
        key = self.id
        [word] = self.model_fields_set - {"id"}
        match word:
            case "use":
                use = self.use
                return model.Use(use.resource, use.time, use.priority, use.group, key)
            case "seize":
                return model.Seize(self.seize.resource, self.seize.priority, self.seize.group, key)
            case "delay":
                return model.Delay(self.delay, key)
            case "release":
                return model.Release(self.release, key)
            case "branch":
                return model.Branch(tuple((o.share, o.go) for o in self.branch), key=key)
            case "go":
                return model.Go(self.go, key)
            case "transfer":
                move = self.transfer
                return model.Transfer(move.origin, move.to, move.priority, move.group, key)
            case _:
                return model.Leave(self.leave, key)


class NetworkScenario(Strict):
    """A network as a planner writes it."""

    kind: Literal["network"]
    name: LabelField
    time: Time
    replications: PositiveCount = 1
    seed: Seed = 1
    evidence: Evidence = Field(default_factory=dict)
    resources: dict[str, Resource]
    sources: dict[str, Source]
    pathways: dict[str, list[StepText]]

    def to_network(self) -> model.Network:
        """Return the Network; its classes in the order in which sources name them."""
        classes = dict.fromkeys(c for source in self.sources.values() for c in source.classes())
        return model.Network(
            name=self.name,
            resources=tuple(r.lower(name) for name, r in self.resources.items()),
            sources=tuple(s.lower(name) for name, s in self.sources.items()),
            pathways={
                name: tuple(step.lower() for step in steps) for name, steps in self.pathways.items()
            },
            classes=tuple(classes),
        )
