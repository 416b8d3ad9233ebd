"""A network at a fraction of its size, for a quick look: fewer patients and less capacity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from simcore.errors import RunError
from simcore.network.model import Network
from simcore.network.resources import UNLIMITED, Resource
from simcore.network.sources import Population, Renewal, Source, Trace
from simcore.text import Label


def scaled(network: Network, scale: float) -> Network:
    """Return a network with rates and capacities shrunk; what has units keeps at least one.

    Raises RunError where something cannot be shrunk alike.
    """
    if scale == 1.0:
        return network
    fixed = list(_fixed(network))
    if fixed:
        raise RunError(
            Label(
                f"a scale of {scale:g} cannot shrink {', '.join(f.en for f in fixed)}",
                f"规模 {scale:g} 无法缩小：{'、'.join(f.zh for f in fixed)}",
            ),
            Label(
                "play this network at full size: leave --scale out", "请按全规模运行：去掉 --scale"
            ),
        )
    return replace(
        network,
        resources=tuple(_resource(r, scale) for r in network.resources),
        sources=tuple(_source(s, scale) for s in network.sources),
    )


def _fixed(network: Network) -> Iterator[Label]:
    """Yield what has no size that could be shrunk."""
    for source in network.sources:
        if isinstance(source.process, Renewal | Trace):
            yield Label(f"the times at which {source.name} come", f"“{source.name}”的到达时刻")
    for book in network.books:
        yield Label(f"the seats of {book.name}", f"“{book.name}”的号源")
    for resource in network.resources:
        if resource.breakdowns:
            yield Label(f"the breakdowns of {resource.name}", f"“{resource.name}”的故障")


def _units(n: int, scale: float) -> int:
    return n if n in (0, UNLIMITED) else max(1, round(n * scale))


def _resource(resource: Resource, scale: float) -> Resource:
    room = resource.waiting_room
    return replace(
        resource,
        capacity=resource.capacity.map(lambda n: _units(n, scale)),
        waiting_room=None if room is None else _units(room, scale),
        lends=tuple(
            replace(lend, units=lend.units.map(lambda n: _units(n, scale)))
            for lend in resource.lends
        ),
        closures=tuple(replace(c, units=_units(c.units, scale)) for c in resource.closures),
    )


def _source(source: Source, scale: float) -> Source:
    if isinstance(source.process, Population):
        return replace(source, process=Population(_units(source.process.size, scale)))
    return replace(source, rate=source.rate.map(lambda rate: scale * rate))
