"""Patients in company: they meet at a gate, go on together, and part."""

from __future__ import annotations

from simcore.engine.jit import rare
from simcore.engine.kernels import at
from simcore.engine.kernels.calendar import schedule, unschedule
from simcore.engine.kernels.draws import minutes
from simcore.engine.kernels.gates import pass_gate, wait_at_gate
from simcore.engine.kernels.handlers import handler
from simcore.engine.kernels.logs import log_departure
from simcore.engine.kernels.resources import make_ready
from simcore.engine.ops import Depart, Gather, Op
from simcore.engine.records import FOREVER, NONE, State

gather_row = at.step_as(Gather)
depart_row = at.step_as(Depart)


@handler(Op.GATHER)
def gather(s: State, i: int) -> int:
    """Wait at the gate; who is the last to be missing sends all on their way."""
    p = at.patient(s, i)
    step = gather_row(s, p.step)
    gate = at.resource(s, step.resource)
    first = gate.waiting == 0
    wait_at_gate(s, i, step.resource)
    if gate.waiting == step.batch:
        depart(s, step)
    elif first and step.law != NONE:
        longest = minutes(s, p, i, at.common(step), step.law)
        p.step = step.depart
        schedule(s, i, s.now + longest)
    return 0


@handler(Op.DEPART)
def depart_late(s: State, i: int) -> int:
    """Go on with those who are there: the first at the gate has waited long enough."""
    p = at.patient(s, i)
    p.time = FOREVER  # the event is no longer in the calendar
    depart(s, gather_row(s, depart_row(s, p.step).waits_at))
    return 0


@rare
def depart(s: State, step: Gather) -> None:
    """Let all at the gate go with the first of them, who becomes ready."""
    gate = step.resource
    leader = at.queue(s, gate, 0).head
    unschedule(s, leader)
    last = leader
    while at.queue(s, gate, 0).head != NONE:
        i = at.queue(s, gate, 0).head
        if i != leader:
            log_departure(s, i)
        pass_gate(s, i, step)
        at.more(s, i).followers = NONE
        if i != leader:
            at.more(s, last).followers = i
        last = i
    make_ready(s, leader)


@handler(Op.SCATTER)
def scatter(s: State, i: int) -> int:
    """Let those whom patient i took along go on by themselves, behind them."""
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
