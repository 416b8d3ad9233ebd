"""What the rows of a Program are to those who read a log: which step, and what ends there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simcore.engine.ops import Book, Fail, MoveBack, Regain, ReleaseAny, Renege
from simcore.engine.phases import ABOUT_A_RESOURCE, LASTING, Phase
from simcore.engine.records import NONE
from simcore.network.compiler.rows import StepName
from simcore.results.run import Run

INTERNAL = "internal"
KEEPING = ("seize", "transfer")  # words of steps that keep what they take
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class LogRows:
    """Facts of the rows of a run's Program, as arrays by row."""

    run: Run

    @cached_property
    def rows(self) -> list[Any]:
        """Return the rows, each as its operation reads it."""
        return self.run.program.rows

    @cached_property
    def steps(self) -> list[StepName]:
        """Return the steps of the Network that the rows belong to, each once."""
        return list(dict.fromkeys(map(self._plain, self.run.legend.steps)))

    @cached_property
    def step(self) -> Any:
        """Return of each row the number of its step in `steps`."""
        number = {step: k for k, step in enumerate(self.steps)}
        return np.array([number[self._plain(name)] for name in self.run.legend.steps])

    def _plain(self, name: StepName) -> StepName:
        return StepName(name.pathway, name.index, name.word, None, name.label)

    @cached_property
    def first(self) -> Flags:
        """Tell of each row whether a patient who does its step begins there."""
        found = np.zeros(len(self.rows), bool)
        found[np.unique(self.step, return_index=True)[1]] = True
        return found

    @cached_property
    def internal(self) -> Flags:
        """Tell which rows belong to no step."""
        return np.array([name.word == INTERNAL for name in self.run.legend.steps], bool)

    @cached_property
    def lasting(self) -> Flags:
        """Tell at which rows time passes."""
        return self._where(lambda row: row.phase in LASTING)

    @cached_property
    def waits(self) -> Flags:
        """Tell at which rows patients wait until what they asked for begins."""
        return self._where(lambda row: row.phase in (Phase.WAIT, Phase.MOMENT))

    @cached_property
    def takes(self) -> Flags:
        """Tell at which rows patients wait for a resource, at no gate."""
        return self._where(lambda row: row.phase is Phase.WAIT and not row.at_gate)

    @cached_property
    def gives(self) -> Flags:
        """Tell at which rows they give one back."""
        return self._where(lambda row: row.phase is Phase.GIVE_BACK)

    @cached_property
    def ends_waiting(self) -> Flags:
        """Tell which rows are of those who leave a queue unserved."""
        return self._where(lambda row: isinstance(row, Renege))

    @cached_property
    def cleaning(self) -> Flags:
        """Tell which rows are of units that are being cleaned, not of patients."""
        found = np.zeros(len(self.rows), bool)
        for row in self.rows:
            if isinstance(row, ReleaseAny) and row.later != NONE:
                found[[row.later, self.rows[row.later].next]] = True
        return found

    @cached_property
    def moves(self) -> Flags:
        """Tell which rows say that somebody has moved within a pool."""
        return self._where(lambda row: isinstance(row, MoveBack))

    @cached_property
    def refused_to(self) -> Any:
        """Return of each row that of those for whom there is no seat, NONE where none can be."""
        return np.array([row.on_full if isinstance(row, Book) else NONE for row in self.rows])

    @cached_property
    def resumed_to(self) -> Any:
        """Return of each row that of those who have again what was taken away, else NONE."""
        return np.array([row.next if isinstance(row, Regain) else NONE for row in self.rows])

    @cached_property
    def resource(self) -> Any:
        """Return of each row the number of the resource that it is about, else NONE."""
        about = [row.phase in ABOUT_A_RESOURCE for row in self.rows]
        found = [row.resource if a else NONE for row, a in zip(self.rows, about, strict=True)]
        return np.array(found, np.int64)

    @cached_property
    def resource_of_step(self) -> Any:
        """Return of each step the resource or gate that it is about: the last it waits for.

        Of a step that waits for none, what it gives back, what is out of order, or what they
        moved to; else NONE.
        """
        found = np.full(len(self.steps), NONE)
        told = self._where(lambda row: isinstance(row, Fail | MoveBack))
        asks = self._where(lambda row: row.phase is Phase.WAIT)
        for some in (self.gives | told, asks):
            found[self.step[some]] = self.resource[some]
        return found

    def of_steps(self, flags: Flags) -> Flags:
        """Tell which steps have one of some rows."""
        found = np.zeros(len(self.steps), bool)
        found[self.step[flags]] = True
        return found

    def _where(self, holds: Any) -> Flags:
        return np.array([holds(row) for row in self.rows], bool)
