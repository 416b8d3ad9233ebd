"""From one resource to another, the first being kept until the second is had: transfer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, replace
from typing import ClassVar

from simcore.network.compiler.rows import Rows, Written
from simcore.network.findings import Finding, Where, finding
from simcore.network.naming import renamed
from simcore.network.steps.base import Step, Surroundings
from simcore.network.steps.taking_rows import outside, write_release, write_seize
from simcore.network.steps.waiting import Waiting
from simcore.network.values import Need, Value
from simcore.network.walk import Taken, Walk, listed, listed_zh, without
from simcore.text import Label


@dataclass(frozen=True, slots=True)
class Transfer(Waiting):
    """Wait for `to` while keeping `origin`; give `origin` back once `to` is had.

    From a resource to itself, they wait for a place in its waiting room, and then for a unit anew.
    """

    origin: str
    to: str
    _: KW_ONLY
    after: Value | None = None  # how long `origin` stays busy when the patient has left it

    word: ClassVar[str] = "transfer"
    title: ClassVar[Label] = Label("move to {}", "转入{}")

    @property
    def main(self) -> str:
        return self.to

    def resources(self) -> Iterator[tuple[Where, str]]:
        yield ("transfer", "from"), self.origin
        yield ("transfer", "to"), self.to

    def waited_for(self) -> Iterator[tuple[Where, str]]:
        yield ("transfer", "to"), self.to

    def values(self) -> Iterator[tuple[Where, Value, Need]]:
        yield from Waiting.values(self)
        if self.after is not None:
            yield ("transfer", "after"), self.after, Need.TIME

    def needs_general(self) -> Iterator[str]:
        yield from Waiting.needs_general(self)
        yield from self.left_after()

    def left_after(self) -> Iterator[str]:
        if self.after is not None:
            yield self.origin

    def moves(self) -> Iterator[tuple[str, str]]:
        yield self.origin, self.to

    def follow(self, walk: Walk) -> None:
        self.begin_to_wait(walk)
        walk.must_hold(("transfer", "from"), self.origin)
        held = {name: taken for name, taken in walk.held.items() if name == self.origin}
        if self.to == self.origin:
            walk.held = without(walk.held, self.origin)
        walk.take(("transfer", "to"), self.to, Taken(1, self.priority))
        if self.to != self.origin:
            walk.held = without(walk.held, self.origin)
        if (self.origin, self.to) in walk.circular and any(t.units != 1 for t in held.values()):
            walk.add(
                ("transfer", "from"),
                f"{listed(held)} are held, and here patients can block each other in a "
                "circle, in which they change places one for one",
                f"此处占用 {listed_zh(held)}，而转移可能形成循环，循环中只能一换一",
                Label("seize one unit", "请只占用一个单位"),
            )

    def faults(self, around: Surroundings) -> Iterator[Finding]:
        yield from self.waiting_faults(around)
        resource = around.resources.get(self.to)
        if self.to == self.origin and (resource is None or resource.waiting_room is None):
            yield finding(
                ("transfer", "to"), f'"{self.to}" is held, and there is nothing to wait for',
                f"已占用“{self.to}”，无须等候",
                "release it and seize it again, to stand in its line anew; or give it a "
                "waiting_room, for a place in which to wait while holding it",
                "重新排队请写 release 与 seize；占用期间等候候诊位，请为该资源写 waiting_room",
            )  # fmt: skip

    def through_rooms(self, rooms: Mapping[str, str], key: str) -> Iterator[tuple[Step, str]]:
        room = rooms.get(self.to)
        if room is None:
            yield self, key
        else:
            yield replace(self, to=room, group=renamed(self.group, outside)), key
            inside = Transfer(room, self.to, priority=self.priority, group=self.group)
            yield inside, f"{key}/inside"

    def write(self, rows: Rows, key: str) -> Written:
        taken = rows.taken(self.origin)
        main, loose = write_seize(rows, self, key, rows.following, self.origin)
        rows.go_on(loose)
        return Written(main, [write_release(rows, self.origin, taken, self.after, key)])
