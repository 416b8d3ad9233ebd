"""As many priorities as a Network can have: each waits in a line of its own, a bit of one word."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
from models import constant, exponential, leave, network, resource, source
from runs import begin, differences

from simcore.engine.audit import audit
from simcore.engine.simulation import Simulation
from simcore.network.checks.check import check
from simcore.network.model import MOST_PRIORITIES, Network
from simcore.network.steps import Delay, Release, Seize, Use
from simcore.reference import Reference
from simcore.scenario.values.fields import MAX_PRIORITY

END = 300.0
SCRIPT = """
import warnings; warnings.simplefilter("error", RuntimeWarning)
from test_many_priorities import agree
agree()
"""
HERE = Path(__file__).parent


def graded(priorities: int) -> Network:
    """Return a Network of so many priorities with a long line for each kind of seize."""
    return network(
        [resource("doctor", 1), resource("bed", 1), resource("nurse", 2)],
        [source(f"{k}", "visit", 4.0 / priorities, priority=k) for k in range(priorities)],
        {
            "visit": [
                Use("doctor", exponential(0.5)),
                Seize("bed", also=("nurse",), patience=exponential(20.0), on_renege="out"),
                Delay(constant(0.7)),
                Release("bed"),
                Release("nurse"),
                leave(),
            ],
            "out": [leave("out")],
        },
    )


def agree() -> None:
    """Hold both engines against each other; also where no kernel is compiled."""
    played = [begin(graded(MOST_PRIORITIES), engine=e) for e in (Simulation, Reference)]
    for engine in played:
        engine.advance(END)
    engine, reference = (one.totals() for one in played)
    assert differences(engine, reference, "events") == []
    assert engine.resources.longest.max() > MOST_PRIORITIES


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
    lines = np.int64(0)
    for minute in np.arange(2.0, END, 4.0):
        simulation.advance(minute)
        lines |= np.bitwise_or.reduce(simulation.resources.lines)
        assert list(audit(simulation)) == []
    assert lines >> (MOST_PRIORITIES - 1) == 1


def test_no_scenario_can_write_too_many() -> None:
    assert MAX_PRIORITY + 1 <= MOST_PRIORITIES
