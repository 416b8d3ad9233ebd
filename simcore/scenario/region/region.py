"""The planner's words for a region: people, conditions, institutions, alliances, policy.

`kind: region` files are validated into these records; `simcore.region` builds the Network.
Maps keyed by name keep the order of the file. Shares are 0 to 1, times are minutes.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simcore.network.weekly_profile import WeeklyProfile
from simcore.scenario.faults.base import LabelField, Strict
from simcore.scenario.files.evidence import Evidence
from simcore.scenario.region.check import check
from simcore.scenario.values.distribution import DistributionField
from simcore.scenario.values.quantities import (
    FACTOR,
    Date,
    Duration,
    Factor,
    Money,
    Number,
    People,
    PerThousand,
    PositiveCount,
    PositiveDuration,
    Seed,
    Share,
    YearlyRate,
)
from simcore.scenario.values.seasons import Course
from simcore.scenario.values.weekly import weekly_metadata

__all__ = ["RegionScenario", "check"]

Band = Literal["0-14", "15-59", "60+"]
Scheme = Literal["employee", "resident", "none"]
Level = Literal["village", "township", "secondary", "tertiary", "outside"]
Tier = Literal["primary", "secondary", "tertiary", "outside"]
Severity = Literal["mild", "moderate", "severe"]
Urgency = Literal["planned", "urgent", "emergency"]
Department = Literal["clinic", "paediatrics", "emergency"]
Specialty = Literal["general", "surgical", "maternity", "children", "psychiatric"]
Payer = Literal["employee", "resident"]

BANDS: tuple[Band, ...] = ("0-14", "15-59", "60+")
SCHEMES: tuple[Scheme, ...] = ("employee", "resident", "none")
TIERS: dict[Level, Tier] = {
    "village": "primary",
    "township": "primary",
    "secondary": "secondary",
    "tertiary": "tertiary",
    "outside": "outside",
}

_weekly = weekly_metadata(FACTOR.parse, FACTOR.schema())
WeeklyFactor = Annotated[WeeklyProfile[float], _weekly[0], _weekly[1]]


class Calendar(Strict):
    start: Date
    holidays: Literal["china"] | None = None
    warmup: Duration
    run: PositiveDuration


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


class Admission(Strict):
    """The chance that an episode needs a bed, seen first and after a referral."""

    first: Share
    referred: Share
    bed: Specialty = "general"
    acute: DistributionField | None = None
    recovery: DistributionField | None = None
    step_down: Share = 0.0  # may recover at the lower level


class FollowUp(Strict):
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


class TestRooms(Strict):
    rooms: PerThousand
    time: DistributionField


class Physicians(Strict):
    """Physicians per 1,000 residents and the share of them who see outpatients at once."""

    density: PerThousand
    in_clinic: Share
    sessions: str


class InstitutionType(Strict):
    """Institutions of one kind; in each area they are one alternative with pooled resources."""

    name: LabelField
    level: Level
    ownership: Literal["public", "private"] = "public"
    located: str = "every area"  # or one area, or outside; then it serves all areas
    physicians: dict[Department, Physicians] = Field(default_factory=dict)
    consultation: DistributionField
    second_consultation: DistributionField | None = None
    tests: TestRooms | None = None
    beds: dict[Specialty, PerThousand] = Field(default_factory=dict)
    admits: Share = 1.0  # of those who need a bed, how many it takes
    stay: Factor = 1.0
    only: tuple[str, ...] | None = None
    never: tuple[str, ...] = ()
    visit_cost: Money
    admission_cost: Money
    travel: Duration
    tcm: bool = False
    appeal: Number = 0.0  # utility, for the size of the type beyond its level's trust
    refers_to: str | None = None


class Cover(Strict):
    """What a scheme pays: a ratio of the in-scope cost above the deductible."""

    ratio: Share
    deductible: Money


class SchemeCover(Strict):
    outpatient: dict[Tier, Cover]
    inpatient: dict[Tier, Cover]


class Insurance(Strict):
    in_scope_outpatient: Share
    in_scope_inpatient: Share
    schemes: dict[Payer, SchemeCover]


class Choice(Strict):
    """Coefficients of the multinomial logit of first contact, in utility."""

    trust: dict[Severity, dict[Level, Number]]
    private: Number
    suited_tcm: Number
    specialised: Number
    cost_per_yuan: Number
    travel_per_minute: Number
    wait_per_minute: Number
    contract: Number
    weight: dict[Severity, Share]  # of cost, travel and wait
    memory: Annotated[Duration, Field(gt=0)]


class PrimaryShare(Strict):
    primary_share: Share


class Gatekeeping(Strict):
    applies_to: Literal["nobody", "contracted", "all"]
    compliance: Share


class Contracting(Strict):
    coverage: Share
    first: tuple[str, ...]


class UpReferral(Strict):
    agreed: Share  # go where they are referred
    self_referred: Share  # go to the same place, but as walk-ins
    wait: Duration
    reserved_slots: Share
    to_private: Share = 0.0  # of the agreed, from primary care to the area's private hospitals


class DownReferral(Strict):
    recovery: Share  # of those who may step down, offered it
    chronic: Share  # of stable follow-ups at hospitals, offered primary care
    accepted: Share


class Referral(Strict):
    up: UpReferral
    down: DownReferral
    recognised_tests: Share  # of referred patients whose tests are not repeated


class Private(Strict):
    """Private beds: by number or by share of all beds, not both."""

    beds_per_1000: PerThousand | None = None
    share_of_beds: Share | None = None


class Children(Strict):
    beds_per_1000: PerThousand | None = None  # per 1,000 children
    paediatricians_per_1000: PerThousand | None = None


class Posting(Strict):
    """Physicians of one institution type who hold their sessions at another."""

    origin: str
    to: str
    share: Share


class Policy(Strict):
    first_contact: Literal["behavioural"] | PrimaryShare
    gatekeeping: Gatekeeping
    contracting: Contracting
    referral: Referral
    private: Private
    children: Children
    bypass_penalty: Share  # cut in the ratio above primary care without referral
    cumulative_deductible: bool
    postings: dict[str, Posting] = Field(default_factory=dict)
    capability: dict[str, Share] = Field(
        default_factory=dict
    )  # by institution type: share of its gap that is closed


class Members(Strict):
    area: str
    tier: Literal["primary"]


class Alliance(Strict):
    name: LabelField
    lead: str  # an institution type of the members' area
    members: Members
    kind: Literal["loose", "tight"]
    shares: tuple[Literal["tests", "beds"], ...] = ()
    transport: Duration = 0.0  # of samples and pictures to the shared centre, and back
    recovery_beds: Share = 0.0  # of the lead's general beds, given to the shared pool


class TargetRow(Strict):
    """A target of the catalogue: what a clause asks of an indicator."""

    indicator: str
    comparator: Literal[">=", "<=", "=", "~"]
    value: Number
    tolerance: Number = 0.0
    year: str
    document: str
    clause: str
    quote: str


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
    target_catalogue: dict[str, TargetRow] = Field(default_factory=dict)
    targets: tuple[str, ...] = ()
