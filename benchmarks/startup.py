"""From the shell to the first simulated minute: with an empty cache of kernels, and with it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import show

EXAMPLE = Path(__file__).parent.parent / "scenarios" / "examples" / "mmc.yaml"
GOALS = {"empty cache": 15, "later": 2}
COMMAND = (sys.executable, "-m", "simcore", "run", str(EXAMPLE), "--json")


def measure(rounds: int) -> None:
    """Print wall seconds of a whole small run; its own minutes of simulation are 0.1 s."""
    with tempfile.TemporaryDirectory() as cache:
        cold = _seconds(cache)
        warm = [_seconds(cache) for _ in range(rounds)]
    show(
        "first small run, wall seconds, process start to end",
        ("cache of kernels", "seconds", "goal"),
        (
            ("empty cache", f"{cold:.1f}", f"< {GOALS['empty cache']}"),
            ("later (median)", f"{sorted(warm)[rounds // 2]:.2f}", f"< {GOALS['later']}"),
        ),
    )


def _seconds(cache: str) -> float:
    began = time.perf_counter()
    environment = {**os.environ, "SIMCORE_CACHE_DIR": cache}
    subprocess.run(COMMAND, check=True, env=environment, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began
