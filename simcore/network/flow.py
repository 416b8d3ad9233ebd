"""One walk over all pathways that patients can reach, and what they hold at each step.

The checks report its findings; the compiler writes rows by what is held.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from simcore.network.findings import Finding, Where
from simcore.network.model import Network
from simcore.network.steps.base import Step
from simcore.network.walk import NOTHING, Held, Walk
from simcore.network.wholes import Whole, possible_priorities

Move = tuple[str, str]


@dataclass(frozen=True)
class Flow:
    """What a walk has found.

    held: before each step that can be reached, by pathway and position. reached: the pathways.
    """

    findings: Sequence[Finding]
    held: Mapping[tuple[str, int], Held]
    reached: Sequence[str]


def flow(network: Network) -> Flow:
    """Return what patients hold where, following them from their sources along all routing.

    network: right or wrong; a step that could not be read is None, and ends its pathway.
    """
    walk = Walk(network.resources, network.pools, network.pathways, circular_transfers(network))
    for source in network.sources:
        walk.enter(("sources", source.name, "pathway"), source.pathway, NOTHING, ())
    held: dict[tuple[str, int], Held] = {}
    while walk.to_follow:
        name = walk.to_follow.popleft()
        walk.held, walk.inside = walk.reached[name].held, walk.reached[name].inside
        steps: Sequence[Step | None] = network.pathways[name]
        for k, step in enumerate(steps):
            if step is None:  # it could not be read: what follows is not known
                break
            held[name, k] = walk.held
            walk.step_at = ("pathways", name, k)
            step.follow(walk)
            if step.ends:
                break
    return Flow(walk.findings, held, list(walk.reached))


def circular_transfers(network: Network) -> frozenset[Move]:
    """Return the pairs (origin, to) of transfers from which others lead back to the origin.

    network: right or wrong.
    """
    moves = {move for _, step in each_step(network) for move in step.moves()}
    return frozenset((origin, to) for origin, to in moves if origin in _reached(to, moves))


def _reached(start: str, moves: Iterable[Move]) -> set[str]:
    reached, new = set[str](), {start}
    while new:
        reached |= new
        new = {to for origin, to in moves if origin in new} - reached
    return reached


def priorities_of(network: Network) -> set[int]:
    """Return all priorities that patients can have, of their own or at a step.

    network: right or wrong.
    """
    found: list[Whole | None] = [source.priority for source in network.sources]
    found += [getattr(step, "priority", None) for _, step in each_step(network)]
    return {priority for value in found for priority in possible_priorities(value)}


def each_step(network: Network) -> Iterable[tuple[Where, Step]]:
    """Yield every step that could be read, and where it is.

    network: right or wrong.
    """
    for name, chain in network.pathways.items():
        steps: Sequence[Step | None] = chain
        for k, step in enumerate(steps):
            if step is not None:
                yield ("pathways", name, k), step
