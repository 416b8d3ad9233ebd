"""The planner's words for institutions, and for the alliances that they form."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simcore.scenario.faults.base import LabelField, Strict
from simcore.scenario.region.categories import Department, Level, Specialty
from simcore.scenario.values.distribution import DistributionField
from simcore.scenario.values.quantities import Duration, Factor, Money, Number, PerThousand, Share


class TestRooms(Strict):
    """Rooms per 1,000 residents, and the time of a test."""

    rooms: PerThousand
    time: DistributionField


class Physicians(Strict):
    """Physicians per 1,000 residents and the share of them who see outpatients at once.

    usual: the density at which the type draws as many patients as its level's trust says.
    """

    density: PerThousand
    usual: Annotated[PerThousand, Field(gt=0)]
    in_clinic: Share
    sessions: str


class Booking(Strict):
    """Appointments for planned visits at the clinic.

    capacity: of the patients whom the physicians in session could see, offered as seats. horizon:
    how far ahead a seat can be had; notice: how far at least.
    """

    share: Share  # of planned first contacts who book; the others walk in
    capacity: Share
    slot: Annotated[Duration, Field(gt=0)]
    horizon: Annotated[Duration, Field(gt=0)]
    notice: Duration
    no_show: Share


class InstitutionType(Strict):
    """Institutions of one kind; in each area they are one alternative with pooled resources."""

    name: LabelField
    level: Level
    ownership: Literal["public", "private"] = "public"
    located: str = "every area"  # or one area, or outside; then it serves all areas
    physicians: dict[Department, Physicians] = Field(default_factory=dict)
    consultation: DistributionField
    second_consultation: DistributionField | None = None
    booking: Booking | None = None
    tests: TestRooms | None = None
    beds: dict[Specialty, PerThousand] = Field(default_factory=dict)
    admits: Share = 1.0  # of those who need a bed, how many it takes
    stay: Factor = 1.0
    only: tuple[str, ...] | None = None
    never: tuple[str, ...] = ()
    visit_cost: Money  # consultation and drugs
    test_cost: Money = 0.0
    admission_cost: Money  # what does not depend on the length of the stay
    bed_day_cost: Money = 0.0
    travel: Duration
    tcm: bool = False
    appeal: Number = 0.0  # utility, for the size of the type beyond its level's trust
    refers_to: str | None = None


class Members(Strict):
    """Who belongs to an alliance: the institutions of a tier in an area."""

    area: str
    tier: Literal["primary"]


class Alliance(Strict):
    """A hospital and the primary care that it leads, and what they share (医联体)."""

    name: LabelField
    lead: str  # an institution type of the members' area
    members: Members
    kind: Literal["loose", "tight"]
    shares: tuple[Literal["tests", "beds"], ...] = ()
    transport: Duration = 0.0  # of samples and pictures to the shared centre, and back
    competence: Share = 0.0  # of the gap of cases in need of a test, closed by a shared centre
    recovery_beds: Share = 0.0  # of the lead's general beds, given to the shared pool
