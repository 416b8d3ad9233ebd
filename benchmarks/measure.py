"""Timing in turns, and the environment it was done in."""

from __future__ import annotations

import platform
import statistics
import sys
import sysconfig
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from rich.console import Console
from rich.table import Table

console = Console(width=None if sys.stdout.isatty() else 110)
LIBRARIES = ("simcore", "numpy", "numba", "simpy", "pandas", "scipy")


@dataclass(frozen=True)
class Spread:
    """Median and range of a figure over rounds."""

    values: Sequence[float]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def text(self, form: str) -> str:
        low, high = min(self.values), max(self.values)
        return f"{self.median:{form}} ({low:{form}} to {high:{form}})"


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the processor time of one call: other tenants of the machine do not count."""
    began = time.process_time()
    work()
    return time.process_time() - began


def in_turns(
    work: Callable[[], object], peer: Callable[[], object], rounds: int
) -> tuple[Spread, Spread]:
    """Time two pieces of work in turns, so that a machine that drifts drifts for both."""
    both = [(cpu_seconds(work), cpu_seconds(peer)) for _ in range(rounds)]
    return Spread([a for a, _ in both]), Spread([b for _, b in both])


def show_environment() -> None:
    """Print interpreter, how it was built, versions and machine."""
    built = "optimised" if "--enable-optimizations" in _build_flags() else "not optimised"
    console.print(
        f"{platform.python_implementation()} {platform.python_version()} ({built} build), "
        f"{platform.system()} {platform.machine()}"
    )
    console.print(", ".join(f"{name} {version(name)}" for name in LIBRARIES))


def _build_flags() -> str:
    return str(sysconfig.get_config_var("CONFIG_ARGS") or "")


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table."""
    table = Table(title=title, title_justify="left")
    for k, column in enumerate(columns):
        table.add_column(column, justify="left" if k == 0 else "right")
    for row in rows:
        table.add_row(*row)
    console.print(table)
