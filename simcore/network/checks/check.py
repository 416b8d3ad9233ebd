"""What is wrong with a Network before it runs.

Every check is a pure function of the Network and returns findings, so the scenario
front ends place them in their files and Python users read them as they are.
"""

from __future__ import annotations

import graphlib
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from simcore.network.checks.givens import wrong_givens
from simcore.network.checks.references import (
    Finding,
    each_step,
    resources_of,
    targets,
    unknown,
    unreadable,
)
from simcore.network.checks.rules import misfits
from simcore.network.flow import Trace, is_end
from simcore.network.model import Network, Resource
from simcore.network.steps import Book, Delay, Fork, Join, Seize, Set, Step, Transfer, Until, Use
from simcore.network.values import ByClass, Distribution, Value
from simcore.text import Label

MAX_LOOPS = 20  # loops reported before the rest is left for the next check


def check(network: Network, *, whole: bool = True) -> list[Finding]:
    """Return all findings; none for a Network that can run.

    `whole` False says that parts could not be read: a step may be None, what follows it is
    not judged, and nothing is said about what seems unused.
    """
    missing = list(unknown(network))
    held = Trace(network)
    found = [*missing, *_ends(network), *held.findings, *_loops(network, held.reached)]
    if whole:
        found += [*_unused(network, held.reached, bool(missing))]
    found += [*_closed(network), *_reserves(network)]
    if whole and not network.sources:
        message = Label("there is no source, so no patient arrives", "没有来源，不会有患者到达")
        remedy = Label("add a source with arrivals and a pathway", "请加上带到达与路径的来源")
        found.append(Finding(("sources",), message, remedy))
    if whole and not missing:
        found += [*unreadable(network), *wrong_givens(network), *misfits(network)]
    return found


# Ends


def _ends(network: Network) -> Iterator[Finding]:
    """Yield pathways that stop without an end, and steps behind an end."""
    for name, steps in network.pathways.items():
        first = next((k for k, step in enumerate(steps) if is_end(step)), None)
        if first is None:
            if not steps or steps[-1] is not None:
                where = ("pathways", name, len(steps) - 1) if steps else ("pathways", name)
                message = Label("the pathway stops here without an end", "路径在此中断，没有结束")
                yield Finding(where, message, _END)
        elif first + 1 < len(steps):
            message = Label("no patient comes to this step", "没有患者会走到这一步")
            yield Finding(("pathways", name, first + 1), message, _AFTER_END)


_END = Label(
    "end it with leave, go or branch; in a fork, with join",
    "请以 leave、go 或 branch 结束；fork 之中以 join 结束",
)
_AFTER_END = Label(
    "remove it, or move it before the leave, go or branch above",
    "请删去，或移到上方的 leave、go、branch 之前",
)


# Loops in no time


def _is_nothing(value: Value | None) -> bool:
    if isinstance(value, ByClass):
        return any(map(_is_nothing, value.values))
    if isinstance(value, Distribution) and value.name == "deterministic":
        return value.parameters["value"] == 0.0
    return False


def _takes_time(network: Network, step: Step | None, forks: frozenset[str] = frozenset()) -> bool:
    """Tell whether who goes on behind a step does so later than he came, or a few times at most.

    A seize takes no time where a unit is free. A book has so many seats.
    """
    if isinstance(step, Delay | Use):
        return not _is_nothing(step.time)
    if isinstance(step, Fork):
        return any(_part_takes_time(network, name, forks) for name in step.pathways)
    return step is None or isinstance(step, Until | Book)


def _part_takes_time(network: Network, name: str, forks: frozenset[str]) -> bool:
    """Tell whether time passes until who begins a pathway joins; True where it is not plain."""
    steps = network.pathways.get(name, ())
    if name in forks or not steps or not isinstance(steps[-1], Join):
        return name not in forks
    return any(_takes_time(network, step, forks | {name}) for step in steps)


def _onwards(network: Network, name: str) -> dict[str, int]:
    """Return the pathways reached from a pathway in no time, and the step that leads there."""
    found: dict[str, int] = {}
    for k, step in enumerate(network.pathways[name]):
        impatient = _is_nothing(getattr(step, "patience", None))
        for at, target in targets(step):
            if at[-1] != "on_no_show" and (at[-1] != "on_renege" or impatient):
                found.setdefault(target, k)
        if _takes_time(network, step):
            break
    return found


