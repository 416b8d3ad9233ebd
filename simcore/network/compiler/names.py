"""How the parts of a Network are named and numbered in a Program."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from simcore.network.compiler.lower import rooms
from simcore.network.model import Network
from simcore.network.steps import Gather, Leave
from simcore.text import Label


@dataclass(frozen=True)
class StepName:
    """Where a row of the program comes from. `cost` is yuan each time it is met."""

    pathway: str
    index: int
    kind: str
    tags: Any
    cost: float = 0.0


@dataclass
class Table:
    """Values that grow while rows are written; `add` returns where they begin."""

    values: list[Any] = field(default_factory=list)

    def add(self, values: Iterable[Any]) -> int:
        at = len(self.values)
        self.values.extend(values)
        return at


def stable_keys(names: Iterable[str]) -> dict[str, int]:
    """Give each name a 32-bit number that depends on the name alone; 0 to 2 are not used.

    Two names that hash alike (1 chance in 10**5 for 300 names) are told apart by
    hashing again the one that comes later in the alphabet.
    """
    taken: set[int] = {0, 1, 2}
    keys: dict[str, int] = {}
    for name in sorted(set(names)):
        text, number = name, 0
        while number in taken:
            number = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "big")
            text += "#"
        taken.add(number)
        keys[name] = number
    return keys


def cumulative(shares: Sequence[float]) -> list[float]:
    """Return rising cumulative shares that end at 1 exactly."""
    below = np.cumsum(shares)
    return [float(x) for x in below / below[-1]]


def places_of(network: Network) -> list[tuple[str, str, Label]]:
    """Return the nodes of the flow matrix: sources, all that is held or waited at, exits."""
    steps = [step for chain in network.pathways.values() for step in chain]
    exits = {step.exit.en: step.exit for step in steps if isinstance(step, Leave)}
    return [
        *(("source", s.name, s.label) for s in network.sources),
        *(("resource", name, label) for name, label in held_places(network)),
        *(("exit", name, label) for name, label in exits.items()),
    ]


def held_places(network: Network) -> list[tuple[str, Label]]:
    """Return names and labels of the rows of `resources`: resources, pools, gates, rooms."""
    steps = [step for chain in network.pathways.values() for step in chain]
    gates = {step.gate: step.label for step in steps if isinstance(step, Gather)}
    return [
        *((r.name, r.label) for r in network.resources),
        *((p.name, p.label) for p in network.pools),
        *gates.items(),
        *((r.name, r.label) for r in rooms(network)),
    ]
