"""Resources: capacity, use and waits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from simcore.cli import figures
from simcore.cli.report.page import FEW, TIGHTEST, Page, rows

HARM = ["queue_mean", "utilisation"]  # the mean number waiting is patient-hours lost an hour
SMALL = 10  # units, below which chance makes a pool wait far longer than a larger one as busy
MARK = " †"


def small(page: Page, capacity: float) -> str:
    """Return the mark of a pool that the scale of the run has made small, or smaller."""
    return MARK if capacity < SMALL and page.results.manifest["scale"] < 1.0 else ""


def small_pools(page: Page, found: pd.DataFrame) -> Iterator[RenderableType]:
    """Yield what the mark means, where a table has one."""
    if any(small(page, capacity) for capacity in found["capacity_mean"]):
        text = page.say(
            f"{MARK.strip()} below {SMALL} units, scaled down: the wait is that of so small a pool",
            f"{MARK.strip()} 缩小后不足 {SMALL} 个单位：所列等候时间只反映缩小后的规模",
        )
        yield Text("  " + text, style="dim")


def tightest(page: Page) -> Iterator[RenderableType]:
    """Yield the resources at which patients lose most hours by waiting."""
    found = page.results.resources
    found = found[found["kind"].isin(("resource", "pool"))]  # no waiting rooms and gates
    found = page.first(found.sort_values(HARM, ascending=False), TIGHTEST)
    title = page.say("The five tightest resources", "最紧张的五种资源")
    title = page.say("Resources", "资源") if page.whole else title
    aside = page.say("by patient-hours spent waiting", "按患者等候总时长（人·小时）")
    yield page.section(title, _resource_table(page, found), aside)
    yield from small_pools(page, found)


def every_resource(page: Page) -> Iterator[RenderableType]:
    """Yield all resources, or the tightest of many."""
    found, aside = page.results.resources, ""
    if len(found) > FEW and not page.whole:
        found = found.sort_values(HARM, ascending=False).head(FEW)
        aside = page.say(f"the {FEW} tightest", f"最紧张的 {FEW} 种")
    blocks = bool((found["blocked_mean"] > 0).any())
    table = _resource_table(page, found, blocks=blocks)
    yield page.section(page.say("Resources", "资源"), table, aside)


def _resource_table(page: Page, found: pd.DataFrame, *, blocks: bool = False) -> Table:
    """Return a table of resources; blocks: with those who hold a unit in vain, not who waits."""
    last = (
        page.say("blocked", "压床数\n（平均）") if blocks else page.say("queue", "平均排队\n人数")
    )
    table = page.table(
        ("", "left"), (page.say("capacity", "平均在岗数\n或床位数"), "right"),
        (page.say("in use", "使用率"), "right"), (page.say("mean wait", "平均等候"), "right"),
        (page.say("95%", "95%的患者\n不超过（P95）"), "right"), (last, "right"),
    )  # fmt: skip
    for row in rows(found):
        wait, half = row.wait_mean_minutes, row.wait_mean_minutes_half_width
        table.add_row(
            page.name(row) + small(page, row.capacity_mean),
            figures.capacity(row.capacity_mean), _use(page, row),
            figures.duration(wait, page.lang, half),
            figures.duration(row.wait_p95_minutes, page.lang),
            figures.number(row.blocked_mean if blocks else row.queue_mean, 2),
        )  # fmt: skip
    return table


def _use(page: Page, row: Any) -> str:
    """Return the share of units in use; where there is no limit, how many are, on average."""
    if row.kind == "gate":
        return figures.NONE
    if row.utilisation != row.utilisation:
        return figures.with_half(row.busy_mean, row.busy_mean_half_width, 3)
    return figures.with_half(100 * row.utilisation, 100 * row.utilisation_half_width, 3) + "%"
