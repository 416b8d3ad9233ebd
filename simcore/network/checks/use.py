"""What no patient reaches or uses, and what nobody may take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from simcore.network.findings import Finding, Where
from simcore.network.flow import each_step, flow
from simcore.network.model import Network
from simcore.network.wholes import possible_priorities
from simcore.text import Label, nearest

Used = set[tuple[str, str]]  # in which part of a Network, and by which name


def in_use(network: Network, reached: Iterable[str] | None = None) -> Used:
    """Return what patients reach or use.

    network: right or wrong. reached: the pathways to which they come, if that is known.
    """
    steps = [step for _, step in each_step(network)]
    named = {name for step in steps for _, name in step.resources()}
    members = {name for pool in network.pools if pool.name in named for name in pool.members}
    found = {("pathways", name) for name in (flow(network).reached if reached is None else reached)}
    found |= {("resources", name) for name in named | members} | {("pools", name) for name in named}
    found |= {
        ("books", name) for step in steps for _, kind, name in step.other_names() if kind == "book"
    }
    found |= {("attributes", attribute) for step in steps for attribute, _ in step.sets()}
    return found | {("attributes", name) for source in network.sources for name, _ in source.values}


def unused(
    network: Network, reached: Iterable[str], elsewhere: Callable[[], Used]
) -> Iterator[Finding]:
    """Yield what no patient reaches or uses, in a Network whose names are all known.

    A misspelt name makes the right one look unused, so then only that is reported.

    reached: the pathways to which patients come. elsewhere: gives what is in use in other layers
        of the scenario, and so has its place here; asked for only where something seems unused.
    """
    used = in_use(network, reached)
    there: list[tuple[str, str, Where]] = [
        *(("pathways", name, ("pathways", name)) for name in network.pathways),
        *(("resources", r.name, ("resources", r.name)) for r in network.resources),
        *(("pools", pool.name, ("pools", pool.name)) for pool in network.pools),
        *(("books", book.name, ("books", book.name)) for book in network.books),
        *(("attributes", name, ("attributes", k)) for k, name in enumerate(network.attributes)),
    ]
    left = [thing for thing in there if thing[:2] not in used]
    others = elsewhere() if left else set()
    names = {name for part, name in used if part in ("resources", "pools")}
    for part, name, where in left:
        if (part, name) not in others:
            yield Finding(where, *_saying(part, name, names))


def _saying(part: str, name: str, names: set[str]) -> tuple[Label, Label]:
    """Return that something is not used, and the remedy. names: of the resources that are."""
    if part == "pathways":
        return (
            Label(f'no patient comes to "{name}"', f"没有患者会走到“{name}”"),
            Label("go there from somewhere, or remove it", "请从别处转入，或删去该就诊流程"),
        )
    if part == "attributes":
        return (
            Label(f'nothing sets "{name}": it stays 0', f"“{name}”从未赋值，始终为 0"),
            Label("set it, or remove it from the attributes", "请用 set 赋值，或删去"),
        )
    remedy = Label("use it in a pathway, or remove it", "请在就诊流程中使用，或删去")
    if near := nearest(name, names - {name}):
        remedy = Label(
            f'did you mean "{near}"? Else {remedy.en}', f"是否想写“{near}”？否则{remedy.zh}"
        )
    return Label(f'no step uses "{name}"', f"没有步骤使用“{name}”"), remedy


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
