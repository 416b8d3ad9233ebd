"""States of the engine with just the arrays that a test needs."""

from __future__ import annotations

from typing import Any

from simcore.engine import dtypes
from simcore.engine.program import Records
from simcore.engine.simulation import records


def address(state: Records, **arrays: Any) -> None:
    """Tell a state where arrays are. The caller keeps them alive."""
    for name, array in arrays.items():
        state[name], state[f"n_{name}"] = array.ctypes.data, array.size


def state_of(**arrays: Any) -> Records:
    """Return an array of one state that knows these arrays."""
    state = records(1, dtypes.STATE)
    address(state, **arrays)
    return state
