"""Which rows of the step table can follow which."""

from __future__ import annotations

from collections.abc import Sequence

from simcore.engine.links import Links
from simcore.engine.ops import Fork, Join, StepRow


def successors(rows: Sequence[StepRow], links: Links) -> list[list[int]]:
    """Return, for each row, the rows that the same patient, or a part of them, can do next.

    After a part has joined, the patient may go on behind any fork.

    rows: the step table, all placed.
    links: what the rows point into.
    """
    found = [[lead.row for lead in row.leads(links)] for row in rows]
    joined = sorted({k for row, next in zip(rows, found, strict=True) if isinstance(row, Fork)
                     for k in next})  # fmt: skip
    return [
        joined if isinstance(row, Join) else following
        for row, following in zip(rows, found, strict=True)
    ]
