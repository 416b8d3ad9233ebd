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

EXAMPLE = Path(__file__).parent.parent / "scenarios" / "examples" / "mmc.yaml"
GOAL_EMPTY, GOAL_FILLED = 15, 2
COMMAND = (sys.executable, "-m", "simcore", "run", str(EXAMPLE), "--json")


def measure(rounds: int) -> None:
    """Print wall seconds of a small run, whole and up to the start of its clock.

    The time to the clock is what is not spent in simulating, so tables and output count too.
    """
    with tempfile.TemporaryDirectory() as cache:
        cold = _seconds(cache)
        warm = [_seconds(cache) for _ in range(rounds)]
    show(
        "first small run of the command line, wall seconds",
        ("cache of kernels", "whole run", "before its clock starts", "goal"),
        (
            ("empty", f"{cold[0]:.1f}", f"{cold[1]:.1f}", f"< {GOAL_EMPTY}"),
            (
                f"filled, median of {rounds}",
                f"{statistics.median(whole for whole, _ in warm):.2f}",
                f"{statistics.median(before for _, before in warm):.2f}",
                f"< {GOAL_FILLED}",
            ),
        ),
    )


def _seconds(cache: str) -> tuple[float, float]:
    """Return wall seconds of a whole run, and of all of it but the simulating."""
    began = time.perf_counter()
    environment = {**os.environ, "SIMCORE_CACHE_DIR": cache}
    done = subprocess.run(COMMAND, check=True, env=environment, stdout=subprocess.PIPE)
    whole = time.perf_counter() - began
    return whole, whole - float(json.loads(done.stdout)["manifest"]["seconds"]["run"])
