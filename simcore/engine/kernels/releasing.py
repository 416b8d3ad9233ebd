"""Giving back, now or after a while in which nobody has the unit."""

from __future__ import annotations

from simcore.engine.jit import part
from simcore.engine.kernels import at
from simcore.engine.kernels.calendar import schedule
from simcore.engine.kernels.draws import minutes
from simcore.engine.kernels.handlers import handler
from simcore.engine.kernels.instants import give_out
from simcore.engine.kernels.parts import enough_free, free_record, part_of, starve
from simcore.engine.kernels.units import clean_held, give_back, units_of
from simcore.engine.ops import Op, ReleaseAny, Routine
from simcore.engine.records import NONE, Patient, State

release_any_row = at.step_as(ReleaseAny)


@part
def keep_busy(s: State, p: Patient, i: int, step: ReleaseAny) -> None:
    """Leave what is given back busy for a while; a part of its own will free it."""
    time = minutes(s, p, i, at.common(step), step.law)
    unit = part_of(s, p, i, step.later, step.part)
    for k in range(s.holdings.columns):
        at.holding(s, unit, k).member = at.holding(s, i, k).member
        at.holding(s, unit, k).units = at.holding(s, i, k).units
    clean_held(s, i, step, units_of(s, i, step))
    schedule(s, unit, s.now + time)


@handler(Op.RELEASE_ANY, Routine.GRANT)
def release_any(s: State, i: int) -> int:
    """Give back what the step names, now or after a while."""
    p = at.patient(s, i)
    step = release_any_row(s, p.step)
    if step.law != NONE and not enough_free(s, 1):
        return starve(s, p, i)
    p.step = step.next
    if step.law != NONE:
        keep_busy(s, p, i, step)
    else:
        if step.cleaned:
            clean_held(s, i, step, -units_of(s, i, step))
        give_out(s, give_back(s, i, step))
    return 1


@handler(Op.VANISH)
def vanish(s: State, i: int) -> int:
    """End a part that nobody waits for."""
    free_record(s, at.patient(s, i), i)
    return 0
