"""Waits by resource and group, and times from arriving to leaving."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from rich.console import RenderableType
from rich.table import Table

from simcore.cli import figures
from simcore.cli.report.page import FEW, Page, rows
from simcore.cli.report.resources import small, small_pools
from simcore.text import Label

LONGEST = 6
ENOUGH = 30  # patients for a wait to be worth showing
GROUPS = {
    "": Label("all", "全部"),
    "first": Label("first contact", "首诊"),
    "self": Label("on their own", "自行前往"),
    "referred": Label("referred", "转诊"),
    "followup": Label("follow-up", "复诊"),
    "emergency": Label("emergency", "急诊"),
    "return": Label("back from tests", "检查后复诊"),
    "test": Label("test", "检查"),
    "admission": Label("admission", "入院"),
    "boarding": Label("from emergency", "急诊入院"),
    "down_referral": Label("stepping down", "下转"),
}
OUTCOMES = {
    "started": Label("", ""),
    "reneged": Label("gave up", "放弃等待"),
    "sent home": Label("sent home", "停诊离开"),
    "interrupted": Label("interrupted", "诊疗中断后等候"),
    "booked": Label("booked ahead", "预约提前"),
}


def longest_waits(page: Page) -> Iterator[RenderableType]:
    """Yield the longest waits by resource and group."""
    found = page.results.group_waits
    shown = (found["n"] >= ENOUGH) & (found["outcome"] == "started")
    found = found[shown].sort_values("mean_minutes", ascending=False)
    found = page.first(found, LONGEST)
    title = page.say("The longest waits", "最长的等候")
    title = page.say("Waits, the longest first", "等候（由长到短）") if page.whole else title
    yield page.section(title, _wait_table(page, found))
    capacity = page.results.resources.set_index("resource")["capacity_mean"]
    yield from small_pools(page, found.join(capacity, on="resource"))


def waits(page: Page) -> Iterator[RenderableType]:
    """Yield waits by resource, group and class."""
    found = page.results.waits
    if len(found) > 2 * FEW and not page.whole:
        found = page.results.group_waits
    found = page.first(found.sort_values("mean_minutes", ascending=False), FEW).sort_index()
    yield page.section(page.say("Waits", "等候"), _wait_table(page, found))


def _wait_table(page: Page, found: pd.DataFrame) -> Table:
    by_class = "class" in found and found["class"].nunique() > 1
    table = page.table(
        ("", "left"), (page.say("who", "患者"), "left"), (page.say("number", "人次"), "right"),
        (page.say("mean", "平均"), "right"), (page.say("median", "中位数"), "right"),
        (page.say("95%", "95%的患者\n不超过（P95）"), "right"),
    )  # fmt: skip
    capacity = page.results.resources.set_index("resource")["capacity_mean"]
    classes = list(found["class"]) if by_class else [""] * len(found)
    for row, kind in zip(rows(found), classes, strict=True):
        table.add_row(
            page.name(row) + small(page, capacity.get(row.resource, np.inf)),
            who(page, row, kind), figures.count(row.n),
            figures.duration(row.mean_minutes, page.lang, row.mean_half_width),
            figures.duration(row.p50_minutes, page.lang),
            figures.duration(row.p95_minutes, page.lang),
        )  # fmt: skip
    return table


def who(page: Page, row: Any, kind: str) -> str:
    """Return whose wait it is: group, class, and how it ended where nobody was served."""
    group = GROUPS.get(row.group, Label(row.group, row.group))[page.lang]
    outcome = OUTCOMES[row.outcome][page.lang]
    named = [group if row.group else "", kind, f"({outcome})" if outcome else ""]
    return " ".join(filter(None, named)) or group


def stays(page: Page) -> Iterator[RenderableType]:
    """Yield times from arriving to leaving."""
    title = page.say("Time from arriving to leaving", "就诊全程时间")
    table = _since_arriving(page, page.results.stays, page.say("left as", "离开方式"))
    yield page.section(title, table)


def milestones(page: Page) -> Iterator[RenderableType]:
    """Yield times from arriving to milestones, where there are any."""
    found = page.results.milestones
    if not found.empty:
        title = page.say("Time from arriving to milestones", "到达至各节点的时间")
        yield page.section(title, _since_arriving(page, found, page.say("milestone", "节点")))


def _since_arriving(page: Page, found: pd.DataFrame, head: str) -> Table:
    """Return times by name, whose title is `head`, and class."""
    table = page.table(
        (head, "left"), (page.say("class", "类别"), "left"),
        (page.say("number", "人次"), "right"), (page.say("mean", "平均"), "right"),
        (page.say("median", "中位数"), "right"),
        (page.say("95%", "95%的患者\n不超过（P95）"), "right"),
    )  # fmt: skip
    one_class = found["class"].nunique() == 1
    for row, kind in zip(rows(page.first(found, FEW)), found["class"], strict=False):
        table.add_row(
            page.name(row), page.say("all", "全部患者") if one_class else kind,
            figures.count(row.n),
            figures.duration(row.mean_minutes, page.lang, row.mean_half_width),
            figures.duration(row.p50_minutes, page.lang),
            figures.duration(row.p95_minutes, page.lang),
        )  # fmt: skip
    return table
