"""Every value can be read, and measures what its place asks for."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.network.expressions.dimensions import NUMBER, TIME, Dimension, alike, named
from simcore.network.expressions.faults import ExpressionError
from simcore.network.expressions.names import Names, Term
from simcore.network.expressions.parser import parse
from simcore.network.expressions.postfix import constant, draws, number
from simcore.network.findings import Finding, Where, finding
from simcore.network.flow import each_step
from simcore.network.model import Network
from simcore.network.ranges import is_finite, least
from simcore.network.scope import assignments, measured, scope_of
from simcore.network.sources import Renewal, Source
from simcore.network.values import ByClass, Distribution, Expression, Need, Value
from simcore.network.wholes import varying
from simcore.text import Label

NEVER_RANDOM = (
    ("order", "lowest"), ("branch", "by"), ("group", "by"), ("book", "by"), ("class", "priority"),
    ("use", "units"), ("seize", "units"), ("use", "priority"), ("seize", "priority"),
    ("transfer", "priority"),
)  # where an expression stands  # fmt: skip
_CONSTANT = Label(
    "write a number, with its unit where it is a time: 9, 15 min, 20%",
    "请写数值，时长须带单位，例如 9、15 min、20%",
)


def wrong_values(network: Network) -> Iterator[Finding]:
    """Yield what cannot be read, may not be random, or measures something else."""
    names = scope_of(network)
    for where, value, need in given(network):
        for one in value.values if isinstance(value, ByClass) else (value,):
            if isinstance(one, Expression):
                yield from _expression(where, one, need, names)
            else:
                yield from _distribution(where, one, need)
    for where, attribute, value in assignments(network):
        here, elsewhere = measured(value, names), names.dimensions[attribute]
        if here is not None and elsewhere is not None and here != elsewhere:
            yield _two_kinds(where, attribute, here, elsewhere)
    for name, text in network.constants.items():
        try:
            parse(text, Names())
        except ExpressionError as error:
            yield Finding(("constants", name), error.message, _CONSTANT)


def given(network: Network) -> Iterator[tuple[Where, Value, Need]]:
    """Yield every value that a Network is given: where, the value, what it must be."""
    for resource in network.resources:
        at: Where = ("resources", resource.name)
        if isinstance(resource.order, Expression):
            yield (*at, "order", "lowest"), resource.order, Need.ANY
        for k, breakdown in enumerate(resource.breakdowns):
            yield (*at, "breakdowns", k, "every"), breakdown.every, Need.TIME
            yield (*at, "breakdowns", k, "repair"), breakdown.repair, Need.TIME
    for source in network.sources:
        for key, value, need in _given_to(source):
            yield ("sources", source.name, *key), value, need
    for where, step in each_step(network):
        for key, value, need in step.values():
            yield (*where, *key), value, need


def _given_to(source: Source) -> Iterator[tuple[Where, Value, Need]]:
    for name, value in source.values:
        yield ("values", name), value, Need.ANY
    yield from varying(("class", "priority"), source.priority)
    if source.formula:
        yield ("arrivals", "rate"), source.formula, Need.RATE
    if isinstance(source.process, Renewal):
        yield ("arrivals", "every"), source.process.gap, Need.TIME


def _expression(where: Where, one: Expression, need: Need, names: Names) -> Iterator[Finding]:
    try:
        term = parse(one.text, names)
    except ExpressionError as error:
        yield Finding(where, error.message, error.remedy)
        return
    if draws(term.code) and where[-2:] in NEVER_RANDOM:
        yield finding(
            where, "this expression may not be random", "此处的表达式不可含随机数",
            "set an attribute to the random value before, and write that attribute here",
            "请先用 set 把随机值存入属性，再在此处写该属性",
        )  # fmt: skip
    yield from _measured(where, term, need)


def _distribution(where: Where, one: Distribution, need: Need) -> Iterator[Finding]:
    if not is_finite(one):
        yield finding(
            where, f"some values of this {one.name} are beyond all numbers",
            f"该 {one.name} 分布的部分取值超出可表示的范围",
            "choose less extreme parameters", "请选用不那么极端的参数",
        )  # fmt: skip
    always = number(least(one)) if one.name == "deterministic" else ()
    yield from _measured(where, Term(always, one.dimension), need)


def _measured(where: Where, term: Term, need: Need) -> Iterator[Finding]:
    """Yield where a value does not measure what is needed, or is a time below 0 for everybody."""
    fits, (expected, remedy) = _ASKED[need]
    value = constant(term.code)
    if not any(alike(term.dimension, one) for one in fits):
        kind = named(term.dimension or NUMBER)
        yield Finding(
            where,
            Label(f"{expected.en} is expected, this is {kind.en}",
                  f"应为{expected.zh}，此处为{kind.zh}"),
            remedy,
        )  # fmt: skip
    elif need == Need.TIME and value is not None and value < 0.0:
        yield finding(
            where, f"this is always {value:g} min, below 0", f"此处恒为 {value:g} 分钟，小于 0",
            "write a time of 0 or more; a range as {uniform: {low: 30 min, high: 60 min}}",
            "请写不小于 0 的时长；取值范围请写 {uniform: {low: 30 min, high: 60 min}}",
        )  # fmt: skip


_UNIT = Label(
    "give it a unit: 30 min, 1/2 h, severity * 10 min",
    "请写单位，例如 30 min、1/2 h、severity * 10 min",
)
_A_TIME = (Label("a time", "时长"), _UNIT)
_A_RATE = (
    Label("a number per time", "每单位时间的数值"),
    Label("give it a unit: (10 + 5 * sin(2 * pi * time / 1 d)) / h",
          "请写单位，例如 (10 + 5 * sin(2 * pi * time / 1 d)) / h"),
)  # fmt: skip
_ASKED: dict[Need, tuple[tuple[Dimension, ...], tuple[Label, Label]]] = {
    Need.RATE: ((-TIME,), _A_RATE),
    Need.TIME: ((TIME,), _A_TIME),
    Need.SIGNED_TIME: ((TIME,), _A_TIME),
    Need.NUMBER: ((NUMBER,), (
        Label("a number or a condition", "数值或条件"),
        Label("compare a time, or divide it by one: stay > 4 h, stay / 1 h",
              "时长请作比较或除以时长，例如 stay > 4 h、stay / 1 h"),
    )),
    Need.ANY: ((TIME, NUMBER), (
        Label("a time or a number", "时长或数值"),
        Label("multiply or divide until one of them is left: stay / 1 h * 10 min",
              "请乘除至只余时长或数值，例如 stay / 1 h * 10 min"),
    )),
}  # fmt: skip


def _two_kinds(where: Where, attribute: str, here: int, elsewhere: int) -> Finding:
    one, other = named(here), named(elsewhere)
    return finding(
        where, f'"{attribute}" is {one.en} here and {other.en} elsewhere',
        f"“{attribute}”此处为{one.zh}，别处为{other.zh}",
        "give it a unit everywhere, or nowhere; or use two attributes",
        "请处处写单位或处处不写，或改用两个属性",
    )  # fmt: skip
