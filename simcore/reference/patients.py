"""Patients: who they are, where they are, and what they hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import simpy

from simcore.engine.ops import AS_ASKED, Queued, ReleaseAny, StepRow
from simcore.engine.records import NONE

OfUnits = Queued | ReleaseAny  # a row that says how many units


@dataclass(eq=False, slots=True)
class Patient:
    """Someone on their way; or a part of them: a branch of a fork, a unit left to be cleaned.

    row: where they go on when `event` happens. step: the row at which they wait or are served.
    main: number of what they get for the resource of that step, which may be a pool. queue: number
    of what they wait at. left: minutes of an interrupted service still to come, None to draw
    them. held: their own account of the units they have, by number of the resource.
    """

    source: int
    ordinal: int
    priority: int
    class_: int
    row: int
    values: list[float]
    visits: Counter[int] = field(default_factory=Counter)
    part: int = 0
    place: int = NONE
    arrived: float = 0.0
    event: simpy.Event | None = None
    due: float = 0.0
    step: StepRow | None = None
    main: int = NONE
    queue: int = NONE
    rank: int = 0
    since: float = 0.0
    order: float = 0.0  # in the queue
    first_order: float = 0.0  # the one an interruption gives back
    left: float | None = None
    total: float = 0.0
    picks: dict[int, int] = field(default_factory=dict)  # pool: the member taken
    asked_units: dict[int, int] = field(default_factory=dict)  # by resource or pool
    asked_rank: dict[int, int] = field(default_factory=dict)
    held: Counter[int] = field(default_factory=Counter)
    parent: Patient | None = None
    children: int = 0
    followers: list[Patient] = field(default_factory=list)

    def rank_at(self, row: Queued) -> int:
        """Return the rank with which the patient does this step."""
        if row.rank == NONE:
            return self.priority
        return self.asked_rank[row.resource] if row.rank == AS_ASKED else row.rank

    def units_at(self, row: OfUnits) -> int:
        """Return how many units of the row's resource the patient asks for, or has."""
        return self.asked_units[row.resource] if row.units == AS_ASKED else row.units

    def new_part(self, row: int, part: int) -> Patient:
        """Return what acts for the patient at a row; attributes and visits are shared."""
        return Patient(
            self.source, self.ordinal, self.priority, self.class_, row, self.values,
            self.visits, part, self.place, self.arrived,
        )  # fmt: skip
