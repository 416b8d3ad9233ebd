"""Capacity that changes under those who are served: by the calendar, by breakdowns."""

from __future__ import annotations

from simcore.engine.jit import part, rare
from simcore.engine.kernels import at
from simcore.engine.kernels.calendar import unschedule
from simcore.engine.kernels.freed import note_free
from simcore.engine.kernels.handlers import handler
from simcore.engine.kernels.instants import give_out
from simcore.engine.kernels.interruptions import find_victim, take_away
from simcore.engine.kernels.levels import note_levels
from simcore.engine.kernels.logs import log_meeting
from simcore.engine.kernels.queues import quit_queue, unblock, waits_at
from simcore.engine.kernels.resources import make_ready, set_capacity
from simcore.engine.kernels.tallies import tally
from simcore.engine.ops import Fail, Op, Renege, Repair, Routine
from simcore.engine.records import NONE, State
from simcore.engine.rules import Rule

fail_row = at.step_as(Fail)
repair_row = at.step_as(Repair)
renege_row = at.step_as(Renege)


@rare
def fall(s: State, index: int, rule: int) -> None:
    """Interrupt services, by the rule, until no more units are busy than there are."""
    resource = at.resource(s, index)
    if rule == Rule.FINISH:
        return
    while resource.busy > resource.capacity:
        victim = find_victim(s, at.rules(s, index), NONE, False)
        if victim == NONE:
            return
        take_away(s, victim, rule)


@part
def set_level(s: State, index: int) -> None:
    """Let the capacity be what is scheduled, less what is out of order."""
    rules = at.rules(s, index)
    note_levels(s, index)
    set_capacity(s, index, max(rules.scheduled - rules.down, 0))


@rare
def send_home(s: State, index: int) -> None:
    """Let everybody who waits at a closed resource go, in the order of the queues."""
    home = renege_row(s, at.rules(s, index).home)
    for rank in range(s.queues.columns):
        while at.queue(s, index, rank).head != NONE:
            i = at.queue(s, index, rank).head
            p = at.patient(s, i)
            unschedule(s, i)
            step = waits_at(s, p)
            quit_queue(s, i)
            unblock(s, step)
            tally(s, home.tally + p.class_, s.now - at.more(s, i).since)
            at.resource(s, index).reneged += 1
            at.more(s, i).left = NONE  # what was left of a service that had been interrupted
            p.step = at.rules(s, index).home
            log_meeting(s, i)
            p.step = home.next
            make_ready(s, i)


@handler(Routine.CHANGE, Routine.INTERRUPT)
def change(s: State, index: int) -> int:
    """Follow the calendar of resource `index` to the capacity in `s.new_capacity`."""
    rules = at.rules(s, index)
    rules.scheduled = s.new_capacity
    set_level(s, index)
    if rules.scheduled == 0 and rules.home != NONE:
        send_home(s, index)  # before others are interrupted, who wait for the next session
    fall(s, index, rules.closing)
    note_free(s, index)
    return 0


@handler(Op.FAIL, Routine.GRANT, Routine.INTERRUPT)
def break_down(s: State, i: int) -> int:
    """Put units of a resource out of order."""
    p = at.patient(s, i)
    step = fail_row(s, p.step)
    at.rules(s, step.resource).down += step.units
    set_level(s, step.resource)
    fall(s, step.resource, step.rule)
    give_out(s, step.resource)  # units that were taken away and are in order
    p.step = step.next
    return 1


@handler(Op.REPAIR, Routine.GRANT)
def repair(s: State, i: int) -> int:
    """Have them back."""
    p = at.patient(s, i)
    step = repair_row(s, p.step)
    at.rules(s, step.resource).down -= step.units
    set_level(s, step.resource)
    give_out(s, step.resource)
    p.step = step.next
    return 1
