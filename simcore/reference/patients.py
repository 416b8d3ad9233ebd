"""Patients, and the rows of the step table as plain Python values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

import simpy

from simcore.engine.dtypes import NONE, PART, Op
from simcore.reference.environment import PATIENT

if TYPE_CHECKING:
    from simcore.reference.resources import Resource


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the step table; what its fields mean is said in `engine.dtypes`."""

    index: int
    op: Op
    next: int
    resource: int
    priority: int
    tally: int
    place: int
    key: int
    slot: int
    a: int
    n: int
    stride: int
    targets: int
    units: int
    law: int
    extra: int
    edge: int
    plain: bool = False

    @property
    def transfers(self) -> bool:
        """Tell whether who waits here holds a resource that others may wait for."""
        return self.op == Op.SEIZE_ANY and self.a != NONE and self.edge != NONE


PLAIN = {  # a plain step is the general one with nothing special
    Op.SEIZE: {"op": Op.SEIZE_ANY, "units": 1, "law": NONE, "n": 0, "extra": NONE},
    Op.DELAY: {"op": Op.SERVE, "stride": 0, "targets": NONE},
    Op.RELEASE: {"op": Op.RELEASE_ANY, "units": 1, "law": NONE},
}


def to_row(index: int, record: Any) -> Row:
    """Return a record of `Program.steps` as a Row."""
    own = ("index", "plain")
    values: dict[str, Any] = {f.name: int(record[f.name]) for f in fields(Row) if f.name not in own}
    op = values["op"] = Op(values["op"])
    return Row(index, **{**values, **PLAIN.get(op, {})}, plain=op in PLAIN)


@dataclass(eq=False, slots=True)
class Patient:
    """Someone on his way; or a part of him: a branch of a fork, a unit he left to be cleaned.

    row: where he goes on when `event` happens. step: the row at which he waits or is served.
    main: what he gets for the resource of that step, which may be a pool. left: minutes of an
    interrupted service still to come, None to draw them.
    """

    source: int
    ordinal: int
    priority: int
    group: int
    row: int
    values: list[float]
    visits: Counter[int] = field(default_factory=Counter)
    part: int = 0
    place: int = NONE
    arrived: float = 0.0
    event: simpy.Event | None = None
    due: float = 0.0
    step: Row | None = None
    main: Resource | None = None
    line: Resource | None = None
    rank: int = 0
    since: float = 0.0
    order: float = 0.0  # in the line
    first_order: float = 0.0  # the one an interruption gives him back
    left: float | None = None
    total: float = 0.0
    picks: dict[int, Resource] = field(default_factory=dict)  # pool: the member he took
    parent: Patient | None = None
    children: int = 0
    followers: list[Patient] = field(default_factory=list)

    @property
    def turn(self) -> int:
        """Return his priority among simultaneous events."""
        return PATIENT + (self.source << 64) + (self.ordinal << PART) + self.part

    def rank_at(self, row: Row) -> int:
        """Return the rank with which he does this step."""
        return self.priority if row.priority == NONE else row.priority

    def part_of_him(self, row: int, part: int) -> Patient:
        """Return what acts for him at a row; attributes and counts of visits are shared."""
        return Patient(
            self.source, self.ordinal, self.priority, self.group, row, self.values,
            self.visits, part, self.place, self.arrived,
        )  # fmt: skip
