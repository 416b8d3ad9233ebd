"""Waiting lines from which patients may also leave in the middle: doubly linked, in order.

Each resource, pool and gate has a line for each rank; `order` says who is before whom in it.
"""

from __future__ import annotations

from simcore.engine.dtypes import NONE, Op, Order
from simcore.engine.jit import part, rare
from simcore.engine.kernels import at
from simcore.engine.kernels.calendar import unschedule
from simcore.engine.kernels.draws import value
from simcore.engine.kernels.resources import bit_of, block, settle


@part
def seize_step(s, p):
    """Return the SEIZE_ANY, REGAIN or GATHER row at which patient p waits."""
    row = p.step
    if at.step(s, row).op == Op.RENEGE or at.step(s, row).op == Op.DEPART:
        row -= 1
    return at.step(s, row)


@part
def rank_of(p, step):
    """Return the rank with which patient p does this step."""
    return p.priority if step.priority == NONE else step.priority


@part
def order_of(s, p, i, step, index):
    """Return patient i's place in the line of resource `index`: the lower is first."""
    rules = at.rules(s, index)
    if rules.order == Order.LIFO:
        return -s.now
    elif rules.order == Order.SHORTEST and step.extra != NONE:
        return at.number(s, step.extra + p.group).x
    elif rules.order == Order.LOWEST:
        return value(s, p, i, step, rules.law)
    return s.now


@part
def _link(s, i, index, rank, ahead, behind):
    more = at.more(s, i)
    line = at.line(s, index, rank)
    more.line, more.rank = index, rank
    more.ahead, more.behind = ahead, behind
    if ahead == NONE:
        line.head = i
    else:
        at.more(s, ahead).behind = i
    if behind == NONE:
        line.tail = i
    else:
        at.more(s, behind).ahead = i


@rare
def join_line(s, i, index, rank, from_head):
    """Let patient i, with his order set, wait at resource `index`.

    from_head: before all who have the same order, else behind them.
    """
    resource = at.resource(s, index)
    line = at.line(s, index, rank)
    order = at.more(s, i).order
    settle(resource, s.now)
    if from_head:
        behind = line.head
        while behind != NONE and at.more(s, behind).order < order:
            behind = at.more(s, behind).behind
        ahead = line.tail if behind == NONE else at.more(s, behind).ahead
    else:
        ahead = line.tail
        while ahead != NONE and at.more(s, ahead).order > order:
            ahead = at.more(s, ahead).ahead
        behind = line.head if ahead == NONE else at.more(s, ahead).behind
    _link(s, i, index, rank, ahead, behind)
    resource.lines |= bit_of(rank)
    resource.waiting += 1
    resource.longest = max(resource.longest, resource.waiting)


@rare
def quit_line(s, i):
    """Take patient i out of his line; he keeps his deadline."""
    more = at.more(s, i)
    resource = at.resource(s, more.line)
    line = at.line(s, more.line, more.rank)
    settle(resource, s.now)
    if more.ahead == NONE:
        line.head = more.behind
    else:
        at.more(s, more.ahead).behind = more.behind
    if more.behind == NONE:
        line.tail = more.ahead
    else:
        at.more(s, more.behind).ahead = more.ahead
    if line.head == NONE:
        resource.lines &= ~bit_of(more.rank)
    resource.waiting -= 1
    more.line = NONE


@part
def stop_waiting(s, i):
    """Take patient i out of his line for good: no deadline, and he blocks no one."""
    unschedule(s, i)
    step = seize_step(s, at.patient(s, i))
    quit_line(s, i)
    unblock(s, step)


@part
def unblock(s, step):
    """Note that who waited at this step no longer does."""
    if step.op != Op.SEIZE_ANY:
        return
    if step.a != NONE:
        block(s, step.a, -1)
    if step.edge != NONE:
        at.edge(s, step.edge).waiting -= 1


@part
def at_position(s, index, rank, u):
    """Return the patient at position int(u n) of a line of n."""
    n = 0
    i = at.line(s, index, rank).head
    while i != NONE:
        n += 1
        i = at.more(s, i).behind
    i = at.line(s, index, rank).head
    for _ in range(int(u * n)):
        i = at.more(s, i).behind
    return i
