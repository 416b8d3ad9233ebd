"""Services that can be interrupted: by someone more urgent, a closing or a breakdown."""

from __future__ import annotations

from simcore.engine.dtypes import FOREVER, NONE, Op, Rule
from simcore.engine.jit import part
from simcore.engine.kernels import at
from simcore.engine.kernels.calendar import schedule, unschedule
from simcore.engine.kernels.draws import value
from simcore.engine.kernels.handlers import call, handler
from simcore.engine.kernels.queues import join_line, rank_of
from simcore.engine.kernels.resources import make_ready
from simcore.engine.kernels.units import occupy


@handler(Op.SERVE)
def serve(s, i):
    """Begin a delay, or what is left of it after an interruption."""
    p, more = at.patient(s, i), at.more(s, i)
    step = at.step(s, p.step)
    if more.left >= 0.0:
        time = more.left
        more.left = NONE
    else:
        time = max(value(s, p, i, step, step.a + p.group * step.stride), 0.0)
        more.total = time
    if step.targets == NONE:
        p.step = step.next
    else:
        p.step += 1
        _enter_service(s, i, at.rules(s, step.resource))
    schedule(s, i, s.now + time)
    return 0


@part
def _enter_service(s, i, rules):
    more = at.more(s, i)
    more.earlier, more.later = rules.last, NONE
    if rules.last == NONE:
        rules.first = i
    else:
        at.more(s, rules.last).later = i
    rules.last = i


@handler(Op.END)
def end(s, i):
    """End a service that could have been interrupted."""
    p = at.patient(s, i)
    step = at.step(s, p.step)
    leave_service(s, i, at.rules(s, step.resource))
    p.step = step.next
    return 1


@part
def leave_service(s, i, rules):
    """Take patient i off the list of those who can be interrupted."""
    more = at.more(s, i)
    if more.earlier == NONE:
        rules.first = more.later
    else:
        at.more(s, more.earlier).later = more.later
    if more.later == NONE:
        rules.last = more.earlier
    else:
        at.more(s, more.later).earlier = more.earlier


@part
def regain_row(s, i):
    """Return the REGAIN row of patient i, who is at the END row of a delay."""
    return at.step(s, at.patient(s, i).step - 1).targets


@part
def find_victim(s, rules, rank, earliest):
    """Return who loses his unit to `rank`: of the worst rank below it, the latest or earliest
    to start; NONE where nobody is below it."""
    victim, worst = NONE, rank
    i = rules.first
    while i != NONE:
        his = rank_of(at.patient(s, i), at.step(s, regain_row(s, i)))
        if his > worst or (his == worst and victim != NONE and not earliest):
            victim, worst = i, his
        i = at.more(s, i).later
    return victim


@handler(Op.INTERRUPT)
def interrupt(s, i):
    """Stop the service of patient i and let him wait again, by the rule in `s.asked`."""
    p, more = at.patient(s, i), at.more(s, i)
    unschedule(s, i)
    rule = int(s.asked)
    row = regain_row(s, i)
    step = at.step(s, row)
    index = step.resource
    leave_service(s, i, at.rules(s, index))
    occupy(s, index, -step.units)
    at.resource(s, index).interrupted += 1
    if rule == Rule.LEAVE:
        p.step = step.targets
        make_ready(s, i)
        return 0
    if rule == Rule.RESUME:
        more.left = p.time - s.now
    elif rule == Rule.RESTART:
        more.left = more.total
    p.step = row
    p.time = FOREVER
    more.since = s.now
    join_line(s, i, index, rank_of(p, step), True)
    return 0


@part
def preempt(s, p, step, index, rank):
    """Interrupt someone, if p's rank and the rule allow it; tell whether there is a unit now."""
    rules, resource = at.rules(s, index), at.resource(s, index)
    if rank > rules.by or step.units > 1 or step.n > 0:
        return False
    spare = resource.capacity - resource.busy + 1
    if spare <= 0 or spare <= at.line(s, index, rank).keep:
        return False
    victim = find_victim(s, rules, rank, rules.earliest != 0)
    if victim == NONE:
        return False
    s.asked = rules.preempting
    call(s, Op.INTERRUPT, victim)
    return True
