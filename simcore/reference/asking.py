"""What a patient asks for, where it depends on them: how many units, and with which priority."""

from __future__ import annotations

from simcore.engine.ops import AskPriority, AskUnits
from simcore.engine.records import NONE
from simcore.engine.totals import WrongValue
from simcore.reference.patients import Patient
from simcore.reference.plays import plays
from simcore.reference.world import World


@plays(AskUnits)
def ask_units(world: World, patient: Patient, row: AskUnits) -> int:
    """Settle how many units a patient asks for next."""
    x = world.value_of_class(patient, row, row.law)
    if x not in range(1, row.most + 1):
        raise WrongValue(world.rows.index(row), x)
    patient.asked_units[row.resource] = int(x)
    return row.next


@plays(AskPriority)
def ask_priority(world: World, patient: Patient, row: AskPriority) -> int:
    """Settle with which priority a patient asks next, or from now on."""
    x = world.value_of_class(patient, row, row.law)
    priorities = world.table[row.priorities : row.priorities + row.n].tolist()
    if x not in priorities:
        raise WrongValue(world.rows.index(row), x)
    rank = priorities.index(x)
    if row.resource == NONE:
        patient.priority = rank
    else:
        patient.asked_rank[row.resource] = rank
    return row.next
