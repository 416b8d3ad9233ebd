"""Capacity that changes under those who are served: by the calendar, by breakdowns."""

from __future__ import annotations

from simcore.engine.dtypes import NONE, Op, Rule
from simcore.engine.jit import part, rare
from simcore.engine.kernels import at
from simcore.engine.kernels.calendar import unschedule
from simcore.engine.kernels.handlers import call, handler
from simcore.engine.kernels.interruptions import find_victim
from simcore.engine.kernels.queues import quit_line, seize_step, unblock
from simcore.engine.kernels.resources import make_ready, set_capacity
from simcore.engine.kernels.tallies import tally


@rare
def fall(s, index, rule):
    """Interrupt services, by the rule, until no more units are busy than there are."""
    resource = at.resource(s, index)
    if rule == Rule.FINISH:
        return
    while resource.busy > resource.capacity:
        victim = find_victim(s, at.rules(s, index), NONE, False)
        if victim == NONE:
            return
        s.asked = rule
        call(s, Op.INTERRUPT, victim)


@part
def set_level(s, index):
    """Let the capacity be what is scheduled, less what is out of order."""
    rules = at.rules(s, index)
    set_capacity(s, index, max(rules.scheduled - rules.down, 0))


@rare
def send_home(s, index):
    """Let everybody who waits at a closed resource go, in the order of the lines."""
    home = at.rules(s, index).home
    for rank in range(s.ranks):
        while at.line(s, index, rank).head != NONE:
            i = at.line(s, index, rank).head
            p = at.patient(s, i)
            unschedule(s, i)
            step = seize_step(s, p)
            quit_line(s, i)
            unblock(s, step)
            tally(s, at.step(s, home).tally + p.group, s.now - at.more(s, i).since)
            at.resource(s, index).reneged += 1
            at.more(s, i).left = NONE  # what was left of a service that had been interrupted
            p.step = at.step(s, home).next
            make_ready(s, i)


@handler(Op.CHANGE, Op.GRANT, Op.INTERRUPT)
def change(s, index):
    """Follow the calendar of resource `index` to the capacity in `s.asked`."""
    rules = at.rules(s, index)
    rules.scheduled = int(s.asked)
    set_level(s, index)
    if rules.scheduled == 0 and rules.home != NONE:
        send_home(s, index)  # before others are interrupted, who wait for the next session
    fall(s, index, rules.closing)
    return call(s, Op.GRANT, index)


@handler(Op.FAIL, Op.INTERRUPT)
def break_down(s, i):
    """Put units of a resource out of order."""
    p = at.patient(s, i)
    step = at.step(s, p.step)
    at.rules(s, step.resource).down += step.units
    set_level(s, step.resource)
    fall(s, step.resource, step.n)
    p.step = step.next
    return 1


@handler(Op.REPAIR, Op.GRANT)
def repair(s, i):
    """Have them back."""
    p = at.patient(s, i)
    step = at.step(s, p.step)
    at.rules(s, step.resource).down -= step.units
    set_level(s, step.resource)
    call(s, Op.GRANT, step.resource)
    p.step = step.next
    return 1
