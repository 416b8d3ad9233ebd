"""The indicators that a target may ask for, by id; `simcore.region.indicators` defines each."""

from __future__ import annotations

from typing import Annotated, Any, get_args

from pydantic import PlainValidator, WithJsonSchema

from simcore.scenario.faults.base import fault, found
from simcore.scenario.region.categories import Tier
from simcore.text import Label, did_you_mean

_BY_TIER = ("wait_consultation", "occupancy", "wait_bed", "visits_per_physician_day")

INDICATORS = (
    *("residents", "aged_60_and_over", "aged_65_and_over"),
    *("beds_per_1000", "private_beds_per_1000", "private_bed_share", "contract_coverage"),
    *("children_beds_per_1000", "paediatricians_per_1000"),
    *("primary_visit_share", "primary_visit_share_all", "within_county_visit_rate"),
    *("within_county_admission_rate", "private_visit_share", "private_admission_share"),
    *("visits_a_head", "admission_rate", "bypass_rate", "contracted_first_contact"),
    "no_care_share",
    *("up_referrals", "down_referrals", "down_referrals_chronic", "stepped_down_share", "unmet"),
    "no_shows",
    *(
        "blocked_bed_days",
        "wait_referred",
        "wait_booking",
        "wait_booking_referred",
        "wait_test",
        "boarding",
    ),
    *(f"{name}_{tier}" for tier in get_args(Tier) if tier != "outside" for name in _BY_TIER),
    *(
        "inpatient_reimbursement",
        "primary_outpatient_reimbursement",
        "cost_a_visit",
        "cost_an_admission",
        "patient_cost",
        "fund_cost",
    ),
)


def parse_indicator(value: Any) -> str:
    """Return the id of an indicator. Raises a fault where there is none of that name."""
    if value in INDICATORS:
        return str(value)
    say = found(value)
    raise fault(
        Label(f"an indicator is expected, {say.en}", f"应为指标，{say.zh}"),
        did_you_mean(value, INDICATORS),
    )


IndicatorId = Annotated[
    str, PlainValidator(parse_indicator), WithJsonSchema({"enum": list(INDICATORS)})
]
