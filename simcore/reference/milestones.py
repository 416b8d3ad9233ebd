"""How long it took patients to come to a step."""

from __future__ import annotations

from simcore.engine.ops import Milestone
from simcore.reference.patients import Patient
from simcore.reference.plays import plays
from simcore.reference.world import World


@plays(Milestone)
def milestone(world: World, patient: Patient, row: Milestone) -> int:
    """Count the time since arriving, of the patient and of all whom they took along."""
    whole = patient
    while whole.parent is not None:
        whole = whole.parent
    for one in (whole, *whole.followers):
        world.tally(one, row.tally, world.env.now - one.arrived)
    return row.next
