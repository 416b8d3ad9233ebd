"""`simulate`: engines and threads agree, what is wrong is refused, Ctrl-C ends it."""

from __future__ import annotations

import _thread
import gc
import pickle
import signal
import threading
import time
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.models import ADMISSIONS, OFFICE_HOURS, exponential, hospital, station

import simcore
from simcore.errors import ArgumentError, RunError
from simcore.experiments.arguments import EngineName
from simcore.experiments.scaling import scaled
from simcore.experiments.stages import Stage
from simcore.experiments.threads import Progress, Stopped, on_threads
from simcore.network.resources import UNLIMITED
from simcore.network.sources import Population, Renewal
from simcore.network.values import Distribution
from simcore.play import simulate
from simcore.scenario.load import load_scenario

DAY = 1440.0
SCENARIOS = Path(__file__).parents[2] / "scenarios"
QUEUE = station(0.2, 3, exponential(10.0))


def same(a: simcore.Results, b: simcore.Results) -> list[str]:
    """Return the tables in which two results differ."""
    return [name for name in a.names if not a.table(name).equals(b.table(name))]


def test_engines_agree_in_every_table() -> None:
    compiled = simulate(hospital(), warmup=DAY, run=3 * DAY, replications=2, log=True)
    reference = simulate(
        hospital(), warmup=DAY, run=3 * DAY, replications=2, log=True, engine="simpy"
    )
    assert same(compiled, reference) == []
    assert compiled.hash == reference.hash
    assert reference.manifest["engine"] == "simpy"


def test_results_do_not_depend_on_the_number_of_threads() -> None:
    one = simulate(QUEUE, run=DAY, replications=4, jobs=1)
    many = simulate(QUEUE, run=DAY, replications=4, jobs=3)
    assert same(one, many) == []


def test_runs_on_threads_of_the_caller_do_not_touch_each_other() -> None:
    rates = [0.1, 0.15, 0.2, 0.25]

    def run(rate: float) -> simcore.Results:
        return simulate(station(rate, 3, exponential(10.0)), run=DAY)

    alone = [run(rate).hash for rate in rates]
    with ThreadPoolExecutor(len(rates)) as pool:
        assert [found.hash for found in pool.map(run, rates)] == alone
    assert len(set(alone)) == len(rates)


def test_another_seed_is_another_run() -> None:
    assert "waits" in same(simulate(QUEUE, run=DAY, seed=1), simulate(QUEUE, run=DAY, seed=2))


def test_a_scenario_brings_its_own_settings() -> None:
    found = simulate(SCENARIOS / "examples" / "mmc.yaml", run=DAY, warmup=0.0, replications=2)
    m = found.manifest
    assert (m["seed"], m["replications"], m["scenario"]["kind"]) == (1, 2, "network")
    assert m["scenario"]["document"]["resources"]["server"]["capacity"] == 3
    assert m["scenario"]["hash"] == load_scenario(SCENARIOS / "examples" / "mmc.yaml").hash


def test_scaled_keeps_at_least_one_unit() -> None:
    small = {r.name: r for r in scaled(hospital(), 0.1).resources}
    assert small["triage"].capacity.values == (1,)
    assert small["laboratory"].capacity.values == (UNLIMITED,)
    units = [n for _, n in OFFICE_HOURS]
    assert small["clinic"].capacity.values == tuple(min(n, 1) for n in units)


def test_scaled_shrinks_rates() -> None:
    walk_in, referred = scaled(hospital(), 0.1).sources
    assert walk_in.rate.pieces == tuple((t, 0.1 * rate) for t, rate in ADMISSIONS)
    assert referred.rate.at(0.0) == pytest.approx(0.002)


def test_full_size_is_the_network_itself() -> None:
    assert scaled(QUEUE, 1.0) is QUEUE


@pytest.mark.parametrize(
    "wrong",
    [{"replications": 0}, {"scale": 0.0}, {"scale": 1.5}, {"jobs": 0}, {"run": 0.0},
     {"run": float("nan")}, {"warmup": -1.0}, {"seed": -1}, {"replications": 2.0},
     {"replications": "3"}, {"replications": True}, {"seed": "x"}, {"jobs": [1]}, {"scale": "5"},
     {"scale": "a twentieth"}, {"scale": float("nan")}, {"warmup": "7"}, {"run": "7 beds"},
     {"run": {}}, {"series_step": "1 s"}],
)  # fmt: skip
def test_arguments_that_cannot_be_meant_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ArgumentError, match=f"{next(iter(wrong))} must be"):
        simulate(QUEUE, **{"run": DAY, **wrong})


def test_all_wrong_arguments_are_told_at_once_in_both_languages() -> None:
    with pytest.raises(ArgumentError) as raised:
        simulate(QUEUE, run="7", seed=-1)
    assert [line.split()[0] for line in raised.value.text().splitlines()[:2]] == ["seed", "run"]
    assert "seed 须为0 到 2**32 - 1 的整数，此处为 -1" in raised.value.text("zh")


