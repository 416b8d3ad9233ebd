"""What is measured: the chances over time that all are busy, somebody waits or is blocked."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType

from simcore.cli import figures
from simcore.cli.report.page import FEW, Page, rows


def measured(page: Page) -> Iterator[RenderableType]:
    """Yield what resources with `measure: levels` tell, if there are any."""
    found = page.results.measured
    if found.empty:
        return
    table = page.table(
        ("", "left"), (page.say("all busy", "全部占用"), "right"),
        (page.say("some wait", "有人等候"), "right"),
        (page.say("some blocked", "有人压床"), "right"),
        (page.say("busy, median\nto 95%", "占用数中位数\n至 P95"), "right"),
        (page.say("waiting, median\nto 95%", "等候人数中位数\n至 P95"), "right"),
    )  # fmt: skip
    for row in rows(found.head(FEW)):
        table.add_row(
            page.name(row),
            *(_share(getattr(row, name), getattr(row, f"{name}_half_width"))
              for name in ("all_busy_share", "somebody_waits_share", "somebody_blocked_share")),
            f"{row.busy_p50} – {row.busy_p95}", f"{row.waiting_p50} – {row.waiting_p95}",
        )  # fmt: skip
    title = page.say("How many at a time", "占用与等候人数的分布")
    yield page.section(title, table, page.say("share of the time", "占时间的比例"))


def _share(value: float, half: float) -> str:
    if value != value:
        return figures.NONE
    return figures.with_half(100 * value, 100 * half, 3) + "%"
