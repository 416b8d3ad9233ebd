"""Targets: the rows of the catalogue that a scenario asks for."""

from __future__ import annotations

from simcore.network.indicators import Target
from simcore.scenario.region.region import RegionScenario


def targets(model: RegionScenario) -> tuple[Target, ...]:
    """Return the scenario's targets in its order, each with its clause and quote."""
    rows = ((name, model.target_catalogue[name]) for name in model.targets)
    return tuple(
        Target(
            id=name,
            indicator=row.indicator,
            comparator=row.comparator,
            value=row.value,
            year=row.year,
            document=row.document,
            clause=row.clause,
            quote=row.quote,
            tolerance=row.tolerance,
        )
        for name, row in rows
    )
