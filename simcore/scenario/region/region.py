"""A region as a planner writes it: all of a scenario file of `kind: region`.

What stands in the file's parts is in the files beside this one; `simcore.region` builds the
Network. Maps keyed by name keep the order of the file. Shares are 0 to 1, times are minutes.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simcore.network.weekly_profile import WeeklyProfile
from simcore.scenario.faults.base import LabelField, Strict
from simcore.scenario.files.evidence import Evidence
from simcore.scenario.region.categories import Urgency
from simcore.scenario.region.choice import Choice
from simcore.scenario.region.conditions import Condition
from simcore.scenario.region.institutions import Alliance, InstitutionType
from simcore.scenario.region.insurance import Insurance
from simcore.scenario.region.policy import Policy
from simcore.scenario.region.population import Area, Population
from simcore.scenario.region.targets import TargetRow
from simcore.scenario.values.counts import PositiveCount, Seed
from simcore.scenario.values.dates import Date
from simcore.scenario.values.quantities import FACTOR, Duration, PositiveDuration
from simcore.scenario.values.weekly import weekly_metadata

_weekly = weekly_metadata(FACTOR.parse, FACTOR.schema())
WeeklyFactor = Annotated[WeeklyProfile[float], _weekly[0], _weekly[1]]


class Calendar(Strict):
    """When a run begins, how long it is, and which holidays it has."""

    start: Date
    holidays: Literal["china"] | None = None
    warmup: Duration
    run: PositiveDuration


class RegionScenario(Strict):
    """A region as a planner writes it."""

    kind: Literal["region"]
    name: LabelField
    calendar: Calendar
    replications: PositiveCount = 1
    seed: Seed = 1
    sources: Evidence = Field(default_factory=dict)
    population: Population
    areas: dict[str, Area]
    conditions: dict[str, Condition]
    arrivals: dict[Urgency, WeeklyFactor]  # relative arrival rate by hour of the week
    sessions: dict[str, WeeklyFactor]  # patterns: share of the clinic's physicians in session
    institutions: dict[str, InstitutionType]
    alliances: dict[str, Alliance] = Field(default_factory=dict)
    insurance: Insurance
    choice: Choice
    policy: Policy
    baseline: str | None = None  # the file that gains are over; else the one that it extends
    target_catalogue: dict[str, TargetRow] = Field(default_factory=dict)
    targets: tuple[str, ...] = ()
