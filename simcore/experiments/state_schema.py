"""What a saved state of a Program is made of: the arrays, their types and how they fit together."""

from __future__ import annotations

import numpy as np

from simcore.engine.memory import KEPT
from simcore.engine.program import Program
from simcore.engine.program_records import Slot
from simcore.engine.records import State
from simcore.engine.simulation import Simulation
from simcore.experiments.state_files import Rows, Schema

BY_PATIENT = ("more", "visits", "holdings", "attributes")  # as many rows as there are patients
MOST_BUCKETS = 8  # a patient; a calendar with more is refitted


def schema_of(program: Program) -> Schema:
    """Return what a state is made of, of a run of a Program or of another of its shape.

    The arrays are those of a run that has just begun; it may have more patients by then, and
    another Program's books may have other slots.
    """
    fresh = Simulation(program, 0, 0)
    found = {"clock": Rows(State.dtype, n=1)}
    for name in KEPT:
        array = getattr(fresh, name)
        found[name] = Rows(array.dtype, array.shape[1:], len(array))
    found["patients"] = Rows(fresh.patients.dtype)
    for name in BY_PATIENT:
        array = getattr(fresh, name)
        if len(array):
            found[name] = Rows(array.dtype, array.shape[1:], like="patients")
    found["buckets"] = Rows(fresh.buckets.dtype, like="patients", up_to=MOST_BUCKETS)
    found["slots"] = Rows(Slot.dtype)
    found["first_slots"] = Rows(Slot.dtype, like="slots")
    found["recent_waits"] = Rows(np.dtype(np.float64), n=program.resources.size)
    return found
