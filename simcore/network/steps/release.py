"""Giving resources back: release."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import ClassVar

from simcore.network.compiler.rows import Rows, Written
from simcore.network.findings import Where
from simcore.network.steps.base import Step
from simcore.network.steps.taking_rows import write_release
from simcore.network.values import Need, Value
from simcore.network.walk import Walk
from simcore.text import Label


@dataclass(frozen=True, slots=True)
class Release(Step):
    """Give back what was seized. after: it stays busy for so long (cleaning)."""

    resource: str
    _: KW_ONLY
    after: Value | None = None

    word: ClassVar[str] = "release"
    title: ClassVar[Label] = Label("give back {}", "释放{}")

    @property
    def about(self) -> str:
        return self.resource

    def resources(self) -> Iterator[tuple[Where, str]]:
        yield ("release", "resource"), self.resource

    def values(self) -> Iterator[tuple[Where, Value, Need]]:
        if self.after is not None:
            yield ("release", "after"), self.after, Need.TIME

    def needs_general(self) -> Iterator[str]:
        yield from self.left_after()

    def left_after(self) -> Iterator[str]:
        if self.after is not None:
            yield self.resource

    def follow(self, walk: Walk) -> None:
        walk.give(("release", "resource"), self.resource)

    def write(self, rows: Rows, key: str) -> Written:
        taken = rows.taken(self.resource)
        row = write_release(rows, self.resource, taken, self.after, key)
        return Written(row, [row])
