"""What went wrong in a run: queues without end, and patients who block each other."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from simcore.cli import figures
from simcore.cli.report.page import TIGHTEST, Page, rows


def overloads(page: Page) -> Iterator[RenderableType]:
    """Yield the resources that could not keep up, if any."""
    over = page.results.overloads
    if over.empty:
        return
    if over["stopped"].any():
        text = page.say(
            "The run ended early: a queue grew without end. What follows is up to then.",
            "运行提前结束：有队列不断增长。以下为此前的结果。",
        )
        yield Text("\n" + text, style="bold red")
    table = page.table(
        (page.say("resource", "资源"), "left"), (page.say("load", "负荷率"), "right"),
        (page.say("queue at start", "开始时排队"), "right"),
        (page.say("at end", "结束时"), "right"),
    )  # fmt: skip
    for row in over.drop_duplicates("resource").head(TIGHTEST).pipe(rows):
        load = figures.share(row.offered_load) if row.offered_load < 1e6 else "∞"
        ends = (figures.count(row.queue_start), figures.count(row.queue_end))
        table.add_row(page.name(row), load, *ends)
    title = page.say("More work than capacity", "需求超过服务能力")
    aside = page.say("the queue can only grow", "排队将持续增加")
    yield page.section(title, table, aside)


def deadlocks(page: Page) -> Iterator[RenderableType]:
    """Yield where patients blocked each other in a circle."""
    m = page.results.manifest
    for found in m.get("deadlocks", ())[:TIGHTEST]:
        names = page.say(", ", "、").join(r[page.lang] for r in found["resources"])
        n, since = found["replication"], _since(page, found["minute"])
        text = page.say(
            f"Deadlock: {since} on nobody at {names} can go on (replication {n}).",
            f"死锁：{since}，{names} 的患者互相等候，均无法继续（第 {n} 次模拟）。",
        )
        yield Text("\n" + text, style="bold red")
    if m.get("deadlocks") and m["replications"] > 1:
        yield Text(_time_to_deadlock(page), style="bold red")
    if m.get("swapped"):
        n = figures.count(m["swapped"])
        text = page.say(
            f"{n} patients who blocked each other in a circle changed places.",
            f"{n} 人次因循环互相占位而直接换位。",
        )
        yield Text(("" if m["deadlocks"] else "\n") + text, style="dim")


def _time_to_deadlock(page: Page) -> str:
    """Return how many replications came to a deadlock, and after how long."""
    found = page.results.deadlocks.iloc[0]
    n, whole = int(found["deadlocked"]), int(found["replications"])
    after = figures.duration(found["minutes_mean"], page.lang, found["minutes_half_width"])
    return page.say(
        f"{n} of {whole} replications came to one, after {after} of the run on average, warm-up "
        f"included; {whole - n} did not.",
        f"{whole} 次独立模拟中有 {n} 次发生死锁，自运行开始（含预热期）平均 {after}后发生；"
        f"{whole - n} 次未发生。",
    )


def _since(page: Page, minute: float) -> str:
    if minute < 0.0:
        return page.say("from the warm-up", "自预热期起")
    after = figures.duration(minute, page.lang)
    return page.say(f"from {after}", f"自第 {after}起")
