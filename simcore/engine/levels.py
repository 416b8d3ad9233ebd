"""Which numbers are measured at a resource, and for how long they were what they were."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from simcore.engine.program import Floats, Program, Records
from simcore.engine.records import NONE
from simcore.engine.rules import PoolRule


class Curve(IntEnum):
    """What is counted at a resource or pool, each a row of `State.time_at`."""

    BUSY = 0  # units
    WAITING = 1  # patients
    PRESENT = 2  # units that are busy and patients who wait
    BLOCKED = 3  # patients who hold a unit while they wait to leave it
    FREE = 4  # units, while any are open


def numbers_at(program: Program, resources: Records, index: int) -> list[int]:
    """Return the number of each `Curve` at a resource or pool, NONE where none is counted.

    resources: as they are.
    index: of the resource, in `resources`.
    """
    own, rules = resources[index], program.rules[index]
    members = [resources[k] for k in program.members[rules.members :][: rules.n]]
    waiting = int(own.waiting)
    if rules.choosing != PoolRule.FIRST_FREE:
        waiting += sum(int(m.waiting) for m in members)
    units: list[Any] = members or [own]
    is_open = any(m.capacity > 0 for m in units)
    free = sum(max(int(m.capacity - m.busy), 0) for m in units)
    busy = int(own.busy)
    return [busy, waiting, busy + waiting, int(own.blocked), free if is_open else NONE]


def settled_levels(
    program: Program, levels: Floats, resources: Records, last: Floats, now: float
) -> Floats:
    """Return a copy of the minutes at each number, (curves, numbers), summed up to a time.

    levels: up to `last`, minutes of the clock by resource.
    """
    found = levels.copy()
    for k, first in enumerate(program.measures.levels.tolist()):
        if first == NONE:
            continue
        for curve, number in enumerate(numbers_at(program, resources, k)):
            if number != NONE:
                found[first + curve, min(number, levels.shape[1] - 1)] += now - last[k]
    return found
