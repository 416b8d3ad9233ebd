"""How long each resource had so many busy, waiting, present, blocked or free: where it is measured.

Where nobody asks for it, plain resources pay nothing, others for a look at the state: 1 to 2.5%.
"""

from __future__ import annotations

from simcore.engine.jit import part, rare
from simcore.engine.kernels import at
from simcore.engine.levels import Curve
from simcore.engine.records import NONE, State
from simcore.engine.rules import PoolRule

_BUSY, _WAITING, _PRESENT, _BLOCKED, _FREE = map(int, Curve)


@part
def note_levels(s: State, index: int) -> None:
    """Note how long the numbers at a resource have been what they are, before one changes."""
    if s.time_at.n > 0:
        _note(s, index)


@rare
def _note(s: State, index: int) -> None:
    """Note the numbers of a resource, if it is measured, and of the pools with it that are."""
    measure = at.measure(s, index)
    if measure.levels != NONE:
        _measure(s, index)
    for k in range(measure.n_pools):
        _measure(s, at.member(s, measure.pools + k).n)


@rare
def _measure(s: State, index: int) -> None:
    rules, resource, measure = at.rules(s, index), at.resource(s, index), at.measure(s, index)
    passed = s.now - measure.levels_last
    measure.levels_last = s.now
    waiting, capacity = resource.waiting, resource.capacity
    free = max(resource.capacity - resource.busy, 0)
    for k in range(rules.n):
        member = at.resource(s, at.member(s, rules.members + k).n)
        capacity += member.capacity
        free += max(member.capacity - member.busy, 0)
        if rules.choosing != PoolRule.FIRST_FREE:
            waiting += member.waiting
    _spend(s, measure.levels + _BUSY, resource.busy, passed)
    _spend(s, measure.levels + _WAITING, waiting, passed)
    _spend(s, measure.levels + _PRESENT, resource.busy + waiting, passed)
    _spend(s, measure.levels + _BLOCKED, resource.blocked, passed)
    if capacity > 0:
        _spend(s, measure.levels + _FREE, free, passed)


@part
def _spend(s: State, curve: int, number: int, minutes: float) -> None:
    """Count minutes at a number; those beyond the last column count there."""
    at.time_at(s, curve, min(number, s.time_at.columns - 1)).x += minutes
