"""Every indicator, of the whole and of each area; shown where that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import RenderableType

from simcore.cli import figures
from simcore.cli.report.page import Page, rows
from simcore.cli.report.targets import QUIET_UNITS

NAME, FIGURE = 30, 12  # columns for the name of an indicator, and for one figure


def indicators(page: Page) -> Iterator[RenderableType]:
    """Yield every indicator with its unit, where all are wanted and there are any."""
    found = page.results.indicators
    if found.empty or not page.whole:
        return
    table = page.table(("", "left"), (page.say("value", "结果"), "right"), ("", "left"))
    for row in rows(found):
        table.add_row(page.name(row), _figure(row), figures.unit(row.unit, page.lang))
    yield page.section(page.say("All indicators", "全部指标"), table)


def areas(page: Page) -> Iterator[RenderableType]:
    """Yield every indicator by area where that is wanted, as many areas abreast as there is room.

    The whole stands before them.
    """
    if not page.by_area:
        return
    whole, parts = page.results.indicators, page.results.area_indicators
    columns: list[tuple[str, dict[str, Any]]] = [
        (page.say("whole", "全市"), {row.id: row for row in rows(whole)}),
        *(
            (str(of["area_" + page.lang].iloc[0]), {row.id: row for row in rows(of)})
            for _, of in parts.groupby("area", sort=False)
        ),
    ]
    abreast = max(1, (page.width - NAME) // FIGURE)
    for k in range(0, len(columns), abreast):
        block = columns[k : k + abreast]
        table = page.table(("", "left"), *((_narrow(name), "right") for name, _ in block))
        for row in rows(whole):
            cells = (figures.stacked(_figure(of[row.id])) for _, of in block)
            table.add_row(_with_unit(page, row), *cells)
        title = page.say("Indicators by area", "分区、县（市）指标")
        aside = page.say("patients by where they live, waits and use by where care is",
                         "患者按居住地，等候与使用按机构所在地")  # fmt: skip
        yield page.section(title, table, "" if k else aside)


def _figure(row: Any) -> str:
    """Return an indicator with its half-width; what the scenario gives has none."""
    return figures.with_half(row.value, row.half_width, 3 if row.half_width >= 0 else 4)


def _narrow(name: str) -> str:
    """Return a name over as many lines as it has words."""
    return name.replace(" ", "\n")


def _with_unit(page: Page, row: Any) -> str:
    """Return the name of an indicator with its unit, where the name does not say it."""
    name, unit = page.name(row), figures.unit(row.unit, page.lang)
    return name if unit in name or unit in QUIET_UNITS else f"{name} ({unit})"
