"""Quantiles of waits and stays that were asked for, and shares that took so long or longer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import RenderableType

from simcore.cli import figures
from simcore.cli.report.page import FEW, Page, rows
from simcore.cli.report.waits import who
from simcore.results.spread import KEYS


def quantiles(page: Page) -> Iterator[RenderableType]:
    """Yield one table of waits and one of stays, if any figure was asked for."""
    if not page.quantiles and not page.at_least:
        return
    levels = [(f"{100 * q:g}%", page.say("", "的患者\n不超过")) for q in page.quantiles]
    times = [figures.duration(minutes, page.lang) for minutes in page.at_least]
    heads = [*(f"{level}{rest}" for level, rest in levels),
             *(page.say(f"{time} or longer", f"{time}\n及以上") for time in times)]  # fmt: skip
    for of, title in (
        ("group_waits", page.say("Waits, as asked", "等候时间（按要求）")),
        ("stays", page.say("Time from arriving to leaving, as asked", "就诊全程时间（按要求）")),
    ):
        table = page.table(
            ("", "left"), (page.say("who", "患者"), "left"), *((head, "right") for head in heads)
        )
        asked = page.results.quantiles(of, page.quantiles, page.at_least)
        figure = dict(iter(asked.groupby(list(KEYS[of]), sort=False)))
        found = page.first(page.results.table(of), FEW)
        keys = found[list(KEYS[of])].itertuples(index=False, name=None)
        for row, key in zip(rows(found), keys, strict=True):
            whose = _stayed(page, key[-1]) if of == "stays" else who(page, row, "")
            table.add_row(page.name(row), whose, *(_figure(page, x) for x in rows(figure[key])))
        yield page.section(title, table)


def _stayed(page: Page, kind: str) -> str:
    """Return whose stay it is: the class, where there is more than one."""
    one_class = page.results.stays["class"].nunique() == 1
    return page.say("all", "全部患者") if one_class else kind


def _figure(page: Page, one: Any) -> str:
    if one.asked == "quantile":
        return figures.duration(one.value, page.lang, one.half_width)
    return figures.with_half(100 * one.value, 100 * one.half_width, 3) + "%"
