"""What plays a Program is compiled, or read from the cache, once in a process."""

from __future__ import annotations

from threading import Lock

from simcore.engine.program import Program
from simcore.engine.simulation import Simulation, needed_handlers

_READY = set[frozenset[int]]()  # the handlers of programs already played
_COMPILING = Lock()


def make_ready(program: Program) -> None:
    """Have all that plays a program compiled, or read from the cache, before threads start.

    Two that compile at once can fail (numba issue 4807). Which kernels play a program depends on
    its handlers alone, so one with the same is ready too; a caller on another thread waits.
    """
    handlers = frozenset(needed_handlers(program))
    with _COMPILING:
        if handlers not in _READY:
            Simulation(program, 0, 0).advance(0.0)
            _READY.add(handlers)
