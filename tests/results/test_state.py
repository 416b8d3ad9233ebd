"""Warm states through `simulate`: one warm-up, several scenarios that branch from it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.models import exponential, hospital, profile, station

import simcore
from simcore.engine.simulation import Simulation
from simcore.errors import RunError
from simcore.experiments.states import read_warm
from simcore.network.model import Network
from simcore.play import simulate

DAY = 1440.0
WARMUP, RUN = 7.5 * DAY, 10 * DAY
QUEUE = station(0.25, 3, exponential(10.0))


def warmed(network: Network, path: Path, **how: Any) -> simcore.Results:
    return simulate(network, warmup=WARMUP, run=RUN, replications=2, save_state=path, **how)


def differing(a: simcore.Results, b: simcore.Results) -> list[str]:
    return [name for name in a.names if not a.table(name).equals(b.table(name))]


@pytest.mark.parametrize("network", [QUEUE, hospital()])
def test_the_run_goes_on_as_if_it_had_not_been_saved(network: Network, tmp_path: Path) -> None:
    whole = warmed(network, tmp_path / "warm", seed=7)
    again = simulate(network, run=RUN, from_state=tmp_path / "warm", jobs=1)
    assert differing(whole, again) == []
    assert again.manifest["seed"] == 7
    assert again.manifest["window"]["warmup_minutes"] == WARMUP
    assert again.manifest["from_state"]["path"] == str(tmp_path / "warm")
    assert again.manifest["from_state"]["name"] == network.name.en


def test_another_capacity_from_the_same_beginning(tmp_path: Path) -> None:
    warmed(QUEUE, tmp_path / "warm")
    fewer = replace(QUEUE, resources=(replace(QUEUE.resources[0], capacity=profile(2)),))
    as_is, less = (
        simulate(network, run=RUN, from_state=tmp_path / "warm") for network in (QUEUE, fewer)
    )
    for name in ("in_system_start", "arrived"):  # the same people come
        assert as_is.replications[name].tolist() == less.replications[name].tolist()
    assert less.resources["capacity_mean"].item() == 2.0
    assert less.resources["queue_mean"].item() > as_is.resources["queue_mean"].item()


def test_a_single_replication_has_its_batches(tmp_path: Path) -> None:
    warmed(QUEUE, tmp_path / "warm")
    one = simulate(QUEUE, run=RUN, from_state=tmp_path / "warm", replications=1)
    assert one.manifest["intervals"]["samples"] == 13


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"replications": 3}, "holds 2 replications"),
        ({"scale": 0.5}, "has the scale 1.0, this run 0.5"),
        ({"seed": 2}, "has the seed 1, this run 2"),
        ({"warmup": 1.0}, "has the warmup 10800 min, this run 1 min"),
        ({"engine": "simpy"}, "only the numba engine"),
    ],
)
def test_what_does_not_suit_is_refused(how: Any, message: str, tmp_path: Path) -> None:
    warmed(QUEUE, tmp_path / "warm")
    with pytest.raises(RunError, match=message):
        simulate(QUEUE, run=RUN, from_state=tmp_path / "warm", **how)


def test_another_start_is_refused(tmp_path: Path) -> None:
    warmed(QUEUE, tmp_path / "warm")
    dated = replace(QUEUE, start=date(2026, 3, 2))
    with pytest.raises(RunError, match="has the start no date, this run 2026-03-02"):
        simulate(dated, run=RUN, from_state=tmp_path / "warm")


TAKEN: dict[str, Callable[[Path], object]] = {
    "a file": lambda path: path.write_text("mine", encoding="utf-8"),
    "a folder": lambda path: path.mkdir(),
    "a link": lambda path: path.symlink_to("elsewhere"),
    "a pipe": os.mkfifo,
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_no_state_is_not_replaced(name: str, tmp_path: Path) -> None:
    TAKEN[name](tmp_path / "warm")
    before = (tmp_path / "warm").lstat()
    with pytest.raises(RunError, match="is there already and is no saved state"):
        warmed(QUEUE, tmp_path / "warm")
    assert (tmp_path / "warm").lstat() == before


def test_an_older_state_is_replaced(tmp_path: Path) -> None:
    warmed(QUEUE, tmp_path / "warm", seed=1)
    warmed(QUEUE, tmp_path / "warm", seed=2)
    assert read_warm(tmp_path / "warm").note["seed"] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["warm"]


grow = Simulation._grow


def stop_at_2000(simulation: Simulation, n: int) -> None:
    simulation.max_patients = 2000
    grow(simulation, n)


def test_a_warm_up_that_overloads_leaves_no_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Simulation, "_grow", stop_at_2000)
    crowd = station(5.0, 1, exponential(10.0))
    with pytest.raises(RunError, match="warm-up did not end"):
        warmed(crowd, tmp_path / "warm")
    assert not (tmp_path / "warm").exists()
