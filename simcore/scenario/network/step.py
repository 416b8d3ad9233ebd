"""The planner's words for one step of a pathway: what may stand behind each word."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from simcore.network.values import Distribution
from simcore.scenario.faults.base import Faults, LabelField, Strict, fault, found
from simcore.scenario.values.fields import (
    ABSENT,
    Name,
    OneOrMoreNames,
    Priority,
    parse_shares,
    whole,
)
from simcore.scenario.values.quantities import (
    SHARE,
    Duration,
    Money,
    PositiveCount,
    PositiveDuration,
    Share,
    Truth,
    parse_number,
)
from simcore.scenario.values.value import (
    Condition,
    SignedTime,
    TimeValue,
    Values,
    by_class,
    names_in,
)
from simcore.scenario.values.weekly import moments
from simcore.text import Label


def together(record: Strict, **pairs: str) -> None:
    """Raise a fault where one key of a pair is written and the other is not."""
    for key, other in pairs.items():
        has = [name in record.model_fields_set for name in (key, other)]
        if any(has) and not all(has):
            there, missing = (key, other) if has[0] else (other, key)
            raise fault(
                Label(f"{there} without {missing}", f"有 {there} 而没有 {missing}"),
                Label(f"write both {key} and {other}", f"{key} 与 {other} 须同时写"),
                (there,),
                on_key=True,
            )


# Waiting


class Balk(Strict):
    """Do not join: one condition, and where to go."""

    when: Condition = ABSENT
    queue: PositiveCount = ABSENT
    expected_wait: PositiveDuration = ABSENT
    full: Truth = ABSENT
    go: Name

    @property
    def kinds(self) -> list[str]:
        kinds = ("when", "queue", "expected_wait", "full")
        return [kind for kind in kinds if kind in self.model_fields_set]

    @model_validator(mode="after")
    def one(self) -> Balk:
        said = self.kinds
        if len(said) == 1 and self.full is not False:
            return self
        raise fault(
            Label(f"one condition is expected, found {', '.join(said) or 'none'}",
                  f"应有一个条件，此处为{'、'.join(said) or '空'}"),
            Label("write one of when, queue, expected_wait, full: true",
                  "请写其中之一：when、queue、expected_wait、full: true"),
        )  # fmt: skip


class Waiting(Strict):
    """What every step that waits may say."""

    priority: Priority = ABSENT
    group: str = ""
    patience: TimeValue = ABSENT
    on_renege: Name = ""
    balk: list[Balk] = Field(default_factory=list)

    @model_validator(mode="after")
    def patience_leads_somewhere(self) -> Waiting:
        together(self, patience="on_renege")
        return self


class Seize(Waiting):
    resource: Name
    units: PositiveCount = 1
    also: OneOrMoreNames = ()

    @model_validator(mode="after")
    def known_wait(self) -> Seize:
        """See that the wait can be told where someone balks at it: only `use` knows its time."""
        for k, balk in enumerate(self.balk):
            if "expected_wait" in balk.kinds and not self.fixed_mean():
                raise fault(
                    Label("the expected wait is not known here", "此处无法估计等待时间"),
                    Label("write it beside a distribution in use, or when: an expression",
                          "请写在带分布的 use 中，或用 when: 表达式"),
                    ("balk", k, "expected_wait"),
                )  # fmt: skip
        return self

    def fixed_mean(self) -> bool:
        return False


class Use(Seize):
    time: TimeValue = Field(alias="for")
    after: TimeValue = ABSENT

    def fixed_mean(self) -> bool:
        return isinstance(self.time, Distribution)


class Transfer(Waiting):
    origin: Name = Field(alias="from")
    to: Name
    after: TimeValue = ABSENT


class Release(Strict):
    resource: Name
    after: TimeValue = ABSENT


def resource_text(value: Any) -> Any:
    """Let `seize: doctor` stand for `seize: {resource: doctor}`."""
    return value if isinstance(value, dict) else {"resource": value}


ShortSeize = Annotated[Seize, BeforeValidator(resource_text, json_schema_input_type=str | Seize)]
ShortRelease = Annotated[
    Release, BeforeValidator(resource_text, json_schema_input_type=str | Release)
]


# Branches


def parse_share(value: Any, info: ValidationInfo) -> float | tuple[float, ...]:
    """Read a share, or one for each class."""
    return by_class(value, names_in(info), SHARE.parse) if isinstance(value, dict) else (
        SHARE.parse(value)
    )  # fmt: skip


_SHARES = {"type": "object", "additionalProperties": SHARE.schema(), "minProperties": 1}
ShareByClass = Annotated[
    Any, PlainValidator(parse_share), WithJsonSchema({"anyOf": [SHARE.schema(), _SHARES]})
]


class BranchOption(Strict):
    """{share, go}, or {if, go}, or {else}."""

    share: ShareByClass = ABSENT
    condition: Condition = Field(default=ABSENT, alias="if")
    go: Name = ABSENT
    otherwise: Name = Field(default=ABSENT, alias="else")

    @model_validator(mode="after")
    def shape(self) -> BranchOption:
        keys = self.model_fields_set
        if keys in ({"share", "go"}, {"condition", "go"}, {"otherwise"}):
            return self
        said = ", ".join("if" if k == "condition" else k for k in sorted(keys)) or "nothing"
        raise fault(
            Label(f"a branch cannot be read from {said}", f"无法由 {said} 构成分支"),
            Label('write {share: 20%, go: x}, {if: "severity > 3", go: x} or {else: x}',
                  "请写 {share: 20%, go: x}、{if: “severity > 3”, go: x} 或 {else: x}"),
        )  # fmt: skip


Row = tuple[float, dict[str, float]]


def parse_table(value: Any) -> tuple[Row, ...]:
    """Read shares of the pathways by the least value that they hold from; the values rise."""
    if not isinstance(value, dict) or not value:
        say = found(value)
        raise fault(
            Label(f"rows by value are expected, {say.en}", f"应为按数值分行的比例，{say.zh}"),
            Label("write {0: {home: 90%, ward: 10%}, 3: {ward: 100%}}",
                  "请写 {0: {home: 90%, ward: 10%}, 3: {ward: 100%}}"),
        )  # fmt: skip
    faults, rows = Faults(), list[Row]()
    for key, shares in value.items():
        with faults.at(key):
            rows.append((_row_value(key), parse_shares(shares, *_ROW)))
    faults.raise_any()
    return tuple(sorted(rows, key=lambda row: row[0]))


_ROW = (
    Label("pathways", "各路径"),
    Label("write {home: 90%, ward: 10%}", "请写 {home: 90%, ward: 10%}"),
)


def _row_value(key: Any) -> float:
    try:
        return parse_number(float(key))
    except ValueError:
        message = Label(f'"{key}" is not a number', f"“{key}”不是数值")
        remedy = Label("write the least value of the row", "请写该行的最小值")
        raise fault(message, remedy, on_key=True) from None


class Table(Strict):
    """Shares by the value of an expression: the last row that is not above it counts."""

    by: Condition
    table: Annotated[
        Any,
        PlainValidator(parse_table),
        WithJsonSchema({"type": "object", "additionalProperties": _SHARES, "minProperties": 1}),
    ]


def check_options(options: list[BranchOption]) -> list[BranchOption]:
    """See that options are of one kind, that shares add up, and that else comes last."""
    shares = [option.share for option in options if option.share is not None]
    if not shares:
        last = options[-1].otherwise is not None
        if sum(option.otherwise is not None for option in options) > last or len(options) == last:
            raise fault(
                Label("else stands alone or is not the last", "else 单独出现或不在最后"),
                Label("write the conditions first, then one else", "请先写条件，最后写一个 else"),
            )
        return options
    if len(shares) != len(options):
        raise fault(
            Label("shares and conditions in one branch", "同一分支中既有比例又有条件"),
            Label("write the shares in a pathway of their own", "请把比例写到另一条路径"),
        )
    for row in zip(*map(_by_class, alike(shares)), strict=True):
        whole(
            list(row),
            lambda total: Label(f"the shares add up to {total}", f"各分支的比例合计为 {total}"),
        )
    return options


def _by_class(share: Any) -> tuple[float, ...]:
    return share if isinstance(share, tuple) else (share,)


def alike(shares: list[Any]) -> list[Any]:
    """Return all shares by class where one is."""
    n = max(len(_by_class(share)) for share in shares)
    by_classes = any(isinstance(share, tuple) for share in shares)
    return [(s,) * n if by_classes and not isinstance(s, tuple) else s for s in shares]


def branch_kind(value: Any) -> str:
    return "table" if isinstance(value, dict | Table) and "by" in dict(value) else "options"


Options = Annotated[list[BranchOption], Field(min_length=1), AfterValidator(check_options)]
BranchField = Annotated[
    Annotated[Options, Tag("options")] | Annotated[Table, Tag("table")],
    Discriminator(branch_kind),
]


# Time, company and appointments


def parse_moments(value: Any) -> tuple[float, ...]:
    """Read moments of the week: one text or a list of texts; in minutes, rising."""
    texts = value if isinstance(value, list) and value else [value]
    faults, minutes = Faults(), set[float]()
    for k, text in enumerate(texts):
        with faults.at(*((k,) if isinstance(value, list) else ())):
            minutes |= set(moments(str(text)))
    faults.raise_any()
    return tuple(sorted(minutes))


_MOMENT = {"type": "string", "examples": ["mon,wed,fri 08:00"]}
Moments = Annotated[
    Any,
    PlainValidator(parse_moments),
    WithJsonSchema({"anyOf": [_MOMENT, {"type": "array", "items": _MOMENT, "minItems": 1}]}),
]


class Book(Strict):
    book: Name
    on_full: Name
    notice: Duration = 0.0
    entitled: Truth = False
    punctuality: SignedTime = ABSENT
    no_show: Share = ABSENT
    on_no_show: Name = ABSENT
    group: str = ""

    @model_validator(mode="after")
    def no_show_leads_somewhere(self) -> Book:
        together(self, no_show="on_no_show")
        return self


class Gather(Strict):
    gate: Name
    name: LabelField | None = None
    size: PositiveCount
    longest: TimeValue = ABSENT


def bare_text(value: Any) -> Any:
    """Let `- join` stand for `- join: true`."""
    return {value: True} if value in BARE else value


BARE = ("join", "scatter")
WORDS = (
    "use", "seize", "delay", "release", "branch", "go", "transfer", "leave", "set", "until",
    "book", "fork", "join", "gather", "scatter",
)  # fmt: skip


class StepText(Strict):
    """One step: a map of one word; an `id` where it should keep its random numbers; its cost."""

    id: Name = ""
    cost: Money = 0.0
    use: Use = ABSENT
    seize: ShortSeize = ABSENT
    delay: TimeValue = ABSENT
    release: ShortRelease = ABSENT
    branch: BranchField = ABSENT
    go: Name = ABSENT
    transfer: Transfer = ABSENT
    leave: LabelField = ABSENT
    set_: Values = Field(default=ABSENT, alias="set")
    until: Moments = ABSENT
    book: Book = ABSENT
    fork: Annotated[list[Name], Field(min_length=1)] = ABSENT
    join: Literal[True] = ABSENT
    gather: Gather = ABSENT
    scatter: Literal[True] = ABSENT

    @property
    def words(self) -> list[str]:
        written = {name.rstrip("_") for name in self.model_fields_set}
        return [word for word in WORDS if word in written]

    @model_validator(mode="after")
    def one_word(self) -> StepText:
        words = self.words
        if len(words) != 1:
            said = (", ".join(words), "、".join(words)) if words else ("none", "没有内容")
            raise fault(
                Label(
                    f"a step says one thing, found {said[0]}", f"一步只写一件事，此处为{said[1]}"
                ),
                Label(f"write one of {', '.join(WORDS)}", f"请写其中之一：{'、'.join(WORDS)}"),
            )
        if words == ["go"] and "cost" in self.model_fields_set:
            raise fault(
                Label("going on costs nothing", "转入其他路径没有费用"),
                Label("write the cost beside another step", "请把费用写在其他步骤旁"),
                ("cost",),
                on_key=True,
            )
        return self


Step = Annotated[
    StepText,
    BeforeValidator(bare_text, json_schema_input_type=Literal["join", "scatter"] | StepText),
]
