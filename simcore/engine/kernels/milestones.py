"""How long it took patients to come to a step."""

from __future__ import annotations

from simcore.engine.kernels import at
from simcore.engine.kernels.handlers import handler
from simcore.engine.kernels.tallies import tally
from simcore.engine.ops import Milestone, Op
from simcore.engine.records import NONE, State

milestone_row = at.step_as(Milestone)


@handler(Op.MILESTONE)
def milestone(s: State, i: int) -> int:
    """Count the time since arriving, of the patient and of all whom they took along."""
    p = at.patient(s, i)
    step = milestone_row(s, p.step)
    k = at.more(s, i).root
    while k != NONE:
        one = at.patient(s, k)
        tally(s, step.tally + one.class_, s.now - one.arrived)
        k = at.more(s, k).followers
    p.step = step.next
    return 1
