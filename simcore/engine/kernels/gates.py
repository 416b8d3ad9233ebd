"""Gates: places at which patients wait for each other, or for a signal."""

from __future__ import annotations

from simcore.engine.jit import part
from simcore.engine.kernels import at
from simcore.engine.kernels.queues import join_last, quit_queue
from simcore.engine.kernels.tallies import tally
from simcore.engine.ops import Queued
from simcore.engine.records import FOREVER, State


@part
def wait_at_gate(s: State, i: int, gate: int) -> None:
    """Let patient i wait at a gate, behind all who are there."""
    at.patient(s, i).time = FOREVER
    at.more(s, i).since = s.now
    join_last(s, i, gate, 0)


@part
def pass_gate(s: State, i: int, step: Queued) -> None:
    """Let patient i, who waits at a gate, go on behind the step.

    It counts as an event: no time need pass from gate to gate, and every call of the loop ends.
    """
    s.events += 1
    p, gate = at.patient(s, i), at.resource(s, step.resource)
    quit_queue(s, i)
    wait = s.now - at.more(s, i).since
    tally(s, step.tally + p.class_, wait)
    gate.started += 1
    gate.waited += wait
    at.flow(s, p.place, step.place).n += 1
    p.place = step.place
    p.step = step.next
