"""Every network that comes with simcore: sound after every event, no index out of range."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FILES = sorted([*SCENARIOS.glob("examples/*.yaml"), *SCENARIOS.glob("published/*.yaml")])
REGIONS = sorted(SCENARIOS.glob("shaoxing/20*.yaml"))


def play(events: int, files: list[Path]) -> str:
    script = Path(__file__).parents[1] / "support" / "audit_examples.py"
    done = subprocess.run(
        [sys.executable, script, str(events), *map(str, files)],
        env=os.environ | {"NUMBA_BOUNDSCHECK": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_all_is_sound_after_every_event() -> None:
    assert len(FILES) >= 7
    assert play(150, FILES) == ""


@pytest.mark.long
def test_all_is_sound_for_long() -> None:
    assert play(4000, FILES) == ""
    assert play(20, REGIONS) == ""
