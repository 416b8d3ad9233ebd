"""The planner's words for who lives where."""

from __future__ import annotations

from pydantic import Field

from simcore.scenario.faults.base import LabelField, Strict
from simcore.scenario.region.categories import Band, Scheme
from simcore.scenario.values.counts import People
from simcore.scenario.values.quantities import Duration, Factor, Share


class PriorityGroup(Strict):
    """A group that is contracted before others, as a share of each age band."""

    name: LabelField
    share: dict[Band, Share]


class Population(Strict):
    """What all areas share unless they say otherwise."""

    age_bands: dict[Band, Share]
    aged_65_and_over: Share
    insurance: dict[Band, dict[Scheme, Share]]
    priority_groups: dict[str, PriorityGroup]
    emergency: dict[str, Share]  # which institution type an ambulance goes to


class Area(Strict):
    """A county or district: its residents, and where it differs from the region."""

    name: LabelField
    residents: People
    age_bands: dict[Band, Share] | None = None
    aged_65_and_over: Share | None = None
    emergency: dict[str, Share] | None = None
    travel: dict[str, Duration] = Field(
        default_factory=dict
    )  # by institution type, in place of the type's own
    supply: dict[str, Factor] = Field(
        default_factory=dict
    )  # by institution type, times its densities
