"""The plain steps; `advance` takes a patient along until he must wait."""

from __future__ import annotations

from simcore.engine.dtypes import NONE, PART, Op
from simcore.engine.jit import part
from simcore.engine.kernels import at
from simcore.engine.kernels.arrivals import expect
from simcore.engine.kernels.calendar import schedule
from simcore.engine.kernels.draws import draw
from simcore.engine.kernels.handlers import call
from simcore.engine.kernels.resources import enqueue, grant, settle, start
from simcore.engine.kernels.tallies import tally
from simcore.engine.sampling.distributions import first_above, sample


@part
def arrive(s, p, step):
    """Patient p enters; his successor is expected."""
    p.arrived = s.now
    p.place = step.place
    p.step = step.next
    s.in_system += 1
    s.arrived += 1
    expect(s, p.source, (p.turn >> PART) + 1, s.now)


@part
def seize(s, p, i, step):
    """Take a unit or wait for one; tell whether the patient goes on."""
    rank = p.priority if step.priority == NONE else step.priority
    resource = at.resource(s, step.resource)
    settle(resource, s.now)
    if resource.capacity - resource.busy > at.line(s, step.resource, rank).keep:
        start(s, resource, p, step, 0.0)
        return True
    enqueue(s, i, step, rank)
    return False


@part
def leave(s, p, i, step):
    """The patient leaves; his record is free again."""
    tally(s, step.tally + p.group, s.now - p.arrived)
    at.flow(s, p.place, step.place).n += 1
    s.in_system -= 1
    p.step = NONE
    p.next = s.free
    s.free = i


@part
def log_event(s, p):
    """Append this meeting of a patient with a step to the log."""
    row = at.event(s, s.logged)
    row.time = s.now
    row.ordinal = p.turn >> PART
    row.source = p.source
    row.step = p.step
    s.logged += 1


@part
def advance(s, i):
    """Take patient i through his steps at this instant, until he waits or leaves."""
    p = at.patient(s, i)
    while True:
        if s.n_log > 0:
            log_event(s, p)
        at.count(s, p.step, p.group).n += 1
        step = at.step(s, p.step)
        op = step.op
        if op == Op.DELAY:
            time = sample(at.distributions(s), at.table(s), step.a, draw(s, p, i, step))
            p.step = step.next
            schedule(s, i, s.now + time)
            return
        elif op == Op.SEIZE:
            if not seize(s, p, i, step):
                return
        elif op == Op.RELEASE:
            resource = at.resource(s, step.resource)
            settle(resource, s.now)
            resource.busy -= 1
            p.step = step.next
            if resource.lines:
                grant(s, step.resource)
        elif op == Op.BRANCH:
            u = draw(s, p, i, step)
            option = first_above(at.table(s), step.a + p.group * step.stride, step.n, u)
            p.step = at.target(s, step.targets + option).n
        elif op == Op.ARRIVE:
            arrive(s, p, step)
        elif op == Op.LEAVE:
            leave(s, p, i, step)
            return
        elif call(s, op, i) == 0:
            return
