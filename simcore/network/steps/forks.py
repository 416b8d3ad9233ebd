"""Several pathways at once, and their end: fork and join."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from simcore.engine import ops
from simcore.network.compiler.rows import Rows, Written
from simcore.network.findings import Finding
from simcore.network.steps.base import Exit, PartTakesTime, Step, Surroundings
from simcore.network.steps.routing import hold_nothing, nowhere
from simcore.network.walk import Walk
from simcore.text import Label


@dataclass(frozen=True, slots=True)
class Fork(Step):
    """Do several pathways side by side, each of which ends with Join; then go on."""

    pathways: tuple[str, ...]

    word: ClassVar[str] = "fork"
    title: ClassVar[Label] = Label("side by side", "并行")

    def exits(self) -> Iterator[Exit]:
        yield from (Exit(("fork", k), name) for k, name in enumerate(self.pathways))

    def takes_time(self, part: PartTakesTime) -> bool:
        return any(map(part, self.pathways))

    def follow(self, walk: Walk) -> None:
        for exit in self.exits():
            walk.begin_part(exit.where, exit.pathway)

    def faults(self, around: Surroundings) -> Iterator[Finding]:
        if not self.pathways:
            yield nowhere("fork")

    def write(self, rows: Rows, key: str) -> Written:
        n = len(self.pathways)
        part = rows.new_parts(n)
        targets = rows.targets.add(map(rows.pathway, self.pathways))
        return rows.alone(ops.Fork(n=n, targets=targets, part=part), key)


@dataclass(frozen=True, slots=True)
class Join(Step):
    """The end of a pathway that a Fork began."""

    word: ClassVar[str] = "join"
    title: ClassVar[Label] = Label("together again", "汇合")

    @property
    def ends(self) -> bool:
        return True

    def follow(self, walk: Walk) -> None:
        hold_nothing(walk, "join", "join", "汇合")
        if not walk.inside or walk.inside[-1][0] != "fork":
            walk.add(
                ("join",), "no fork leads here", "没有并行过程（fork）通到此处",
                Label("end it with leave, go or branch", "请以 leave、go 或 branch 结束"),
            )  # fmt: skip

    def write(self, rows: Rows, key: str) -> Written:
        return rows.last(ops.Join(), key)
