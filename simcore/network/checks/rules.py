"""Rules that do not go together: of a resource, of the members of a pool."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simcore.network.checks.transfers import circular_faults
from simcore.network.findings import Finding, Where, finding
from simcore.network.flow import each_step, priorities_of
from simcore.network.model import MOST_PRIORITIES, Network
from simcore.network.resources import UNLIMITED, Breakdown, Pool, Resource
from simcore.network.steps.base import Surroundings


def misfits(network: Network) -> Iterator[Finding]:
    """Yield what does not go together."""
    for resource in network.resources:
        where: Where = ("resources", resource.name)
        yield from _together(where, resource)
        yield from _closing(where, resource)
        yield from _breakdowns(where, resource)
    yield from _priorities(network)
    resources = {r.name: r for r in network.resources}
    for pool in network.pools:
        yield from _members(resources, pool)
        yield from _moves_back(network, pool)
    yield from _step_faults(network)
    yield from circular_faults(network)


def _step_faults(network: Network) -> Iterator[Finding]:
    """Yield what the steps find wrong with themselves."""
    resources = {r.name: r for r in network.resources}
    pools = {pool.name: pool for pool in network.pools}
    steps = list(each_step(network))
    every = [step for _, step in steps]
    for where, step in steps:
        chain, k = network.pathways[str(where[1])], int(where[2])
        following = chain[k + 1] if k + 1 < len(chain) else None
        around = Surroundings(resources, pools, network.classes, following, every)
        yield from (found.within(where) for found in step.faults(around))


# Rules of one resource


def _together(where: Where, resource: Resource) -> Iterator[Finding]:
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
                (*where, one), f"{one} and {other} do not go together",
                f"{one} 与 {other} 不能并用",
                "keep one of the two", "请只保留其一",
            )  # fmt: skip
    if resource.preemption and resource.preemption.rule == "leave":
        yield finding((*where, "preempt", "rule"), *_NO_LEAVE)


_NO_LEAVE = (
    "only a closing sends patients away", "只有关闭（on_close）可让患者离开",
    "write resume, restart or resample", "请写 resume、restart 或 resample",
)  # fmt: skip


def _closing(where: Where, resource: Resource) -> Iterator[Finding]:
    closing = resource.closing
    leaves = "leave" in (closing.serving, closing.waiting)
    if leaves and not closing.go:
        yield finding((*where, "on_close", "go"), "patients leave, and no pathway takes them",
                      "患者离开而未写去向", "write go: the pathway of those sent away",
                      "请用 go 写明离开后的就诊流程")  # fmt: skip
    if closing.go and not leaves:
        yield finding((*where, "on_close", "go"), "nobody is sent away", "没有人会被送走",
                      "write serving: leave or waiting: leave, or remove go",
                      "请写 serving: leave 或 waiting: leave，或删去 go")  # fmt: skip


def _breakdowns(where: Where, resource: Resource) -> Iterator[Finding]:
    most = resource.most_units
    for k, breakdown in enumerate(resource.breakdowns):
        here = (*where, "breakdowns", k)
        if breakdown.rule == "leave":
            yield finding((*here, "rule"), *_NO_LEAVE)
        if set(resource.capacity.values) == {UNLIMITED}:
            yield finding(
                here, "units without limit cannot be out of order", "不限容量的资源不会因故障减少",
                "give the resource a number of units", "请为该资源设定数量",
            )  # fmt: skip
        if not 1 <= breakdown.units <= most:
            yield _too_many(here, breakdown, most)


def _too_many(where: Where, breakdown: Breakdown, most: float) -> Finding:
    return finding(
        (*where, "units"), f"{breakdown.units} units break down, there are {most:g}",
        f"故障数量为 {breakdown.units}，而容量为 {most:g}",
        f"write 1 to {most:g}", f"请写 1 至 {most:g}",
    )  # fmt: skip


def _priorities(network: Network) -> Iterator[Finding]:
    """Yield more priorities than there are queues."""
    found = priorities_of(network)
    if len(found) > MOST_PRIORITIES:
        yield finding(
            ("resources",), f"{len(found)} priorities, at most {MOST_PRIORITIES} are told apart",
            f"共有 {len(found)} 个优先级，最多 {MOST_PRIORITIES} 个",
            "write order: {lowest: ...} for finer ones", "更细的次序请写 order: {lowest: ...}",
        )  # fmt: skip


# Pools


def _members(resources: Mapping[str, Resource], pool: Pool) -> Iterator[Finding]:
    """Yield what no member of a pool may have."""
    if not pool.members or len(set(pool.members)) < len(pool.members):
        yield finding(
            ("pools", pool.name, "members"), "a pool has members, each once",
            "资源池须有成员，且不得重复", "list each resource once", "请将每个资源各列一次",
        )  # fmt: skip
    for k, name in enumerate(pool.members):
        resource = resources[name]
        rules = {
            "gains": bool(resource.gains),
            "waiting_room": resource.waiting_room is not None,
            "order: random": resource.order == "random",
            "on_close: {waiting: leave}": resource.closing.waiting == "leave",
            "a rule by which patients are interrupted": resource.interruptible,
        }
        for rule in (rule for rule, there in rules.items() if there):
            yield finding(
                ("pools", pool.name, "members", k),
                f'"{name}" has {rule}, and no member of a pool may',
                f"“{name}”设有 {rule}，资源池成员不可有",
                "leave that out, or take the resource out of the pool",
                "请去掉该规则，或将该资源移出资源池",
            )  # fmt: skip


def _moves_back(network: Network, pool: Pool) -> Iterator[Finding]:
    """Yield what does not go with patients who move back within a pool."""
    if not pool.moves_back:
        return
    where = ("pools", pool.name, "moves_back")
    if pool.rule != "first_free":
        yield finding(
            where, f"members are in an order of preference under first_free, not {pool.rule}",
            f"只有 first_free 按优先次序选取成员，{pool.rule} 并非如此",
            "write rule: first_free, or leave moves_back out",
            "请写 rule: first_free，或去掉 moves_back",
        )  # fmt: skip
    if len(pool.members) < 2:
        yield finding(
            where, "a pool of one has nowhere to move to", "只有一个成员，无处可移",
            "list another member, or leave moves_back out", "请增加成员，或去掉 moves_back",
        )  # fmt: skip
    for at, step in each_step(network):
        if pool.name in step.left_after():
            yield finding(
                (*at, step.word, "after"),
                f'who moves out of a unit of "{pool.name}" leaves it free at once (moves_back), so '
                "it does not stay busy after others either",
                f"“{pool.name}”设有 moves_back，患者移出的单位立即空出，用后不能再占用（after）",
                "leave out after, or moves_back", "请去掉 after，或去掉 moves_back",
            )  # fmt: skip
