"""What is wrong with a Network before it runs: what it refers to, and what patients hold.

Every check is a pure function of the Network and returns findings, so the scenario
front ends place them in their files and Python users read them as they are.
"""

from __future__ import annotations

import difflib
import graphlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from simcore.network.model import (
    Branch,
    Choose,
    Delay,
    Go,
    Label,
    Leave,
    Network,
    Release,
    Resource,
    Seize,
    Step,
    Transfer,
    Use,
)

Where = tuple[str | int, ...]
Held = frozenset[str]

MAX_LOOPS = 20  # loops reported before the rest is left for the next check


class Finding(NamedTuple):
    """A fault of a Network. `where` leads to it, such as ("pathways", "adult", 3, "go")."""

    where: Where
    message: Label
    remedy: Label


def check(network: Network, *, whole: bool = True) -> list[Finding]:
    """Return all findings; none for a Network that can run.

    `whole` False says that parts could not be read: a step may be None, what follows it is
    not judged, and nothing is said about what seems unused.
    """
    unknown = list(_unknown(network))
    trace = _Trace(network)
    found = [*unknown, *_ends(network), *trace.findings, *_loops(network, trace.reached)]
    if whole:
        found += [*_unused(network, trace.reached, bool(unknown))]
    found += [*_closed(network), *_reserves(network)]
    if whole and not network.sources:
        message = Label("there is no source, so no patient arrives", "没有来源，不会有患者到达")
        remedy = Label("add a source with arrivals and a pathway", "请加上带到达与路径的来源")
        found.append(Finding(("sources",), message, remedy))
    return found


def targets(step: Step | None) -> list[tuple[Where, str]]:
    """Return the pathways that a step may go on to, and where it names them."""
    match step:
        case Go():
            return [(("go",), step.pathway)]
        case Branch():
            return [(("branch", k, "go"), name) for k, (_, name) in enumerate(step.options)]
        case Choose():
            return [(("choose", k, "go"), option.go) for k, option in enumerate(step.options)]
    return []


def resources_of(step: Step | None) -> list[tuple[Where, str]]:
    """Return the resources that a step names, and where."""
    match step:
        case Seize():
            return [(("seize", "resource"), step.resource)]
        case Use():
            return [(("use", "resource"), step.resource)]
        case Release():
            return [(("release",), step.resource)]
        case Transfer():
            return [(("transfer", "from"), step.origin), (("transfer", "to"), step.to)]
    return []


def _steps(network: Network) -> Iterator[tuple[Where, Step | None]]:
    for name, steps in network.pathways.items():
        for k, step in enumerate(steps):
            yield ("pathways", name, k), step


# References


def _unknown(network: Network) -> Iterator[Finding]:
    """Yield names of resources and pathways that do not exist."""
    resources = {resource.name for resource in network.resources}
    for source in network.sources:
        if source.pathway not in network.pathways:
            where: Where = ("sources", source.name, "pathway")
            yield _no_such(where, "pathway", source.pathway, network.pathways)
    for at_step, step in _steps(network):
        for at, name in targets(step):
            if name not in network.pathways:
                yield _no_such((*at_step, *at), "pathway", name, network.pathways)
        for at, name in resources_of(step):
            if name not in resources:
                yield _no_such((*at_step, *at), "resource", name, resources)


def _no_such(where: Where, kind: str, name: str, known: Iterable[str]) -> Finding:
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1)
    zh = {"pathway": "路径", "resource": "资源"}[kind]
    some = ", ".join(names[:12]) or "-"
    en_near, zh_near = "", ""
    if close:
        en_near, zh_near = f'did you mean "{close[0]}"? ', f"是否想写“{close[0]}”？"
    return Finding(
        where,
        Label(f'there is no {kind} "{name}"', f"没有名为“{name}”的{zh}"),
        Label(f"{en_near}defined: {some}", f"{zh_near}已定义：{some}"),
    )


# Ends


def _is_end(step: Step | None) -> bool:
    return isinstance(step, Leave | Go | Branch | Choose)


def _ends(network: Network) -> Iterator[Finding]:
    """Yield pathways that stop without an end, and steps behind an end."""
    for name, steps in network.pathways.items():
        first = next((k for k, step in enumerate(steps) if _is_end(step)), None)
        if first is None:
            if not steps or steps[-1] is not None:
                where = ("pathways", name, len(steps) - 1) if steps else ("pathways", name)
                message = Label("the pathway stops here without an end", "路径在此中断，没有结束")
                yield Finding(where, message, _END)
        elif first + 1 < len(steps):
            message = Label("no patient comes to this step", "没有患者会走到这一步")
            yield Finding(("pathways", name, first + 1), message, _AFTER_END)


_END = Label("end it with leave, go or branch", "请以 leave、go 或 branch 结束")
_AFTER_END = Label(
    "remove it, or move it before the leave, go or branch above",
    "请删去，或移到上方的 leave、go、branch 之前",
)


# What patients hold


