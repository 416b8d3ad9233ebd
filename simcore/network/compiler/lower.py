"""Steps in the planner's words as simpler ones: keys for all, waiting rooms as resources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from simcore.network.model import Network, Resource
from simcore.network.steps import Delay, Release, Seize, Step, Transfer, Use
from simcore.network.weekly_profile import WeeklyProfile
from simcore.text import Label


@dataclass(frozen=True)
class Placed:
    """A step with its key, and the place in the Network that it stems from."""

    step: Step
    key: str
    pathway: str
    index: int
    first: bool  # of those that stem from one step


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
        if isinstance(step, Seize | Use):
            holding = step.resource
        elif isinstance(step, Transfer):
            holding = step.to
        about = holding if isinstance(step, Seize | Use | Transfer | Delay) else ""
        name = f"{pathway}/{type(step).__name__.lower()} {about}"
        seen[name] = seen.get(name, 0) + 1
        keys.append(step.key or f"{name} {seen[name]}")
    return keys


def room(name: str) -> str:
    """Return the name of the places to wait for a resource."""
    return f"{name}/room"


def rooms(network: Network) -> list[Resource]:
    """Return the waiting rooms, as resources that patients hold while they wait."""
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
    limited = {r.name for r in network.resources if r.waiting_room}

    def placed(name: str, steps: Sequence[Step]) -> Iterator[Placed]:
        for index, (step, key) in enumerate(zip(steps, step_keys(name, steps), strict=True)):
            for k, (simple, its_key) in enumerate(_through_room(step, key, limited)):
                yield Placed(simple, its_key, name, index, k == 0)

    return {name: tuple(placed(name, steps)) for name, steps in network.pathways.items()}


def _through_room(step: Step, key: str, limited: set[str]) -> Iterator[tuple[Step, str]]:
    """Yield a step as it is, or the steps that lead through the waiting room of its resource."""
    name = step.to if isinstance(step, Transfer) else getattr(step, "resource", "")
    if name not in limited or not isinstance(step, Seize | Use | Transfer):
        yield step, key
        return
    place, outside = room(name), f"{step.group}/outside"
    if isinstance(step, Transfer):
        yield replace(step, to=place, group=outside), key
    else:
        first = Seize(place, group=outside, priority=step.priority, balk=step.balk)
        yield replace(first, tags=step.tags, cost=step.cost), key
    yield Transfer(place, name, priority=step.priority, group=step.group), f"{key}/inside"
    if isinstance(step, Use):
        yield Delay(step.time), f"{key}/time"
        yield Release(name, after=step.after), f"{key}/release"
