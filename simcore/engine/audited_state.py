"""The state of a run as the auditor reads it: lists, and the chains that link them."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from simcore.engine.ops import AS_ASKED, Deadline, Queued, StepRow
from simcore.engine.program import Program, Records
from simcore.engine.records import NONE
from simcore.engine.simulation import Simulation


@dataclass
class AuditedState:
    """The state as plain lists: reading records one by one is 40 times slower."""

    program: Program
    clock: Any
    patients: SimpleNamespace
    more: SimpleNamespace
    resources: SimpleNamespace
    rules: SimpleNamespace
    queues: SimpleNamespace  # each a list of rows of ranks
    rows: list[StepRow]
    gates: frozenset[int]
    holdings: SimpleNamespace  # each a list of rows of columns
    buckets: list[int]
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


def audited(simulation: Simulation) -> AuditedState:
    """Return the state of a simulation as lists."""
    rows = simulation.program.rows
    return AuditedState(
        simulation.program,
        simulation.clock,
        _columns(simulation.patients),
        _columns(simulation.more),
        _columns(simulation.resources),
        _columns(simulation.rules),
        _columns(simulation.queues),
        rows,
        frozenset(row.resource for row in rows if isinstance(row, Queued) and row.at_gate),
        _columns(simulation.holdings),
        simulation.buckets.tolist(),
    )
