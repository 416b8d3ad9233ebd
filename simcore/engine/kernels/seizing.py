"""Seizing in all its forms: several units, several resources, one of a pool; and granting.

Nobody overtakes those of their rank or a better one: a unit that is free is taken only where no
one of the same rank or better waits for it, and who is first but needs more holds up the rest.
"""

from __future__ import annotations

from simcore.engine.jit import part, rare
from simcore.engine.kernels import at
from simcore.engine.kernels.calendar import schedule
from simcore.engine.kernels.deadlock import resolve
from simcore.engine.kernels.draws import minutes, own_draw
from simcore.engine.kernels.freed import note_free, take_freed
from simcore.engine.kernels.handlers import call, handler
from simcore.engine.kernels.interruptions import preempt
from simcore.engine.kernels.levels import note_levels
from simcore.engine.kernels.pools import member_to_try
from simcore.engine.kernels.queues import (
    at_position,
    join_queue,
    order_of,
    quit_queue,
    rank_of,
    stop_waiting,
    unblock,
    waits_at,
)
from simcore.engine.kernels.resources import best_rank, block, make_ready
from simcore.engine.kernels.tallies import tally
from simcore.engine.kernels.units import begin_holding, can_take, take, units_of
from simcore.engine.ops import Op, Queued, Renege, Routine, SeizeAny
from simcore.engine.records import FOREVER, NONE, More, Patient, State
from simcore.engine.rules import Order

seize_any_row = at.step_as(SeizeAny)
renege_row = at.step_as(Renege)


@part
def lacking(s: State, index: int, rank: int, units: int, step: SeizeAny) -> int:
    """Return the first resource of a seize that cannot be taken now, or NONE.

    index: what units are taken of for `step.resource`, which may be a pool.
    """
    if not can_take(s, index, rank, units):
        return index
    for k in range(step.n_also):
        also = at.member(s, step.also + k).n
        if not can_take(s, also, rank, 1):
            return also
    return NONE


@part
def wait_at(s: State, p: Patient, i: int, step: SeizeAny, index: int, rank: int) -> None:
    """Let patient i wait at `index`, with a deadline if the step has patience."""
    p.time = FOREVER
    at.more(s, i).since = s.now
    join_queue(s, i, index, rank, at.rules(s, index).order == Order.LIFO)
    if step.origin != NONE:
        note_levels(s, step.origin)
        block(s, step.origin, 1)
    if step.edge != NONE:
        at.edge(s, step.edge).waiting += 1
    if step.law != NONE:
        patience = minutes(s, p, i, at.common(step), step.law)
        p.step = step.renege
        schedule(s, i, s.now + patience)


# Granting


@part
def _points(s: State, index: int, rank: int) -> float:
    """Return what the first of a queue has gained by waiting."""
    i = at.queue(s, index, rank).head
    return at.number(s, at.rules(s, index).points + rank).x * (s.now - at.more(s, i).since)


@part
def _rank_with_most_points(s: State, index: int) -> int:
    best, most = NONE, -1.0
    for rank in range(s.queues.columns):
        if at.queue(s, index, rank).head != NONE:
            points = _points(s, index, rank)
            if points > most:
                best, most = rank, points
    return best


@part
def _own_best(s: State, index: int) -> int:
    """Return the first in the resource's own queues, or NONE."""
    resource, rules = at.resource(s, index), at.rules(s, index)
    if not resource.waiting_ranks:
        return NONE
    by_points = rules.points != NONE
    rank = _rank_with_most_points(s, index) if by_points else best_rank(resource.waiting_ranks)
    if rules.order == Order.RANDOM:
        return at_position(s, index, rank, own_draw(s, index))
    return at.queue(s, index, rank).head


@part
def _best(s: State, index: int) -> int:
    """Return who is next for a unit of `index`: of its own queues and those of its pools."""
    best = _own_best(s, index)
    rules = at.rules(s, index)
    for k in range(rules.n_pools):
        pool = at.member(s, rules.pools + k).n
        if at.resource(s, pool).waiting_ranks:
            other = at.queue(s, pool, best_rank(at.resource(s, pool).waiting_ranks)).head
            if best == NONE or _goes_before(at.more(s, other), at.more(s, best)):
                best = other
    return best


@part
def _goes_before(x: More, y: More) -> bool:
    return x.rank < y.rank or (x.rank == y.rank and x.since < y.since)


@part
def _moves_back(s: State, index: int) -> bool:
    """Tell whether a resource is a member of a pool that moves back."""
    rules = at.rules(s, index)
    for k in range(rules.n_pools):
        if at.rules(s, at.member(s, rules.pools + k).n).moves != NONE:
            return True
    return False


