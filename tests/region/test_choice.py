"""First contact: utilities by hand, and what moves the shares."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from simcore.network.steps import Branch, Choose, Go
from simcore.region.build import build
from simcore.region.choice import utilities
from simcore.region.layout import Layout
from simcore.region.population import CLASSES, PatientClass
from simcore.scenario.load import Scenario
from simcore.scenario.region.region import RegionScenario

Changed = Callable[..., RegionScenario]
CONTRACTED, FREE = PatientClass("15-59", "resident", True), PatientClass("15-59", "resident", False)


def shares(choice: Choose, class_: PatientClass, lift: float = 0.0) -> dict[str, float]:
    index = CLASSES.index(class_)
    weight = {o.go: math.exp(o.utility[index] + lift * o.lifted) for o in choice.options}
    return {go: w / sum(weight.values()) for go, w in weight.items()}


def chooses(model: RegionScenario, start: str) -> Choose:
    step = build(model).pathways[start][0]
    assert isinstance(step, Choose)
    return step


def test_utility_by_hand(baseline: Scenario) -> None:
    """A mild respiratory infection at a township hospital, resident insurance.

    trust 0.38; 71 yuan * 80%, and 60 yuan for the 35% who are tested, of which 88% * 48% is paid
    for; 15 minutes. What may follow is left out of account here.
    """
    baseline = baseline.with_({"choice.foresight": "0%"})
    layout = Layout(baseline.model)
    site = layout.site("township", "keqiao")
    assert site is not None
    paid = (71 * 0.8 + 0.35 * 60) * (1 - 0.88 * 0.48)
    wanted = 0.38 - 0.008 * paid - 0.0232 * 15
    assert utilities(layout, site, "keqiao", "respiratory")[CLASSES.index(FREE)] == pytest.approx(
        wanted
    )
    assert utilities(layout, site, "keqiao", "respiratory")[
        CLASSES.index(CONTRACTED)
    ] == pytest.approx(wanted + 0.545)


def test_severity_weakens_price_and_travel(baseline: Scenario) -> None:
    """Cancer at the prefecture's hospitals: all but a fifth of cost and travel is forgiven."""
    baseline = baseline.with_({"choice.foresight": "0%"})
    layout = Layout(baseline.model)
    site = layout.site("prefecture_hospital", "zhuji")
    assert site is not None
    uninsured = PatientClass("15-59", "none", False)
    wanted = 4.20 + 0.2 - 0.2 * (0.008 * (252 * 2.6 + 0.85 * 160) + 0.0232 * 70)
    assert utilities(layout, site, "zhuji", "cancer")[CLASSES.index(uninsured)] == pytest.approx(
        wanted
    )


def test_trust_shifts_the_log_odds_of_primary_care(changed: Changed) -> None:
    step = chooses(changed(imposed("trust")), "zhuji/respiratory")

    def odds(constant: float) -> float:
        got = shares(step, FREE, constant)
        primary = sum(s for go, s in got.items() if go.split("/")[1] in PRIMARY)
        return math.log(primary / (1 - primary))

    assert odds(0.7) - odds(0.0) == pytest.approx(0.7)


def test_a_charge_for_bypass_counts_as_what_a_patient_pays(changed: Changed) -> None:
    """A yuan counts -0.008 in mild disease; some of those who start below go past a referral."""
    step = chooses(changed(imposed("price")), "zhuji/respiratory")
    yuan = {o.go: o.lifted / -0.008 for o in step.options}
    assert yuan["prefecture_hospital/respiratory/of zhuji/first"] == pytest.approx(1.0)
    assert 1.0 < yuan["zhuji/county_general/respiratory/first"] < 1.01
    assert 0.0 < yuan["zhuji/village/respiratory/first"] < 0.01
    assert yuan["zhuji/respiratory/no care"] == 0.0


def imposed(by: str) -> dict[str, object]:
    return {"policy.first_contact": {"primary_share": "70%", "by": by}}


PRIMARY = ("village", "township", "private_clinic")


def test_a_contract_draws_to_public_primary_care(baseline: Scenario) -> None:
    choice = chooses(baseline.model, "zhuji/respiratory")
    free, own = shares(choice, FREE), shares(choice, CONTRACTED)
    assert own["zhuji/township/respiratory/first"] > free["zhuji/township/respiratory/first"]
    assert (
        own["zhuji/private_clinic/respiratory/first"]
        < (free["zhuji/private_clinic/respiratory/first"])
    )


def test_waits_count_less_for_the_severe(baseline: Scenario) -> None:
    for condition, wanted in (("respiratory", -0.01), ("cancer", -0.002)):
        options = chooses(baseline.model, f"zhuji/{condition}").options
        felt = [weight for o in options for name, weight in o.waits if name.endswith("/clinic")]
        assert felt == pytest.approx([wanted] * len(felt))
        assert felt


def test_a_wait_for_a_bed_counts_as_often_as_one_is_needed(baseline: Scenario) -> None:
    """Of cancer 62% can be treated in a county hospital, 36% of these need a bed: -0.5 a day."""
    choice = chooses(baseline.model, "zhuji/cancer")
    waits = {name: weight for option in choice.options for name, weight in option.waits}
    wanted = 0.62 * 0.36 * 0.2 * -0.5 / 1440
    assert waits["zhuji/county_general/beds/general"] == pytest.approx(wanted)
    assert not any(name.startswith("elsewhere") for name in waits)


@pytest.mark.parametrize(("whom", "complying"), [("nobody", 0), ("contracted", 9), ("all", 18)])
def test_gatekeeping_binds_whom_it_applies_to(changed: Changed, whom: str, complying: int) -> None:
    model = changed({"policy.gatekeeping": {"applies_to": whom, "compliance": "40%"}})
    pathways = build(model).pathways
    step = pathways["zhuji/respiratory"][0]
    if not complying:
        assert isinstance(step, Choose)
        return
    assert isinstance(step, Branch)
    assert sorted({row[0] for row in step.by_class}) == sorted({0.4, 0.4 if complying == 18 else 0})
    assert sum(row[0] > 0 for row in step.by_class) == complying
    kept = pathways["zhuji/respiratory/gatekept"][0]
    assert isinstance(kept, Choose)
    assert {option.go.split("/")[1] for option in kept.options} == {*PRIMARY, "respiratory"}
    assert kept.options[-1].go == "zhuji/respiratory/no care"


def test_an_ambulance_without_a_department_leaves_people_unmet(changed: Changed) -> None:
    never = {f"institutions.{kind}.never": ["cardiac_stroke"]
             for kind in ("county_general", "prefecture_hospital")}  # fmt: skip
    [step] = build(changed(never)).pathways["zhuji/cardiac_stroke"]
    assert step == Go("left without the care needed/of zhuji")


def test_an_ambulance_goes_by_the_shares_of_the_area(baseline: Scenario) -> None:
    step = build(baseline.model).pathways["zhuji/cardiac_stroke"][0]
    assert isinstance(step, Branch)
    assert {go: share for share, go in step.options} == pytest.approx(
        {
            "zhuji/county_general/cardiac_stroke/first": 0.92,
            "prefecture_hospital/cardiac_stroke/of zhuji/first": 0.08,
        }
    )
