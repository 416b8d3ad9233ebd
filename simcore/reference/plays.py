"""What plays the rows of each operation: functions (world, patient, row) -> next row.

They return None where the patient must wait, or is gone.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, TypeVar

from simcore.engine.ops import StepRow
from simcore.reference.patients import Patient
from simcore.reference.world import World

R = TypeVar("R", bound=StepRow)
Play = Callable[[World, Patient, R], int | None]
PLAYS: dict[type[StepRow], Callable[[World, Patient, Any], int | None]] = {}


def plays(card: type[R]) -> Callable[[Play[R]], Play[R]]:
    """Register what plays the rows of an operation."""

    def register(function: Play[R]) -> Play[R]:
        PLAYS[card] = function
        return function

    return register


def every_play() -> dict[type[StepRow], Callable[[World, Patient, Any], int | None]]:
    """Return what plays each operation, from all modules of this package."""
    for module in iter_modules([str(Path(__file__).parent)]):
        import_module(f"{__package__}.{module.name}")
    return PLAYS
