"""Timing in turns, and the environment it was done in."""

from __future__ import annotations

import os
import platform
import resource
import statistics
import sys
import sysconfig
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.table import Table

T = TypeVar("T")

WORDS = ("played by",)  # columns of words, not of figures

console = Console(width=None if sys.stdout.isatty() else 124)
LIBRARIES = ("simcore", "numpy", "numba", "simpy", "pandas", "scipy", "ciw", "cimba")


@dataclass(frozen=True)
class Spread:
    """Median and range of a figure over rounds."""

    values: Sequence[float]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def text(self, form: str) -> str:
        if len(self.values) == 1:
            return f"{self.median:{form}}"
        low, high = min(self.values), max(self.values)
        return f"{self.median:{form}} ({low:{form}} to {high:{form}})"

    def times(self, factor: float) -> Spread:
        return Spread([factor * value for value in self.values])


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the processor time of one call: other tenants of the machine do not count."""
    began = time.process_time()
    work()
    return time.process_time() - began


def in_turns(works: Sequence[Callable[[], object]], rounds: int) -> list[Spread]:
    """Time pieces of work in turns, so that a machine that drifts drifts for all."""
    times = [[cpu_seconds(work) for work in works] for _ in range(rounds)]
    return [Spread(list(values)) for values in zip(*times, strict=True)]


def ratios(work: Spread, peer: Spread) -> Spread:
    """Return how many times the peer took, round by round."""
    return Spread([b / a for a, b in zip(work.values, peer.values, strict=True)])


def in_fresh_process(function: Callable[..., T], *args: object) -> T:
    """Call a function in a new interpreter, which shares no memory with this one."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *args).result()


def peak_gib() -> float:
    """Return the most memory this process has had in use.

    Linux's getrusage also counts what the parent had when it started us, VmHWM does not.
    """
    status = Path("/proc/self/status")
    if status.exists():
        peak = next(li for li in status.read_text().splitlines() if li.startswith("VmHWM"))
        return int(peak.split()[1]) / 2**20
    unit = 2**30 if sys.platform == "darwin" else 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def show_environment() -> None:
    """Print interpreter, how it was built, versions and machine."""
    built = "optimised" if "--enable-optimizations" in _build_flags() else "not optimised"
    console.print(
        f"{platform.python_implementation()} {platform.python_version()} ({built} build), "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors ({_processor()})"
    )
    console.print(", ".join(f"{name} {_version(name)}" for name in LIBRARIES))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return f"not installed: pip install {name}"


def _processor() -> str:
    """Return the processor's name where the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unnamed"


def _build_flags() -> str:
    return str(sysconfig.get_config_var("CONFIG_ARGS") or "")


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table."""
    table = Table(title=title, title_justify="left")
    for k, column in enumerate(columns):
        table.add_column(column, justify="left" if k == 0 or column in WORDS else "right")
    for row in rows:
        table.add_row(*row)
    console.print(table)
