"""A run as the arrays that it needs to go on: the same run, or a branch of it.

A branch is a run of another Program of the same shape: the same rows, resources and sources by
name, other numbers. It applies them from the moment of the state on.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simcore.engine import records
from simcore.engine.audit import audit
from simcore.engine.bounds import out_of_range
from simcore.engine.branching import apply, bring_calendars, with_state
from simcore.engine.memory import KEPT, MOMENT
from simcore.engine.program import Program
from simcore.engine.simulation import EventFilter, Simulation
from simcore.experiments.program_shape import check_shape, shape_of
from simcore.experiments.state_files import (
    State,
    StateFile,
    no_state,
    read_states,
    write_states,
)
from simcore.experiments.state_schema import schema_of

AS_THE_PROGRAM = ("resources", "rules", "queues", "edges", "books", "slots", "sources")
OF_ITS_OWN = ("logged", "wrong_row", "wrong_value", "valueless")  # as a run begins with them
SPARE = 10_000  # bytes by which another Program's shape may be longer than ours


def capture(simulation: Simulation, recent_waits: NDArray[np.float64]) -> State:
    """Return a copy of all that a run needs to go on; its event log is left behind.

    recent_waits: at each resource, as patients remember them; minutes.
    """
    found = {name: np.array(getattr(simulation, name)) for name in KEPT}
    return found | {
        # np.array of a record shares its memory
        "clock": np.frombuffer(simulation.clock.tobytes(), records.State.dtype),
        "first_slots": np.array(simulation.program.slots),
        "recent_waits": recent_waits.copy(),
    }


@dataclass(frozen=True)
class SavedRun:
    """A run whose state is in a file, of which nothing is believed before it was checked.

    file: of the states.
    number: of its state in the file.
    """

    file: StateFile
    number: int

    def revive(
        self,
        program: Program,
        *,
        log: bool | EventFilter = False,
        log_attributes: Sequence[int] = (),
        max_patients: int = 50_000_000,
    ) -> tuple[Simulation, NDArray[np.float64]]:
        """Return the run that goes on from here, and the waits that patients remember.

        log, log_attributes, max_patients: as `Simulation` takes them.
        Raises RunError for a Program of another shape, and for a state in which no run can be.
        """
        ours = shape_of(program)
        about = self.file.about(len(json.dumps(ours)) * 4 + SPARE)
        check_shape(about, ours)
        branch = about["numbers"] != ours["numbers"]
        state = self.file.state(self.number, schema_of(program))
        simulation = Simulation(
            program, 0, 0, log=log, log_attributes=log_attributes, max_patients=max_patients
        )
        _fill(simulation, state, branch)
        if self._wrong(simulation, state):
            raise no_state(self.file.path)
        if branch:
            bring_calendars(simulation)
        if audit(simulation):
            raise no_state(self.file.path)
        simulation.sort_anew()
        if branch:
            apply(simulation, program, state["first_slots"].view(np.recarray))
        return simulation, state["recent_waits"]

    def _wrong(self, simulation: Simulation, state: State) -> bool:
        """Tell whether something is not as it can be, which nothing that follows would notice."""
        waits, seats = state["recent_waits"], ("seats", "reserved")
        first, left = state["first_slots"], simulation.slots
        fewer = first.size == left.size and all((left[k] <= first[k]).all() for k in seats)
        remembered = bool(np.isfinite(waits).all() and (waits >= 0.0).all())
        too_many = simulation.patients.size > simulation.max_patients
        return too_many or not (fewer and remembered) or bool(out_of_range(simulation))


def _fill(simulation: Simulation, state: State, branch: bool) -> None:
    """Let a run that has just begun have what is state of another; parameters stay its own.

    branch: books and slots, of which there may be others, stay the other's until all is applied.
    """
    for name in KEPT:
        array: Any = state[name]
        array = array.view(np.recarray) if array.dtype.names else array
        if name in AS_THE_PROGRAM and not (branch and name in ("books", "slots")):
            array = with_state(
                getattr(simulation.program, name), array, records.State.elements[name]
            )
        setattr(simulation, name, array)
    for name in MOMENT:
        if name not in OF_ITS_OWN:
            simulation.clock[name] = state["clock"][0][name]


def save(simulation: Simulation, path: Path) -> None:
    """Write the state of a run to a file, whole or not at all."""
    waits = np.zeros(simulation.program.resources.size)
    write_states(path, [capture(simulation, waits)], shape_of(simulation.program), {})


def restore(path: Path, program: Program, *, log: bool | EventFilter = False) -> Simulation:
    """Return the run that goes on from a file that `save` wrote.

    Raises RunError where the file holds no state, or that of a Program of another shape.
    """
    return SavedRun(read_states(path), 0).revive(program, log=log)[0]
