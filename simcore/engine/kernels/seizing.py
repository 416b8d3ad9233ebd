"""Seizing in all its forms: several units, several resources, one of a pool; and granting.

Nobody overtakes in his line or a better one: a unit that is free is taken only where no one
of the same rank or better waits for it, and who is first but needs more holds up the rest.
"""

from __future__ import annotations

from simcore.engine.dtypes import FOREVER, NONE, Op, Order, PoolRule
from simcore.engine.jit import part
from simcore.engine.kernels import at
from simcore.engine.kernels.calendar import schedule
from simcore.engine.kernels.deadlock import resolve
from simcore.engine.kernels.draws import own_draw, value
from simcore.engine.kernels.handlers import call, handler
from simcore.engine.kernels.interruptions import preempt
from simcore.engine.kernels.queues import (
    at_position,
    join_line,
    order_of,
    quit_line,
    rank_of,
    seize_step,
    stop_waiting,
    unblock,
)
from simcore.engine.kernels.resources import bit_of, block, first_line, make_ready
from simcore.engine.kernels.tallies import tally
from simcore.engine.kernels.together import enough_free, keep_busy, starve
from simcore.engine.kernels.units import begin_holding, give_back, take


@part
def can_take(s, index, rank, units):
    """Tell whether a patient of this rank could have the units now, overtaking no one."""
    resource, rules = at.resource(s, index), at.rules(s, index)
    if resource.capacity - resource.busy - units < at.line(s, index, rank).keep:
        return False
    own = bit_of(rank)
    no_worse = -1 if rules.gains != NONE else own | (own - 1)  # as bits of `lines`
    if resource.lines & no_worse:
        return False
    for k in range(rules.n_pools):
        if at.resource(s, at.member(s, rules.pools + k).n).lines & no_worse:
            return False
    return True


@part
def lacking(s, index, rank, step):
    """Return the first resource of a seize that he cannot take now, or NONE.

    index: what he takes for `step.resource`, which may be a pool.
    """
    if not can_take(s, index, rank, step.units):
        return index
    for k in range(step.n):
        also = at.member(s, step.targets + k).n
        if not can_take(s, also, rank, 1):
            return also
    return NONE


@part
def member_to_try(s, step, rank):
    """Return the member of a pool that this patient takes or waits for; the pool itself where
    he waits for whichever is free first."""
    pool = at.rules(s, step.resource)
    for_good = pool.choosing == PoolRule.IN_ORDER or pool.choosing == PoolRule.RANDOM
    if for_good:
        return _in_turn(s, step.resource)
    best, least = step.resource, FOREVER
    for k in range(pool.n):
        member = at.member(s, pool.members + k).n
        if can_take(s, member, rank, step.units):
            return member
        load = _load(at.resource(s, member), pool.choosing)
        if pool.choosing != PoolRule.FIRST_FREE and load < least:
            best, least = member, load
    return best


@part
def _in_turn(s, index):
    pool = at.rules(s, index)
    if pool.choosing == PoolRule.RANDOM:
        return at.member(s, pool.members + int(own_draw(s, index) * pool.n)).n
    pool.turn += 1
    return at.member(s, pool.members + (pool.turn - 1) % pool.n).n


@part
def _load(resource, choosing):
    if choosing == PoolRule.SHORTEST_QUEUE:
        return float(resource.waiting)
    return (resource.busy + resource.waiting) / max(float(resource.capacity), 1e-9)


@part
def wait_at(s, p, i, step, index, rank):
    """Let patient i stand in line at `index`, with a deadline if he has patience."""
    p.time = FOREVER
    at.more(s, i).since = s.now
    join_line(s, i, index, rank, at.rules(s, index).order == Order.LIFO)
    if step.a != NONE:
        block(s, step.a, 1)
    if step.edge != NONE:
        at.edge(s, step.edge).waiting += 1
    if step.law != NONE:
        patience = value(s, p, i, step, step.law + p.group * step.stride)
        p.step += 1
        schedule(s, i, s.now + max(patience, 0.0))


# Granting


@part
def _points(s, index, rank):
    """Return what the first of a line has gained by waiting."""
    i = at.line(s, index, rank).head
    return at.number(s, at.rules(s, index).gains + rank).x * (s.now - at.more(s, i).since)


@part
def _rank_with_most_points(s, index):
    best, most = NONE, -1.0
    for rank in range(s.ranks):
        if at.line(s, index, rank).head != NONE:
            points = _points(s, index, rank)
            if points > most:
                best, most = rank, points
    return best


