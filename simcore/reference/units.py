"""Units: the resource counts them as busy, and the patient as held."""

from __future__ import annotations

from simcore.reference.patients import Patient
from simcore.reference.resources import Resource
from simcore.reference.world import World


def can_take(world: World, resource: Resource, rank: int, units: int) -> bool:
    """Tell whether a patient of this rank could have the units now, overtaking no one."""
    open_to = [resource, *(world.resources[k] for k in resource.pools)]
    overtakes = any(r.somebody_waits(rank) for r in open_to)
    return not overtakes and resource.fits(rank, units)


def occupy(world: World, patient: Patient, resource: int, units: int) -> None:
    """Let a patient have units of a resource, or give them back where negative.

    Of a pool, those of the member that they took, and the pool's own.
    """
    for k in sorted({resource, held(world, patient, resource).index}):
        world.resources[k].occupy(units)
        patient.held[k] += units


def pass_on(world: World, patient: Patient, to: Patient, resource: int, units: int) -> None:
    """Let somebody else have what a patient holds; it stays busy."""
    for k in {resource, held(world, patient, resource).index}:
        patient.held[k] -= units
        to.held[k] += units


def held(world: World, patient: Patient, resource: int) -> Resource:
    """Return what a patient holds for a resource: of a pool, the member that they took."""
    return world.resources[patient.picks.get(resource, resource)]
