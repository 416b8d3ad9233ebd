"""Who holds a later member of a pool moves back to an earlier one that has come free."""

from __future__ import annotations

from simcore.engine.jit import part, rare
from simcore.engine.kernels import at
from simcore.engine.kernels.freed import note_free
from simcore.engine.kernels.handlers import handler
from simcore.engine.kernels.logs import log_move
from simcore.engine.kernels.units import can_take, occupy
from simcore.engine.ops import Routine
from simcore.engine.program_records import Rules
from simcore.engine.records import NONE, State


@part
def _place_of(s: State, pool: Rules, index: int) -> int:
    """Return the place of resource `index` among the members of a pool."""
    k = 0
    while k < pool.n and at.member(s, pool.members + k).n != index:
        k += 1
    return k


@part
def _first_of_pool(s: State, pool: Rules, index: int) -> int:
    """Return who of a pool's holders is first to move to `index`, or NONE."""
    place = _place_of(s, pool, index)
    i = pool.first
    while i != NONE:
        holding = at.holding(s, i, pool.column)
        is_later = _place_of(s, pool, holding.member) > place
        if is_later and can_take(s, index, holding.rank, holding.units):
            return i
        i = holding.later
    return NONE


@part
def _pool_of_next(s: State, index: int) -> int:
    """Return the pool of whose holders the first is next to move to `index`, or NONE.

    Of several, that of the one who has held their unit longest.
    """
    rules = at.rules(s, index)
    best, longest = NONE, s.takings
    for k in range(rules.n_pools):
        number = at.member(s, rules.pools + k).n
        pool = at.rules(s, number)
        i = NONE if pool.moves == NONE else _first_of_pool(s, pool, index)
        if i != NONE and at.holding(s, i, pool.column).taken < longest:
            best, longest = number, at.holding(s, i, pool.column).taken
    return best


@rare
def _move(s: State, i: int, pool: Rules, index: int) -> None:
    """Let patient i have units of `index` in place of those they hold of the pool."""
    holding = at.holding(s, i, pool.column)
    occupy(s, holding.member, -holding.units)
    occupy(s, index, holding.units)
    note_free(s, holding.member)
    holding.member = index
    log_move(s, i, pool.moves + _place_of(s, pool, index))


@handler(Routine.MOVE)
def move_back(s: State, index: int) -> int:
    """Let those who hold a later member of a pool move to `index`, as long as there are units.

    They do not act: what they do goes on. Nobody who waits is overtaken by their equal.
    """
    while at.resource(s, index).capacity > at.resource(s, index).busy:
        number = _pool_of_next(s, index)
        if number == NONE:
            return 0
        pool = at.rules(s, number)
        _move(s, _first_of_pool(s, pool, index), pool, index)
    return 0
