"""From the shell to the first simulated minute: with an empty cache of kernels, and with it."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import show

EXAMPLES = Path(__file__).parent.parent / "scenarios" / "examples"
SCENARIOS = {"plain steps only": "mmc.yaml", "most uncommon steps": "dialysis-unit.yaml"}
GOAL_EMPTY, GOAL_FILLED = 20, 2
Seconds = tuple[float, float]


def measure(rounds: int) -> None:
    """Print wall seconds of small runs, whole and up to the start of their clock.

    The time to the clock is what is not spent in simulating, so tables and output count too.
    """
    show(
        "first small run of the command line, wall seconds",
        ("scenario", "cache of kernels", "whole run", "before its clock starts", "goal"),
        [row for name, file in SCENARIOS.items() for row in _rows(name, file, rounds)],
    )


def _rows(name: str, file: str, rounds: int) -> list[tuple[str, ...]]:
    with tempfile.TemporaryDirectory() as cache:
        cold = _seconds(file, cache)
        warm = [_seconds(file, cache) for _ in range(rounds)]
    whole, before = (statistics.median(values) for values in zip(*warm, strict=True))
    return [
        (f"{name} ({file})", "empty", f"{cold[0]:.1f}", f"{cold[1]:.1f}", f"<= {GOAL_EMPTY}"),
        ("", f"filled, median of {rounds}", f"{whole:.2f}", f"{before:.2f}", f"< {GOAL_FILLED}"),
    ]


def _seconds(file: str, cache: str) -> Seconds:
    """Return wall seconds of a whole run, and of all of it but the simulating."""
    command = (sys.executable, "-m", "simcore", "run", str(EXAMPLES / file), "--json")
    environment = {**os.environ, "SIMCORE_CACHE_DIR": cache}
    began = time.perf_counter()
    done = subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE)
    whole = time.perf_counter() - began
    return whole, whole - float(json.loads(done.stdout)["manifest"]["seconds"]["run"])
