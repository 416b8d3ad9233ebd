"""What a patient holds before each step, whatever way he came (`check` has made sure)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simcore.network.compiler.lower import Pathways
from simcore.network.model import Network
from simcore.network.steps import (
    Book,
    Branch,
    Choose,
    Fork,
    Go,
    Join,
    Leave,
    Release,
    Route,
    Seize,
    Step,
    Transfer,
    Use,
)


@dataclass(frozen=True)
class Taken:
    """How something was taken that is held."""

    units: int
    priority: int | None


Held = Mapping[str, Taken]
ENDS = (Go, Branch, Choose, Join, Leave)


def trace(network: Network, pathways: Pathways) -> dict[tuple[str, int], Held]:
    """Return what is held before each step that can be reached, by pathway and position."""
    found: dict[tuple[str, int], Held] = {}
    closings = {r.name: r.closing for r in network.resources if r.closing.go}
    work: deque[tuple[str, Held]] = deque((s.pathway, {}) for s in network.sources)
    while work:
        name, held = work.popleft()
        if (name, 0) in found:
            continue
        for k, placed in enumerate(pathways[name]):
            found[name, k] = held
            step = placed.step
            work.extend(_elsewhere(step, held))
            for resource in _waited_for(step):
                if resource in closings:
                    work.append((closings[resource].go, held))
            for resource in held.keys() & closings.keys():
                if closings[resource].serving == "leave":
                    work.append((closings[resource].go, without(held, resource)))
            held = after(step, held)
            if isinstance(step, ENDS) or (isinstance(step, Route) and step.otherwise):
                break
    return found


def without(held: Held, *names: str) -> Held:
    """Return what is held when some of it has been given back."""
    return {name: taken for name, taken in held.items() if name not in names}


def after(step: Step, held: Held) -> Held:
    """Return what is held after a step."""
    match step:
        case Seize():
            also = {name: Taken(1, step.priority) for name in step.also}
            return {**held, step.resource: Taken(step.units, step.priority), **also}
        case Transfer():
            return {**without(held, step.origin), step.to: Taken(1, step.priority)}
        case Release():
            return without(held, step.resource)
    return held


def _waited_for(step: Step) -> tuple[str, ...]:
    match step:
        case Seize() | Use():
            return (step.resource, *step.also)
        case Transfer():
            return (step.to,)
    return ()


def _elsewhere(step: Step, held: Held) -> Iterator[tuple[str, Held]]:
    """Yield the pathways that a step may lead to, and what is held on entering them."""
    if isinstance(step, Seize | Use | Transfer):
        if step.on_renege:
            yield step.on_renege, held
        yield from ((balk.go, held) for balk in step.balk)
    elif isinstance(step, Fork):
        yield from ((name, {}) for name in step.pathways)
    else:
        yield from ((name, held) for name in _targets(step))


def _targets(step: Step) -> list[str]:
    match step:
        case Go():
            return [step.pathway]
        case Branch():
            return [name for _, name in step.options]
        case Choose():
            return [option.go for option in step.options]
        case Route():
            names = [name for _, name in step.options]
            return [*names, step.otherwise] if step.otherwise else names
        case Book():
            return [name for name in (step.on_full, step.on_no_show) if name]
    return []
