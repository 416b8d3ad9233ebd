"""Patients in company: gather at a gate, and scatter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from simcore.engine import ops
from simcore.network.compiler.rows import Rows, Written
from simcore.network.findings import Finding, Where, from_one
from simcore.network.steps.base import Step, Surroundings
from simcore.network.values import Need, Value
from simcore.network.walk import Walk, units_of
from simcore.text import Label


@dataclass(frozen=True, slots=True)
class Gather(Step):
    """Wait until `size` patients are here; the first takes them along until Scatter.

    longest: how long the first waits before they leave with those who are there.
    """

    gate: str
    label: Label
    size: int
    longest: Value | None = None

    word: ClassVar[str] = "gather"
    title: ClassVar[Label] = Label("gather at {}", "在{}集合")

    def gates(self) -> Iterator[tuple[str, Label]]:
        yield self.gate, self.label

    def values(self) -> Iterator[tuple[Where, Value, Need]]:
        if self.longest is not None:
            yield ("gather", "longest"), self.longest, Need.TIME

    def follow(self, walk: Walk) -> None:
        if walk.inside:
            walk.add(
                ("gather",),
                f"a batch begins within a {walk.inside[-1][0]}",
                "成批过程不可嵌套在并行或成批过程之中",
                Label("end the other first", "请先结束外层过程"),
            )
        walk.inside = (*walk.inside, ("batch", units_of(walk.held)))

    def faults(self, around: Surroundings) -> Iterator[Finding]:
        if self.size < 1:
            yield from_one(("gather", "size"), self.size)

    def write(self, rows: Rows, key: str) -> Written:
        row = ops.Gather(
            resource=rows.resource(self.gate), batch=self.size,
            tally=rows.tally("started", self.gate, ""), place=rows.place("resource", self.gate),
        )  # fmt: skip
        if self.longest is None:
            return rows.alone(row, key)
        row.law, row.by_class = rows.value(self.longest)
        main = rows.add(row, f"{key}/longest")
        row.depart = rows.add(ops.Depart(resource=row.resource, waits_at=main), key)
        return Written(main, [main])


@dataclass(frozen=True, slots=True)
class Scatter(Step):
    """Those gathered part, and each goes on alone, the first one first."""

    word: ClassVar[str] = "scatter"
    title: ClassVar[Label] = Label("part", "解散")

    def follow(self, walk: Walk) -> None:
        if not walk.part_company(("scatter",)):
            walk.add(
                ("scatter",), "nobody has been gathered here", "此处没有成批的患者",
                Label("gather them before, or remove this", "请先写 gather，或删去此步"),
            )  # fmt: skip

    def write(self, rows: Rows, key: str) -> Written:
        return rows.alone(ops.Scatter(), key)
