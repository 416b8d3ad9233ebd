"""Whether a run finds the memory that it needs, told before it begins.

What cannot be foreseen is left out: how many patients there will be at once, and the event log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import psutil

from simcore.engine.program import Program
from simcore.engine.records import Reading, Tally
from simcore.engine.sampling.histogram import BINS
from simcore.errors import RunError
from simcore.experiments.replicate import Plan
from simcore.network.model import Network
from simcore.text import Label
from simcore.time_units import MINUTES_PER_WEEK

GIB = 2**30
SLOT = 200  # bytes: a tuple of four numbers, and its row
MOMENT = 100  # bytes: a moment of a series in a list, and in an array beside the resources
COPIES = 2  # of the statistics at once: those of the run, and those handed out


@dataclass(frozen=True)
class Need:
    """Memory for one thing, bytes, and what to change for less of it."""

    bytes: float
    what: Label
    remedy: Label


def book_needs(network: Network, plan: Plan) -> Iterator[Need]:
    """Yield what the appointments of a whole run need, by book.

    plan: how long it runs.
    """
    weeks = plan.end / MINUTES_PER_WEEK + 1.0
    for book in network.books:
        slots = weeks * (len(book.slots) + len(book.overnight))
        yield Need(
            slots * SLOT,
            Label(f'{slots:,.0f} appointments of "{book.name}"',
                  f"“{book.name}”的 {slots:,.0f} 个号"),
            Label("run for a shorter time, or make appointments farther apart",
                  "请缩短运行时间，或拉长放号间隔"),
        )  # fmt: skip


def run_needs(program: Program, plan: Plan, replications: int, jobs: int) -> Iterator[Need]:
    """Yield what replications of a Program need, played `jobs` at once.

    plan: how long they run, and what is kept of each.
    """
    tallies = program.tallies * Tally.dtype.itemsize
    counts = program.steps.size * program.classes * 8
    whole = tallies + counts + program.tallies * BINS * 4 + program.places**2 * 8
    kept = whole + (plan.batches + 1) * (tallies + counts)
    yield Need(
        whole * COPIES * min(jobs, replications) + kept,
        Label(f"statistics of {program.steps.size:,} steps and {program.classes:,} classes",
              f"{program.steps.size:,} 个步骤、{program.classes:,} 个患者类别的统计量"),
        Label("use fewer classes or steps", "请减少类别或步骤"),
    )  # fmt: skip
    moments = plan.run / plan.step
    series = moments * (MOMENT + program.resources.size * Reading.dtype.itemsize)
    yield Need(
        series,
        Label(f"{moments:,.0f} steps of the series", f"时间序列的 {moments:,.0f} 个时点"),
        Label("take a longer step (--series-step, series_step=)",
              "请加大步长（--series-step 或 series_step=）"),
    )  # fmt: skip
    yield Need(
        (kept + series) * (replications - 1),
        Label(f"keeping {replications:,} replications", f"保存 {replications:,} 次独立模拟"),
        Label("play fewer replications, or several runs with other seeds",
              "请减少独立模拟次数，或换随机数种子分几次运行"),
    )  # fmt: skip


def check_memory(needs: Iterable[Need]) -> None:
    """Raise RunError where more is needed than is free now: how much, for what, and a remedy."""
    found = sorted(needs, key=lambda need: -need.bytes)
    total = sum(need.bytes for need in found)
    if not found or total <= (free := available_bytes()):
        return
    most = found[0]
    raise RunError(
        Label(
            f"this run needs {_gib(total)} of memory, {_gib(most.bytes)} of it for {most.what.en}; "
            f"{_gib(free)} are free",
            f"本次运行需要 {_gib(total)} 内存，其中 {_gib(most.bytes)} 用于{most.what.zh}；"
            f"现有空闲 {_gib(free)}",
        ),
        most.remedy,
    )


def available_bytes() -> int:
    """Return how much memory can be had without moving any to disk."""
    return int(psutil.virtual_memory().available)


def _gib(size: float) -> str:
    return f"{size / GIB:,.1f} GiB"
