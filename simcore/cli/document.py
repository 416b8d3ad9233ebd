"""Results as one JSON document, for `simcore run --json`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simcore.results.results import Results

JSON_TABLES = (
    "indicators", "targets", "resources", "group_waits", "stays", "milestones", "flows", "exits",
    "system", "levels", "measured", "replications", "overloads", "deadlocks", "costs",
)  # fmt: skip


def document(results: Results, *, by_area: bool = False) -> dict[str, Any]:
    """Return the results as JSON takes them: NaN and no date are null.

    by_area: the indicators of each area too.
    """
    from simcore.results.results import HASH

    names = (*JSON_TABLES, "area_indicators") if by_area else JSON_TABLES
    tables = {name: _records(results, name) for name in names}
    return {"manifest": {**results.manifest, HASH: results.hash}, **tables}


def _records(results: Results, name: str) -> list[dict[str, Any]]:
    """Return the rows of a table by column."""
    found = results.table(name)
    rows = found.astype(object).to_dict("records")
    return [{str(key): _plain(value) for key, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    """Return a value as Python has it, None where there is none."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, str | int | float | bool) else None
