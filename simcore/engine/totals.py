"""The statistics of a run, as engine and reference both give them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simcore.engine.program import Floats, Ints, Records

LEVEL_OF_AREA = {  # under the curve of what
    "busy_area": "busy", "waiting_area": "waiting", "blocked_area": "blocked",
    "capacity_area": "capacity",
}  # fmt: skip
SUMS = (*LEVEL_OF_AREA, "waited", "started", "reneged", "interrupted", "swapped")


class WrongValue(Exception):
    """Units or a priority of a patient come out as a number that cannot be."""

    def __init__(self, row: int, value: float) -> None:
        super().__init__(row, value)
        self.row, self.value = row, value


Meanwhile = Callable[[float], None] | None  # is told the clock, in minutes


class Overload(Exception):
    """More patients in the system than allowed: queues that can only grow."""


class NoValue(Exception):
    """An expression had no finite value: its row in the table of laws, and the minute."""

    def __init__(self, law: int, time: float) -> None:
        super().__init__(law, time)
        self.law, self.time = law, time


class Standstill(Exception):
    """Patients who act at one instant for ever, in a circle of steps that takes no time.

    minute: of the clock. row: of the step table, at which one of them is; NONE if unknown.
    """

    def __init__(self, minute: float, row: int) -> None:
        self.minute, self.row = minute, row
        super().__init__(f"time stands still at minute {minute:g}, row {row}")


@dataclass(frozen=True)
class Totals:
    """Statistics since they were last cleared, up to `time`. Areas are in unit-minutes.

    system_area: patient-minutes in the system.
    histogram: (tallies, bins), empty where it was not asked for. counts: (steps, classes).
    flows: (places, places), from and to. time_at: minutes at each number, (curves, numbers), of
    what is measured (`engine.levels`). cleaning: unit-minutes, by resource.
    """

    time: float
    in_system: int
    system_area: float
    events: int
    resources: Records
    tallies: Records
    histogram: NDArray[np.uint32]
    counts: Ints
    flows: Ints
    time_at: Floats
    cleaning: Floats


def settled(resources: Records, now: float) -> Records:
    """Return a copy of resources with their areas summed up to a time.

    resources: rows of `records.Resource`.
    now: minutes, not before any `last` of them.
    """
    copy = resources.view(np.ndarray).copy()  # whose fields are found in a tenth of the time
    passed = now - copy["last"]
    for area, level in LEVEL_OF_AREA.items():
        copy[area] += copy[level] * passed
    copy["last"] = now
    copy["waiting_ranks"] = 0  # where somebody waits is no statistic
    return copy.view(np.recarray)


def settled_cleaning(measures: Records, now: float) -> Floats:
    """Return the unit-minutes of cleaning by resource up to a time.

    measures: rows of `records.Measure`.
    """
    plain = measures.view(np.ndarray)
    found: Floats = plain["cleaning_area"] + plain["cleaning"] * (now - plain["cleaning_last"])
    return found


def clear_resources(resources: Records, now: float) -> None:
    """Set the statistics of resources, in place, to none at `now`."""
    for field in SUMS:
        resources[field] = 0
    resources["longest"] = resources["waiting"]
    resources["last"] = now
