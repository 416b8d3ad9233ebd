"""Taking resources: seize, and use, which also gives them back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import ClassVar

from simcore.network.compiler.rows import Rows, Written
from simcore.network.findings import Where
from simcore.network.naming import renamed
from simcore.network.steps.base import PartTakesTime, Step, Surroundings, is_nothing
from simcore.network.steps.delays import Delay, write_delay
from simcore.network.steps.release import Release
from simcore.network.steps.taking import Taking
from simcore.network.steps.taking_rows import outside, write_release, write_seize
from simcore.network.steps.transfer import Transfer
from simcore.network.values import Need, Value
from simcore.network.walk import Walk
from simcore.text import Label


@dataclass(frozen=True, slots=True)
class Seize(Taking):
    """Wait for units and keep them."""

    word: ClassVar[str] = "seize"
    title: ClassVar[Label] = Label("take {}", "占用{}")

    def follow(self, walk: Walk) -> None:
        self.begin_to_wait(walk)
        self.take_all(walk)

    def through_rooms(self, rooms: Mapping[str, str], key: str) -> Iterator[tuple[Step, str]]:
        room = rooms.get(self.resource)
        if room is None:
            yield self, key
        else:
            yield outside_room(self, room), key
            yield inside_room(self, room), f"{key}/inside"

    def write(self, rows: Rows, key: str) -> Written:
        return write_seize(rows, self, key, rows.following)


@dataclass(frozen=True, slots=True)
class Use(Taking):
    """Seize, delay and release of one resource. after: it stays busy for so long (cleaning)."""

    time: Value
    _: KW_ONLY
    after: Value | None = None

    word: ClassVar[str] = "use"

    def values(self) -> Iterator[tuple[Where, Value, Need]]:
        yield from Taking.values(self)
        yield ("use", "for"), self.time, Need.TIME
        if self.after is not None:
            yield ("use", "after"), self.after, Need.TIME

    def takes_time(self, part: PartTakesTime) -> bool:
        return not is_nothing(self.time)

    def served_by(self, around: Surroundings) -> Step | None:
        return Delay(self.time)

    def needs_general(self) -> Iterator[str]:
        yield from Taking.needs_general(self)
        yield from self.left_after()

    def left_after(self) -> Iterator[str]:
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
            yield outside_room(self, room), key
            yield inside_room(self, room), f"{key}/inside"
            yield Delay(self.time), f"{key}/time"
            yield Release(self.resource, after=self.after), f"{key}/release"

    def write(self, rows: Rows, key: str) -> Written:
        main, loose = write_seize(rows, self, key, Delay(self.time))
        rows.go_on(loose)
        taken = {name: self.taken(name) for _, name in self.resources()}
        last = write_delay(rows, self.time, f"{key}/time", {**rows.held, **taken})
        for name, how in taken.items():
            after = self.after if name == self.resource else None
            last = write_release(rows, name, how, after, f"{key}/release {name}")
        return Written(main, [last])


# A waiting room: places that are held while patients wait


def outside_room(step: Taking, room: str) -> Seize:
    """Return the step by which a patient gets a place to wait."""
    return Seize(
        room, group=renamed(step.group, outside), priority=step.priority, balk=step.balk,
        tags=step.tags, cost=step.cost,
    )  # fmt: skip


def inside_room(step: Taking, room: str) -> Transfer:
    """Return the step by which a patient goes on from there."""
    return Transfer(room, step.resource, priority=step.priority, group=step.group)
