"""Resources: capacity, use and waits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
from rich.console import RenderableType
from rich.table import Table

from simcore.cli import figures
from simcore.cli.report.page import FEW, TIGHTEST, Page, rows


def tightest(page: Page) -> Iterator[RenderableType]:
    """Yield the resources that are nearest to their capacity."""
    found = page.results.resources
    found = found[found["kind"].isin(("resource", "pool"))]  # no waiting rooms and gates
    found = found.sort_values(["utilisation", "wait_mean_minutes"], ascending=False)
    title = page.say("The five tightest resources", "最紧张的五种资源")
    aside = page.say("by use of capacity", "按容量使用率")
    yield page.section(title, _resource_table(page, found.head(TIGHTEST)), aside)


def every_resource(page: Page) -> Iterator[RenderableType]:
    """Yield all resources, or the tightest of many."""
    found, aside = page.results.resources, ""
    if len(found) > FEW:
        found = found.sort_values("utilisation", ascending=False).head(FEW)
        aside = page.say(f"the {FEW} tightest", f"最紧张的 {FEW} 种")
    yield page.section(page.say("Resources", "资源"), _resource_table(page, found), aside)


def _resource_table(page: Page, found: pd.DataFrame) -> Table:
    blocks = bool((found["blocked_mean"] > 0).any())
    last = page.say("blocked", "滞留") if blocks else page.say("queue", "排队")
    table = page.table(
        ("", "left"), (page.say("capacity", "容量"), "right"),
        (page.say("in use", "使用率"), "right"), (page.say("mean wait", "平均等候"), "right"),
        (page.say("95%", "95%以内"), "right"), (last, "right"),
    )  # fmt: skip
    for row in rows(found):
        wait, half = row.wait_mean_minutes, row.wait_mean_minutes_half_width
        table.add_row(
            page.name(row), figures.capacity(row.capacity_mean), _use(page, row),
            figures.duration(wait, page.lang, half),
            figures.duration(row.wait_p95_minutes, page.lang),
            figures.number(row.blocked_mean if blocks else row.queue_mean, 2),
        )  # fmt: skip
    return table


def _use(page: Page, row: Any) -> str:
    if row.utilisation != row.utilisation:
        return figures.NONE
    return figures.with_half(100 * row.utilisation, 100 * row.utilisation_half_width, 3) + "%"
