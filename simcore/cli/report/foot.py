"""The foot of a report: intervals, and the limits of the model."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from simcore.cli.report.page import TIGHTEST, Page
from simcore.results.reliance import FEW
from simcore.text import Label


def notes(page: Page) -> Iterator[RenderableType]:
    """Yield how intervals were made and what they lack, and the limits of the model."""
    yield Text("\n" + _interval(page), style="dim")
    yield from (Text(text, style="yellow") for text in _lacking(page))
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


def _lacking(page: Page) -> Iterator[str]:
    """Yield why intervals may cover less than 95%, with the remedy."""
    found = page.results.manifest["intervals"]
    n, follow = found["samples"], found["correlated"]
    if found["few"]:
        what = {
            "replications": Label(f"{n} replications are few", f"独立模拟仅 {n} 次"),
            "batch means": Label(f"{n} batches are few", f"运行批次仅 {n} 个"),
        }[found["method"]]
        yield page.say(
            f"{what.en}: an interval needs more than {FEW}, each of them long, "
            "or it covers less than 95%.",
            f"{what.zh}：须多于 {FEW} 且每次足够长，否则区间的实际覆盖率低于 95%。",
        )
    if follow:
        names = page.say(", ", "、").join(r[page.lang] for r in follow[:TIGHTEST])
        more = len(follow) - TIGHTEST
        names += page.say(f" and {more} more", f"等 {len(follow)} 项") if more > 0 else ""
        alarms = f"{100 * found['false_alarms']:g}%"
        yield page.say(
            f"Batches are correlated at {names} (false alarms: {alarms}): intervals are too "
            "narrow. Play replications, or run longer.",
            f"各批次结果前后相关：{names}（误报率 {alarms}）；置信区间偏窄，"
            "请改用多次独立模拟，或延长运行时间。",
        )
