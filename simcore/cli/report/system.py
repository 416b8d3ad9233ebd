"""All patients together: how many are there, and how many were lost."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType

from simcore.cli import figures
from simcore.cli.report.page import Page, rows

ALWAYS, LOSSES = "in_system", ("balked", "reneged", "lost")


def system(page: Page) -> Iterator[RenderableType]:
    """Yield the mean number of patients, and shares of those who balked, reneged, were lost."""
    found = page.results.system.set_index("id")
    told = found.loc[[ALWAYS, *(k for k in LOSSES if found["value"][k] > 0)]]
    if page.whole:
        told = found
    elif len(told) < 1 + len(LOSSES):
        told = told.drop(index="lost", errors="ignore")  # the same as the one that there is
    table = page.table(("", "left"), ("", "right"))
    table.show_header = False
    for row in rows(told):
        if row.unit_en == "share":
            figure = figures.with_half(100 * row.value, 100 * row.half_width, 3) + "%"
        else:
            figure = figures.with_half(row.value, row.half_width, 3)
        table.add_row(page.name(row), figure)
    yield page.section(page.say("All patients", "全部患者"), table)
