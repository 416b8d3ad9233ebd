"""Units: who can have them, they become busy, and are given back."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from simcore.engine.jit import part, rare
from simcore.engine.kernels import at
from simcore.engine.kernels.levels import note_levels
from simcore.engine.kernels.queues import rank_of
from simcore.engine.kernels.resources import bit_of, settle
from simcore.engine.kernels.tallies import tally
from simcore.engine.ops import AS_ASKED, Op, Queued
from simcore.engine.records import NONE, Patient, State


class OfUnits(Protocol):
    """A row about units: of a resource, or of the member of a pool that was taken."""

    resource: int
    units: int


@part
def units_of(s: State, i: int, step: OfUnits) -> int:
    """Return how many units of the step's resource patient i asks for, or has."""
    if step.units == AS_ASKED:
        return at.holding(s, i, at.rules(s, step.resource).column).units
    return step.units


@part
def can_take(s: State, index: int, rank: int, units: int) -> bool:
    """Tell whether a patient of this rank could have the units now, overtaking no one."""
    resource, rules = at.resource(s, index), at.rules(s, index)
    if resource.capacity - resource.busy - units < at.queue(s, index, rank).keep:
        return False
    own = bit_of(rank)
    no_worse = -1 if rules.points != NONE else own | (own - 1)  # as bits of `waiting_ranks`
    if resource.waiting_ranks & no_worse:
        return False
    for k in range(rules.n_pools):
        if at.resource(s, at.member(s, rules.pools + k).n).waiting_ranks & no_worse:
            return False
    return True


@part
def occupy(s: State, index: int, units: int) -> None:
    """Count units of a resource as busy, or as free again where `units` is negative."""
    note_levels(s, index)
    settle(at.resource(s, index), s.now)
    at.resource(s, index).busy += units


@part
def clean(s: State, index: int, units: int) -> None:
    """Count units of a resource as being cleaned, or no longer where `units` is negative."""
    measure = at.measure(s, index)
    measure.cleaning_area += measure.cleaning * (s.now - measure.cleaning_last)
    measure.cleaning_last = s.now
    measure.cleaning += units


@part
def clean_held(s: State, i: int, step: OfUnits, units: int) -> None:
    """Count units that patient i holds as being cleaned: of a pool, the member's and its own."""
    index = held_index(s, i, step)
    clean(s, index, units)
    if index != step.resource:
        clean(s, step.resource, units)


@part
def remember_pick(s: State, i: int, step: Queued, index: int) -> None:
    """Note which member of the pool `step.resource` patient i holds."""
    pool = at.rules(s, step.resource)
    if pool.n > 0:
        at.holding(s, i, pool.column).member = index
        occupy(s, step.resource, units_of(s, i, step))
        if pool.moves != NONE:
            _may_move_back(s, i, step)


@rare
def _may_move_back(s: State, i: int, step: Queued) -> None:
    """Let patient i be the last of those who hold a member of a pool that moves them back."""
    pool = at.rules(s, step.resource)
    holding = at.holding(s, i, pool.column)
    holding.units = units_of(s, i, step)
    holding.rank = rank_of(s, at.patient(s, i), i, step)
    holding.taken = s.takings
    s.takings += 1
    holding.earlier, holding.later = pool.last, NONE
    if pool.last == NONE:
        pool.first = i
    else:
        at.holding(s, pool.last, pool.column).later = i
    pool.last = i


@rare
def _holds_no_more(s: State, i: int, index: int) -> None:
    """Take patient i off the list of those who hold a member of pool `index`."""
    pool = at.rules(s, index)
    holding = at.holding(s, i, pool.column)
    if holding.earlier == NONE:
        pool.first = holding.later
    else:
        at.holding(s, holding.earlier, pool.column).later = holding.later
    if holding.later == NONE:
        pool.last = holding.earlier
    else:
        at.holding(s, holding.later, pool.column).earlier = holding.earlier


@part
def take(s: State, i: int, step: Queued, index: int) -> None:
    """Give patient i all that the step asks for, `index` being what stands for its resource."""
    occupy(s, index, units_of(s, i, step))
    remember_pick(s, i, step, index)
    for k in range(step.n_also):
        occupy(s, at.member(s, step.also + k).n, 1)


@part
def begin_holding(s: State, p: Patient, step: Queued, wait: float) -> None:
    """Count a start at the step's resource, and let p go on behind the step."""
    resource = at.resource(s, step.resource)
    settle(resource, s.now)
    tally(s, step.tally + p.class_, wait)
    if step.op == Op.SEIZE_ANY:
        resource.started += 1
        resource.waited += wait
        at.flow(s, p.place, step.place).n += 1
        p.place = step.place
    p.step = step.next


@part
def held_index(s: State, i: int, step: OfUnits) -> int:
    """Return what stands for the step's resource: the member that i took, if it is a pool."""
    rules = at.rules(s, step.resource)
    if rules.n > 0:
        return at.holding(s, i, rules.column).member
    return np.int32(step.resource)  # type: ignore[return-value] # one type for numba


@part
def give_back(s: State, i: int, step: OfUnits) -> int:
    """Take the step's units from patient i; return the resource that has them free."""
    index = held_index(s, i, step)
    units = units_of(s, i, step)
    occupy(s, index, -units)
    if index != step.resource:
        occupy(s, step.resource, -units)
        if at.rules(s, step.resource).moves != NONE:
            _holds_no_more(s, i, step.resource)
    return index
