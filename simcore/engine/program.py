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
    """The tables of `engine.dtypes`, never written to by a run."""

    steps: Records
    resources: Records  # as they are at time 0
    lines: Records  # (resources, priorities)
    changes: Records  # of capacity, by minute of the week
    week: float  # when the week of the first row of `changes` began, <= 0 minutes
    sources: Records
    distributions: Records
    table: Floats
    targets: NDArray[np.int32]
    classes: int
    tallies: int
    places: int
    slots: int
    choices: Choices
