"""The words that end a pathway or divide it: branch, go, leave."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from simcore.network import steps
from simcore.scenario.faults.base import Faults, LabelField, Strict, fault, found
from simcore.scenario.network.steps.word import Common, StepWord
from simcore.scenario.values.fields import ABSENT, Name, parse_share_each
from simcore.scenario.values.quantities import SHARE, parse_number
from simcore.scenario.values.value import Condition, by_class, names_in
from simcore.text import Label

# Options


def parse_share(value: Any, info: ValidationInfo) -> float | tuple[float, ...]:
    """Return a share, 0 to 1, or one for each class. Raises a fault."""
    if isinstance(value, dict):
        return by_class(value, names_in(info), SHARE.parse)
    return SHARE.parse(value)


_SHARES = {"type": "object", "additionalProperties": SHARE.schema(), "minProperties": 1}
ShareByClass = Annotated[
    Any, PlainValidator(parse_share), WithJsonSchema({"anyOf": [SHARE.schema(), _SHARES]})
]


class BranchOption(Strict):
    """{share, go}, or {if, go}, or {else} for all others."""

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


def check_options(options: list[BranchOption]) -> list[BranchOption]:
    """Return the options of a branch as they are.

    Raises a fault where they are of two kinds, or else is not the last.
    """
    if {"share", "condition"} <= set[str]().union(*(o.model_fields_set for o in options)):
        raise fault(
            Label("shares and conditions in one branch", "同一分支中既有比例又有条件"),
            Label("write the shares in a pathway of their own", "请把比例写到另一条就诊流程"),
        )
    if any(option.otherwise is not None for option in options[:-1]):
        raise fault(
            Label("else is not the last", "else 不在最后"),
            Label("write the others first, then one else", "请先写其他各项，最后写一个 else"),
        )
    return options


Options = Annotated[
    list[BranchOption], Field(json_schema_extra={"minItems": 1}), AfterValidator(check_options)
]


# Tables

Row = tuple[float, dict[str, float]]


def parse_table(value: Any) -> tuple[Row, ...]:
    """Return shares, 0 to 1, of the pathways by the least value that they hold from, rising.

    Raises a fault for each row that is wrong.
    """
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
            rows.append((_row_value(key), parse_share_each(shares, *_ROW)))
    faults.raise_any()
    return tuple(sorted(rows, key=lambda row: row[0]))


_ROW = (
    Label("pathways", "各就诊流程"),
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


def branch_kind(value: Any) -> str:
    """Return which of the two forms of a branch a value is written in."""
    return "table" if isinstance(value, dict | Table) and "by" in dict(value) else "options"


BranchField = Annotated[
    Annotated[Options, Tag("options")] | Annotated[Table, Tag("table")],
    Discriminator(branch_kind),
]


# What they mean


def _branch(text: list[BranchOption] | Table, common: Common) -> list[steps.Step]:
    if isinstance(text, Table):
        return [_table(text, common)]
    otherwise = next((o.otherwise for o in text if o.otherwise is not None), "")
    if not text or text[0].share is not None:
        return [_shares([o for o in text if o.share is not None], otherwise, common)]
    conditions = tuple((o.condition, o.go) for o in text if o.condition is not None)
    return [steps.Route(conditions, otherwise, **common)]


def _shares(options: list[BranchOption], otherwise: str, common: Common) -> steps.Branch:
    rows = alike([option.share for option in options])
    by_class = any(isinstance(row, tuple) for row in rows)
    shares = [row[0] for row in rows] if by_class else rows
    return steps.Branch(
        tuple((share, option.go) for share, option in zip(shares, options, strict=True)),
        tuple(zip(*rows, strict=True)) if by_class else (),
        otherwise,
        **common,
    )


def alike(shares: list[Any]) -> list[Any]:
    """Return all shares by class where one is."""
    n = next((len(share) for share in shares if isinstance(share, tuple)), 0)
    return [(s,) * n if n and not isinstance(s, tuple) else s for s in shares]


def _table(text: Table, common: Common) -> steps.Branch:
    """Let each pathway of the table be an option, its share that of the first row."""
    names = sorted({name for _, shares in text.table for name in shares})
    rows = tuple((x, tuple(shares.get(n, 0.0) for n in names)) for x, shares in text.table)
    options = tuple(zip(rows[0][1], names, strict=True))
    return steps.Branch(options, by=text.by, table=rows, **common)


WORDS = (
    StepWord("branch", BranchField, _branch, rank=5),
    StepWord(
        "go", Name, lambda pathway, common: [steps.Go(pathway, **common)], rank=6,
        nothing_beside=Label("going on is no step of its own", "转入其他就诊流程本身不是步骤"),
    ),
    StepWord("leave", LabelField, lambda label, common: [steps.Leave(label, **common)], rank=8),
)  # fmt: skip
