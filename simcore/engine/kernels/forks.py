"""Patients in parts that go on in several pathways at once, and join."""

from __future__ import annotations

from simcore.engine.kernels import at
from simcore.engine.kernels.handlers import handler
from simcore.engine.kernels.parts import enough_free, free_record, part_of, starve
from simcore.engine.kernels.resources import make_ready
from simcore.engine.ops import Fork, Op
from simcore.engine.records import FOREVER, State

fork_row = at.step_as(Fork)


@handler(Op.FORK)
def fork(s: State, i: int) -> int:
    """Let a part of patient i begin each pathway; they wait until all have joined."""
    p = at.patient(s, i)
    step = fork_row(s, p.step)
    if not enough_free(s, step.n):
        return starve(s, p, i)
    for k in range(step.n):
        child = part_of(s, p, i, at.target(s, step.targets + k).n, step.part + k)
        at.more(s, child).parent = i
        make_ready(s, child)
    at.more(s, i).children = step.n
    p.time = FOREVER
    p.step = step.next
    return 0


@handler(Op.JOIN)
def join(s: State, i: int) -> int:
    """End a part; its patient goes on when this was the last."""
    p = at.patient(s, i)
    parent = at.more(s, i).parent
    free_record(s, p, i)
    at.more(s, parent).children -= 1
    if at.more(s, parent).children == 0:
        make_ready(s, parent)
    return 0
