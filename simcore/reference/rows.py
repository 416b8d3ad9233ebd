"""Rows of the step table as the reference plays them: plain ones are the general ones."""

from __future__ import annotations

from simcore.engine import ops
from simcore.engine.records import NONE

PLAIN = (ops.Seize, ops.Delay, ops.Release)


def general(row: ops.StepRow) -> ops.StepRow:
    """Return the general row that does what a plain one does, with nothing special."""
    same = {name: getattr(row, name) for name in ("next", "key", "counter")}
    match row:
        case ops.Seize():
            return ops.SeizeAny(
                resource=row.resource, rank=row.rank, tally=row.tally, place=row.place,
                origin=row.origin, **same,
            )  # fmt: skip
        case ops.Delay():
            return ops.Serve(law=row.law, **same)
        case ops.Release():
            return ops.ReleaseAny(resource=row.resource, **same)
    return row


def can_deadlock(row: ops.StepRow | None) -> bool:
    """Tell whether who waits at a row holds a resource that others may wait for."""
    return isinstance(row, ops.SeizeAny) and row.origin != NONE and row.edge != NONE
