"""Transfers that can run in a circle, where patients may have to change places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simcore.network.checks.references import Finding, each_step, finding
from simcore.network.model import Network
from simcore.network.steps import Transfer

Move = tuple[str, str]


def in_circles(network: Network) -> set[Move]:
    """Return the pairs (origin, to) of transfers from which others lead back to the origin."""
    steps = [step for _, step in each_step(network) if isinstance(step, Transfer)]
    moves = {(step.origin, step.to) for step in steps}
    return {(origin, to) for origin, to in moves if origin in _reached(to, moves)}


def _reached(start: str, moves: Iterable[Move]) -> set[str]:
    reached, new = set[str](), {start}
    while new:
        reached |= new
        new = {to for origin, to in moves if origin in new} - reached
    return reached


def circles(network: Network) -> Iterator[Finding]:
    """Yield what could not be done by a patient who changes places with another."""
    circular = in_circles(network)
    pools = {pool.name for pool in network.pools}
    for at, step in each_step(network):
        if not isinstance(step, Transfer) or (step.origin, step.to) not in circular:
            continue
        if step.after is not None:
            yield finding(
                (*at, "transfer", "after"),
                "transfers can run in a circle here, so no place can stay busy after",
                "此处转移可能形成循环，不能写 after",
                "leave it out, or release in a step of its own",
                "请去掉，或另写一步 release",
            )  # fmt: skip
        for key, name in (("from", step.origin), ("to", step.to)):
            if name in pools:
                yield finding(
                    (*at, "transfer", key),
                    "transfers can run in a circle here, and not through a pool",
                    "此处转移可能形成循环，循环不能经过资源池",
                    "name a resource of the pool", "请写资源池中的某个资源",
                )  # fmt: skip
