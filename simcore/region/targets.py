"""Targets: the rows of the catalogue that a scenario asks for."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from simcore.network.indicators import Indicator, Missing, Target
from simcore.region.impose import INDICATOR
from simcore.scenario.region.policy import PrimaryShare
from simcore.scenario.region.region import RegionScenario
from simcore.scenario.region.targets import TargetRow


def targets(model: RegionScenario) -> tuple[Target, ...]:
    """Return the scenario's targets in its order, each with its clause and quote."""
    return tuple(_target(name, model.target_catalogue[name]) for name in model.targets)


def _target(name: str, row: TargetRow) -> Target:
    missing = None
    if row.name is not None and row.not_represented is not None:
        missing = Missing(row.name, row.unit, row.not_represented)
    return Target(
        id=name,
        indicator=row.indicator or "",
        comparator=row.comparator or "",
        value=math.nan if row.value is None else row.value,
        year=row.year,
        document=row.document,
        clause=row.clause,
        quote=row.quote,
        tolerance=row.tolerance,
        gain=row.gain_over is not None,
        missing=missing,
    )


def with_imposed(model: RegionScenario, indicators: Iterable[Indicator]) -> tuple[Indicator, ...]:
    """Return indicators, that which the scenario imposes marked as such."""
    imposed = isinstance(model.policy.first_contact, PrimaryShare)
    return tuple(
        replace(i, imposed=True) if imposed and i.id == INDICATOR else i for i in indicators
    )
