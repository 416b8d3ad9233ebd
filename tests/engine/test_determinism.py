"""The same bits, however a run is cut, stored, compiled or spread over threads."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from support.models import hospital
from support.runs import WEEK, begin, differences, digest, digest_of

from simcore.engine.kernels.calendar import relink
from simcore.engine.records import FOREVER, NONE
from simcore.engine.simulation import Simulation
from simcore.engine.snapshots import Snapshots
from simcore.engine.totals import Totals
from simcore.experiments.replicate import Plan, Replication, play, replicate
from simcore.network.compiler.compile import compile_network

END = 3 * WEEK
PLAN = Plan(warmup=3000.0, run=END, seed=5, log=True)


@pytest.fixture(scope="module")
def in_one_go() -> Simulation:
    simulation: Simulation = begin(hospital(), log=True)
    simulation.advance(END)
    return simulation


def same(found: Simulation, expected: Simulation, *but: str) -> None:
    assert differences(found.totals(), expected.totals(), *but) == []


def test_paused_every_day(in_one_go: Simulation) -> None:
    simulation = begin(hospital())
    for day in np.arange(1440.0, END + 1, 1440.0):
        simulation.advance(day)
        simulation.totals()
    same(simulation, in_one_go)


def test_paused_at_odd_moments(in_one_go: Simulation) -> None:
    simulation = begin(hospital())
    for time in np.sort(np.random.default_rng(1).uniform(0.0, END, 200)):
        simulation.advance(time)
        simulation.advance(time)  # a second time, to no effect
    simulation.advance(END)
    same(simulation, in_one_go)


def test_paused_within_no_time(in_one_go: Simulation) -> None:
    simulation = begin(hospital())
    for time in (1e-12, 2e-12, 500.0, 500.0 + 1e-9, END):
        simulation.advance(time)
        assert simulation.clock.width > 0.01  # else the way to the next event is endless
    same(simulation, in_one_go)


@pytest.mark.parametrize("budget", [1, 7])
def test_event_by_event(in_one_go: Simulation, budget: int) -> None:
    simulation = begin(hospital())
    while simulation.clock.now < END:
        simulation.advance(END, budget=budget)
    same(simulation, in_one_go)


class TinyArrays(Simulation):
    """Begins with no record to spare and grows by one at a time."""

    def _grow(self, n: int) -> None:
        old = self.patients.size
        super()._grow(old + 1 if old else self.program.sources.size)


def test_tiny_arrays(in_one_go: Simulation) -> None:
    simulation = begin(hospital(), engine=TinyArrays)
    simulation.advance(END)
    assert simulation.patients.size < 1024
    same(simulation, in_one_go)


def test_log_emptied_often(in_one_go: Simulation) -> None:
    simulation = begin(hospital(), log=True)
    rows = simulation.program.steps.size + simulation.patients.size + 1
    simulation.log = simulation.log[:rows].copy().view(np.recarray)
    simulation.advance(END)
    same(simulation, in_one_go)
    again: Simulation = begin(hospital(), log=True)
    again.advance(END)
    assert np.array_equal(simulation.take_log(), again.take_log())


WIDTHS = [0.01, 1.0, 37.0, 5000.0, FOREVER]


def with_width(width: float) -> type[Simulation]:
    """Return an engine whose calendar keeps one width, however badly it suits."""

    class Fixed(Simulation):
        def _refit(self, *, always: bool = False) -> None:
            old, self.buckets = self.buckets, np.full(4, NONE, np.int32)
            relink(self.clock, old, width)

    return Fixed


@pytest.mark.parametrize("width", WIDTHS)
def test_any_calendar(in_one_go: Simulation, width: float) -> None:
    simulation = begin(hospital(), engine=with_width(width))
    for day in np.arange(0.0, END + 1, 1440.0):
        simulation.advance(day)
    assert simulation.clock.width == width
    same(simulation, in_one_go)


def test_a_difference_can_be_seen(in_one_go: Simulation) -> None:
    other: Simulation = begin(hospital(), seed=2)
    other.advance(END)
    assert differences(other.totals(), in_one_go.totals()) == [
        "in_system", "system_area", "events", "resources", "tallies", "histogram", "counts",
        "flows",
    ]  # fmt: skip


# Replications: threads, choices that are renewed each day, series, batches


def bits(replication: Replication) -> list[object]:
    """Return all that a replication left, but the time that it took."""
    names = [f.name for f in fields(Replication) if f.name != "seconds"]
    return [_bits(getattr(replication, name)) for name in names]


def _bits(value: object) -> object:
    if isinstance(value, int | str | None):
        return value
    if isinstance(value, list):
        return [_bits(v) for v in value]
    if isinstance(value, Snapshots):
        return [_bits(getattr(value, f.name)) for f in fields(Snapshots)]
    return digest(value) if isinstance(value, Totals) else np.asarray(value).tobytes()


def test_threads_change_nothing() -> None:
    program, _ = compile_network(hospital(), PLAN.warmup)
    alone = replicate(program, PLAN, 4, jobs=1)
    together = replicate(program, PLAN, 4, jobs=2)
    assert [bits(r) for r in alone] == [bits(r) for r in together]
    assert len({digest(r.totals) for r in alone}) == 4


def test_a_program_is_never_written_to() -> None:
    program, _ = compile_network(hospital(), PLAN.warmup)
    first = play(program, PLAN, 0)
    assert bits(play(program, PLAN, 0)) == bits(first)


# Other processes

SCRIPT = """
import warnings; warnings.simplefilter("error", RuntimeWarning)
from support.models import hospital
from support.runs import digest_of
print(digest_of(hospital(), jobs=2))
"""
TESTS = Path(__file__).parents[1]


def digest_elsewhere(**environment: str) -> str:
    path = os.pathsep.join([str(TESTS), str(TESTS.parent), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "PYTHONPATH": path, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def digest_here() -> str:
    return digest_of(hospital(), jobs=1)


def test_fresh_and_cached_compilation(tmp_path: Path, digest_here: str) -> None:
    fresh = digest_elsewhere(SIMCORE_CACHE_DIR=str(tmp_path))
    compiled = sorted(tmp_path.rglob("*.kernel"))
    cached = digest_elsewhere(SIMCORE_CACHE_DIR=str(tmp_path))
    assert compiled
    assert sorted(tmp_path.rglob("*.kernel")) == compiled
    assert fresh == cached == digest_here


def test_plain_python(digest_here: str) -> None:
    assert digest_elsewhere(NUMBA_DISABLE_JIT="1") == digest_here


def test_looking_again_at_the_same_time_changes_nothing() -> None:
    simulation = begin(hospital())
    simulation.advance(2000.0)
    before = simulation.totals()
    for _ in range(2000):
        simulation.advance(2000.0)
    assert differences(simulation.totals(), before) == []
    simulation.advance(4000.0)
    other = begin(hospital())
    other.advance(4000.0)
    assert differences(simulation.totals(), other.totals()) == []
