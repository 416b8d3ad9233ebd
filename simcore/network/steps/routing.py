"""Where patients go on: branch by shares, by conditions, by choice; go; leave."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from simcore.engine import ops
from simcore.network.compiler.rows import Rows, Written
from simcore.network.findings import Finding, Where, finding, must_fit
from simcore.network.steps.base import Exit, Step, Surroundings
from simcore.network.values import Expression, Need, Value
from simcore.network.walk import Walk, listed, listed_zh
from simcore.text import Label

TOLERANCE = 1e-6  # of the sum of shares: 3 × 33.333333% is all


@dataclass(frozen=True, slots=True)
class _Forking(Step):
    """Nobody goes on to the step behind it."""

    @property
    def ends(self) -> bool:
        return True


def nowhere(word: str) -> Finding:
    """Return the finding that a step has no option."""
    return finding((word,), "there is nowhere to go", "没有去向",
                   "name a pathway; let else follow a condition",
                   "请写出就诊流程；else 须在条件之后")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Branch(_Forking):
    """Go to one of `options` (share, pathway), drawn at random, or else to `otherwise`.

    `by_class`, where given, holds one row of shares for each class of the Network, in
    its order, and replaces the options' own shares. `table`, where given, holds such rows
    by the value of `by`: of the rows (value, shares), rising, the last that is not above it.
    """

    options: tuple[tuple[float, str], ...]
    by_class: tuple[tuple[float, ...], ...] = ()
    otherwise: str = ""
    by: Expression | None = None
    table: tuple[tuple[float, tuple[float, ...]], ...] = ()

    word: ClassVar[str] = "branch"
    title: ClassVar[Label] = Label("branch", "分流")

    def exits(self) -> Iterator[Exit]:
        yield from (Exit(("branch", k, "go"), go) for k, (_, go) in enumerate(self.options))
        if self.otherwise:
            yield Exit(("branch", len(self.options), "else"), self.otherwise)

    def values(self) -> Iterator[tuple[Where, Value, Need]]:
        if self.by is not None:
            yield ("branch", "by"), self.by, Need.NUMBER

    def faults(self, around: Surroundings) -> Iterator[Finding]:
        if not self.options:
            yield nowhere("branch")
        elif self.by is not None:
            yield from self._table_faults()
        elif self.by_class:
            yield from self._row_faults(("branch",), self.by_class)
            if len(self.by_class) != len(around.classes):
                yield must_fit(("branch",), len(self.by_class), len(around.classes))
        else:
            yield from self._row_faults(("branch",), [[share for share, _ in self.options]])

    def _table_faults(self) -> Iterator[Finding]:
        values = [value for value, _ in self.table]
        if not values or values != sorted(set(values)):
            yield finding(
                ("branch", "table"), "the values of the table do not rise", "表中的取值须递增",
                "order the rows by value", "请按取值排序",
            )  # fmt: skip
        for value, shares in self.table:
            yield from self._row_faults(("branch", "table", f"{value:g}"), [shares])

    def _row_faults(self, where: Where, rows: Sequence[Sequence[float]]) -> Iterator[Finding]:
        for row in rows:
            if len(row) != len(self.options):
                yield must_fit(where, len(row), len(self.options))
            elif min(row) < 0.0 or not self._adds_up(sum(row)):
                total = f"{sum(row) * 100:.10g}%"
                most = Label(" at most", "不超过") if self.otherwise else Label("", "为")
                yield finding(
                    where, f"the shares add up to {total}", f"各分支的比例合计为 {total}",
                    f"write shares that add up to{most.en} 100%", f"请使比例合计{most.zh} 100%",
                )  # fmt: skip

    def _adds_up(self, total: float) -> bool:
        if self.otherwise:
            return total <= 1.0 + TOLERANCE
        return math.isclose(total, 1.0, abs_tol=TOLERANCE)

    def _whole(self, shares: Sequence[float]) -> Sequence[float]:
        """Return a row of shares with what is left of it, if somebody goes there."""
        return [*shares, max(1.0 - sum(shares), 0.0)] if self.otherwise else shares

    def write(self, rows: Rows, key: str) -> Written:
        exits = [exit.pathway for exit in self.exits()]
        n = len(exits)
        targets = rows.targets.add(map(rows.pathway, exits))
        if self.by is not None:
            values = rows.table.add(value for value, _ in self.table)
            shares = rows.table.add(
                x for _, row in self.table for x in cumulative(self._whole(row))
            )
            table = ops.Table(
                law=rows.law(self.by), values=values, n_values=len(self.table), shares=shares,
                n=n, targets=targets,
            )  # fmt: skip
            return rows.last(table, key)
        every = self.by_class or ([share for share, _ in self.options],)
        shares = rows.table.add(x for row in every for x in cumulative(self._whole(row)))
        by_class = n if self.by_class else 0
        return rows.last(ops.Branch(shares=shares, n=n, by_class=by_class, targets=targets), key)


@dataclass(frozen=True, slots=True)
class Route(Step):
    """Go to the pathway of the first condition that is true, else to `otherwise`.

    `otherwise` "" goes on to the next step.
    """

    options: tuple[tuple[Expression, str], ...]
    otherwise: str = ""

    word: ClassVar[str] = "branch"
    title: ClassVar[Label] = Label("branch", "分流")

    @property
    def ends(self) -> bool:
        return bool(self.otherwise)

    def exits(self) -> Iterator[Exit]:
        yield from (Exit(("branch", k, "go"), go) for k, (_, go) in enumerate(self.options))
        if self.otherwise:
            yield Exit(("branch", len(self.options), "else"), self.otherwise)

    def values(self) -> Iterator[tuple[Where, Value, Need]]:
        for k, (when, _) in enumerate(self.options):
            yield ("branch", k, "if"), when, Need.NUMBER

    def faults(self, around: Surroundings) -> Iterator[Finding]:
        if not self.options:
            yield nowhere("branch")

    def write(self, rows: Rows, key: str) -> Written:
        main = len(rows.rows)
        for k, (when, go) in enumerate(self.options):
            last = rows.add(ops.If(law=rows.law(when), go=rows.pathway(go)), f"{key}/{k + 1}")
        if self.otherwise:
            rows.rows[last].next = rows.pathway(self.otherwise)
        return Written(main, [] if self.otherwise else [last])


@dataclass(frozen=True, slots=True)
class Option:
    """One alternative of a choice: utility of each class, and whose waits count.

    waits: resources, and the utility of a minute of the wait that people remember at each.
    lifted: how much of the Network's `lift` is added to the utility.
    """

    go: str
    utility: tuple[float, ...]
    waits: tuple[tuple[str, float], ...] = ()
    lifted: float = 0.0


@dataclass(frozen=True, slots=True)
class Choose(_Forking):
    """A multinomial logit over `options`: P_j = exp V_j / sum exp V, updated between days."""

    options: tuple[Option, ...]

    word: ClassVar[str] = "choose"
    title: ClassVar[Label] = Label("choice of institution", "选择就诊机构")

    def exits(self) -> Iterator[Exit]:
        for k, option in enumerate(self.options):
            yield Exit(("choose", k, "go"), option.go)

    def other_names(self) -> Iterator[tuple[Where, str, str]]:
        for k, option in enumerate(self.options):
            for name, _ in option.waits:
                yield ("choose", k, "waits"), "resource", name

    def faults(self, around: Surroundings) -> Iterator[Finding]:
        if not self.options:
            yield nowhere("choose")
        for k, option in enumerate(self.options):
            if len(option.utility) != len(around.classes):
                yield must_fit(("choose", k, "utility"), len(option.utility), len(around.classes))

    def write(self, rows: Rows, key: str) -> Written:
        n = len(self.options)
        shares = rows.table.add([0.0] * (n * len(rows.number.classes)))
        rows.choices.append((self, shares))
        targets = rows.targets.add(rows.pathway(option.go) for option in self.options)
        return rows.last(ops.Branch(shares=shares, n=n, by_class=n, targets=targets), key)


@dataclass(frozen=True, slots=True)
class Go(_Forking):
    """Go on in another pathway."""

    pathway: str

    word: ClassVar[str] = "go"

    @property
    def goes_on_to(self) -> str:
        return self.pathway

    def exits(self) -> Iterator[Exit]:
        yield Exit(("go",), self.pathway)


@dataclass(frozen=True, slots=True)
class Leave(_Forking):
    """Leave the system by an exit."""

    exit: Label

    word: ClassVar[str] = "leave"

    def leaves_by(self) -> Iterator[Label]:
        yield self.exit

    def follow(self, walk: Walk) -> None:
        hold_nothing(walk, "leave", "leave", "离开")
        if walk.inside:
            walk.add(
                ("leave",), f"patients leave within a {walk.inside[-1][0]}",
                "患者在并行或成批过程中离开",
                Label("end the fork with join, or part the batch with scatter, first",
                      "请先以 join 结束并行，或以 scatter 解散成批"),
            )  # fmt: skip

    def write(self, rows: Rows, key: str) -> Written:
        tally = rows.tally("left", self.exit.en, "")
        return rows.last(ops.Leave(tally=tally, place=rows.place("exit", self.exit.en)), key)


def hold_nothing(walk: Walk, word: str, en: str, zh: str) -> None:
    """Note where patients who should hold nothing hold something. en, zh: what they do."""
    if walk.held:
        walk.add(
            (word,),
            f"patients {en} while they hold {listed(walk.held)}",
            f"患者{zh}时仍占用：{listed_zh(walk.held)}",
            Label(f"release it before they {en}", f"请在{zh}前释放（release）"),
        )


def cumulative(shares: Sequence[float]) -> list[float]:
    """Return rising cumulative shares that end at 1 exactly.

    shares: not below 0, some above; they need not add up to 1.
    """
    below = np.cumsum(shares)
    return [float(x) for x in below / below[-1]]
