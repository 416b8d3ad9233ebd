"""Tables for spreadsheets, which take no text of a scenario for a formula."""

from __future__ import annotations

import re

import pandas as pd

# What Excel, WPS and LibreOffice calculate, but for a number with its unit: OWASP, CSV injection.
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.,]+\s*[\w%/ ]*$)")


def without_formulas(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table in which each text that looks like a formula has an apostrophe before it.

    table: whose texts, also those of its head, come from a scenario.
    """
    safe = table.rename(columns=_plain)
    for name, column in safe.items():
        if isinstance(column.dtype, pd.CategoricalDtype):
            safe[name] = column.cat.rename_categories(_plain)
        elif column.dtype.kind not in "biufmM":
            safe[name] = column.map(_plain)
    return safe


def _plain(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value
