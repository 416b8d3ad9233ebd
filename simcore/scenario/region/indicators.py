"""The indicators that a target may ask for, by id; `simcore.region.indicators` defines each."""

from __future__ import annotations

from typing import Annotated, Any, get_args

from pydantic import PlainValidator, WithJsonSchema

from simcore.scenario.faults.base import fault, found
from simcore.scenario.region.categories import Tier
from simcore.text import Label, did_you_mean

_TIERS = [tier for tier in get_args(Tier) if tier != "outside"]
_BY_UNIT = {
    "%": (
        *("aged_60_and_over", "aged_65_and_over", "private_bed_share", "contract_coverage"),
        *("alliance_coverage", "posting_coverage"),
        *("primary_visit_share", "primary_visit_share_all", "within_county_visit_rate"),
        *("within_county_admission_rate", "private_visit_share", "private_admission_share"),
        *("admission_rate", "bypass_rate", "contracted_first_contact", "stepped_down_share"),
        "no_care_share",
        *("inpatient_reimbursement", "primary_outpatient_reimbursement"),
        *(f"occupancy_{tier}" for tier in _TIERS),
    ),
    "per 1,000": (
        *("beds_per_1000", "private_beds_per_1000", "children_beds_per_1000"),
        "paediatricians_per_1000",
    ),
    "per 1,000 residents a year": (
        "up_referrals", "down_referrals", "down_referrals_chronic", "unmet", "no_shows",
    ),
    "people": ("residents",),
    "a year": ("visits_a_head",),
    "days a year": ("blocked_bed_days",),
    "days": ("wait_booking", "wait_booking_referred"),
    "min": (
        *("wait_referred", "wait_test", "boarding"),
        *(f"wait_consultation_{tier}" for tier in _TIERS),
    ),
    "h": tuple(f"wait_bed_{tier}" for tier in _TIERS),
    "visits": tuple(f"visits_per_physician_day_{tier}" for tier in _TIERS),
    "yuan": ("cost_a_visit", "cost_an_admission"),
    "yuan a resident a year": ("patient_cost", "fund_cost"),
}  # fmt: skip
INDICATORS = {name: unit for unit, names in _BY_UNIT.items() for name in names}  # unit by id
POINTS = "points"  # in which a gain of a percentage is told


def parse_indicator(value: Any) -> str:
    """Return the id of an indicator. Raises a fault where there is none of that name."""
    if isinstance(value, str) and value in INDICATORS:
        return value
    say = found(value)
    raise fault(
        Label(f"an indicator is expected, {say.en}", f"应为指标，{say.zh}"),
        did_you_mean(value, INDICATORS),
    )


IndicatorId = Annotated[
    str, PlainValidator(parse_indicator), WithJsonSchema({"enum": list(INDICATORS)})
]


def unit_of(indicator: str, *, gain: bool) -> str:
    """Return the unit of an indicator, or of what it gains: percentages gain points.

    >>> unit_of("contract_coverage", gain=True)
    'points'
    """
    unit = INDICATORS[indicator]
    return POINTS if gain and unit == "%" else unit
