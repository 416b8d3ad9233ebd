"""What people do when beds, prices, cover and rules change: signs, on common random numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from support.runs import WEEK

from simcore.engine.phases import Happening
from simcore.experiments.replicate import Plan, play
from simcore.network.compiler.compile import compile_network
from simcore.network.steps import Seize
from simcore.play import simulate
from simcore.region.build import build
from simcore.region.expected_cost import expected_cost
from simcore.region.insurance import admission_bill, visit_bill
from simcore.region.layout import Layout
from simcore.region.money import KEY, REFERRED_ROUTES, prices
from simcore.scenario.load import Scenario

LONG = pytest.mark.long  # each plays eight weeks twice
TERTIARY = "institutions.prefecture_hospital"
AREAS = ("yuecheng", "keqiao", "shangyu", "zhuji", "shengzhou", "xinchang")
SHARED_TESTS = {
    f"alliances.{area}.{key}": value
    for area in AREAS
    for key, value in (("kind", "tight"), ("shares", ["tests"]), ("competence", "30%"))
}
NOBODY = {"none": "100%", "resident": "0%", "employee": "0%"}
UNINSURED = dict.fromkeys(("0-14", "15-59", "60+"), NOBODY)
SCHEMES = ("employee", "resident")
TIERS = ("primary", "secondary", "tertiary", "outside")


def inpatient(ratio: str) -> dict[str, Any]:
    """Return what changes every inpatient ratio to one."""
    path = "insurance.schemes.{}.inpatient.{}.ratio"
    return {path.format(scheme, tier): ratio for scheme in SCHEMES for tier in TIERS}


def figures(scenario: Scenario) -> dict[str, float]:
    """Return the indicators of six weeks after two, at 2% of full size."""
    found = simulate(scenario, scale=0.02, warmup="2 w", run="6 w", replications=1).indicators
    return dict(zip(found["id"], found["value"], strict=True))


@pytest.fixture(scope="module")
def before(baseline: Scenario) -> dict[str, float]:
    return figures(baseline)


@pytest.mark.parametrize(("changes", "signs"), [
    pytest.param({"policy.private.beds_per_1000": "1.4 per 1000"},
                 {"private_visit_share": +1.0, "private_admission_share": +1.0},
                 id="more private beds"),
    pytest.param({f"{TERTIARY}.visit_cost": "568 yuan", f"{TERTIARY}.admission_cost": "25198 yuan"},
                 {"bypass_rate": -4.0, "visits_a_head": -0.05, "no_care_share": +0.5,
                  "primary_visit_share": +1.0}, id="tertiary care at twice its price", marks=LONG),
    pytest.param({"population.insurance": UNINSURED},
                 {"visits_a_head": -0.3, "admission_rate": -0.5, "no_care_share": +3.0},
                 id="nobody insured"),
    pytest.param(inpatient("10%"), {"admission_rate": -0.1, "no_care_share": +0.3},
                 id="inpatient care hardly covered", marks=LONG),
    pytest.param({"policy.bypass_penalty": "50%"},
                 {"bypass_rate": -2.0, "primary_visit_share": +2.0}, id="a penalty on bypass"),
    pytest.param({"institutions.county_general.physicians.clinic.density": "0.66 per 1000"},
                 {"primary_visit_share": -1.0, "no_care_share": -0.2},
                 id="more physicians at county hospitals", marks=LONG),
    pytest.param({f"{TERTIARY}.beds": {"general": "0.5 per 1000", "surgical": "0.16 per 1000"}},
                 {"occupancy_tertiary": +3.0, "wait_bed_tertiary": +10.0,
                  "within_county_admission_rate": +0.5},
                 id="fewer beds in the city"),
    pytest.param({"policy.referral.recognised_tests": "100%"},
                 {"cost_a_visit": -0.3, "wait_test": -0.05}, id="recognised tests", marks=LONG),
    pytest.param({"policy.referral.down": {"recovery": "100%", "chronic": "3%",
                                           "accepted": "100%"}},
                 {"down_referrals": +5.0, "cost_an_admission": -20.0},
                 id="recovery below", marks=LONG),
    pytest.param(SHARED_TESTS, {"up_referrals": -2.0}, id="shared test centres", marks=LONG),
])  # fmt: skip
def test_people_respond(
    baseline: Scenario, before: dict[str, float], changes: Mapping[str, Any],
    signs: Mapping[str, float],
) -> None:  # fmt: skip
    """Each indicator moves by so much at least, in the direction of its sign."""
    after = figures(baseline.with_(dict(changes)))
    for indicator, least in signs.items():
        moved = after[indicator] - before[indicator]
        assert moved * least > 0.0, (indicator, moved)
        assert abs(moved) > abs(least), (indicator, moved)


def test_kept_seats_cost_nobody_a_physician(baseline: Scenario, before: dict[str, float]) -> None:
    """The referred get an earlier day, others a later one; waits on the day stay as they are."""
    kept = {"policy.referral.up.reserved_slots": "60%", "policy.referral.up.released": "1 d"}
    after = figures(baseline.with_(kept))
    assert after["wait_booking_referred"] < before["wait_booking_referred"] - 0.1
    assert after["wait_booking"] > before["wait_booking"] + 0.1
    for tier in ("secondary", "tertiary"):
        name = f"wait_consultation_{tier}"
        assert after[name] == pytest.approx(before[name], rel=0.1)
    assert after["primary_visit_share"] == pytest.approx(before["primary_visit_share"], abs=0.5)


def test_nobody_goes_where_nobody_works(baseline: Scenario) -> None:
    network = build(baseline.with_({"policy.private.beds_per_1000": "0 per 1000"}).model)
    assert not [r.name for r in network.resources if "private_hospital" in r.name]
    assert not [name for name in network.pathways if "private_hospital" in name]
    assert [r.name for r in network.resources if "private_clinic" in r.name]


def test_a_larger_place_draws_by_the_power_of_its_size(baseline: Scenario) -> None:
    """Twice the physicians: the odds against any other rise by 2 to the power of `size`."""
    twice = {"institutions.township.physicians.clinic.density": "0.92 per 1000"}
    size = []
    for scenario in (baseline, baseline.with_(twice)):
        layout = Layout(scenario.model)
        site = layout.site("township", "zhuji")
        assert site is not None
        size.append(site.size("clinic"))
    assert size[1] == pytest.approx(2.0 * size[0]) == pytest.approx(2.0)


def test_the_cost_that_is_expected_by_hand(baseline: Scenario) -> None:
    """Outside, with all foresight: the visit, and the admission that 36% of cancer need."""
    cases = baseline.with_({"choice.foresight": "100%"}).model
    layout = Layout(cases)
    site = layout.site("elsewhere", "zhuji")
    assert site is not None
    case = layout.case("cancer")
    visit = visit_bill(cases, site, case, "resident", False).out_of_pocket
    bed = admission_bill(cases, site, case, "resident", False).out_of_pocket
    found = expected_cost(layout, site, "zhuji", "cancer", "resident")
    assert found == pytest.approx(visit + 0.36 * bed)


def test_a_referral_is_part_of_the_cost_of_where_it_comes_from(baseline: Scenario) -> None:
    """Dearer tertiary care makes a county hospital, which refers there, dearer as well."""
    dear = baseline.with_({f"{TERTIARY}.admission_cost": "25198 yuan"})
    found = []
    for scenario in (baseline, dear):
        layout = Layout(scenario.model)
        site = layout.site("county_general", "zhuji")
        assert site is not None
        found.append(expected_cost(layout, site, "zhuji", "cancer", "resident"))
    assert found[1] > found[0]


def test_an_admission_is_what_the_last_visit_was(baseline: Scenario) -> None:
    """Who came past a referral is admitted as `self`, outside too: not as one who was referred."""
    network = build(baseline.model, scale=0.005)
    plan = Plan(WEEK, 6 * WEEK, seed=3, log=True)
    program, legend = compile_network(network, plan.warmup, plan.run)
    log = play(program, plan, 0).log
    assert log is not None
    last: dict[tuple[int, int], str] = {}
    seen: Counter[tuple[str, str]] = Counter()
    for event in log[log.kind == Happening.MET]:
        tags, patient = legend.steps[event.step].tags, (int(event.source), int(event.ordinal))
        route = tags.get("route", "")
        if tags.get("event") == "visit" and route != "followup":
            last[patient] = route
        if tags.get("event") == "admission" and patient in last and route != "emergency":
            assert route == last[patient]
            seen[route, tags["tier"]] += 1
    assert {("self", "tertiary"), ("self", "outside"), ("first", "outside")} <= seen.keys()
    assert {("referred", "tertiary"), ("referred", "secondary")} <= seen.keys()


def test_only_who_was_referred_has_priority_and_no_penalty(baseline: Scenario) -> None:
    model = baseline.with_({"policy.bypass_penalty": "20%"}).model
    beds = [
        step
        for steps in build(model).pathways.values()
        for step in steps
        if isinstance(step, Seize) and step.tags.get("event") == "admission"
    ]
    ranks = {step.tags["route"]: step.priority for step in beds}
    assert ranks["emergency"] < ranks["referred"] < ranks["first"] == ranks["self"]
    fund = prices(Layout(model)).set_index(list(KEY))["fund"]
    outside = ("admission", "elsewhere", "cancer", "resident")
    alone, referred = fund[(*outside, False)], fund[(*outside, True)]
    assert alone == pytest.approx(0.8 * referred)
    assert not {"self", "first"} & set(REFERRED_ROUTES)
