"""What the parts of a Network refer to: every name must exist, every expression be readable."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.network.expressions.faults import ExpressionError
from simcore.network.expressions.parser import Names, parse
from simcore.network.expressions.postfix import draws
from simcore.network.findings import Finding, Where, finding, no_such
from simcore.network.flow import each_step
from simcore.network.model import Network
from simcore.network.values import ByClass, Expression, Value
from simcore.network.wholes import varying

NEVER_RANDOM = (
    ("order", "lowest"), ("branch", "by"), ("class", "priority"), ("use", "units"),
    ("seize", "units"), ("use", "priority"), ("seize", "priority"), ("transfer", "priority"),
)  # where an expression stands  # fmt: skip


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
        where: Where = ("sources", source.name)
        yield (*where, "pathway"), "pathway", source.pathway
        yield from (((*where, "values", name), "attribute", name) for name, _ in source.values)
    for resource in network.resources:
        if resource.closing.go:
            where = ("resources", resource.name, "on_close", "go")
            yield where, "pathway", resource.closing.go
    for pool in network.pools:
        for k, name in enumerate(pool.members):
            yield ("pools", pool.name, "members", k), "resource", name
    for where, step in each_step(network):
        yield from (((*where, *e.where), "pathway", e.pathway) for e in step.exits())
        yield from (((*where, *key), "resource", name) for key, name in step.resources())
        yield from (((*where, *key), kind, name) for key, kind, name in step.other_names())


# Expressions


def expressions(network: Network) -> Iterator[tuple[Where, Expression]]:
    """Yield every expression, and where it is written."""
    for resource in network.resources:
        if isinstance(resource.order, Expression):
            yield ("resources", resource.name, "order", "lowest"), resource.order
    for source in network.sources:
        for name, value in source.values:
            yield from _within(("sources", source.name, "values", name), value)
        for key, value in varying(("class", "priority"), source.priority):
            yield from _within(("sources", source.name, *key), value)
    for where, step in each_step(network):
        for key, value in step.values():
            yield from _within((*where, *key), value)


def _within(where: Where, value: Value) -> Iterator[tuple[Where, Expression]]:
    if isinstance(value, Expression):
        yield where, value
    elif isinstance(value, ByClass):
        for one in value.values:
            yield from _within(where, one)


def unreadable(network: Network) -> Iterator[Finding]:
    """Yield expressions that cannot be read, and those that draw where none may."""
    names = Names(network.attributes, network.classes, tuple(holdable(network)))
    for where, expression in expressions(network):
        try:
            instructions = parse(expression.text, names)
        except ExpressionError as error:
            yield Finding(where, error.message, error.remedy)
            continue
        if draws(instructions) and where[-2:] in NEVER_RANDOM:
            yield finding(
                where, "this expression may not be random", "此处的表达式不可含随机数",
                "set an attribute to the random value before, and write that attribute here",
                "请先用 set 把随机值存入属性，再在此处写该属性",
            )  # fmt: skip