def _loops(network: Network, reached: Iterable[str]) -> Iterator[Finding]:
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


# Use and capacity


def _unused(network: Network, reached: Iterable[str], unknown: bool) -> Iterator[Finding]:
    """Yield what no patient reaches or uses.

    A misspelt name makes the right one look unused, so then only that is reported.
    """
    if unknown:
        return
    for name in network.pathways.keys() - set(reached):
        message = Label(f'no patient comes to "{name}"', f"没有患者会走到“{name}”")
        remedy = Label("go there from somewhere, or remove it", "请从别处转入，或删去该路径")
        yield Finding(("pathways", name), message, remedy)
    steps = [step for _, step in each_step(network)]
    used = {name for step in steps for _, name in resources_of(step)}
    used |= {member for pool in network.pools if pool.name in used for member in pool.members}
    booked = {step.book for step in steps if isinstance(step, Book)}
    things = [
        *(("resources", name) for name in (r.name for r in network.resources) if name not in used),
        *(("pools", pool.name) for pool in network.pools if pool.name not in used),
        *(("books", book.name) for book in network.books if book.name not in booked),
    ]
    for kind, name in things:
        message = Label(f'no step uses "{name}"', f"没有步骤使用“{name}”")
        near = get_close_matches(name, used - {name}, n=1)
        guess = (
            Label(f'did you mean "{near[0]}"? Else ', f"是否想写“{near[0]}”？否则")
            if near
            else None
        )
        remedy = Label(
            f"{guess.en if guess else ''}use it in a pathway, or remove it",
            f"{guess.zh if guess else ''}请在路径中使用，或删去",
        )
        yield Finding((kind, name), message, remedy)
    given = {step.attribute for step in steps if isinstance(step, Set)}
    given |= {name for source in network.sources for name, _ in source.values}
    for k, name in enumerate(network.attributes):
        if name not in given:
            message = Label(f'nothing sets "{name}": it stays 0', f"“{name}”从未赋值，始终为 0")
            remedy = Label("set it, or remove it from the attributes", "请用 set 赋值，或删去")
            yield Finding(("attributes", k), message, remedy)


def _takers(network: Network) -> dict[str, set[int]]:
    """Return, for each resource that is waited for, the priorities of those who wait."""
    own = {source.priority for source in network.sources}
    members = {pool.name: pool.members for pool in network.pools}
    found: dict[str, set[int]] = {}
    for _, step in each_step(network):
        if isinstance(step, Seize | Use | Transfer):
            names = (step.to,) if isinstance(step, Transfer) else (step.resource, *step.also)
            for name in (m for n in names for m in members.get(n, (n,))):
                priorities = own if step.priority is None else {step.priority}
                found.setdefault(name, set()).update(priorities)
    return found


def _always_closed(resource: Resource) -> bool:
    if any(closure.units for closure in resource.closures):
        return False
    return not any(resource.capacity.values)


def _closed(network: Network) -> Iterator[Finding]:
    """Yield resources that are waited for and never open."""
    takers = _takers(network)
    for resource in network.resources:
        if resource.name in takers and _always_closed(resource):
            message = Label("the capacity is always 0, so patients wait for ever",
                            "容量始终为 0，患者将一直等待")  # fmt: skip
            remedy = Label(
                "give it a capacity, or take no one there", "请设定容量，或不再使用该资源"
            )
            yield Finding(("resources", resource.name, "capacity"), message, remedy)


def _reserves(network: Network) -> Iterator[Finding]:
    """Yield reserves that no patient may take."""
    takers = _takers(network)
    for resource in network.resources:
        priorities = takers.get(resource.name, set())
        if resource.reserve is None or not priorities:
            continue
        if min(priorities) > resource.reserve.priority:
            least, some = resource.reserve.priority, ", ".join(map(str, sorted(priorities)))
            message = Label(f"no patient here has priority {least} or better",
                            f"此处没有优先级 {least} 或更优先的患者")  # fmt: skip
            remedy = Label(f"priorities here: {some}", f"此处的优先级：{some}")
            yield Finding(("resources", resource.name, "reserve", "priority"), message, remedy)
