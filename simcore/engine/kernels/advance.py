"""The plain operations; `advance` takes a patient along until they must wait."""

from __future__ import annotations

from simcore.engine.jit import part
from simcore.engine.kernels import at
from simcore.engine.kernels.arrivals import expect
from simcore.engine.kernels.calendar import schedule
from simcore.engine.kernels.draws import draw
from simcore.engine.kernels.handlers import call
from simcore.engine.kernels.logs import meet
from simcore.engine.kernels.resources import enqueue, grant, settle, start
from simcore.engine.kernels.tallies import tally
from simcore.engine.ops import Arrive, Branch, Delay, Leave, Op, Release, Seize
from simcore.engine.records import NONE, PART, Patient, State
from simcore.engine.sampling.distributions import first_above, sample

arrive_row = at.step_as(Arrive)
seize_row = at.step_as(Seize)
delay_row = at.step_as(Delay)
release_row = at.step_as(Release)
branch_row = at.step_as(Branch)
leave_row = at.step_as(Leave)


@part
def settle_system(s: State) -> None:
    """Sum the area under the number in the system up to now, before it changes."""
    s.system_area += s.in_system * (s.now - s.system_last)
    s.system_last = s.now


@part
def arrive(s: State, p: Patient, step: Arrive) -> None:
    """Let patient p enter, and expect the next of the source."""
    p.arrived = s.now
    p.place = step.place
    p.step = step.next
    settle_system(s)
    s.in_system += 1
    s.arrived += 1
    expect(s, p.source, (p.turn >> PART) + 1, s.now)


@part
def seize(s: State, p: Patient, i: int, step: Seize) -> bool:
    """Take a unit or wait for one; tell whether the patient goes on."""
    rank = p.rank if step.rank == NONE else step.rank
    resource = at.resource(s, step.resource)
    settle(resource, s.now)
    if resource.capacity - resource.busy > at.queue(s, step.resource, rank).keep:
        start(s, resource, p, step, 0.0)
        return True
    enqueue(s, i, step, rank)
    return False


@part
def delay(s: State, p: Patient, i: int, step: Delay) -> None:
    """Let the patient spend time, and go on then."""
    time = sample(at.laws(s), at.numbers(s), step.law, draw(s, p, i, at.common(step)))
    p.step = step.next
    schedule(s, i, s.now + max(time, 0.0))


@part
def release(s: State, p: Patient, step: Release) -> None:
    """Give a unit back, to the next who waits for one if there is somebody."""
    resource = at.resource(s, step.resource)
    settle(resource, s.now)
    resource.busy -= 1
    p.step = step.next
    if resource.waiting_ranks:
        grant(s, step.resource)


@part
def branch(s: State, p: Patient, i: int, step: Branch) -> None:
    """Let the patient go on at one of n rows, drawn at random."""
    u = draw(s, p, i, at.common(step))
    shares = step.shares + p.class_ * step.by_class
    option = first_above(at.numbers(s), shares, step.n, u)
    p.step = at.target(s, step.targets + option).n


@part
def leave(s: State, p: Patient, i: int, step: Leave) -> None:
    """Let the patient leave; the record is free again."""
    tally(s, step.tally + p.class_, s.now - p.arrived)
    at.flow(s, p.place, step.place).n += 1
    settle_system(s)
    s.in_system -= 1
    p.step = NONE
    p.next = s.free
    s.free = i


@part
def advance(s: State, i: int) -> None:
    """Take patient i through the steps of this instant, until they wait or leave."""
    p = at.patient(s, i)
    while True:
        row = meet(s, i)
        op = at.step(s, row).op
        if op == Op.DELAY:
            delay(s, p, i, delay_row(s, row))
            return
        elif op == Op.SEIZE:
            if not seize(s, p, i, seize_row(s, row)):
                return
        elif op == Op.RELEASE:
            release(s, p, release_row(s, row))
        elif op == Op.BRANCH:
            branch(s, p, i, branch_row(s, row))
        elif op == Op.ARRIVE:
            arrive(s, p, arrive_row(s, row))
        elif op == Op.LEAVE:
            leave(s, p, i, leave_row(s, row))
            return
        elif call(s, op, i) == 0:
            return
