"""What the engine plays: a Network as arrays. `network.compiler` makes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simcore.engine.links import Links
from simcore.engine.ops import CARDS, ROW_SIZE, Op, StepRow

Records = np.recarray[Any, Any]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Choices:
    """Every option of every choice, as rows; classes are columns.

    first, n: rows of each choice. wait_option, wait_resource, wait_weight: of each wait that
    counts, the row, where one waits, and the utility of a minute. table: where the cumulative
    shares of class 0 begin in `Program.table`. utility: (rows, classes). lift, lifted: a constant,
    and by row how much of it is added to the utility. memory: days.
    """

    first: Ints
    n: Ints
    wait_option: Ints
    wait_resource: Ints
    wait_weight: Floats
    table: Ints
    utility: Floats
    lift: float
    lifted: Floats
    memory: float


@dataclass(frozen=True)
class Program:
    """The tables of `engine.program_records` and `engine.records`, never written to by a run.

    resources: those of the Network, then pools, then gates; as they are at time 0, and
    `rules` and `measures` beside them. names: of every row of `steps`, stable across scenarios.
    """

    steps: Records
    names: tuple[str, ...]
    held: tuple[str, ...]  # names of the rows of `resources`
    class_names: tuple[str, ...]
    resources: Records
    rules: Records
    measures: Records
    queues: Records  # (resources, ranks)
    edges: Records
    books: Records
    slots: Records
    changes: Records  # of capacity, by minute of a cycle
    cycle: float  # minutes after which the changes begin anew
    week: float  # when the first cycle of `changes` began, <= 0 minutes
    monday: float  # a minute at which a week began
    start: float  # end of the warm-up, at which the clock of expressions is 0
    sources: Records  # those of the Network, then breakdowns
    distributions: Records
    table: Floats
    targets: NDArray[np.int32]
    members: NDArray[np.int32]
    code: Records
    classes: int
    tallies: int
    places: int
    counters: int  # of visits
    holdings: int  # columns of what depends on the patient
    attributes: int
    measured: int  # resources whose numbers are
    most_level: int  # number to which they are told apart
    uncommon: bool  # whether a patient needs a MORE record
    swap: bool
    choices: Choices

    @cached_property
    def rows(self) -> list[StepRow]:
        """Return the rows of the step table, each as its operation reads it."""
        return read_rows(self.steps)

    @cached_property
    def links(self) -> Links:
        """Return what the rows point into."""
        homes = [self.rows[home].next if home >= 0 else home for home in self.rules.home.tolist()]
        return Links(self.targets.tolist(), self.members.tolist(), homes)


def read_rows(steps: Records) -> list[StepRow]:
    """Return the rows of a step table, each as its operation reads it."""
    found: list[StepRow | None] = [None] * steps.size
    for op in np.unique(steps.op).tolist():
        card = CARDS[Op(op)]
        rows = np.flatnonzero(steps.op == op)
        for k, numbers in zip(rows.tolist(), steps.view(card.dtype)[rows].tolist(), strict=True):
            found[k] = card.of(numbers)
    return [row for row in found if row is not None]


def write_rows(rows: Sequence[StepRow]) -> Records:
    """Return the step table of rows: ROW_SIZE bytes each, in their order.

    rows: whose jumps are rows of the table, no labels.
    """
    memory = np.zeros(len(rows) * ROW_SIZE, np.uint8)
    for card in {type(row) for row in rows}:
        own = [k for k, row in enumerate(rows) if type(row) is card]
        memory.view(card.dtype)[own] = [rows[k].numbers() for k in own]
    return memory.view(StepRow.dtype).view(np.recarray)
