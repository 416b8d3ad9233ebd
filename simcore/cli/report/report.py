"""The parts of a report in their order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Console, RenderableType

from simcore.cli.language import Lang
from simcore.cli.report.flows import costs, flows
from simcore.cli.report.foot import notes
from simcore.cli.report.head import header
from simcore.cli.report.indicators import areas, indicators
from simcore.cli.report.measured import measured
from simcore.cli.report.page import Page
from simcore.cli.report.quantiles import quantiles
from simcore.cli.report.resources import every_resource, tightest
from simcore.cli.report.system import system
from simcore.cli.report.targets import left_out, targets
from simcore.cli.report.tiers import tiers
from simcore.cli.report.trouble import deadlocks, overloads
from simcore.cli.report.waits import longest_waits, milestones, stays, waits
from simcore.results.results import Results

OF_A_REGION = (tiers, tightest, longest_waits)
OF_A_NETWORK = (every_resource, measured, waits, milestones, stays, system, flows)


def print_report(results: Results, lang: Lang, console: Console, **wanted: Any) -> None:
    """Print results in one language; wanted: what else a `Page` takes."""
    for part in parts(Page(results, lang, width=console.width, **wanted)):
        console.print(part)


def parts(page: Page) -> Iterator[RenderableType]:
    """Yield what a report shows of a region, or of another network."""
    middle = OF_A_REGION if "tier" in page.results.resources else OF_A_NETWORK
    for part in (
        header, overloads, deadlocks, targets, indicators, areas, *middle, quantiles, costs,
        left_out, notes,
    ):  # fmt: skip
        yield from part(page)
