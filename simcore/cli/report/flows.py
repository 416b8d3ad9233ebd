"""Where patients go, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from rich.console import RenderableType

from simcore.cli import figures
from simcore.cli.report.page import FEW, Page, rows


def flows(page: Page) -> Iterator[RenderableType]:
    """Yield moves between sources, resources and exits."""
    table = page.table(
        (page.say("from", "自"), "left"), (page.say("to", "至"), "left"),
        (page.say("patients", "人次"), "right"),
        (page.say("share", "占比"), "right"),
    )  # fmt: skip
    for row in rows(page.first(page.results.flows, 2 * FEW)):
        table.add_row(
            page.name(row, "from"), page.name(row, "to"),
            figures.with_half(row.patients_mean, row.patients_half_width, 9),
            figures.share(row.share),
        )  # fmt: skip
    title = page.say("Where patients go", "患者流向")
    yield page.section(title, table, page.say("a replication", "平均每次模拟"))


def costs(page: Page) -> Iterator[RenderableType]:
    """Yield what steps and open resources cost, if anything does."""
    costs = page.results.costs
    if costs.empty:
        return
    table = page.table(
        ("", "left"), (page.say("number or hours", "次数或小时"), "right"),
        (page.say("yuan each", "单价（元）"), "right"), (page.say("yuan", "元"), "right"),
    )  # fmt: skip
    total = costs["kind"] == "total"
    largest = page.first(costs[~total].sort_values("yuan_mean", ascending=False), FEW)
    for row in rows(pd.concat([largest, costs[total]])):
        table.add_row(
            page.name(row), figures.number(float(row.quantity_mean), 9),
            figures.number(float(row.unit_yuan), 9),
            figures.with_half(row.yuan_mean, row.yuan_half_width, 9),
        )  # fmt: skip
    yield page.section(page.say("Costs", "费用"), table, page.say("a replication", "平均每次模拟"))