@rare
def _give_out_rest(s: State) -> None:
    """Give out what has come free of other members while some was given out."""
    s.giving = 1
    while s.freed != NONE:
        call(s, Routine.GRANT, take_freed(s))
    s.giving = 0


@part
def _note_other_members(s: State, pool: int, index: int) -> None:
    """Note the members of a pool but `index`: who waits for them may have been held up."""
    rules = at.rules(s, pool)
    for k in range(rules.n):
        if at.member(s, rules.members + k).n != index:
            note_free(s, at.member(s, rules.members + k).n)


@part
def _give_to_those_who_wait(s: State, index: int) -> None:
    """Give free units of a resource to those who wait for it; they become ready."""
    resource = at.resource(s, index)
    while resource.capacity > resource.busy:
        i = _best(s, index)
        if i == NONE:
            return
        p, more = at.patient(s, i), at.more(s, i)
        step = waits_at(s, p)
        needs = units_of(s, i, step) if _stands_for(s, step, index) else 1
        if resource.capacity - resource.busy - needs < at.queue(s, index, more.rank).keep:
            return
        elsewhere = _missing(s, i, step, index)
        if elsewhere != NONE:
            rank = more.rank
            quit_queue(s, i)
            join_queue(s, i, elsewhere, rank, True)
            continue
        wait = s.now - more.since
        chosen = index if _stands_for(s, step, index) else step.resource
        if needs > 1 and more.queue != index:  # with one unit, nobody is held up elsewhere
            _note_other_members(s, more.queue, index)
        stop_waiting(s, i)
        take(s, i, step, chosen)
        begin_holding(s, p, step, wait)
        make_ready(s, i)


@handler(Routine.GRANT)
def grant_any(s: State, index: int) -> int:
    """Give free units of a resource to those who wait for it, then to those who move back to it."""
    _give_to_those_who_wait(s, index)
    if _moves_back(s, index):
        call(s, Routine.MOVE, index)
    if s.freed != NONE and s.giving == 0:
        _give_out_rest(s)
    return 0


@part
def _stands_for(s: State, step: Queued, index: int) -> bool:
    """Tell whether `index` is the step's resource or a member of its pool, not an `also`."""
    k = 0
    while k < step.n_also and at.member(s, step.also + k).n != index:
        k += 1
    return k == step.n_also


@part
def _missing(s: State, i: int, step: Queued, index: int) -> int:
    """Return the first other resource of the step that patient i, first at `index`, lacks."""
    if step.n_also == 0:
        return NONE
    rank = at.more(s, i).rank
    units = units_of(s, i, step)
    if step.resource != index and not can_take(s, step.resource, rank, units):
        return step.resource
    for k in range(step.n_also):
        also = at.member(s, step.also + k).n
        if also != index and not can_take(s, also, rank, 1):
            return also
    return NONE


@part
def grant_where(s: State, index: int) -> None:
    """Grant where someone has left the queue of `index`: at each member, if it is a pool."""
    rules = at.rules(s, index)
    if rules.n == 0:
        call(s, Routine.GRANT, index)
    for k in range(rules.n):
        call(s, Routine.GRANT, at.member(s, rules.members + k).n)


# The step


@handler(Op.SEIZE_ANY, Routine.GRANT, Routine.INTERRUPT)
def seize_any(s: State, i: int) -> int:
    """Take what the step asks for or wait; tell whether the patient goes on."""
    p = at.patient(s, i)
    step = seize_any_row(s, p.step)
    from_pool = at.rules(s, step.resource).n > 0
    rank, units = rank_of(s, p, i, step), units_of(s, i, step)
    index = member_to_try(s, step, rank, units) if from_pool else step.resource
    at.more(s, i).order = order_of(s, p, i, step, index)
    short = index if index == step.resource and from_pool else lacking(s, index, rank, units, step)
    preempts = short != NONE and preempt(s, i, step, index, rank)
    if short != NONE and not preempts:
        wait_at(s, p, i, step, short, rank)
        return int(step.edge != NONE and resolve(s, i, step))
    take(s, i, step, index)
    begin_holding(s, p, step, 0.0)
    if preempts:
        call(s, Routine.GRANT, index)  # units that were taken away and are not needed
    return 1


@handler(Op.RENEGE, Routine.GRANT)
def renege(s: State, i: int) -> int:
    """Leave the queue and go elsewhere: patient i has waited long enough."""
    p, more = at.patient(s, i), at.more(s, i)
    step = renege_row(s, p.step)
    index = more.queue
    seized = waits_at(s, p)
    quit_queue(s, i)
    unblock(s, seized)
    tally(s, step.tally + p.class_, s.now - more.since)
    at.resource(s, index).reneged += 1
    p.step = step.next
    grant_where(s, index)
    return 1
