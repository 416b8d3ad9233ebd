"""Steps behind the end of a pathway, and loops that take no time."""

from __future__ import annotations

import graphlib
from collections.abc import Iterable, Iterator, Sequence

from simcore.network.findings import Finding
from simcore.network.model import Network
from simcore.network.steps import Join
from simcore.network.steps.base import Step
from simcore.text import Label

MAX_LOOPS = 20  # loops reported before the rest is left for the next check


def behind_ends(network: Network) -> Iterator[Finding]:
    """Yield steps behind the end of a pathway."""
    for name, chain in network.pathways.items():
        steps: Sequence[Step | None] = chain
        first = next((k for k, step in enumerate(steps) if step and step.ends), len(steps))
        if first + 1 < len(steps):
            message = Label("no patient comes to this step", "没有患者会走到这一步")
            yield Finding(("pathways", name, first + 1), message, _AFTER_END)


_AFTER_END = Label(
    "remove it, or move it before the leave, go or branch above",
    "请删去，或移到上方的 leave、go、branch 之前",
)


# Loops in no time


def _part_takes_time(network: Network, name: str, forks: frozenset[str]) -> bool:
    """Tell whether time passes until who begins a pathway joins; True where it is not plain."""
    steps = network.pathways.get(name, ())
    if name in forks or not steps or not isinstance(steps[-1], Join):
        return name not in forks
    return any(_takes_time(network, step, forks | {name}) for step in steps)


def _takes_time(network: Network, step: Step | None, forks: frozenset[str] = frozenset()) -> bool:
    """Tell whether a step takes time; one that could not be read may."""
    return step is None or step.takes_time(lambda name: _part_takes_time(network, name, forks))


def _onwards(network: Network, name: str) -> dict[str, int]:
    """Return the pathways reached from a pathway in no time, and the step that leads there."""
    found: dict[str, int] = {}
    steps: Sequence[Step | None] = network.pathways[name]
    for k, step in enumerate(steps):
        for exit in step.exits() if step else ():
            if exit.at_once:
                found.setdefault(exit.pathway, k)
        if _takes_time(network, step):
            break
    return found


def loops(network: Network, reached: Iterable[str]) -> Iterator[Finding]:
    """Yield circles of pathways that take no time."""
    steps = {name: _onwards(network, name) for name in reached}
    graph = {name: set(onwards) for name, onwards in steps.items()}
    for _ in range(MAX_LOOPS):
        try:
            graphlib.TopologicalSorter(graph).prepare()
        except graphlib.CycleError as error:
            circle = list(reversed(error.args[1]))
        else:
            return
        graph[circle[0]].discard(circle[1])
        path = " → ".join(circle)
        where = ("pathways", circle[0], steps[circle[0]][circle[1]])
        message = Label(f"a loop that takes no time: {path}", f"循环不耗时间：{path}")
        yield Finding(where, message, Label("put a delay in the loop", "请在循环中加入 delay"))
