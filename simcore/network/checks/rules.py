"""What does not go together at a resource: its rules, and how steps take it."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.network.checks.deadlock import circles
from simcore.network.checks.references import Finding, Where, each_step, finding, word
from simcore.network.compiler.kinds import is_interruptible
from simcore.network.model import MOST_PRIORITIES, UNLIMITED, Breakdown, Network, Pool, Resource
from simcore.network.steps import Delay, Seize, Step, Transfer, Use
from simcore.network.values import ByClass, Distribution

Taking = Seize | Use | Transfer


def misfits(network: Network) -> Iterator[Finding]:
    """Yield what does not go together."""
    for resource in network.resources:
        at: Where = ("resources", resource.name)
        yield from _together(at, resource)
        yield from _closing(at, resource)
        yield from _breakdowns(at, resource)
    yield from _priorities(network)
    taking = _Taking(network)
    for pool in network.pools:
        yield from taking.members(pool)
    for where, step in each_step(network):
        if isinstance(step, Taking):
            yield from taking.step((*where, word(step)), step)
    yield from circles(network)


# Rules of one resource


def _together(at: Where, resource: Resource) -> Iterator[Finding]:
    """Yield pairs of rules of which one would defeat the other."""
    rules = {
        "gains": bool(resource.gains), "preempt": resource.preemption is not None,
        "waiting_room": resource.waiting_room is not None,
        "reserve": resource.reserve is not None,
        "on_close: {waiting: leave}": resource.closing.waiting == "leave",
    }  # fmt: skip
    for one, other in [
        ("gains", "reserve"), ("gains", "preempt"), ("gains", "waiting_room"),
        ("preempt", "waiting_room"), ("waiting_room", "on_close: {waiting: leave}"),
    ]:  # fmt: skip
        if rules[one] and rules[other]:
            yield finding(
                (*at, one), f"{one} and {other} do not go together", f"{one} 与 {other} 不能并用",
                "keep one of the two", "请只保留其一",
            )  # fmt: skip
    if resource.preemption and resource.preemption.rule == "leave":
        yield finding((*at, "preempt", "rule"), *_NO_LEAVE)


_NO_LEAVE = (
    "only a closing sends patients away", "只有关闭（on_close）可让患者离开",
    "write resume, restart or resample", "请写 resume、restart 或 resample",
)  # fmt: skip


def _closing(at: Where, resource: Resource) -> Iterator[Finding]:
    closing = resource.closing
    leaves = "leave" in (closing.serving, closing.waiting)
    if leaves and not closing.go:
        yield finding((*at, "on_close", "go"), "where do they go?", "未写去向",
                      "name the pathway of those sent away", "请写明离开后的路径 go")  # fmt: skip
    if closing.go and not leaves:
        yield finding((*at, "on_close", "go"), "nobody is sent away", "没有人会被送走",
                      "write serving: leave or waiting: leave, or remove go",
                      "请写 serving: leave 或 waiting: leave，或删去 go")  # fmt: skip


def most_units(resource: Resource) -> float:
    """Return the greatest capacity that a resource ever has."""
    every = [*resource.capacity.values, *(closure.units for closure in resource.closures)]
    return float("inf") if UNLIMITED in every else max(every)


def _breakdowns(at: Where, resource: Resource) -> Iterator[Finding]:
    most = most_units(resource)
    for k, breakdown in enumerate(resource.breakdowns):
        where = (*at, "breakdowns", k)
        if breakdown.rule == "leave":
            yield finding((*where, "rule"), *_NO_LEAVE)
        if set(resource.capacity.values) == {UNLIMITED}:
            yield finding(
                where, "units without limit cannot be out of order", "不限容量的资源不会因故障减少",
                "give the resource a number of units", "请为该资源设定数量",
            )  # fmt: skip
        if not 1 <= breakdown.units <= most:
            yield _too_many(where, breakdown, most)


def _too_many(at: Where, breakdown: Breakdown, most: float) -> Finding:
    return finding(
        (*at, "units"), f"{breakdown.units} units break down, there are {most:g}",
        f"故障数量为 {breakdown.units}，而容量为 {most:g}",
        f"write 1 to {most:g}", f"请写 1 至 {most:g}",
    )  # fmt: skip


def _priorities(network: Network) -> Iterator[Finding]:
    """Yield more priorities than there are lines."""
    found = {source.priority for source in network.sources}
    steps = [step for _, step in each_step(network)]
    found |= {p for step in steps if (p := getattr(step, "priority", None)) is not None}
    if len(found) > MOST_PRIORITIES:
        yield finding(
            ("resources",), f"{len(found)} priorities, at most {MOST_PRIORITIES} are told apart",
            f"共有 {len(found)} 个优先级，最多 {MOST_PRIORITIES} 个",
            "write order: {lowest: ...} for finer ones", "更细的次序请写 order: {lowest: ...}",
        )  # fmt: skip


# Taking


class _Taking:
    """Holds each step against the resources that it takes, or whose line it may stand in."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.resources = {r.name: r for r in network.resources}
        self.pools = {pool.name: pool for pool in network.pools}

    def members(self, pool: Pool) -> Iterator[Finding]:
        """Yield what no member of a pool may have."""
        if not pool.members or len(set(pool.members)) < len(pool.members):
            yield finding(
                ("pools", pool.name, "members"), "a pool has members, each once",
                "资源池须有成员，且不得重复", "list each resource once", "请将每个资源各列一次",
            )  # fmt: skip
        for k, name in enumerate(pool.members):
            resource = self.resources[name]
            rules = {
                "gains": bool(resource.gains),
                "waiting_room": resource.waiting_room is not None,
                "order: random": resource.order == "random",
                "on_close: {waiting: leave}": resource.closing.waiting == "leave",
                "a rule by which patients are interrupted": is_interruptible(resource),
            }
            for rule in (rule for rule, there in rules.items() if there):
                yield finding(
                    ("pools", pool.name, "members", k),
                    f'"{name}" has {rule}, and no member of a pool may',
                    f"“{name}”设有 {rule}，资源池成员不可有",
                    "leave that out, or take the resource out of the pool",
                    "请去掉该规则，或将该资源移出资源池",
                )  # fmt: skip

    def step(self, at: Where, step: Taking) -> Iterator[Finding]:
        """Yield what a step asks for that cannot be."""
        if (step.patience is None) != (not step.on_renege):
            yield finding(
                (*at, "on_renege"), "patience and on_renege belong together",
                "patience 与 on_renege 须同时写", "write both or none", "请都写或都不写",
            )  # fmt: skip
        name = step.to if isinstance(step, Transfer) else step.resource
        yield from self._order(at, name, step)
        if name in self.resources:
            yield from self._alone(at, self.resources[name], step)
        if not isinstance(step, Transfer):
            yield from self._also(at, step)
            yield from self._units(at, step)

    def _order(self, at: Where, name: str, step: Taking) -> Iterator[Finding]:
        members = self.pools[name].members if name in self.pools else (name,)
        for member in members:
            shortest = self.resources[member].order == "shortest"
            if shortest and not _known_time(self.network, at, step):
                yield finding(
                    at, f'"{member}" serves the shortest first; how long this takes is not known',
                    f"“{member}”按最短者优先，而此处时长未知",
                    "let a delay with a distribution follow, or write order: {lowest: ...}",
                    "请在其后写带分布的 delay，或写 order: {lowest: ...}",
                )  # fmt: skip

    def _alone(self, at: Where, resource: Resource, step: Taking) -> Iterator[Finding]:
        several = not isinstance(step, Transfer) and (step.units > 1 or bool(step.also))
        if resource.waiting_room is not None and (several or step.patience is not None):
            yield finding(
                at, "units, also and patience do not go with a waiting_room",
                "units、also、patience 不能与 waiting_room 并用",
                "leave them out, or take away the waiting_room", "请去掉，或删去 waiting_room",
            )  # fmt: skip
        if several and is_interruptible(resource):
            yield finding(
                at, f'"{resource.name}" can be interrupted, so it is taken alone and one by one',
                f"“{resource.name}”可被中断，只能单独占用一个单位",
                "leave out units and also, or let its rules be finish",
                "请去掉 units 与 also，或将其规则设为 finish",
            )  # fmt: skip
        if several and resource.gains:
            yield finding(
                at, f'"{resource.name}" has gains, so it is taken alone and one by one',
                f"“{resource.name}”设有 gains，只能单独占用一个单位",
                "leave out units and also, or the gains", "请去掉 units 与 also，或去掉 gains",
            )  # fmt: skip

    def _also(self, at: Where, step: Seize | Use) -> Iterator[Finding]:
        if step.also and step.resource in self.pools:
            yield finding(
                (*at, "also"), "nothing can be taken together with one of a pool",
                "从资源池占用时不能同时占用其他资源",
                "seize the other in a step of its own", "请另写一步占用其他资源",
            )  # fmt: skip
        for k, name in enumerate(step.also):
            resource = self.resources.get(name)
            if resource is None or resource.waiting_room is not None or resource.gains:
                yield finding(
                    (*at, "also", k),
                    f'"{name}" is a pool, or has a waiting_room or gains: not to take with others',
                    f"“{name}”是资源池，或设有 waiting_room 或 gains，不能与其他资源同时占用",
                    "seize it in a step of its own", "请另写一步占用",
                )  # fmt: skip

    def _units(self, at: Where, step: Seize | Use) -> Iterator[Finding]:
        """Yield more units than there ever are: who asks for them waits for ever."""
        pool = self.pools.get(step.resource)
        there = [most_units(self.resources[n]) for n in (pool.members if pool else [step.resource])]
        waits_for_any = pool is not None and pool.rule == "first_free"
        most = max(there, default=0.0) if waits_for_any else min(there, default=0.0)
        if step.units > max(most, 1.0):  # none at all is said of the resource
            yield finding(
                (*at, "units"), f"{step.units} units, and there are never more than {most:g}",
                f"需要 {step.units} 个单位，而容量最多为 {most:g}",
                f"write {most:g} or fewer", f"请写不超过 {most:g} 的数",
            )  # fmt: skip


def _known_time(network: Network, at: Where, step: Step) -> bool:
    """Tell whether the mean of the delay that a seize leads to can be tabulated."""
    chain, k = network.pathways[str(at[1])], int(at[2])
    follows = step if isinstance(step, Use) else chain[k + 1] if k + 1 < len(chain) else None
    if not isinstance(follows, Use | Delay):
        return False
    values = follows.time.values if isinstance(follows.time, ByClass) else (follows.time,)
    return all(isinstance(value, Distribution) for value in values)
