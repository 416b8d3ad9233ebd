"""Queues that patients may also leave from the middle: doubly linked, in order.

Each resource, pool and gate has a queue for each rank; `order` says who is before whom in it.
"""

from __future__ import annotations

from simcore.engine.jit import part, rare
from simcore.engine.kernels import at
from simcore.engine.kernels.calendar import unschedule
from simcore.engine.kernels.draws import value
from simcore.engine.kernels.levels import note_levels
from simcore.engine.kernels.resources import bit_of, block, settle
from simcore.engine.ops import AS_ASKED, Deadline, Op, Queued, SeizeAny
from simcore.engine.records import NONE, Patient, State
from simcore.engine.rules import Order

queued_row = at.step_as(Queued)
deadline_row = at.step_as(Deadline)


@part
def waits_at(s: State, p: Patient) -> Queued:
    """Return the row at which patient p waits, with or without a deadline."""
    row = p.step
    if at.step(s, row).op == Op.RENEGE or at.step(s, row).op == Op.DEPART:
        row = deadline_row(s, row).waits_at
    return queued_row(s, row)


@part
def rank_of(s: State, p: Patient, i: int, step: Queued) -> int:
    """Return the rank with which patient i does this step."""
    if step.rank == NONE:
        return p.rank
    if step.rank == AS_ASKED:
        return at.holding(s, i, at.rules(s, step.resource).column).rank
    return step.rank


@part
def order_of(s: State, p: Patient, i: int, step: SeizeAny, index: int) -> float:
    """Return patient i's place in the queue of resource `index`: the lower is first."""
    rules = at.rules(s, index)
    if rules.order == Order.LIFO:
        return -s.now
    elif rules.order == Order.SHORTEST and step.expected != NONE:
        return at.number(s, step.expected + p.class_).x
    elif rules.order == Order.LOWEST:
        return value(s, p, i, at.common(step), rules.law)
    return s.now


@part
def _link(s: State, i: int, index: int, rank: int, ahead: int, behind: int) -> None:
    more = at.more(s, i)
    queue = at.queue(s, index, rank)
    more.queue, more.rank = index, rank
    more.ahead, more.behind = ahead, behind
    if ahead == NONE:
        queue.head = i
    else:
        at.more(s, ahead).behind = i
    if behind == NONE:
        queue.tail = i
    else:
        at.more(s, behind).ahead = i


@rare
def join_queue(s: State, i: int, index: int, rank: int, from_head: bool) -> None:
    """Let patient i, whose order is set, wait at resource `index`.

    from_head: before all who have the same order, else behind them.
    """
    queue = at.queue(s, index, rank)
    order = at.more(s, i).order
    if from_head:
        behind = queue.head
        while behind != NONE and at.more(s, behind).order < order:
            behind = at.more(s, behind).behind
        ahead = queue.tail if behind == NONE else at.more(s, behind).ahead
    else:
        ahead = queue.tail
        while ahead != NONE and at.more(s, ahead).order > order:
            ahead = at.more(s, ahead).ahead
        behind = queue.head if ahead == NONE else at.more(s, ahead).behind
    _join(s, i, index, rank, ahead, behind)


@rare
def join_last(s: State, i: int, index: int, rank: int) -> None:
    """Let patient i wait at `index` behind all of their rank; the order they have is left alone.

    It is their place in the queue of what they hold, which an interruption gives back.
    """
    _join(s, i, index, rank, at.queue(s, index, rank).tail, NONE)


@part
def _join(s: State, i: int, index: int, rank: int, ahead: int, behind: int) -> None:
    resource = at.resource(s, index)
    note_levels(s, index)
    settle(resource, s.now)
    _link(s, i, index, rank, ahead, behind)
    resource.waiting_ranks |= bit_of(rank)
    resource.waiting += 1
    resource.longest = max(resource.longest, resource.waiting)


@rare
def quit_queue(s: State, i: int) -> None:
    """Take patient i out of the queue; a deadline stays."""
    more = at.more(s, i)
    resource = at.resource(s, more.queue)
    queue = at.queue(s, more.queue, more.rank)
    note_levels(s, more.queue)
    settle(resource, s.now)
    if more.ahead == NONE:
        queue.head = more.behind
    else:
        at.more(s, more.ahead).behind = more.behind
    if more.behind == NONE:
        queue.tail = more.ahead
    else:
        at.more(s, more.behind).ahead = more.ahead
    if queue.head == NONE:
        resource.waiting_ranks &= ~bit_of(more.rank)
    resource.waiting -= 1
    more.queue = NONE


@part
def stop_waiting(s: State, i: int) -> None:
    """Take patient i out of the queue for good: without a deadline, and blocking no one."""
    unschedule(s, i)
    step = waits_at(s, at.patient(s, i))
    quit_queue(s, i)
    unblock(s, step)


@part
def unblock(s: State, step: Queued) -> None:
    """Note that who waited at this step no longer does."""
    if step.op != Op.SEIZE_ANY:
        return
    if step.origin != NONE:
        note_levels(s, step.origin)
        block(s, step.origin, -1)
    if step.edge != NONE:
        at.edge(s, step.edge).waiting -= 1


@part
def at_position(s: State, index: int, rank: int, u: float) -> int:
    """Return the patient at position int(u n) of a queue of n."""
    n = 0
    i = at.queue(s, index, rank).head
    while i != NONE:
        n += 1
        i = at.more(s, i).behind
    i = at.queue(s, index, rank).head
    for _ in range(int(u * n)):
        i = at.more(s, i).behind
    return i
