"""Waiting for a signal, and giving it: hold and signal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from simcore.engine import ops
from simcore.network.compiler.rows import Rows, Written
from simcore.network.findings import Finding, finding, from_one
from simcore.network.steps.base import Step, Surroundings
from simcore.text import Label, did_you_mean


@dataclass(frozen=True, slots=True)
class Hold(Step):
    """Wait, with what is held, until somebody gives the signal."""

    signal: str
    label: Label

    word: ClassVar[str] = "hold"
    title: ClassVar[Label] = Label("wait for {}", "等候{}")
    shares_gates: ClassVar[bool] = True

    def gates(self) -> Iterator[tuple[str, Label]]:
        yield self.signal, self.label

    def faults(self, around: Surroundings) -> Iterator[Finding]:
        given = {step.signal for step in around.every if isinstance(step, Signal)}
        if self.signal not in given:
            near = did_you_mean(self.signal, given)
            yield finding(
                ("hold", "signal"), f'nobody gives the signal "{self.signal}"',
                f"没有步骤发出信号“{self.signal}”",
                f"let a pathway say signal: {self.signal}; {near.en}",
                f"请在某一就诊流程中写 signal: {self.signal}；{near.zh}",
            )  # fmt: skip

    def write(self, rows: Rows, key: str) -> Written:
        gate = ops.Hold(
            resource=rows.resource(self.signal), tally=rows.tally("started", self.signal, ""),
            place=rows.place("resource", self.signal),
        )  # fmt: skip
        return rows.alone(gate, key)


@dataclass(frozen=True, slots=True)
class Signal(Step):
    """Let those who hold for a signal go on, first come first served.

    most: how many of them, at most; None for all.
    """

    signal: str
    most: int | None = None

    word: ClassVar[str] = "signal"
    title: ClassVar[Label] = Label("signal {}", "发出信号{}")

    @property
    def about(self) -> str:
        return self.signal

    def faults(self, around: Surroundings) -> Iterator[Finding]:
        awaited = {step.signal for step in around.every if isinstance(step, Hold)}
        if self.signal not in awaited:
            near = did_you_mean(self.signal, awaited)
            yield finding(
                ("signal", "signal"), f'nobody holds for the signal "{self.signal}"',
                f"没有步骤等候信号“{self.signal}”",
                f"let a pathway say hold: {self.signal}; {near.en}",
                f"请在某一就诊流程中写 hold: {self.signal}；{near.zh}",
            )  # fmt: skip
        if self.most is not None and self.most < 1:
            yield from_one(("signal", "most"), self.most)

    def write(self, rows: Rows, key: str) -> Written:
        most = ops.EVERYBODY if self.most is None else self.most
        return rows.alone(ops.Signal(resource=rows.resource(self.signal), most=most), key)
