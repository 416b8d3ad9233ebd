"""Results as one JSON document, for `simcore run --json`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from simcore.results.results import Results

JSON_TABLES = (
    "indicators", "targets", "resources", "group_waits", "stays", "milestones", "flows", "exits",
    "system", "levels", "measured", "replications", "overloads", "deadlocks", "costs",
)  # fmt: skip


def document(
    results: Results,
    *,
    by_area: bool = False,
    quantiles: tuple[float, ...] = (),
    at_least: tuple[float, ...] = (),
) -> dict[str, Any]:
    """Return the results as JSON takes them: NaN and no date are null.

    by_area: the indicators of each area too.
    quantiles, at_least: levels and minutes that waits and stays are asked for.
    """
    from simcore.results.results import HASH

    names = (*JSON_TABLES, "area_indicators") if by_area else JSON_TABLES
    tables = {name: _records(results.table(name)) for name in names}
    if quantiles or at_least:
        for of in ("group_waits", "stays"):
            tables[f"{of}_asked"] = _records(results.quantiles(of, quantiles, at_least))
    return {"manifest": {**results.manifest, HASH: results.hash}, **tables}


def _records(found: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table by column."""
    rows = found.astype(object).to_dict("records")
    return [{str(key): _plain(value) for key, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    """Return a value as Python has it, None where there is none."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, str | int | float | bool) else None
