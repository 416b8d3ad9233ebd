"""As many priorities as a Network can have: each has its queue, a bit of one number."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
from support.many_priorities import END, agree, graded
from support.runs import begin

from simcore.engine.audit import audit
from simcore.network.checks.check import check
from simcore.network.model import MOST_PRIORITIES
from simcore.scenario.values.fields import MAX_PRIORITY

SCRIPT = """
import warnings; warnings.simplefilter("error", RuntimeWarning)
from support.many_priorities import agree
agree()
"""
HERE = Path(__file__).parent


def test_engine_and_reference_agree_on_as_many_as_there_can_be() -> None:
    assert check(graded(MOST_PRIORITIES)) == []
    agree()


def test_they_agree_uncompiled() -> None:
    path = os.pathsep.join(map(str, (HERE, HERE.parent, HERE.parents[1])))
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "PYTHONPATH": path, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_last_line_is_waited_in_and_the_state_is_sound() -> None:
    simulation = begin(graded(MOST_PRIORITIES))
    waiting_ranks = np.int64(0)
    for minute in np.arange(2.0, END, 4.0):
        simulation.advance(minute)
        waiting_ranks |= np.bitwise_or.reduce(simulation.resources.waiting_ranks)
        assert list(audit(simulation)) == []
    assert waiting_ranks >> (MOST_PRIORITIES - 1) == 1


def test_no_scenario_can_write_too_many() -> None:
    assert MAX_PRIORITY + 1 <= MOST_PRIORITIES
