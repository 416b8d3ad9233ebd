"""What a run is stopped for: a patient who asks for what cannot be."""

from __future__ import annotations

from simcore.engine.ops import AskUnits
from simcore.engine.program import Program
from simcore.engine.totals import WrongValue
from simcore.errors import RunError
from simcore.network.wholes import PRIORITIES
from simcore.text import Label


def wrong_value(program: Program, error: WrongValue) -> RunError:
    """Return the error that a planner reads, of the place, the value and the remedy."""
    row, place = program.rows[error.row], program.names[error.row].rsplit("/", 1)[0]
    if isinstance(row, AskUnits):
        most = f"{row.most}"
        return RunError(
            Label(f'at "{place}" a patient asks for {error.value:g} units',
                  f"在“{place}”处，有患者需要 {error.value:g} 个单位"),
            Label(f"let units come out as a whole number from 1 to {most} for every patient",
                  f"请使每名患者的 units 为 1 至 {most} 的整数"),
        )  # fmt: skip
    least, most = f"{PRIORITIES[0]}", f"{PRIORITIES[-1]}"
    return RunError(
        Label(f'at "{place}" a patient has the priority {error.value:g}',
              f"在“{place}”处，有患者的优先级为 {error.value:g}"),
        Label(f"let priority come out as a whole number from {least} to {most} for every patient",
              f"请使每名患者的 priority 为 {least} 至 {most} 的整数"),
    )  # fmt: skip
