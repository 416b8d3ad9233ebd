"""Which member of a pool a patient takes, or waits for."""

from __future__ import annotations

from simcore.engine.jit import part
from simcore.engine.kernels import at
from simcore.engine.kernels.draws import own_draw
from simcore.engine.kernels.units import can_take
from simcore.engine.ops import SeizeAny
from simcore.engine.program_records import Rules
from simcore.engine.records import FOREVER, Resource, State
from simcore.engine.rules import PoolRule


@part
def member_to_try(s: State, step: SeizeAny, rank: int, units: int) -> int:
    """Return the member of a pool to take units of, or to wait for.

    The pool itself where the patient is to wait for whichever is free first.
    """
    pool = at.rules(s, step.resource)
    n_open = _how_many_open(s, pool, rank, units)
    if pool.choosing == PoolRule.RANDOM:
        return _at_random(s, step, rank, units, n_open)
    if pool.choosing == PoolRule.IN_ORDER:
        return _in_turn(s, step, rank, units, n_open)
    best, least = step.resource, FOREVER
    for k in range(pool.n):
        member = at.member(s, pool.members + k).n
        if can_take(s, member, rank, units):
            return member
        load = _load(at.resource(s, member), pool.choosing)
        for_good = pool.choosing != PoolRule.FIRST_FREE
        if for_good and load < least and _may_choose(s, pool, rank, units, k, n_open):
            best, least = member, load
    return best


@part
def _is_open(s: State, pool: Rules, rank: int, units: int, k: int) -> bool:
    """Tell whether member k could give the units to this rank now, if nobody else was there."""
    index = at.member(s, pool.members + k).n
    return at.resource(s, index).capacity - at.queue(s, index, rank).keep >= units


@part
def _how_many_open(s: State, pool: Rules, rank: int, units: int) -> int:
    n = 0
    for k in range(pool.n):
        n += int(_is_open(s, pool, rank, units, k))
    return n


@part
def _may_choose(s: State, pool: Rules, rank: int, units: int, k: int, n_open: int) -> bool:
    """Tell whether member k may be chosen for good: it is open, or all are closed."""
    return n_open == 0 or _is_open(s, pool, rank, units, k)


@part
def _at_random(s: State, step: SeizeAny, rank: int, units: int, n_open: int) -> int:
    pool = at.rules(s, step.resource)
    left = int(own_draw(s, step.resource) * (n_open if n_open > 0 else pool.n))
    k = 0
    while left > 0 or not _may_choose(s, pool, rank, units, k, n_open):
        left -= int(_may_choose(s, pool, rank, units, k, n_open))
        k += 1
    return at.member(s, pool.members + k).n


@part
def _in_turn(s: State, step: SeizeAny, rank: int, units: int, n_open: int) -> int:
    pool = at.rules(s, step.resource)
    k = pool.turn % pool.n
    while not _may_choose(s, pool, rank, units, k, n_open):
        k = (k + 1) % pool.n
    pool.turn = k + 1
    return at.member(s, pool.members + k).n


@part
def _load(resource: Resource, choosing: int) -> float:
    if choosing == PoolRule.SHORTEST_QUEUE:
        return float(resource.waiting)
    return (resource.busy + resource.waiting) / max(float(resource.capacity), 1e-9)
