"""Saved states that were edited: none reaches a kernel that a run could not have left behind."""

from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.saved_programs import HALF, PROGRAMS

from simcore.engine.memory import KEPT
from simcore.engine.records import FOREVER
from simcore.engine.simulation import Simulation
from simcore.errors import RunError
from simcore.experiments.program_shape import shape_of
from simcore.experiments.saving import SavedRun, capture, restore
from simcore.experiments.state_files import read_states, write_states

NUMBERS = (0, 1, -1, -2, 7, 1023, 1024, 2**31 - 1, -(2**31), 2**62, 0.5, -1e300, 1e300, FOREVER)
NOT = (float("nan"), float("inf"))
FEW_EVENTS = 3000


def at_half(name: str) -> tuple[Any, dict[str, Any]]:
    simulation = Simulation(PROGRAMS[name](), 4, 1)
    simulation.advance(HALF)
    state = capture(simulation, np.zeros(simulation.program.resources.size))
    return simulation.program, {key: np.array(array) for key, array in state.items()}


def edited(state: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Return a copy with one number changed, to one of the extremes or to another of its array."""
    name = chance.choice([key for key, array in state.items() if array.size])
    array = state[name].copy()
    flat: Any = array.reshape(-1)
    if array.dtype.names:
        flat = flat[chance.choice(array.dtype.names)]
    while flat.dtype.names:
        flat = flat[chance.choice(flat.dtype.names)]
    info: Any = None if flat.dtype.kind == "f" else np.iinfo(flat.dtype)
    value = chance.choice([*NUMBERS, *NOT, flat[chance.randrange(flat.size)]])
    if info is not None:
        value = 0 if not np.isfinite(value) else min(max(int(value), info.min), info.max)
    flat[chance.randrange(flat.size)] = value
    return {**state, name: array}


def plays_or_is_refused(path: Path, program: Any) -> bool:
    """Play some events of a state; tell whether it was taken. Nothing but RunError is raised."""
    try:
        simulation = restore(path, program)
    except RunError:
        return False
    for _ in range(30):
        simulation.advance(HALF + 2000.0, budget=FEW_EVENTS // 30)
    return True


def attack(name: str, path: Path, seeds: range) -> int:
    program, state = at_half(name)
    taken = 0
    for seed in seeds:
        write_states(path, [edited(state, random.Random(seed))], shape_of(program), {})
        taken += plays_or_is_refused(path, program)
    return taken


@pytest.mark.parametrize("name", PROGRAMS)
def test_an_edited_number_is_refused_or_harmless(name: str, tmp_path: Path) -> None:
    assert 0 < attack(name, tmp_path / "state", range(60)) < 60


@pytest.mark.long
@pytest.mark.parametrize("name", PROGRAMS)
def test_many_edited_numbers_are_refused_or_harmless(name: str, tmp_path: Path) -> None:
    attack(name, tmp_path / "state", range(1000, 17_667))


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Change the members of a file of states."""
    with zipfile.ZipFile(path) as file:
        members = {name: file.read(name) for name in file.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)


def head(**changes: Any) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members["head.json"] = json.dumps({**json.loads(members["head.json"]), **changes}).encode()

    return change


def longer(member: str, size: int) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members[member] = bytes(size)

    return change


FILES: dict[str, Callable[[dict[str, bytes]], None]] = {
    "a member is missing": lambda members: members.pop("0/rules") and None,
    "a member is longer": longer("0/resources", 4000),
    "a bomb of patients": longer("0/patients", 48 * 5_000_000),
    "a bomb of buckets": longer("0/buckets", 4 * 50_000_000),
    "a bomb of slots": longer("0/slots", 24 * 5_000_000),
    "a bomb of a head": longer("head.json", 50_000_000),
    "a bomb of a shape": longer("about.json", 50_000_000),
    "another digest": head(digests=["0" * 64]),
    "no digests": head(digests=[]),
    "digests that are none": head(digests=3),
    "a note that is none": head(note=[1, 2, 3]),
    "another format": head(format="simcore state 1"),
    "deep json": lambda members: members.update({"about.json": b"[" * 9000}),
    "a head that is a list": lambda members: members.update({"head.json": b"[]"}),
    "a shape of other types": lambda members: members.update({"about.json": b'{"step": 1}'}),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_another_form_is_refused(name: str, tmp_path: Path) -> None:
    program, state = at_half("ward")
    path = tmp_path / "state"
    write_states(path, [state], shape_of(program), {})
    assert restore(path, program).clock.now == HALF
    rewritten(path, FILES[name])
    with pytest.raises(RunError):
        SavedRun(read_states(path), 0).revive(program)


def test_every_array_that_is_kept_is_in_the_file() -> None:
    _, state = at_half("ward")
    assert state.keys() == {*KEPT, "clock", "first_slots", "recent_waits"}
