"""Targets: what the run says of those that it simulates, and what is given or left out."""

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
    "imposed": (Label("imposed", "强制设定"), "=", "cyan"),
    "imposed otherwise": (Label("imposed otherwise", "强制设定不符"), "≠", "yellow"),
    "set": (Label("set", "已设定"), "=", "cyan"),
    "set otherwise": (Label("set otherwise", "设定不符"), "≠", "yellow"),
}
ORDER = ("simulated", "imposed", "input")  # those that the run decides come first
COMPARATORS = {">=": "≥", "<=": "≤", "=": "=", "~": "≈", "": ""}


def targets(page: Page) -> Iterator[RenderableType]:
    """Yield each target that an indicator decides, with its verdict and clause, if there are any.

    Those that are simulated come first, then those imposed, then those that the scenario sets.
    """
    found = page.results.targets
    decided = found[found["kind"].isin(ORDER)]
    if decided.empty:
        return
    table = page.table(
        ("", "default"), ("", "left"), (page.say("value", "结果"), "right"),
        (page.say("wanted", "目标"), "right"), (page.say("year", "年份"), "left"),
        (page.say("clause", "条款"), "left"),
    )  # fmt: skip
    for row in rows(decided.sort_values("kind", key=lambda k: k.map(ORDER.index), kind="stable")):
        verdict, sign, style = VERDICTS[row.verdict]
        table.add_row(
            Text(f"{sign} {verdict[page.lang]}", style=style), _named(page, row),
            figures.with_half(row.value, row.half_width), _wanted(row),
            row.year or figures.NONE, row.clause,
        )  # fmt: skip
    yield page.section(page.say("Targets", "目标"), table, _counted(page, decided))
    if decided["gain"].any():
        yield Text(_baseline(page), style="dim")


def left_out(page: Page) -> Iterator[RenderableType]:
    """Yield the targets that no indicator decides, each with its reason, if there are any."""
    found = page.results.targets
    found = found[found["kind"] == "not represented"]
    if found.empty:
        return
    table = page.table(
        ("", "left"), (page.say("wanted", "目标"), "right"), (page.say("clause", "条款"), "left"),
        (page.say("reason", "原因"), "left"),
    )  # fmt: skip
    for row in rows(found):
        table.add_row(_named(page, row), _wanted(row), row.clause, page.name(row, "reason"))
    yield page.section(page.say("Targets not represented", "未纳入模型的目标"), table)


def _baseline(page: Page) -> str:
    """Return what gains are over, and what that cost."""
    played = page.results.manifest["baseline"]
    if played is None:
        return page.say(
            "Gains on the baseline are not known: it was not played.",
            "基线未运行，无法得出较基线的提高。",
        )
    if played["ended_early"]:
        return page.say(
            f"The baseline ({played['name']['en']}) did not come to its end: gains are not known.",
            f"基线（{played['name']['zh']}）未能运行到底，无法得出较基线的提高。",
        )
    wall = figures.seconds(page.results.manifest["seconds"]["baseline"], page.lang)
    return page.say(
        f"Gains are over {played['name']['en']}, played on the same random numbers in {wall}.",
        f"提高系相对{played['name']['zh']}而言；基线以相同随机数运行，用时 {wall}。",
    )


def _named(page: Page, row: Any) -> str:
    """Return a target's name, its unit where that is not said, and whether it is a gain."""
    name, unit = page.name(row), figures.unit(row.unit, page.lang)
    aside = [page.say("gain", "较基线提高")] if row.gain else []
    aside += [unit] if unit and unit not in name and unit not in QUIET_UNITS else []
    inside = page.say(", ", "，").join(aside)
    return f"{name} ({inside})" if inside else name


def _wanted(row: Any) -> str:
    """Return what is wanted, nothing where the document gives no number."""
    return f"{COMPARATORS[row.comparator]} {figures.number(row.wanted)}" if row.comparator else ""


def _counted(page: Page, found: pd.DataFrame) -> str:
    """Return how many of the targets that are simulated have each verdict; no others count."""
    counts = found[found["kind"] == "simulated"]["verdict"].value_counts()
    said = " · ".join(
        f"{verdict[page.lang]} {counts[name]}"
        for name, (verdict, _, _) in VERDICTS.items()
        if name in counts
    )
    return page.say(f"simulated: {said}", f"模拟得出：{said}") if said else ""
