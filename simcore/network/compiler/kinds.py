"""Which resources are plain, and which need the engine's uncommon operations."""

from __future__ import annotations

from collections.abc import Iterable

from simcore.network.compiler.lower import Pathways, implied_resources
from simcore.network.compiler.rows import Kinds
from simcore.network.model import Network
from simcore.network.resources import Resource
from simcore.network.steps.taking import most_units


def kinds(network: Network, pathways: Pathways) -> Kinds:
    """Tell plain resources from others."""
    every = {r.name: r for r in (*network.resources, *implied_resources(network))}
    steps = [placed.step for chain in pathways.values() for placed in chain]
    moves = sorted({move for step in steps for move in step.moves()})
    circular = moves if is_circular(moves) else []
    general = {name for name, r in every.items() if _is_general(r)}
    general |= {p.name for p in network.pools}
    general |= {name for pool in network.pools for name in pool.members}
    general |= {name for step in steps for name in step.needs_general()}
    general |= {name for move in circular for name in move}
    measured = {r.name for r in network.resources if r.measured}
    measured |= {p.name for p in network.pools if p.measured}
    general |= {to for origin, to in moves if origin in measured}  # who waits for it tells both
    asked = sorted({name for step in steps for name in step.asks_for()})
    pools = {pool.name: pool for pool in network.pools}
    columns = dict.fromkeys([*pools, *asked])
    return Kinds(
        every,
        frozenset(general),
        frozenset(name for name, r in every.items() if r.interruptible),
        {name: k for k, name in enumerate(columns)},
        {name: most_units(name, every, pools) for name in asked},
        {move: k for k, move in enumerate(circular)},
    )


def is_circular(moves: Iterable[tuple[str, str]]) -> bool:
    """Tell whether transfers can lead back to where they began."""
    left = set(moves)
    while left:
        ends = {to for _, to in left} - {origin for origin, _ in left}
        if not ends:
            return True
        left = {move for move in left if move[1] not in ends}
    return False


def _is_general(resource: Resource) -> bool:
    return (
        resource.order != "fifo"
        or bool(resource.gains)
        or bool(resource.breakdowns)
        or resource.closing.waiting == "leave"
        or resource.interruptible
        or resource.measured
    )
