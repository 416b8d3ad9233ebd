"""Taking resources and giving them back: seize, use, release, transfer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, replace
from typing import ClassVar

from simcore.engine import ops
from simcore.engine.records import NONE
from simcore.network.compiler.rows import Rows, Written
from simcore.network.findings import Finding, Where, finding, from_one, go_together
from simcore.network.resources import Resource
from simcore.network.steps.base import Exit, PartTakesTime, Step, Surroundings, is_nothing
from simcore.network.steps.delays import Delay, mean_by_class, write_delay
from simcore.network.values import Expression, Value
from simcore.network.walk import Taken, Walk, listed, listed_zh, without
from simcore.text import Label


@dataclass(frozen=True, slots=True)
class Balk:
    """Do not join, but go there, when the expression is true."""

    when: Expression
    go: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting(Step):
    """What a step may say at which patients wait. `priority` None keeps the patient's own.

    group: waits are tallied by (resource, group, class). patience: how long they wait, before
    they go to `on_renege`, still with what they held before.
    """

    priority: int | None = None
    group: str = ""
    patience: Value | None = None
    on_renege: str = ""
    balk: tuple[Balk, ...] = ()

    keeps_resource_in_key: ClassVar[bool] = True

    def exits(self) -> Iterator[Exit]:
        for k, balk in enumerate(self.balk):
            yield Exit((self.word, "balk", k, "go"), balk.go)
        if self.on_renege:
            yield Exit((self.word, "on_renege"), self.on_renege, is_nothing(self.patience))

    def values(self) -> Iterator[tuple[Where, Value]]:
        for k, balk in enumerate(self.balk):
            yield (self.word, "balk", k, "when"), balk.when
        if self.patience is not None:
            yield (self.word, "patience"), self.patience

    def begin_to_wait(self, walk: Walk) -> None:
        """Let a patient wait, balk, renege, or be sent home."""
        for exit in self.exits():
            walk.go(exit.where, exit.pathway)
        for where, name in self.waited_for():
            walk.wait(where, name)

    def waiting_faults(self, around: Surroundings) -> Iterator[Finding]:
        """Yield what is wrong with how patients wait."""
        if (self.patience is None) != (not self.on_renege):
            yield go_together((self.word, "on_renege"), "patience", "on_renege")
        pool = around.pools.get(self.main)
        for name in pool.members if pool else (self.main,):
            known = mean_by_class(self.served_by(around), around.classes) is not None
            if around.resources[name].order == "shortest" and not known:
                yield finding(
                    (self.word,),
                    f'"{name}" serves the shortest first; how long this takes is not known',
                    f"“{name}”按最短者优先，而此处时长未知",
                    "let a delay with a distribution follow, or write order: {lowest: ...}",
                    "请在其后写带分布的 delay，或写 order: {lowest: ...}",
                )  # fmt: skip
        resource = around.resources.get(self.main)
        if resource:
            yield from self.alone_faults(resource)

    def served_by(self, around: Surroundings) -> Step | None:
        """Return the step in which a patient spends time with what they waited for."""
        return around.following

    def alone_faults(self, resource: Resource) -> Iterator[Finding]:
        """Yield what does not go with the rules of the resource."""
        if resource.waiting_room is not None and self.patience is not None:
            yield _no_room(self.word)


def _no_room(word: str) -> Finding:
    return finding(
        (word,), "units, also and patience do not go with a waiting_room",
        "units、also、patience 不能与 waiting_room 并用",
        "leave them out, or take away the waiting_room", "请去掉，或删去 waiting_room",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taking(Waiting):
    """Wait for `units` of `resource` (or a pool).

    also: further resources, one unit each, all taken in the same instant or none.
    """

    resource: str
    _: KW_ONLY
    units: int = 1
    also: tuple[str, ...] = ()

    @property
    def main(self) -> str:
        return self.resource

    def resources(self) -> Iterator[tuple[Where, str]]:
        yield (self.word, "resource"), self.resource
        yield from (((self.word, "also", k), name) for k, name in enumerate(self.also))

    def waited_for(self) -> Iterator[tuple[Where, str]]:
        return self.resources()

    def needs_general(self) -> Iterator[str]:
        if self.units > 1 or self.also or self.patience is not None:
            yield from (self.resource, *self.also)

    def taken(self, name: str) -> Taken:
        """Return how it takes one of its resources."""
        return Taken(self.units if name == self.resource else 1, self.priority)

    def take_all(self, walk: Walk) -> None:
        for where, name in self.resources():
            walk.take(where, name, self.taken(name))

    # What can be wrong

    def faults(self, around: Surroundings) -> Iterator[Finding]:
        if self.units < 1:
            yield from_one((self.word, "units"), self.units)
        yield from self.waiting_faults(around)
        yield from self._also_faults(around)
        yield from self._unit_faults(around)

    def alone_faults(self, resource: Resource) -> Iterator[Finding]:
        several = self.units > 1 or bool(self.also)
        if resource.waiting_room is not None and (several or self.patience is not None):
            yield _no_room(self.word)
        if several and resource.interruptible:
            yield finding(
                (self.word,),
                f'"{resource.name}" can be interrupted, so it is taken alone and one by one',
                f"“{resource.name}”可被中断，只能单独占用一个单位",
                "leave out units and also, or let its rules be finish",
                "请去掉 units 与 also，或将其规则设为 finish",
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
        pool = around.pools.get(self.resource)
        names = pool.members if pool else (self.resource,)
        there = [around.resources[name].most_units for name in names]
        waits_for_any = pool is not None and pool.rule == "first_free"
        most = max(there, default=0.0) if waits_for_any else min(there, default=0.0)
        if self.units > max(most, 1.0):  # none at all is said of the resource
            yield finding(
                (self.word, "units"), f"{self.units} units, and there are never more than {most:g}",
                f"需要 {self.units} 个单位，而容量最多为 {most:g}",
                f"write {most:g} or fewer", f"请写不超过 {most:g} 的数",
            )  # fmt: skip

    # How it is played

    def outside_room(self, room: str) -> Seize:
        """Return the step by which a patient gets a place to wait."""
        return Seize(
            room, group=f"{self.group}/outside", priority=self.priority, balk=self.balk,
            tags=self.tags, cost=self.cost,
        )  # fmt: skip

    def inside_room(self, room: str) -> Transfer:
        """Return the step by which a patient goes on from there."""
        return Transfer(room, self.resource, priority=self.priority, group=self.group)


@dataclass(frozen=True, slots=True)
class Seize(Taking):
    """Wait for units and keep them."""

    word: ClassVar[str] = "seize"

    def follow(self, walk: Walk) -> None:
        self.begin_to_wait(walk)
        self.take_all(walk)

    def through_rooms(self, rooms: Mapping[str, str], key: str) -> Iterator[tuple[Step, str]]:
        room = rooms.get(self.resource)
        if room is None:
            yield self, key
        else:
            yield self.outside_room(room), key
            yield self.inside_room(room), f"{key}/inside"

    def write(self, rows: Rows, key: str) -> Written:
        main = write_seize(rows, self, key, rows.following)
        return Written(main, [main])


@dataclass(frozen=True, slots=True)
class Use(Taking):
    """Seize, delay and release of one resource. after: it stays busy for so long (cleaning)."""

    time: Value
    _: KW_ONLY
    after: Value | None = None

    word: ClassVar[str] = "use"

    def values(self) -> Iterator[tuple[Where, Value]]:
        yield from Waiting.values(self)
        yield ("use", "for"), self.time
        if self.after is not None:
            yield ("use", "after"), self.after

    def takes_time(self, part: PartTakesTime) -> bool:
        return not is_nothing(self.time)

    def served_by(self, around: Surroundings) -> Step | None:
        return Delay(self.time)

    def needs_general(self) -> Iterator[str]:
        yield from Taking.needs_general(self)
        if self.after is not None:
            yield self.resource

    def follow(self, walk: Walk) -> None:
        self.begin_to_wait(walk)
        before = walk.held
        self.take_all(walk)
        walk.spend_time(("use",))
        walk.held = before

    def through_rooms(self, rooms: Mapping[str, str], key: str) -> Iterator[tuple[Step, str]]:
        room = rooms.get(self.resource)
        if room is None:
            yield self, key
        else:
            yield self.outside_room(room), key
            yield self.inside_room(room), f"{key}/inside"
            yield Delay(self.time), f"{key}/time"
            yield Release(self.resource, after=self.after), f"{key}/release"

    def write(self, rows: Rows, key: str) -> Written:
        main = write_seize(rows, self, key, Delay(self.time))
        taken = {name: self.taken(name) for _, name in self.resources()}
        last = write_delay(rows, self.time, f"{key}/time", {**rows.held, **taken})
        for name, how in taken.items():
            after = self.after if name == self.resource else None
            last = write_release(rows, name, how, after, f"{key}/release {name}")
        return Written(main, [last])


@dataclass(frozen=True, slots=True)
class Release(Step):
    """Give back what was seized. after: it stays busy for so long (cleaning)."""

    resource: str
    _: KW_ONLY
    after: Value | None = None

    word: ClassVar[str] = "release"

    def resources(self) -> Iterator[tuple[Where, str]]:
        yield ("release", "resource"), self.resource

    def values(self) -> Iterator[tuple[Where, Value]]:
        if self.after is not None:
            yield ("release", "after"), self.after

    def needs_general(self) -> Iterator[str]:
        if self.after is not None:
            yield self.resource

    def follow(self, walk: Walk) -> None:
        walk.give(("release", "resource"), self.resource)

    def write(self, rows: Rows, key: str) -> Written:
        taken = rows.taken(self.resource)
        row = write_release(rows, self.resource, taken, self.after, key)
        return Written(row, [row])


@dataclass(frozen=True, slots=True)
class Transfer(Waiting):
    """Wait for `to` while keeping `origin`; give `origin` back once `to` is had."""

    origin: str
    to: str
    _: KW_ONLY
    after: Value | None = None  # how long `origin` stays busy when the patient has left it

    word: ClassVar[str] = "transfer"

    @property
    def main(self) -> str:
        return self.to

    def resources(self) -> Iterator[tuple[Where, str]]:
        yield ("transfer", "from"), self.origin
        yield ("transfer", "to"), self.to

    def waited_for(self) -> Iterator[tuple[Where, str]]:
        yield ("transfer", "to"), self.to

    def values(self) -> Iterator[tuple[Where, Value]]:
        yield from Waiting.values(self)
        if self.after is not None:
            yield ("transfer", "after"), self.after

    def needs_general(self) -> Iterator[str]:
        if self.patience is not None:
            yield self.to
        if self.after is not None:
            yield self.origin

    def moves(self) -> Iterator[tuple[str, str]]:
        yield self.origin, self.to

    def follow(self, walk: Walk) -> None:
        self.begin_to_wait(walk)
        walk.must_hold(("transfer", "from"), self.origin)
        held = {name: taken for name, taken in walk.held.items() if name == self.origin}
        walk.take(("transfer", "to"), self.to, Taken(1, self.priority))
        walk.held = without(walk.held, self.origin)
        if (self.origin, self.to) in walk.circular and any(t.units > 1 for t in held.values()):
            walk.add(
                ("transfer", "from"),
                f"{listed(held)} are held, and here patients can block each other in a "
                "circle, in which they change places one for one",
                f"此处占用 {listed_zh(held)}，而转移可能形成循环，循环中只能一换一",
                Label("seize one unit", "请只占用一个单位"),
            )

    def faults(self, around: Surroundings) -> Iterator[Finding]:
        return self.waiting_faults(around)

    def through_rooms(self, rooms: Mapping[str, str], key: str) -> Iterator[tuple[Step, str]]:
        room = rooms.get(self.to)
        if room is None:
            yield self, key
        else:
            yield replace(self, to=room, group=f"{self.group}/outside"), key
            inside = Transfer(room, self.to, priority=self.priority, group=self.group)
            yield inside, f"{key}/inside"

    def write(self, rows: Rows, key: str) -> Written:
        taken = rows.taken(self.origin)
        main = write_seize(rows, self, key, rows.following, self.origin)
        return Written(main, [write_release(rows, self.origin, taken, self.after, key)])


# Rows


def write_seize(rows: Rows, step: Waiting, key: str, server: object, origin: str = "") -> int:
    """Append the rows that take what a step waits for; return the one at which patients wait.

    server: the step in which patients then spend time. origin: what is held meanwhile.
    """
    name = step.main
    for k, balk in enumerate(step.balk):
        rows.add(ops.If(law=rows.law(balk.when), go=rows.pathway(balk.go)), f"{key}/balk {k + 1}")
    common = {
        "resource": rows.resource(name),
        "rank": rows.rank(step.priority),
        "tally": rows.tally("started", name, step.group),
        "place": rows.place("resource", name),
        "origin": rows.resource(origin) if origin else NONE,
    }
    if name not in rows.kinds.general:
        return rows.add(ops.Seize(**common), key)
    also = step.also if isinstance(step, Taking) else ()
    minutes = mean_by_class(server, rows.number.classes)
    row = ops.SeizeAny(
        **common,
        units=step.units if isinstance(step, Taking) else 1,
        edge=rows.kinds.edge.get((origin, name), NONE),
        also=rows.members.add(rows.resource(other) for other in also),
        n_also=len(also),
        expected=NONE if minutes is None else rows.table.add(minutes),
    )
    if step.patience is None:
        return rows.add(row, key)
    return _write_with_patience(rows, row, step, step.patience, key)


def _write_with_patience(
    rows: Rows, row: ops.SeizeAny, step: Waiting, patience: Value, key: str
) -> int:
    row.law, row.by_class = rows.value(patience)
    main = rows.add(row, f"{key}/patience")
    tally = rows.tally("reneged", step.main, step.group)
    row.renege = rows.add(
        ops.Renege(
            resource=row.resource, tally=tally, waits_at=main, next=rows.pathway(step.on_renege)
        ),
        key,
    )
    row.next = len(rows.rows)
    return main


def write_release(rows: Rows, name: str, taken: Taken, after: Value | None, key: str) -> int:
    """Append the row that gives something back."""
    resource = rows.resource(name)
    if name not in rows.kinds.general:
        return rows.add(ops.Release(resource=resource), key)
    if after is None:
        return rows.add(ops.ReleaseAny(resource=resource, units=taken.units), key)
    law, by_class = rows.value(after)
    later = rows.label()
    row = rows.add(
        ops.ReleaseAny(
            resource=resource, units=taken.units, law=law, by_class=by_class, later=later,
            part=rows.new_parts(1),
        ),
        f"{key}/after",
    )  # fmt: skip
    frees = ops.ReleaseAny(resource=resource, units=taken.units)
    rows.hide(row, later, [(frees, f"{key}/later"), (ops.Vanish(), f"{key}/gone")])
    return row
