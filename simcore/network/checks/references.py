"""What the parts of a Network refer to: every name must exist."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.network.findings import Finding, Where, no_such
from simcore.network.flow import each_step
from simcore.network.model import Network


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
