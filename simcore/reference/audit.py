"""The reference's own account: what patients hold is what is busy, and who leaves holds nothing."""

from __future__ import annotations

from collections import Counter

from simcore.reference.world import World


def audit(world: World) -> list[str]:
    """Return what is wrong with who holds what, in words; nothing where all is well."""
    held: Counter[int] = Counter()
    wrong = list(world.left_holding)
    for patient in world.present:
        held.update(patient.held)
        if any(units < 0 for units in patient.held.values()):
            wrong.append(f"patient {patient.source}/{patient.ordinal} gave back what they had not")
    for resource in world.resources:
        name = world.program.held[resource.index]
        if held[resource.index] != resource.busy:
            wrong.append(f"{name}: {held[resource.index]} units are held, {resource.busy} are busy")
        if resource.busy < 0:
            wrong.append(f"{name}: {resource.busy} units are busy")
    return wrong
