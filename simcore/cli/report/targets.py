"""Targets and their verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
from rich.console import RenderableType
from rich.text import Text

from simcore.cli import figures
from simcore.cli.report.page import Page, rows
from simcore.text import Label

QUIET_UNITS = ("per 1,000", "每千人")  # the names say it
VERDICTS = {
    "met": (Label("met", "达标"), "✓", "green"),
    "missed": (Label("missed", "未达标"), "✗", "red"),
    "undecided": (Label("undecided", "未定"), "?", "yellow"),
}
COMPARATORS = {">=": "≥", "<=": "≤", "=": "=", "~": "≈"}


def targets(page: Page) -> Iterator[RenderableType]:
    """Yield each target with its verdict and clause, if there are any."""
    found = page.results.targets
    if found.empty:
        return
    table = page.table(
        ("", "default"), ("", "left"), (page.say("value", "结果"), "right"),
        (page.say("wanted", "目标"), "right"), (page.say("year", "年份"), "left"),
        (page.say("clause", "条款"), "left"),
    )  # fmt: skip
    for row in rows(found):
        verdict, sign, style = VERDICTS[row.verdict]
        table.add_row(
            Text(f"{sign} {verdict[page.lang]}", style=style), _target_name(page, row),
            figures.with_half(row.value, row.half_width),
            f"{COMPARATORS[row.comparator]} {figures.number(row.wanted)}",
            row.year, row.clause,
        )  # fmt: skip
    yield page.section(page.say("Targets", "目标"), table, _counted(page, found))


def _target_name(page: Page, row: Any) -> str:
    """Return a target's name, its unit where that is not said, and whether it is imposed."""
    name, unit = page.name(row), figures.unit(row.unit, page.lang)
    imposed = (page.results.manifest["imposed"] or {}).get("indicator") == row.indicator
    aside = [unit] if unit not in name and unit not in QUIET_UNITS else []
    aside += [page.say("imposed", "强制设定")] if imposed else []
    inside = page.say(", ", "，").join(aside)
    return f"{name} ({inside})" if inside else name


def _counted(page: Page, targets: pd.DataFrame) -> str:
    """Return how many targets have each verdict."""
    counts = targets["verdict"].value_counts()
    return " · ".join(
        f"{verdict[page.lang]} {counts[name]}"
        for name, (verdict, _, _) in VERDICTS.items()
        if name in counts
    )