def test_arguments_are_taken_as_they_are_written() -> None:
    said = simulate(QUEUE, run="2 d", warmup="1 h 30 min", replications=np.int64(2),
                    seed=np.uint8(3), scale="50%", series_step="12 h")  # fmt: skip
    meant = simulate(QUEUE, run=2 * DAY, warmup=90.0, replications=2, seed=3, scale=0.5,
                     series_step=720.0)  # fmt: skip
    assert same(said, meant) == []


def test_results_can_be_pickled() -> None:
    found = simulate(QUEUE, run=DAY, log=True)
    again = pickle.loads(pickle.dumps(found))
    assert again.names == found.names
    assert again.manifest == found.manifest
    assert same(again, found) == []


def test_how_to_get_an_event_log_is_said() -> None:
    with pytest.raises(RunError, match=r"log=True"):
        _ = simulate(QUEUE, run=DAY).events


def test_a_network_needs_a_length() -> None:
    with pytest.raises(ValueError, match="give run="):
        simulate(QUEUE)


def test_progress_goes_from_stage_to_stage() -> None:
    seen: list[Stage] = []
    simulate(QUEUE, run=3 * DAY, warmup=DAY, replications=2, jobs=1, progress=seen.append)
    assert list(dict.fromkeys(s.phase for s in seen)) == ["build", "compile", "run"]
    assert (seen[-1].done, seen[-1].total) == (8 * DAY, 8 * DAY)
    assert seen[-1].now == 3 * DAY


@pytest.fixture
def ctrl_c() -> Iterator[threading.Timer]:
    """Return what presses Ctrl-C a tenth of a second after it is started."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield threading.Timer(0.1, _thread.interrupt_main)
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_ends_work_on_threads_at_its_next_report(ctrl_c: threading.Timer) -> None:
    stopped: list[int] = []

    def work(number: int, report: Progress) -> None:
        try:
            while True:
                time.sleep(0.01)
                report(number, 0.0)
        except Stopped:
            stopped.append(number)
            raise

    ctrl_c.start()
    with pytest.raises(KeyboardInterrupt):
        on_threads(work, 3, 2, None)
    assert sorted(stopped) == [0, 1]  # the third had not begun


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("engine", ["numba", "simpy"])
def test_ctrl_c_ends_a_run(ctrl_c: threading.Timer, engine: EngineName, jobs: int) -> None:
    simulate(QUEUE, run=DAY)  # compiled, so that it is the run that is ended
    ctrl_c.start()
    with pytest.raises(KeyboardInterrupt):
        simulate(QUEUE, run=1e9, series_step=1e8, replications=2, jobs=jobs, engine=engine)


def test_the_first_that_fails_is_told_and_ends_the_others() -> None:
    stopped: list[int] = []

    def work(number: int, report: Progress) -> None:
        try:
            while number != 1:
                report(number, 0.0)
        except Stopped:
            stopped.append(number)
            raise
        raise ValueError(number)

    with pytest.raises(ValueError, match="1"):
        on_threads(lambda number, report: work(number + 1, report), 3, 2, None)
    assert 2 in stopped  # the third may have begun in its place


def test_the_memory_of_a_run_is_free_with_its_results() -> None:
    found = simulate(QUEUE, run=DAY)
    assert all(found.table(name) is found.table(name) for name in found.names)
    gone = weakref.ref(found)
    gc.disable()  # so that nothing is found that only holds itself
    try:
        del found
        assert gone() is None
    finally:
        gc.enable()


def test_what_progress_raises_ends_the_run() -> None:
    class Enough(Exception):
        pass

    def progress(stage: Stage) -> None:
        if stage.done > DAY:
            raise Enough

    with pytest.raises(Enough):
        simulate(QUEUE, run=100 * DAY, progress=progress)


def test_the_package_names_what_is_public() -> None:
    assert set(simcore.__all__) <= set(dir(simcore))
    assert callable(simcore.simulate)
    assert callable(simcore.load_scenario)
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        simcore.nothing_of_the_kind  # noqa: B018


def test_what_cannot_shrink_is_named() -> None:
    gaps = replace(QUEUE.sources[0], process=Renewal(exponential(5.0)))
    with pytest.raises(RunError, match=r"a scale of 0\.1 cannot shrink the times at which people"):
        scaled(replace(QUEUE, sources=(gaps,)), 0.1)


def test_those_there_from_the_beginning_shrink() -> None:
    members = replace(QUEUE.sources[0], process=Population(20))
    [small] = scaled(replace(QUEUE, sources=(members,)), 0.1).sources
    assert small.process == Population(2)


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(ValueError, match="engine must be one of numba, simpy"):
        simulate(QUEUE, run=DAY, engine="foo")  # type: ignore[arg-type]


def test_a_law_that_cannot_be_played_is_named() -> None:
    wild = station(0.2, 3, Distribution("gamma", {"shape": 0.001, "scale": 5.0}))
    with pytest.raises(RunError, match="a distribution cannot be played: its quantiles"):
        simulate(wild, run=DAY)