class _Trace:
    """Follows what patients hold along every pathway that they can reach."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.findings: list[Finding] = []
        self.reached: dict[str, tuple[Held, str]] = {}  # what is held on entry, from where
        self.queue: deque[str] = deque()
        for source in network.sources:
            self.arrive(("sources", source.name, "pathway"), source.pathway, frozenset())
        while self.queue:
            name = self.queue.popleft()
            self.walk(name, self.reached[name][0])

    def add(self, where: Where, en: str, zh: str, remedy: Label) -> None:
        self.findings.append(Finding(where, Label(en, zh), remedy))

    def arrive(self, where: Where, name: str, held: Held) -> None:
        """Enter a pathway; each is entered holding one and the same set."""
        if name not in self.network.pathways:
            return
        if name not in self.reached:
            self.reached[name] = (held, str(where[1]))
            self.queue.append(name)
            return
        before, origin = self.reached[name]
        if before != held:
            self.add(
                where,
                f'"{name}" is reached from here holding {_list(held)}, '
                f'but from "{origin}" holding {_list(before)}',
                f"患者到达“{name}”时，从此处来的占用：{_list_zh(held)}；"
                f"从“{origin}”来的占用：{_list_zh(before)}",
                Label(
                    "release first, or write a pathway of its own for each",
                    "请先释放资源，或分别写成不同的路径",
                ),
            )

    def walk(self, name: str, held: Held) -> None:
        steps: Sequence[Step | None] = self.network.pathways[name]
        for k, step in enumerate(steps):
            if step is None:
                return
            where = ("pathways", name, k)
            held = self.step(where, step, held)
            for at, target in targets(step):
                self.arrive((*where, *at), target, held)
            if _is_end(step):
                return

    def step(self, where: Where, step: Step, held: Held) -> Held:
        """Return what is held after a step."""
        match step:
            case Seize():
                return held | {self.take((*where, "seize", "resource"), step.resource, held)}
            case Use():
                self.take((*where, "use", "resource"), step.resource, held)
            case Release():
                return held - {self.give((*where, "release"), step.resource, held)}
            case Transfer():
                to = self.take((*where, "transfer", "to"), step.to, held)
                return held - {self.give((*where, "transfer", "from"), step.origin, held)} | {to}
            case Leave() if held:
                self.add(
                    (*where, "leave"),
                    f"patients leave while they hold {_list(held)}",
                    f"患者离开时仍占用：{_list_zh(held)}",
                    Label("release it before they leave", "请在离开前释放（release）"),
                )
        return held

    def take(self, where: Where, name: str, held: Held) -> str:
        if name in held:
            self.add(
                where,
                f'"{name}" is already held here',
                f"此处已占用“{name}”",
                Label(
                    "release it first: one patient holds one unit", "请先释放：一名患者只占一个单位"
                ),
            )
        return name

    def give(self, where: Where, name: str, held: Held) -> str:
        if name not in held:
            self.add(
                where,
                f'"{name}" is not held here; held: {_list(held)}',
                f"此处并未占用“{name}”；已占用：{_list_zh(held)}",
                Label("seize it before, or remove this", "请先占用（seize），或删去此步"),
            )
        return name


def _list(held: Held) -> str:
    return ", ".join(sorted(held)) or "nothing"


def _list_zh(held: Held) -> str:
    return "、".join(sorted(held)) or "无"


# Loops in no time


def _takes_time(step: Step | None) -> bool:
    if step is None:
        return True
    if not isinstance(step, Delay | Use):
        return False
    return step.time.name != "deterministic" or step.time.parameters["value"] != 0.0


def _loops(network: Network, reached: Iterable[str]) -> Iterator[Finding]:
    """Yield circles of pathways that take no time.

    A seize does not count as time: where a unit is free, it takes none.
    """
    graph = {
        name: {target for step in steps for _, target in targets(step)}
        for name in reached
        if not any(map(_takes_time, steps := network.pathways[name]))
    }
    for _ in range(MAX_LOOPS):
        try:
            graphlib.TopologicalSorter(graph).prepare()
        except graphlib.CycleError as error:
            circle = list(reversed(error.args[1]))
        else:
            return
        graph[circle[0]].discard(circle[1])
        path = " → ".join(circle)
        where = ("pathways", circle[0], len(network.pathways[circle[0]]) - 1)
        message = Label(f"a loop that takes no time: {path}", f"循环不耗时间：{path}")
        yield Finding(where, message, Label("put a delay in the loop", "请在循环中加入 delay"))


# Use and capacity


def _unused(network: Network, reached: Iterable[str], unknown: bool) -> Iterator[Finding]:
    """Yield pathways that no patient reaches and resources that no step names.

    A misspelt name makes the right one look unused, so then only that is reported.
    """
    if unknown:
        return
    for name in network.pathways.keys() - set(reached):
        message = Label(f'no patient comes to "{name}"', f"没有患者会走到“{name}”")
        remedy = Label("go there from somewhere, or remove it", "请从别处转入，或删去该路径")
        yield Finding(("pathways", name), message, remedy)
    used = {name for _, step in _steps(network) for _, name in resources_of(step)}
    for resource in network.resources:
        if resource.name not in used:
            message = Label(f'no step uses "{resource.name}"', f"没有步骤使用“{resource.name}”")
            remedy = Label("use it in a pathway, or remove it", "请在路径中使用，或删去该资源")
            yield Finding(("resources", resource.name), message, remedy)


def _takers(network: Network) -> dict[str, set[int]]:
    """Return, for each resource that is waited for, the priorities of those who wait."""
    own = {source.priority for source in network.sources}
    found: dict[str, set[int]] = {}
    for _, step in _steps(network):
        if isinstance(step, Seize | Use | Transfer):
            name = step.to if isinstance(step, Transfer) else step.resource
            found.setdefault(name, set()).update(own if step.priority is None else {step.priority})
    return found


def _always_closed(resource: Resource) -> bool:
    if isinstance(resource.capacity, tuple):
        return all(units == 0 for _, units in resource.capacity)
    return resource.capacity == 0


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
