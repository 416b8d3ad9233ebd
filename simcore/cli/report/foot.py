"""The foot of a report: intervals, and the limits of the model."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from simcore.cli.report.page import Page
from simcore.text import Label


def notes(page: Page) -> Iterator[RenderableType]:
    """Yield how intervals were made, and the limits of the model."""
    yield Text("\n" + _interval(page), style="dim")
    notes = page.results.manifest["notes"]
    if notes:
        table = Table.grid(padding=(0, 1))
        table.add_column()
        table.add_column(overflow="fold")
        for note in notes:
            table.add_row("·", note[page.lang], style="dim")
        yield page.section(page.say("What the model cannot know", "模型的局限"), table)


def _interval(page: Page) -> str:
    found = page.results.manifest["intervals"]
    n, error = found["samples"], page.results.manifest["quantile_relative_error"]
    over = {
        "replications": Label(f"{n} replications", f"{n} 次独立模拟"),
        "batch means": Label(f"{n} batches of the run", f"{n} 个运行批次"),
    }[found["method"]]
    return page.say(
        f"± is the half-width of a 95% interval over {over.en}; "
        f"quantiles are within {100 * error:.1f}%.",
        f"± 为 95% 置信区间半宽，依据 {over.zh}；分位数误差不超过 {100 * error:.1f}%。",
    )
