"""Which resources are plain, and which need the engine's uncommon steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from simcore.network.compiler.lower import Pathways, rooms
from simcore.network.model import Network, Resource
from simcore.network.steps import Release, Seize, Step, Transfer, Use


@dataclass(frozen=True)
class Kinds:
    """What the rows of a resource depend on.

    general: names of resources, pools and rooms whose rows are SEIZE_ANY and RELEASE_ANY.
    edge: number of each pair (origin, to) of transfers, where any could run in a circle.
    """

    resources: dict[str, Resource]
    general: frozenset[str]
    interruptible: frozenset[str]
    edge: dict[tuple[str | None, str], int]


def kinds(network: Network, pathways: Pathways) -> Kinds:
    """Tell plain resources from others."""
    every = {r.name: r for r in (*network.resources, *rooms(network))}
    steps = [placed.step for chain in pathways.values() for placed in chain]
    moves = sorted({(s.origin, s.to) for s in steps if isinstance(s, Transfer)})
    circles = moves if runs_in_circle(moves) else []
    general = {name for name, r in every.items() if _is_general(r)}
    general |= {p.name for p in network.pools}
    general |= {name for pool in network.pools for name in pool.members}
    general |= {name for step in steps for name in _made_general(step)}
    general |= {name for move in circles for name in move}
    return Kinds(
        every,
        frozenset(general),
        frozenset(name for name, r in every.items() if is_interruptible(r)),
        {move: k for k, move in enumerate(circles)},
    )


def is_interruptible(resource: Resource) -> bool:
    """Tell whether a patient can lose this resource before his service ends."""
    rules = [breakdown.rule for breakdown in resource.breakdowns]
    return (
        resource.preemption is not None
        or resource.closing.serving != "finish"
        or any(rule != "finish" for rule in rules)
    )


def runs_in_circle(moves: Iterable[tuple[str, str]]) -> bool:
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
        or is_interruptible(resource)
    )


def _made_general(step: Step) -> Iterable[str]:
    """Return the resources of a step that ask for more than one unit, first come first served."""
    match step:
        case Seize() | Use() if step.units > 1 or step.also or step.patience is not None:
            yield from (step.resource, *step.also)
        case Transfer() if step.patience is not None:
            yield step.to
    match step:
        case Use() | Release() if step.after is not None:
            yield step.resource
        case Transfer() if step.after is not None:
            yield step.origin