@part
def _own_best(s, index):
    """Return the first in the resource's own lines, or NONE."""
    resource, rules = at.resource(s, index), at.rules(s, index)
    if not resource.lines:
        return NONE
    by_points = rules.gains != NONE
    rank = _rank_with_most_points(s, index) if by_points else first_line(resource.lines)
    if rules.order == Order.RANDOM:
        return at_position(s, index, rank, own_draw(s, index))
    return at.line(s, index, rank).head


@part
def _best(s, index):
    """Return who is next for a unit of `index`: of its own lines and those of its pools."""
    best = _own_best(s, index)
    rules = at.rules(s, index)
    for k in range(rules.n_pools):
        pool = at.member(s, rules.pools + k).n
        if at.resource(s, pool).lines:
            other = at.line(s, pool, first_line(at.resource(s, pool).lines)).head
            if best == NONE or _goes_before(at.more(s, other), at.more(s, best)):
                best = other
    return best


@part
def _goes_before(x, y):
    return x.rank < y.rank or (x.rank == y.rank and x.since < y.since)


@handler(Op.GRANT)
def grant_any(s, index):
    """Give free units of a resource to those who wait for it; they become ready."""
    resource = at.resource(s, index)
    while resource.capacity > resource.busy:
        i = _best(s, index)
        if i == NONE:
            return 0
        p, more = at.patient(s, i), at.more(s, i)
        step = seize_step(s, p)
        needs = step.units if _stands_for(s, step, index) else 1
        if resource.capacity - resource.busy - needs < at.line(s, index, more.rank).keep:
            return 0
        elsewhere = _missing(s, i, step, index)
        if elsewhere != NONE:
            rank = more.rank
            quit_line(s, i)
            join_line(s, i, elsewhere, rank, True)
            continue
        wait = s.now - more.since
        chosen = index if _stands_for(s, step, index) else step.resource
        stop_waiting(s, i)
        take(s, i, step, chosen)
        begin_holding(s, p, step, wait)
        make_ready(s, i)
    return 0


@part
def _stands_for(s, step, index):
    """Tell whether `index` is the step's resource or a member of its pool, not an `also`."""
    k = 0
    while k < step.n and at.member(s, step.targets + k).n != index:
        k += 1
    return k == step.n


@part
def _missing(s, i, step, index):
    """Return the first other resource of the step that patient i, first at `index`, lacks."""
    if step.n == 0:
        return NONE
    rank = at.more(s, i).rank
    if step.resource != index and not can_take(s, step.resource, rank, step.units):
        return step.resource
    for k in range(step.n):
        also = at.member(s, step.targets + k).n
        if also != index and not can_take(s, also, rank, 1):
            return also
    return NONE


@part
def grant_where(s, index):
    """Grant where someone has left the line of `index`: at each member, if it is a pool."""
    rules = at.rules(s, index)
    if rules.n == 0:
        call(s, Op.GRANT, index)
    for k in range(rules.n):
        call(s, Op.GRANT, at.member(s, rules.members + k).n)


# The step


@handler(Op.SEIZE_ANY, Op.INTERRUPT)
def seize_any(s, i):
    """Take what the step asks for or wait; tell whether the patient goes on."""
    p = at.patient(s, i)
    step = at.step(s, p.step)
    from_pool = at.rules(s, step.resource).n > 0
    rank = rank_of(p, step)
    index = member_to_try(s, step, rank) if from_pool else step.resource
    at.more(s, i).order = order_of(s, p, i, step, index)
    short = index if index == step.resource and from_pool else lacking(s, index, rank, step)
    if short != NONE and not preempt(s, p, step, index, rank):
        wait_at(s, p, i, step, short, rank)
        return int(step.edge != NONE and resolve(s, i, step))
    take(s, i, step, index)
    begin_holding(s, p, step, 0.0)
    return 1


@handler(Op.RENEGE, Op.GRANT)
def renege(s, i):
    """Patient i has waited long enough: he leaves the line, and goes elsewhere."""
    p, more = at.patient(s, i), at.more(s, i)
    step = at.step(s, p.step)
    index = more.line
    seized = seize_step(s, p)
    quit_line(s, i)
    unblock(s, seized)
    tally(s, step.tally + p.group, s.now - more.since)
    at.resource(s, index).reneged += 1
    p.step = step.next
    grant_where(s, index)
    return 1


@handler(Op.RELEASE_ANY, Op.GRANT)
def release_any(s, i):
    """Give back what the step names, now or after a while."""
    p = at.patient(s, i)
    step = at.step(s, p.step)
    if step.law != NONE and not enough_free(s, 1):
        return starve(s, p, i)
    p.step = step.next
    if step.law != NONE:
        keep_busy(s, p, i, step)
    else:
        grant_where(s, give_back(s, i, step))
    return 1
