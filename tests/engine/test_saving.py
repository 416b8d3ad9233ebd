"""Saved states: a run goes on to the bit, a branch takes other numbers, others are refused."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.models import constant, exponential, profile, station
from support.runs import differences, digest
from support.saved_programs import END, GONE, HALF, PROGRAMS, surgery, ward

from simcore.engine.audit import audit
from simcore.engine.simulation import Simulation
from simcore.errors import RunError
from simcore.experiments.saving import restore, save
from simcore.network.compiler.compile import compile_network
from simcore.network.model import Network
from simcore.network.steps import Delay, Use


def at_half(program: Any) -> Simulation:
    simulation = Simulation(program, 4, 1)
    simulation.advance(HALF)
    return simulation


@pytest.mark.parametrize("name", PROGRAMS)
def test_goes_on_to_the_bit(name: str, tmp_path: Path) -> None:
    first = at_half(PROGRAMS[name]())
    save(first, tmp_path / "state")
    again = restore(tmp_path / "state", PROGRAMS[name]())
    assert differences(first.totals(), again.totals()) == []
    assert audit(again) == []
    first.advance(END)
    again.advance(END)
    assert first.totals().events > 400
    assert differences(first.totals(), again.totals()) == []


SCRIPT = """
import sys
import zipfile
from pathlib import Path
from support.runs import digest
from simcore.experiments.saving import restore
from support.saved_programs import END, PROGRAMS
simulation = restore(Path(sys.argv[1]), PROGRAMS[sys.argv[2]]())
simulation.advance(END)
print(digest(simulation.totals()))
"""


def test_goes_on_in_another_process(tmp_path: Path) -> None:
    simulation = at_half(PROGRAMS["ward"]())
    save(simulation, tmp_path / "state")
    simulation.advance(END)
    tests = Path(__file__).parents[1]
    path = os.pathsep.join(map(str, (tests, tests.parent)))
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "state"), "ward"],
        env={**os.environ, "PYTHONPATH": path}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == digest(simulation.totals())


def test_a_branch_of_a_longer_run_is_the_same_run(tmp_path: Path) -> None:
    """The calendars reach further, so the Programs differ: all is derived anew, to the bit."""
    save(at_half(surgery()), tmp_path / "state")
    branch = restore(tmp_path / "state", surgery(run=2 * END))
    whole = at_half(surgery(run=2 * END))
    for simulation in (branch, whole):
        simulation.advance(END)
    assert differences(branch.totals(), whole.totals()) == []


@pytest.mark.parametrize("name", ["hospital", "ward"])
def test_a_branch_in_another_place_of_the_tables_is_the_same_run(name: str, tmp_path: Path) -> None:
    """A rate that nobody uses yet makes the Programs differ, and nothing else."""
    program = PROGRAMS[name]()
    save(at_half(program), tmp_path / "state")
    table = np.append(program.table, 1.0)
    branch = restore(tmp_path / "state", replace(program, table=table))
    whole = at_half(program)
    for simulation in (branch, whole):
        simulation.advance(END)
    assert differences(branch.totals(), whole.totals()) == []


def branched(before: Network, after: Network, path: Path) -> Simulation:
    save(at_half(compile_network(before)[0]), path)
    return restore(path, compile_network(after)[0])


def test_more_beds_are_taken_at_once(tmp_path: Path) -> None:
    queue = station(1.0, 2, constant(10.0))
    more = station(1.0, 5, constant(10.0))
    before = at_half(compile_network(queue)[0])
    simulation = branched(queue, more, tmp_path / "state")
    assert simulation.resources.capacity[0] == 5
    assert simulation.resources.busy[0] == 5
    assert simulation.resources.waiting[0] == before.resources.waiting[0] - 3
    assert simulation.clock.events == before.clock.events
    simulation.advance(END)
    assert audit(simulation) == []


def test_fewer_doctors_and_other_times(tmp_path: Path) -> None:
    simulation = branched(ward(), ward(beds=4, doctors=1), tmp_path / "state")
    for day in range(1, 8):
        simulation.advance(HALF + day * 1440.0)
        assert audit(simulation) == []
    assert simulation.resources.capacity[0] == 1


def test_a_branch_follows_its_calendar(tmp_path: Path) -> None:
    def weekly(units: tuple[int, int]) -> Network:
        network = station(0.1, 1, constant(5.0))
        week = profile(((0.0, units[0]), (HALF + 100.0, units[1])))
        return replace(network, resources=(replace(network.resources[0], capacity=week),))

    simulation = branched(weekly((3, 1)), weekly((4, 7)), tmp_path / "state")
    assert simulation.resources.capacity[0] == 4
    simulation.advance(HALF + 101.0)
    assert simulation.resources.capacity[0] == 7
    simulation.advance(10_080.0 + 1.0)
    assert simulation.resources.capacity[0] == 4


def arrivals(simulation: Simulation, until: float) -> int:
    before = int(simulation.clock.arrived)
    simulation.advance(until)
    return int(simulation.clock.arrived) - before


def test_a_source_follows_its_new_rate(tmp_path: Path) -> None:
    """Poisson counts of 1,400 and 14,000 expected: five standard deviations apart or more."""
    seldom, often = station(0.1, 9, constant(1.0)), station(1.0, 9, constant(1.0))
    simulation = branched(seldom, often, tmp_path / "state")
    assert abs(arrivals(simulation, END) - 14_000) < 4 * 14_000**0.5


@pytest.mark.parametrize("weekly", [False, True])
def test_a_source_that_was_silent_begins(weekly: bool, tmp_path: Path) -> None:
    """A Poisson count of 1,400: within 4 standard deviations but for one seed in 16,000."""
    none, some = station(0.0, 9, constant(1.0)), station(0.1, 9, constant(1.0))
    if weekly:
        rate = profile(((0.0, 0.1), (600.0, 0.1)))
        some = replace(some, sources=(replace(some.sources[0], rate=rate),))
    simulation = branched(none, some, tmp_path / "state")
    assert abs(arrivals(simulation, END) - 1_400) < 4 * 1_400**0.5
    assert audit(simulation) == []


def test_seats_that_are_booked_stay_booked(tmp_path: Path) -> None:
    save(at_half(surgery(seats=3)), tmp_path / "state")
    before = restore(tmp_path / "state", surgery(seats=3)).slots
    after = restore(tmp_path / "state", surgery(seats=5)).slots
    assert (before.seats < 3).any()
    assert np.array_equal(after.seats, before.seats + 2)


# What is refused


def message(path: Path, network: Network) -> str:
    with pytest.raises(RunError) as refused:
        restore(path, compile_network(network)[0])
    assert refused.value.remedy.en
    assert refused.value.text("zh") != refused.value.text("en")
    return refused.value.message.en


def test_another_shape_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "state"
    save(at_half(compile_network(ward())[0]), path)
    other = ward()
    renamed = tuple(replace(s, name="walk in") if s.name == "urgent" else s for s in other.sources)
    assert "walk in" in message(path, replace(other, sources=renamed))
    longer = {**other.pathways, "away": (Delay(constant(1.0)), GONE)}
    assert "away/delay" in message(path, replace(other, pathways=longer))
    assert "child" in message(path, replace(other, classes=("patient", "child")))
    bed = replace(other.resources[2], name="cot")
    pathways = {**other.pathways}
    cot = Use("cot", exponential(25.0), key="visit/use bed 1")
    pathways["visit"] = (*pathways["visit"][:2], cot, GONE)
    resources = (*other.resources[:2], bed, *other.resources[3:])
    assert "cot" in message(path, replace(other, resources=resources, pathways=pathways))
    assert "beginning" in message(path, replace(other, start=date(2026, 3, 3)))


def test_other_units_are_refused(tmp_path: Path) -> None:
    """Who holds one unit would give back two."""
    path = tmp_path / "state"
    save(at_half(compile_network(ward())[0]), path)
    urgent, gone = ward().pathways["urgent"]
    assert isinstance(urgent, Use)
    more = {**ward().pathways, "urgent": (replace(urgent, units=2), gone)}
    assert "its number of units is 1, here 2" in message(path, replace(ward(), pathways=more))


@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
def test_half_a_file_is_refused(share: float, tmp_path: Path) -> None:
    path = tmp_path / "state"
    save(at_half(PROGRAMS["hospital"]()), path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(share * len(whole))])
    with pytest.raises(RunError, match="not the whole of one"):
        restore(path, PROGRAMS["hospital"]())


def test_what_is_no_state_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", x=np.zeros(3))
    (tmp_path / "text").write_text("a state", encoding="utf-8")
    np.save(tmp_path / "array.npy", np.zeros(3))
    for name in ("other.npz", "text", "array.npy"):
        with pytest.raises(RunError, match="no saved state"):
            restore(tmp_path / name, PROGRAMS["hospital"]())
    with pytest.raises(RunError, match="is not there"):
        restore(tmp_path / "nothing", PROGRAMS["hospital"]())


def test_a_byte_that_was_flipped_is_noticed_or_changes_nothing(tmp_path: Path) -> None:
    path, first = tmp_path / "state", at_half(PROGRAMS["hospital"]())
    save(first, path)
    whole = path.read_bytes()
    refused = 0
    for k in range(0, len(whole), len(whole) // 60):
        path.write_bytes(whole[:k] + bytes([whole[k] ^ 255]) + whole[k + 1 :])
        try:  # a run of zeros may be packed in several ways, and a file's date says nothing
            again = restore(path, PROGRAMS["hospital"]())
        except RunError:
            refused += 1
        else:
            assert differences(first.totals(), again.totals()) == []
    assert refused > 40


def test_a_save_that_breaks_leaves_the_older_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "state"
    simulation = at_half(PROGRAMS["hospital"]())
    save(simulation, path)
    before = path.read_bytes()

    def broken(*arguments: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", broken)
    with pytest.raises(OSError, match="disk full"):
        save(simulation, path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["state"]
