"""Waiting for a signal, and giving it."""

from __future__ import annotations

from simcore.engine.kernels import at
from simcore.engine.kernels.gates import pass_gate, wait_at_gate
from simcore.engine.kernels.handlers import handler
from simcore.engine.kernels.queues import queued_row
from simcore.engine.kernels.resources import make_ready
from simcore.engine.ops import Op, Signal
from simcore.engine.records import NONE, State

signal_row = at.step_as(Signal)


@handler(Op.HOLD)
def hold(s: State, i: int) -> int:
    """Wait for the signal."""
    wait_at_gate(s, i, queued_row(s, at.patient(s, i).step).resource)
    return 0


@handler(Op.SIGNAL)
def signal(s: State, i: int) -> int:
    """Let those who hold become ready, and go on."""
    p = at.patient(s, i)
    step = signal_row(s, p.step)
    left = step.most
    while left != 0 and at.queue(s, step.resource, 0).head != NONE:
        first = at.queue(s, step.resource, 0).head
        pass_gate(s, first, queued_row(s, at.patient(s, first).step))
        make_ready(s, first)
        left -= 1
    p.step = step.next
    return 1
