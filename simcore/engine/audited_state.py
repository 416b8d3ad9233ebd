"""The state of a run as the auditor reads it: lists, and the chains that link them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from simcore.engine.deadlock import Movable
from simcore.engine.links import Units
from simcore.engine.memory import Memory
from simcore.engine.ops import AS_ASKED, Deadline, Queued, StepRow
from simcore.engine.program import Program, Records
from simcore.engine.records import NONE


@dataclass
class AuditedState:
    """The state, mostly as plain lists: reading records one by one is 40 times slower."""

    program: Program
    clock: Any
    patients: Any
    more: Any
    resources: Any
    rules: Any
    queues: Any  # each a list of rows of ranks
    rows: list[StepRow]
    gates: frozenset[int]
    holdings: Any  # each a list of rows of columns
    buckets: Any
    wrong: list[str] = field(default_factory=list)

    def chain(self, i: int, links: list[int], what: str) -> list[int]:
        """Return a linked list; one that is circular is cut and noted."""
        found: list[int] = []
        while i != NONE and len(found) <= len(self.patients.next):
            found.append(i)
            i = links[i]
        if len(found) > len(self.patients.next):
            self.wrong.append(f"{what}: a linked list is circular")
            return list(dict.fromkeys(found))
        return found

    def waits_at(self, i: int) -> Queued:
        """Return the row at which patient i waits, not that of a deadline."""
        row = self.standing_at(i)
        assert isinstance(row, Queued)
        return row

    def standing_at(self, i: int) -> StepRow:
        """Return the row of patient i; that at which they wait, where they have a deadline."""
        row = self.rows[self.patients.step[i]]
        return self.rows[row.waits_at] if isinstance(row, Deadline) else row

    def asked(self, i: int, r: int) -> int:
        """Return how many units of resource r patient i has asked for."""
        units: int = self.holdings.units[i][self.rules.column[r]]
        return units

    def units_at(self, i: int, row: Queued) -> int:
        """Return how many units patient i waits for."""
        return self.asked(i, row.resource) if row.units == AS_ASKED else row.units

    def units_held(self, i: int, before: dict[int, Units]) -> Units:
        """Return the units that patient i has; of a pool also those of the member.

        before: what is held before each row (`held_units`).
        """
        found: Units = Counter()
        for k, n in before[self.patients.step[i]].items():
            r, units = (k, n) if k >= 0 else (~k, n * self.asked(i, ~k))
            found[r] += units
            if self.rules.n[r] > 0:
                found[self.holdings.member[i][self.rules.column[r]]] += units
        return found

    def members(self, pool: int) -> list[int]:
        """Return the numbers of the members of a pool."""
        first = self.rules.members[pool]
        found: list[int] = self.program.members[first : first + self.rules.n[pool]].tolist()
        return found

    def movable(self, i: int, held: Units) -> list[Movable]:
        """Return what patient i, who holds these units, may move to earlier members of pools."""
        found = []
        for pool in (k for k in held if self.rules.moves[k] != NONE):
            members, at = self.members(pool), self.holdings.member[i][self.rules.column[pool]]
            found.append(Movable(at, held[pool], tuple(members[: members.index(at)])))
        return found

    def rank_at(self, i: int, row: Queued) -> int:
        """Return the rank with which patient i waits."""
        if row.rank == AS_ASKED:
            asked: int = self.holdings.rank[i][self.rules.column[row.resource]]
            return asked
        own: int = self.patients.rank[i]
        return own if row.rank == NONE else row.rank

    def queues_of(self, r: int) -> list[list[int]]:
        """Return who waits at a resource, by rank."""
        links = self.more.behind if self.apart(r) else self.patients.next
        return [self.chain(head, links, f"queue {r}") for head in self.queues.head[r]]

    def apart(self, r: int) -> bool:
        """Tell whether queues of a resource have links of their own, so that others may leave."""
        return bool(self.rules.general[r]) or r in self.gates


def _columns(table: Records) -> SimpleNamespace:
    return SimpleNamespace(**{name: table[name].tolist() for name in table.dtype.names or ()})


def audited(simulation: Memory) -> AuditedState:
    """Return the state of a simulation as lists."""
    return state_as(simulation, _columns)


def state_as(simulation: Memory, table_as: Callable[[Records], Any]) -> AuditedState:
    """Return the state of a simulation, each table of which is read in one way.

    table_as: makes of a table what has its fields as attributes: the table itself, for a few rows.
    """
    rows = simulation.program.rows
    return AuditedState(
        simulation.program,
        simulation.clock,
        table_as(simulation.patients),
        table_as(simulation.more),
        table_as(simulation.resources),
        table_as(simulation.rules),
        table_as(simulation.queues),
        rows,
        frozenset(row.resource for row in rows if isinstance(row, Queued) and row.at_gate),
        table_as(simulation.holdings),
        simulation.buckets,
    )
