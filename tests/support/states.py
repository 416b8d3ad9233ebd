"""States of the engine with just the arrays that a test needs."""

from __future__ import annotations

from typing import Any

from simcore.engine.memory import records
from simcore.engine.program import Records
from simcore.engine.records import State


def address(state: Records, **arrays: Any) -> None:
    """Tell a state where arrays are. The caller keeps them alive."""
    for name, array in arrays.items():
        place = state[name]
        place["address"], place["n"] = array.ctypes.data, array.size
        if "columns" in place.dtype.names:
            place["columns"] = array.shape[1]


def state_of(**arrays: Any) -> Records:
    """Return an array of one state that knows these arrays."""
    state = records(1, State)
    address(state, **arrays)
    return state
