"""What every part of a report is written with: one language, tables, headed sections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from simcore.cli.language import Lang
from simcore.results.results import Results

FEW = 12  # rows that are shown in full
TIGHTEST = 5


@dataclass(frozen=True)
class Page:
    """The results that a report is of, in one language.

    whole: show every indicator, and every row where else the first few stand.
    by_area: show the indicators of each area too.
    quantiles, at_least: levels and minutes that waits and stays are asked for.
    width: columns of the terminal.
    """

    results: Results
    lang: Lang
    whole: bool = False
    by_area: bool = False
    quantiles: tuple[float, ...] = ()
    at_least: tuple[float, ...] = ()
    width: int = 80

    def say(self, en: str, zh: str) -> str:
        """Return the one of two texts that is in the language."""
        return zh if self.lang == "zh" else en

    def name(self, row: Any, prefix: str = "label") -> str:
        """Return a row's name in the language; `row` is a named tuple of a table."""
        return str(getattr(row, f"{prefix}_{self.lang}"))

    def first(self, found: pd.DataFrame, n: int) -> pd.DataFrame:
        """Return the first so many rows of a table, or all where all are wanted."""
        return found if self.whole else found.head(n)

    def section(self, title: str, table: RenderableType, aside: str = "") -> RenderableType:
        """Return a table below its title, with an aside beside it."""
        heading = Text.assemble("\n", (title, "bold"), ("  " + aside if aside else "", "dim"))
        return Group(heading, Padding(table, (0, 0, 0, 2), expand=False))

    def table(self, *heads: tuple[str, Any]) -> Table:
        """Return a table without rows; heads: the title of each column, and how it is set."""
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
        for head, justify in heads:
            table.add_column(head, justify=justify, no_wrap=justify != "left", overflow="fold")
        return table


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Return the rows of a table, as records whose types the table knows."""
    return iter(frame.itertuples())
