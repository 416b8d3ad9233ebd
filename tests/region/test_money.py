"""Bills by hand, and the indicators over a small table of events."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from simcore.network.indicators import Observed
from simcore.region import insurance as bills
from simcore.region.build import build
from simcore.region.insurance import admission_bill, recovery_bill, settle, visit_bill
from simcore.region.layout import Layout
from simcore.scenario.load import Scenario
from simcore.scenario.region.insurance import Cover
from simcore.scenario.region.region import RegionScenario

Changed = Callable[..., RegionScenario]


def event(kind: str, tier: str, place: str, count: int, **more: str) -> dict[str, object]:
    row: dict[str, object] = {
        "event": "visit", "route": "first", "area": "zhuji", "condition": "respiratory",
        "kind": kind, "tier": tier, "ownership": "public", "place": place,
        "class": "15-59/resident/not contracted", "count": count,
    }  # fmt: skip
    return row | more


EVENTS = pd.DataFrame(
    [
        event("township", "primary", "zhuji", 60),
        event("county_general", "secondary", "zhuji", 20),
        event("prefecture_hospital", "tertiary", "yuecheng", 15),
        event("elsewhere", "outside", "outside", 5),
        event("county_general", "secondary", "zhuji", 3, event="admission"),
        event("prefecture_hospital", "tertiary", "yuecheng", 1, event="admission"),
    ]
)


def value(scenario: Scenario, id_: str) -> float:
    nothing = pd.DataFrame({"resource": [], "group": [], "class": [], "type": [], "count": []})
    observed = Observed(EVENTS, nothing, nothing, 365.0)
    return next(i for i in build(scenario.model).indicators if i.id == id_).value(observed)


@pytest.mark.parametrize(("indicator", "wanted"), [
    ("primary_visit_share", 75.0),
    ("primary_visit_share_all", 60.0),
    ("within_county_visit_rate", 80.0),
    ("within_county_admission_rate", 75.0),
    ("private_visit_share", 0.0),
    ("bypass_rate", 40.0),
    ("visits_a_head", 100 / 4_912_206),
    ("admission_rate", 100 * 4 / 4_912_206),
    ("primary_outpatient_reimbursement", 48.0),
])  # fmt: skip
def test_indicators_by_hand(baseline: Scenario, indicator: str, wanted: float) -> None:
    assert value(baseline, indicator) == pytest.approx(wanted)


def test_inpatient_reimbursement_by_hand(baseline: Scenario) -> None:
    """Fund ÷ in scope: three county admissions at 86% above 400, one tertiary at 80% above 800.

    Of a respiratory infection: 80% of what is fixed, and six days in bed.
    """
    county, city = (3000 * 0.8 + 6 * 260) * 0.85, (8300 * 0.8 + 6 * 480) * 0.85
    fund = 3 * 0.86 * (county - 400) + 0.80 * (city - 800)
    got = value(baseline, "inpatient_reimbursement")
    assert got == pytest.approx(100 * fund / (3 * county + city))


def test_a_test_and_a_recovery_by_hand(baseline: Scenario) -> None:
    """A tested flare-up at a county hospital, who came past primary care; recovery in a township.

    Resident insurance: 88% of 110 yuan at 25%, less a fifth; 85% of 4 * 80% days at 120 yuan, 90%.
    """
    model = baseline.with_({"policy.bypass_penalty": "20%"}).model
    layout, case = Layout(model), model.conditions["chronic_flare"]
    county, township = (layout.site(k, "zhuji") for k in ("county_general", "township"))
    assert county is not None
    assert township is not None
    test = bills.test_bill(model, county, case, "resident", False)
    assert (test.cost, test.fund) == pytest.approx((110, 110 * 0.88 * 0.25 * 0.8))
    stay = recovery_bill(model, township, case, "resident")
    days = 4 * 0.8
    assert (stay.cost, stay.fund) == pytest.approx((days * 120, days * 120 * 0.85 * 0.90))


def test_a_bill_by_hand() -> None:
    bill = settle(1000.0, 0.8, Cover.model_validate({"ratio": "75%", "deductible": "200 yuan"}),
                  penalty=0.1, waived=False)  # fmt: skip
    assert bill.in_scope == pytest.approx(800.0)
    assert bill.fund == pytest.approx(600 * 0.75 * 0.9)
    assert bill.out_of_pocket == pytest.approx(1000 - 405)


def test_a_deductible_never_makes_the_fund_pay_less_than_nothing() -> None:
    cover = Cover.model_validate({"ratio": "75%", "deductible": "2000 yuan"})
    assert settle(1000.0, 0.8, cover, 0.0, waived=False).fund == 0.0


def test_bypass_costs_and_referral_excuses(planned: Scenario) -> None:
    model, layout = planned.model, Layout(planned.model)
    site, case = layout.site("county_general", "zhuji"), planned.model.conditions["surgery"]
    assert site is not None
    alone = admission_bill(model, site, case, "resident", referred=False)
    referred = admission_bill(model, site, case, "resident", referred=True)
    scope = (3000 * 1.2 + 5 * 260) * 0.85
    assert alone.fund == pytest.approx((scope - 400) * 0.86 * 0.9)
    assert referred.fund == pytest.approx(scope * 0.86)  # one deductible for the whole chain


def test_the_uninsured_pay_all(baseline: Scenario) -> None:
    layout = Layout(baseline.model)
    site = layout.site("township", "zhuji")
    assert site is not None
    bill = visit_bill(baseline.model, site, layout.case("respiratory"), "none", referred=False)
    assert bill.fund == 0.0
    assert bill.out_of_pocket == bill.cost == pytest.approx(71 * 0.8)
