"""How long patients took to come here: milestone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from simcore.engine import ops
from simcore.network.compiler.rows import Rows, Written
from simcore.network.steps.base import Step
from simcore.text import Label


@dataclass(frozen=True, slots=True)
class Milestone(Step):
    """Count the time since the patient arrived, each time that they come here.

    name: under which it is counted, with all steps that have the same.
    """

    name: str

    word: ClassVar[str] = "milestone"
    title: ClassVar[Label] = Label("milestone", "到达节点")

    def write(self, rows: Rows, key: str) -> Written:
        return rows.alone(ops.Milestone(tally=rows.tally("reached", self.name, "")), key)
