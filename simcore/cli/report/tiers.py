"""The tiers of a region side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import RenderableType

from simcore.cli import figures
from simcore.cli.report.page import Page
from simcore.text import Label
from simcore.time_units import MINUTES_PER_HOUR

TIERS = {
    "primary": Label("primary", "基层"),
    "secondary": Label("secondary", "二级"),
    "tertiary": Label("tertiary", "三级"),
}


def tiers(page: Page) -> Iterator[RenderableType]:
    """Yield visits, waits and beds of each tier of a region."""
    table = page.table(
        ("", "default"), (page.say("visits", "诊疗人次"), "right"),
        (page.say("a physician\na day", "医师日均担\n负诊疗人次"), "right"),
        (page.say("wait", "候诊时间"), "right"), (page.say("beds", "床位"), "right"),
        (page.say("in use", "床位使\n用率"), "right"),
        (page.say("wait for\na bed", "等候住院\n床位时间"), "right"),
    )  # fmt: skip
    resources, waits = page.results.resources, page.results.group_waits
    n = page.results.manifest["replications"]
    of = resources.set_index("resource")
    waits = waits.join(of[["tier", "type"]], on="resource")
    seen = waits[(waits["type"] == "physicians") & (waits["group"] != "return")]
    visits = seen.groupby("tier")["n"].sum() / n
    beds = resources[resources["type"] == "beds"].groupby("tier")["capacity_mean"].sum()
    for tier, name in TIERS.items():
        cells = (
            name[page.lang], figures.count(visits.get(tier, 0.0)),
            _indicator(page, f"visits_per_physician_day_{tier}"),
            _indicator(page, f"wait_consultation_{tier}", 1.0),
            figures.count(beds.get(tier, 0.0)),
            _indicator(page, f"occupancy_{tier}"),
            _indicator(page, f"wait_bed_{tier}", MINUTES_PER_HOUR),
        )  # fmt: skip
        table.add_row(*map(figures.stacked, cells))  # else seven columns do not fit 80
    yield page.section(page.say("Use of each tier", "各级医疗机构运行情况"), table)


def _indicator(page: Page, name: str, minutes: float = 0.0) -> str:
    """Return an indicator with its half-width, as a time if it has so many minutes."""
    found = page.results.indicators.set_index("id")
    if name not in found.index:
        return figures.NONE
    row: Any = found.loc[name]
    value, half = float(row["value"]), float(row["half_width"])
    if minutes:
        return figures.duration(value * minutes, page.lang, half * minutes)
    percent = "%" if row["unit"] == "%" and value == value else ""
    return figures.with_half(value, half, 3) + percent
