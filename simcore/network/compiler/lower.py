"""Pathways as they are played: keys for all steps, waiting rooms as resources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from simcore.network.model import Network
from simcore.network.resources import UNLIMITED, Resource
from simcore.network.steps.base import Step
from simcore.network.weekly_profile import WeeklyProfile
from simcore.text import Label


@dataclass(frozen=True)
class Placed:
    """A step with its key, and the place in the Network that it stems from.

    origin: the step that stands there.
    first: whether it is the first of those that stem from it.
    """

    step: Step
    key: str
    pathway: str
    index: int
    origin: Step
    first: bool


Pathways = Mapping[str, Sequence[Placed]]


def step_keys(pathway: str, steps: Sequence[Step]) -> list[str]:
    """Name each step by its pathway, kind and resource, not by its position.

    So a step put in before it leaves its random numbers alone. A delay belongs to the
    resource taken last.
    """
    seen: dict[str, int] = {}
    keys = []
    holding = ""
    for step in steps:
        holding = step.main or holding
        about = holding if step.keeps_resource_in_key else ""
        name = f"{pathway}/{type(step).__name__.lower()} {about}"
        seen[name] = seen.get(name, 0) + 1
        keys.append(step.key or f"{name} {seen[name]}")
    return keys


def room(name: str) -> str:
    """Return the name of the places to wait for a resource."""
    return f"{name}/room"


def implied_resources(network: Network) -> list[Resource]:
    """Return what patients hold besides resources: waiting rooms, and delays that are counted."""
    return [*_rooms(network), *_delays(network)]


def _delays(network: Network) -> list[Resource]:
    steps = (step for chain in network.pathways.values() for step in chain)
    names = dict.fromkeys(step.occupied() for step in steps if step.occupied())
    return [Resource(name, Label(name, name), WeeklyProfile.constant(UNLIMITED)) for name in names]


def _rooms(network: Network) -> list[Resource]:
    return [
        Resource(
            room(r.name), Label(f"{r.label.en}, waiting room", f"{r.label.zh}候诊区"),
            WeeklyProfile.constant(r.waiting_room), tags=r.tags,
        )
        for r in network.resources
        if r.waiting_room
    ]  # fmt: skip


def lower(network: Network) -> Pathways:
    """Return all steps with their keys, those at a waiting room as they are played."""
    rooms = {r.name: room(r.name) for r in network.resources if r.waiting_room}

    def placed(name: str, steps: Sequence[Step]) -> Iterator[Placed]:
        for index, (step, key) in enumerate(zip(steps, step_keys(name, steps), strict=True)):
            for k, (simple, its_key) in enumerate(step.through_rooms(rooms, key)):
                yield Placed(simple, its_key, name, index, step, k == 0)

    return {name: tuple(placed(name, steps)) for name, steps in network.pathways.items()}
