"""Units: the resource counts them as busy, and the patient as held."""

from __future__ import annotations

from simcore.reference.patients import Patient
from simcore.reference.resources import Resource
from simcore.reference.world import World


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
