"""The planner's words for the case mix: what patients come with, and what it asks of care."""

from __future__ import annotations

from typing import Literal

from simcore.scenario.faults.base import LabelField, Strict
from simcore.scenario.region.categories import Band, Department, Level, Severity, Specialty, Urgency
from simcore.scenario.values.distribution import DistributionField
from simcore.scenario.values.quantities import Duration, Factor, Share, YearlyRate
from simcore.scenario.values.seasons import Course


class Admission(Strict):
    """The chance that an episode needs a bed, seen first and after a referral."""

    first: Share
    referred: Share
    bed: Specialty = "general"
    acute: DistributionField | None = None
    recovery: DistributionField | None = None
    step_down: Share = 0.0  # may recover at the lower level


class FollowUp(Strict):
    """Visits that follow a visit: the share of patients who come again, and when."""

    again: Share
    after: Duration
    moves_down: bool = False  # a stable chronic patient whose visits primary care can take


class Condition(Course):
    """One entry of the case mix; its episodes follow the seasons, and surges."""

    name: LabelField
    episodes: dict[Band, YearlyRate]
    urgency: Urgency
    severity: Severity
    needs: Literal["primary", "secondary", "tertiary"]
    department: Department = "clinic"
    group: str | None = None  # the priority group its patients belong to
    tests: Share
    treated_at: dict[Level, Share]
    admission: Admission | None = None
    follow_up: FollowUp | None = None
    visit_cost: Factor
    admission_cost: Factor = 1.0
    suits_tcm: bool = False
