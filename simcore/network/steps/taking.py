"""What seize and use have in common: units of a resource, and others with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import KW_ONLY, dataclass

from simcore.network.findings import Finding, Where, finding, from_one
from simcore.network.resources import Pool, Resource
from simcore.network.steps.base import Surroundings
from simcore.network.steps.waiting import Waiting, no_room
from simcore.network.values import Need, Value
from simcore.network.walk import Taken, Walk
from simcore.network.wholes import Whole, known, random_parts, varying


@dataclass(frozen=True, slots=True)
class Taking(Waiting):
    """Wait for `units` of `resource` (or a pool).

    also: further resources, one unit each, all taken in the same instant or none.
    """

    resource: str
    _: KW_ONLY
    units: Whole = 1
    also: tuple[str, ...] = ()

    @property
    def main(self) -> str:
        return self.resource

    def resources(self) -> Iterator[tuple[Where, str]]:
        yield (self.word, "resource"), self.resource
        yield from (((self.word, "also", k), name) for k, name in enumerate(self.also))

    def waited_for(self) -> Iterator[tuple[Where, str]]:
        return self.resources()

    def values(self) -> Iterator[tuple[Where, Value, Need]]:
        yield from Waiting.values(self)
        yield from varying((self.word, "units"), self.units)

    def needs_general(self) -> Iterator[str]:
        if self.units != 1 or self.also or self.patience is not None:
            yield from (self.resource, *self.also)
        yield from Waiting.needs_general(self)

    def asks_for(self) -> Iterator[str]:
        yield from Waiting.asks_for(self)
        if any(varying((), self.units)):
            yield self.resource

    def taken(self, name: str) -> Taken:
        """Return how it takes one of its resources."""
        return Taken(self.units if name == self.resource else 1, self.priority)

    def take_all(self, walk: Walk) -> None:
        """Let the patient have all that it takes."""
        for where, name in self.resources():
            walk.take(where, name, self.taken(name))

    # What can be wrong

    def faults(self, around: Surroundings) -> Iterator[Finding]:
        yield from random_parts((self.word, "units"), self.units)
        for units in known(self.units) or ():
            if units < 1:
                yield from_one((self.word, "units"), units)
        yield from self.waiting_faults(around)
        yield from self._also_faults(around)
        yield from self._unit_faults(around)

    def alone_faults(self, resource: Resource) -> Iterator[Finding]:
        several = self.units != 1 or bool(self.also)
        if resource.waiting_room is not None and (several or self.patience is not None):
            yield no_room(self.word)
        if self.also and resource.interruptible:
            yield finding(
                (self.word, "also"), f'"{resource.name}" can be interrupted, so it is taken alone',
                f"“{resource.name}”可被中断，只能单独占用",
                "leave out also, or let its rules be finish",
                "请去掉 also，或将其规则设为 finish",
            )  # fmt: skip
        if several and resource.gains:
            yield finding(
                (self.word,), f'"{resource.name}" has gains, so it is taken alone and one by one',
                f"“{resource.name}”设有 gains，只能单独占用一个单位",
                "leave out units and also, or the gains", "请去掉 units 与 also，或去掉 gains",
            )  # fmt: skip

    def _also_faults(self, around: Surroundings) -> Iterator[Finding]:
        if self.also and self.resource in around.pools:
            yield finding(
                (self.word, "also"), "nothing can be taken together with one of a pool",
                "从资源池占用时不能同时占用其他资源",
                "seize the other in a step of its own", "请另写一步占用其他资源",
            )  # fmt: skip
        for k, name in enumerate(self.also):
            resource = around.resources.get(name)
            if resource is None or resource.waiting_room is not None or resource.gains:
                yield finding(
                    (self.word, "also", k),
                    f'"{name}" is a pool, or has a waiting_room or gains: not to take with others',
                    f"“{name}”是资源池，或设有 waiting_room 或 gains，不能与其他资源同时占用",
                    "seize it in a step of its own", "请另写一步占用",
                )  # fmt: skip

    def _unit_faults(self, around: Surroundings) -> Iterator[Finding]:
        """Yield more units than there ever are: who asks for them waits for ever."""
        most = most_units(self.resource, around.resources, around.pools)
        units = max(known(self.units) or (1,))
        if units > max(most, 1.0):  # none at all is said of the resource
            yield finding(
                (self.word, "units"), f"{units} units, and there are never more than {most:g}",
                f"需要 {units} 个单位，而容量最多为 {most:g}",
                f"write {most:g} or fewer", f"请写不超过 {most:g} 的数",
            )  # fmt: skip


def most_units(name: str, resources: Mapping[str, Resource], pools: Mapping[str, Pool]) -> float:
    """Return how many units of a resource or pool somebody can ever have at once."""
    pool = pools.get(name)
    there = [resources[k].most_units for k in (pool.members if pool else (name,))]
    waits_for_any = pool is not None and pool.rule == "first_free"
    return max(there, default=0.0) if waits_for_any else min(there, default=0.0)
