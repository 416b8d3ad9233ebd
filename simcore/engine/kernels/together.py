"""Patients in parts and patients in company: fork and join, gather and scatter; and units
that stay busy for a while after their patient has gone.
"""

from __future__ import annotations

from simcore.engine.dtypes import FOREVER, NONE, PART, Op
from simcore.engine.jit import part, rare
from simcore.engine.kernels import at
from simcore.engine.kernels.calendar import schedule, unschedule
from simcore.engine.kernels.draws import value
from simcore.engine.kernels.handlers import handler
from simcore.engine.kernels.queues import join_line, quit_line
from simcore.engine.kernels.resources import make_ready, settle
from simcore.engine.kernels.tallies import tally


@part
def enough_free(s, n):
    """Tell whether there are n free records, and one more for the next arrival."""
    i = s.free
    while n > 0 and i != NONE:
        i = at.patient(s, i).next
        n -= 1
    return i != NONE


@part
def starve(s, p, i):
    """Let patient i do this step again, first of all, when there are more records."""
    at.count(s, p.step, p.group).n -= 1
    if s.n_log > 0:
        s.logged -= 1
    s.starved = 1
    p.next = s.ready
    if p.next == NONE:
        s.ready_tail = i
    s.ready = i
    return 0


@part
def _free(s, p, i):
    p.step = NONE
    p.next = s.free
    s.free = i


@part
def _part_of(s, p, i, row, number):
    """Return a new record that acts for patient i at a row, as the part of that number."""
    k = s.free
    new, more = at.patient(s, k), at.more(s, k)
    s.free = new.next
    new.time = FOREVER
    new.arrived = p.arrived
    new.turn = ((p.turn >> PART) << PART) | number
    new.step = row
    new.source = p.source
    new.place = p.place
    new.group = p.group
    new.priority = p.priority
    more.left = NONE
    more.line = more.parent = more.followers = NONE
    more.root = at.more(s, i).root
    more.children = 0
    return k


@handler(Op.FORK)
def fork(s, i):
    """Let a part of patient i begin each pathway; he waits until all have joined."""
    p = at.patient(s, i)
    step = at.step(s, p.step)
    if not enough_free(s, step.n):
        return starve(s, p, i)
    for k in range(step.n):
        child = _part_of(s, p, i, at.target(s, step.targets + k).n, step.extra + k)
        at.more(s, child).parent = i
        make_ready(s, child)
    at.more(s, i).children = step.n
    p.time = FOREVER
    p.step = step.next
    return 0


@handler(Op.JOIN)
def join(s, i):
    """End a part; its patient goes on when this was the last."""
    p = at.patient(s, i)
    parent = at.more(s, i).parent
    _free(s, p, i)
    at.more(s, parent).children -= 1
    if at.more(s, parent).children == 0:
        make_ready(s, parent)
    return 0


@part
def keep_busy(s, p, i, step):
    """Leave what is given back busy for a while; a part of its own will free it."""
    time = value(s, p, i, step, step.law + p.group * step.stride)
    ghost = _part_of(s, p, i, step.targets, step.extra)
    for k in range(s.pools):
        at.pick(s, ghost, k).n = at.pick(s, i, k).n
    schedule(s, ghost, s.now + max(time, 0.0))


@handler(Op.VANISH)
def vanish(s, i):
    """End a part that nobody waits for."""
    _free(s, at.patient(s, i), i)
    return 0


# Company


@handler(Op.GATHER)
def gather(s, i):
    """Wait at the gate; who is the last to be missing sends all on their way."""
    p = at.patient(s, i)
    step = at.step(s, p.step)
    gate = step.resource
    more = at.more(s, i)
    p.time = FOREVER
    more.since = more.order = s.now
    first = at.resource(s, gate).waiting == 0
    join_line(s, i, gate, 0, False)
    if at.resource(s, gate).waiting == step.n:
        depart(s, gate, step)
    elif first and step.law != NONE:
        longest = value(s, p, i, step, step.law + p.group * step.stride)
        p.step += 1
        schedule(s, i, s.now + max(longest, 0.0))
    return 0


@handler(Op.DEPART)
def depart_late(s, i):
    """The first at the gate has waited long enough: go with those who are there."""
    p = at.patient(s, i)
    p.time = FOREVER  # his event is no longer in the calendar
    depart(s, at.step(s, p.step).resource, at.step(s, p.step - 1))
    return 0


@rare
def depart(s, gate, step):
    """Let all at the gate go with the first of them, who becomes ready."""
    leader = at.line(s, gate, 0).head
    unschedule(s, leader)
    last = leader
    settle(at.resource(s, gate), s.now)
    while at.line(s, gate, 0).head != NONE:
        i = at.line(s, gate, 0).head
        p, more = at.patient(s, i), at.more(s, i)
        quit_line(s, i)
        wait = s.now - more.since
        tally(s, step.tally + p.group, wait)
        at.resource(s, gate).started += 1
        at.resource(s, gate).waited += wait
        at.flow(s, p.place, step.place).n += 1
        p.place = step.place
        p.step = step.next
        more.followers = NONE
        if i != leader:
            at.more(s, last).followers = i
        last = i
    make_ready(s, leader)


@handler(Op.SCATTER)
def scatter(s, i):
    """Let those whom patient i took along go on by themselves, behind him."""
    p = at.patient(s, i)
    step = at.step(s, p.step)
    p.step = step.next
    k = at.more(s, i).followers
    at.more(s, i).followers = NONE
    while k != NONE:
        following = at.more(s, k).followers
        at.more(s, k).followers = NONE
        at.patient(s, k).step = step.next
        make_ready(s, k)
        k = following
    return 1
