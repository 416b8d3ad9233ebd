"""What the parts of a Network refer to: every name must exist, every expression be readable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import NamedTuple

from simcore.network.expressions.parser import ExpressionError, Names, draws, parse
from simcore.network.model import Network
from simcore.network.steps import (
    Book,
    Branch,
    Choose,
    Fork,
    Go,
    Release,
    Route,
    Seize,
    Set,
    Step,
    Transfer,
    Use,
)
from simcore.network.values import ByClass, Expression
from simcore.text import Label, did_you_mean

Where = tuple[str | int, ...]
KIND_ZH = {
    "pathway": "路径", "resource": "资源", "book": "号源表", "attribute": "属性", "class": "类别",
}  # fmt: skip


class Finding(NamedTuple):
    """A fault of a Network. `where` leads to it, such as ("pathways", "adult", 3, "go")."""

    where: Where
    message: Label
    remedy: Label


def finding(where: Where, en: str, zh: str, remedy: str, remedy_zh: str) -> Finding:
    """Return a finding from its texts."""
    return Finding(where, Label(en, zh), Label(remedy, remedy_zh))


def word(step: Step) -> str:
    """Return the YAML word of a step."""
    return "branch" if isinstance(step, Route) else type(step).__name__.lower()


def each_step(network: Network) -> Iterator[tuple[Where, Step | None]]:
    """Yield every step and where it is; None for one that could not be read."""
    for name, steps in network.pathways.items():
        for k, step in enumerate(steps):
            yield ("pathways", name, k), step


def targets(step: Step | None) -> list[tuple[Where, str]]:
    """Return the pathways that a step may go on to, and where it names them."""
    match step:
        case Go():
            return [(("go",), step.pathway)]
        case Branch():
            return [(("branch", k, "go"), name) for k, (_, name) in enumerate(step.options)]
        case Route():
            found: list[tuple[Where, str]] = [
                (("branch", k, "go"), name) for k, (_, name) in enumerate(step.options)
            ]
            last = (("branch", len(found), "else"), step.otherwise)
            return [*found, last] if step.otherwise else found
        case Choose():
            return [(("choose", k, "go"), option.go) for k, option in enumerate(step.options)]
        case Fork():
            return [(("fork", k), name) for k, name in enumerate(step.pathways)]
        case Book():
            ways = {"on_full": step.on_full, "on_no_show": step.on_no_show}
            return [(("book", key), name) for key, name in ways.items() if name]
        case Seize() | Use() | Transfer():
            return _ways_out(step)
    return []


def _ways_out(step: Seize | Use | Transfer) -> list[tuple[Where, str]]:
    kind = word(step)
    found: list[tuple[Where, str]] = [
        ((kind, "balk", k, "go"), balk.go) for k, balk in enumerate(step.balk)
    ]
    return [*found, ((kind, "on_renege"), step.on_renege)] if step.on_renege else found


def resources_of(step: Step | None) -> list[tuple[Where, str]]:
    """Return the resources and pools that a step names, and where."""
    match step:
        case Seize() | Use():
            also = [((word(step), "also", k), name) for k, name in enumerate(step.also)]
            return [((word(step), "resource"), step.resource), *also]
        case Release():
            return [(("release", "resource"), step.resource)]
        case Transfer():
            return [(("transfer", "from"), step.origin), (("transfer", "to"), step.to)]
    return []


def no_such(where: Where, kind: str, name: str, known: Iterable[str]) -> Finding:
    """Return the finding that a name does not exist, with the nearest that does."""
    message = Label(f'there is no {kind} "{name}"', f"没有名为“{name}”的{KIND_ZH[kind]}")
    remedy = did_you_mean(name, known)
    if kind == "attribute":
        remedy = Label(f"add it to attributes; {remedy.en}", f"请加入 attributes；{remedy.zh}")
    return Finding(where, message, remedy)


def holdable(network: Network) -> list[str]:
    """Return what a step may take: resources and pools."""
    return [*(r.name for r in network.resources), *(p.name for p in network.pools)]


def unknown(network: Network) -> Iterator[Finding]:
    """Yield names of pathways, resources, books and attributes that do not exist."""
    known = {
        "pathway": set(network.pathways), "resource": set(holdable(network)),
        "book": {book.name for book in network.books}, "attribute": set(network.attributes),
    }  # fmt: skip
    members = {resource.name for resource in network.resources}
    for where, kind, name in _named(network):
        there = members if where[0] == "pools" else known[kind]
        if name not in there:
            yield no_such(where, kind, name, there)


def _named(network: Network) -> Iterator[tuple[Where, str, str]]:
    """Yield every name that is referred to: where, of what kind, and the name."""
    for source in network.sources:
        at: Where = ("sources", source.name)
        yield (*at, "pathway"), "pathway", source.pathway
        yield from (((*at, "values", name), "attribute", name) for name, _ in source.values)
    for resource in network.resources:
        if resource.closing.go:
            at = ("resources", resource.name, "on_close", "go")
            yield at, "pathway", resource.closing.go
    for pool in network.pools:
        for k, name in enumerate(pool.members):
            yield ("pools", pool.name, "members", k), "resource", name
    for at, step in each_step(network):
        yield from (((*at, *key), "pathway", name) for key, name in targets(step))
        yield from (((*at, *key), "resource", name) for key, name in resources_of(step))
        yield from (((*at, *key), kind, name) for key, kind, name in _other_things(step))


def _other_things(step: Step | None) -> Iterator[tuple[Where, str, str]]:
    match step:
        case Book():
            yield ("book", "book"), "book", step.book
        case Set():
            yield ("set", step.attribute), "attribute", step.attribute
        case Choose():
            for k, option in enumerate(step.options):
                if option.wait_of is not None:
                    yield ("choose", k, "wait_of"), "resource", option.wait_of


# Expressions


def expressions(network: Network) -> Iterator[tuple[Where, Expression]]:
    """Yield every expression, and where it is written."""
    for resource in network.resources:
        if isinstance(resource.order, Expression):
            yield ("resources", resource.name, "order", "lowest"), resource.order
    for source in network.sources:
        for name, value in source.values:
            yield from _within(("sources", source.name, "values", name), value)
    for at, step in each_step(network):
        if step is not None:
            yield from _of_step((*at, word(step)), step)


def _of_step(at: Where, step: Step) -> Iterator[tuple[Where, Expression]]:
    if isinstance(step, Route):
        for k, (when, _) in enumerate(step.options):
            yield (*at, k, "if"), when
        return
    if isinstance(step, Seize | Use | Transfer):
        for k, balk in enumerate(step.balk):
            yield (*at, "balk", k, "when"), balk.when
    for item in fields(step):
        key = {"time": "for", "value": getattr(step, "attribute", "")}.get(item.name, item.name)
        yield from _within((*at, key), getattr(step, item.name))


def _within(at: Where, value: object) -> Iterator[tuple[Where, Expression]]:
    if isinstance(value, Expression):
        yield at, value
    elif isinstance(value, ByClass):
        for one in value.values:
            yield from _within(at, one)


def unreadable(network: Network) -> Iterator[Finding]:
    """Yield expressions that cannot be read, and those that draw where none may."""
    names = Names(network.attributes, network.classes, tuple(holdable(network)))
    for at, expression in expressions(network):
        try:
            words = parse(expression.text, names)
        except ExpressionError as error:
            yield Finding(at, error.message, error.remedy)
            continue
        if draws(words) and at[-1] in ("lowest", "by"):
            yield finding(
                at, "this expression may not be random", "此处的表达式不可含随机数",
                "set an attribute to the random value before, and write that attribute here",
                "请先用 set 把随机值存入属性，再在此处写该属性",
            )  # fmt: skip
