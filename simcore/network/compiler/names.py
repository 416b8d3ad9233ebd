"""How the parts of a Network are named and numbered in a Program."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from simcore.network.compiler.lower import implied_resources
from simcore.network.model import Network
from simcore.network.steps.base import Step
from simcore.text import Label


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


def places_by_name(names: Iterable[str]) -> dict[str, int]:
    """Return the place of each name in the alphabet, for where the order in a file must not matter.

    names: of one kind.
    """
    return {name: place for place, name in enumerate(sorted(set(names)))}


def places_of(network: Network) -> list[tuple[str, str, Label]]:
    """Return the nodes of the flow matrix: sources, all that is held or waited at, exits."""
    exits = {exit.en: exit for step in _steps(network) for exit in step.leaves_by()}
    return [
        *(("source", s.name, s.label) for s in network.sources),
        *(("resource", name, label) for name, label in held_places(network)),
        *(("exit", name, label) for name, label in exits.items()),
    ]


def held_places(network: Network) -> list[tuple[str, Label]]:
    """Return names and labels of the rows of `resources`: those, pools, gates, rooms, delays."""
    gates = dict(gate for step in _steps(network) for gate in step.gates())
    return [
        *((r.name, r.label) for r in network.resources),
        *((p.name, p.label) for p in network.pools),
        *gates.items(),
        *((r.name, r.label) for r in implied_resources(network)),
    ]


def labels_of(network: Network) -> dict[str, Label]:
    """Return the labels of what steps are about: all that is held, and books."""
    return {**dict(held_places(network)), **{book.name: book.label for book in network.books}}


def step_label(step: Step, pathway: str, index: int, labels: Mapping[str, Label]) -> Label:
    """Return what a planner calls a step: its own label, else one made of its title.

    labels: as `labels_of` has them.
    """
    if step.called is not None:
        return step.called
    gates = (label for _, label in step.gates())
    about = labels.get(step.about) or next(iter((*step.leaves_by(), *gates)), None)
    title = step.title
    if about is not None:
        return Label(title.en.format(about.en), title.zh.format(about.zh))
    place = Label(f"step {index + 1} of {pathway}", f"{pathway} 第 {index + 1} 步")
    bare = Label(title.en.format("").strip(), title.zh.format(""))
    return Label(f"{place.en}: {bare.en}", f"{place.zh}：{bare.zh}")


def _steps(network: Network) -> Iterator[Step]:
    return (step for chain in network.pathways.values() for step in chain)
