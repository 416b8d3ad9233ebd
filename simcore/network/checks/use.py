"""What no patient reaches or uses, and what nobody may take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simcore.network.findings import Finding
from simcore.network.flow import each_step
from simcore.network.model import Network
from simcore.network.wholes import possible_priorities
from simcore.text import Label, nearest


def unused(network: Network, reached: Iterable[str]) -> Iterator[Finding]:
    """Yield what no patient reaches or uses, in a Network whose names are all known.

    A misspelt name makes the right one look unused, so then only that is reported.
    """
    for name in (name for name in network.pathways if name not in set(reached)):
        message = Label(f'no patient comes to "{name}"', f"没有患者会走到“{name}”")
        remedy = Label("go there from somewhere, or remove it", "请从别处转入，或删去该就诊流程")
        yield Finding(("pathways", name), message, remedy)
    steps = [step for _, step in each_step(network)]
    used = {name for step in steps for _, name in step.resources()}
    used |= {member for pool in network.pools if pool.name in used for member in pool.members}
    others = {(kind, name) for step in steps for _, kind, name in step.other_names()}
    things = [
        *(("resources", name) for name in (r.name for r in network.resources) if name not in used),
        *(("pools", pool.name) for pool in network.pools if pool.name not in used),
        *(("books", book.name) for book in network.books if ("book", book.name) not in others),
    ]
    for kind, name in things:
        message = Label(f'no step uses "{name}"', f"没有步骤使用“{name}”")
        near = nearest(name, used - {name})
        remedy = Label("use it in a pathway, or remove it", "请在就诊流程中使用，或删去")
        if near:
            remedy = Label(
                f'did you mean "{near}"? Else {remedy.en}', f"是否想写“{near}”？否则{remedy.zh}"
            )
        yield Finding((kind, name), message, remedy)
    given = {attribute for step in steps for attribute, _ in step.sets()}
    given |= {name for source in network.sources for name, _ in source.values}
    for k, name in enumerate(network.attributes):
        if name not in given:
            message = Label(f'nothing sets "{name}": it stays 0', f"“{name}”从未赋值，始终为 0")
            remedy = Label("set it, or remove it from the attributes", "请用 set 赋值，或删去")
            yield Finding(("attributes", k), message, remedy)


def _takers(network: Network) -> dict[str, set[int]]:
    """Return, for each resource that is waited for, the priorities of those who wait."""
    own = {p for source in network.sources for p in possible_priorities(source.priority)}
    members = {pool.name: pool.members for pool in network.pools}
    found: dict[str, set[int]] = {}
    for _, step in each_step(network):
        priorities = possible_priorities(getattr(step, "priority", None)) or own
        for _, name in step.waited_for():
            for resource in members.get(name, (name,)):
                found.setdefault(resource, set()).update(priorities)
    return found


def closed(network: Network) -> Iterator[Finding]:
    """Yield resources that are waited for and never open."""
    takers = _takers(network)
    for resource in network.resources:
        if resource.name in takers and not any(resource.capacity.values):
            message = Label("the capacity is always 0, so patients wait for ever",
                            "容量始终为 0，患者将一直等待")  # fmt: skip
            remedy = Label(
                "give it a capacity, or take no one there", "请设定容量，或不再使用该资源"
            )
            yield Finding(("resources", resource.name, "capacity"), message, remedy)


def reserves(network: Network) -> Iterator[Finding]:
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
