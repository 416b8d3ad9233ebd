"""A run as the arrays that it needs to go on: the same run, or a branch of it.

A branch is a run of another Program of the same shape: the same rows, resources and sources by
name, other numbers. It applies them from the moment of the state on.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from simcore.engine import records
from simcore.engine.branching import apply
from simcore.engine.memory import KEPT, MOMENT
from simcore.engine.program import Program
from simcore.engine.simulation import EventFilter, Simulation
from simcore.experiments.program_shape import check_shape, shape_of
from simcore.experiments.state_files import State, read_states, write_states


def capture(simulation: Simulation) -> State:
    """Return a copy of all that a run needs to go on; its event log is left behind."""
    found = {name: np.array(getattr(simulation, name)) for name in KEPT}
    program = simulation.program
    return found | {
        # np.array of a record shares its memory
        "clock": np.frombuffer(simulation.clock.tobytes(), records.State.dtype),
        "refitted": np.array(simulation.refitted),
        "first_slots": np.array(program.slots),
        "about": np.frombuffer(json.dumps(shape_of(program)).encode(), np.uint8),
    }


def revive(
    state: State,
    program: Program,
    *,
    log: bool | EventFilter = False,
    log_attributes: Sequence[int] = (),
    max_patients: int = 50_000_000,
) -> Simulation:
    """Return the run that goes on from a state.

    log, log_attributes, max_patients: as `Simulation` takes them.
    Raises RunError for a Program of another shape.
    """
    about = json.loads(state["about"].tobytes())
    ours = shape_of(program)
    check_shape(about, ours)
    clock = state["clock"][0]
    simulation = Simulation(
        program, int(clock["seed"]), int(clock["replication"]), log=log,
        log_attributes=log_attributes, max_patients=max_patients,
    )  # fmt: skip
    for name in KEPT:
        array = state[name].copy()
        setattr(simulation, name, array.view(np.recarray) if array.dtype.names else array)
    for name in MOMENT:
        simulation.clock[name] = clock[name]
    simulation.clock["logged"] = 0
    simulation.refitted = (float(state["refitted"][0]), int(state["refitted"][1]))
    if about["numbers"] != ours["numbers"]:
        apply(simulation, program, state["first_slots"].view(np.recarray))
    return simulation


def save(simulation: Simulation, path: Path) -> None:
    """Write the state of a run to a file, whole or not at all."""
    write_states(path, [capture(simulation)], {})


def restore(path: Path, program: Program, *, log: bool | EventFilter = False) -> Simulation:
    """Return the run that goes on from a file that `save` wrote.

    Raises RunError where the file holds no state, or that of a Program of another shape.
    """
    states, _ = read_states(path)
    return revive(states[0], program, log=log)
