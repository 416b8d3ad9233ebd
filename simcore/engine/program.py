"""What the engine plays: a Network as arrays. `network.compile` makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Records = np.recarray[Any, Any]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Choices:
    """Every option of every `Choose` step, as rows; classes are columns.

    first, n: rows of each choice. wait_weight: utility a minute. table: where the
    cumulative shares of class 0 begin in `Program.table`. utility: (rows, classes).
    resource: whose wait counts, or -1. memory: days.
    """

    first: Ints
    n: Ints
    wait_weight: Floats
    table: Ints
    utility: Floats
    resource: Ints
    memory: float


@dataclass(frozen=True)
class Program:
    """The tables of `engine.dtypes`, never written to by a run.

    resources: those of the Network, then pools, then gates; as they are at time 0, and
    `rules` beside them. names: of every row of `steps`, stable across scenarios.
    """

    steps: Records
    names: tuple[str, ...]
    held: tuple[str, ...]  # names of the rows of `resources`
    groups: tuple[str, ...]  # names of the classes
    resources: Records
    rules: Records
    lines: Records  # (resources, ranks)
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
    picks: int  # pools
    attributes: int
    uncommon: bool  # whether a patient needs a MORE record
    swap: bool
    choices: Choices
