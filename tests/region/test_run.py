"""A few weeks of Shaoxing at a hundredth: it runs, and people do what they should."""

from __future__ import annotations

import pytest

from simcore.experiments.replicate import Plan, play
from simcore.network.compiler.compile import compile_network
from simcore.region.build import build
from simcore.results.observed import Observer
from simcore.results.run import Run
from simcore.scenario.load import Scenario

WEEK = 7 * 1440.0
Figures = dict[str, float]


def figures(scenario: Scenario) -> Figures:
    """Return every indicator of six weeks after four, at 2% of full size; no share is imposed.

    After two weeks, with appointments days ahead, the beds are not yet as full as they will be.
    """
    network = build(scenario.model, scale=0.02)
    plan = Plan(4 * WEEK, 6 * WEEK, seed=7)
    program, legend = compile_network(network, plan.warmup, plan.run)
    played = play(program, plan, 0)
    assert played.status == "complete"
    run = Run(network, program, legend, plan, [played], 0.02)
    observed = Observer(run)(run.windows[0])
    return {indicator.id: indicator.value(observed) for indicator in network.indicators}


@pytest.fixture(scope="module")
def before(baseline: Scenario) -> Figures:
    return figures(baseline)


@pytest.fixture(scope="module")
def after(planned: Scenario) -> Figures:
    return figures(planned.with_({"policy.gatekeeping.compliance": "50%"}))


@pytest.mark.parametrize(
    ("indicator", "low", "high"),
    [
        ("visits_a_head", 6.5, 8.5),
        ("admission_rate", 13.0, 17.0),
        ("primary_visit_share", 52.0, 61.0),
        ("within_county_visit_rate", 83.0, 89.0),
        ("private_visit_share", 12.0, 19.0),
        ("occupancy_tertiary", 70.0, 100.0),
        ("occupancy_secondary", 60.0, 90.0),
        ("inpatient_reimbursement", 70.0, 80.0),
        ("stepped_down_share", 0.3, 2.5),
    ],
)
def test_the_baseline_is_plausible(
    before: Figures, indicator: str, low: float, high: float
) -> None:
    """Wide bands about published figures: a slip of unit or sign leaves them."""
    assert low < before[indicator] < high


def test_the_plan_moves_patients_as_it_means_to(before: Figures, after: Figures) -> None:
    rise = ("primary_visit_share", "within_county_visit_rate", "contracted_first_contact",
            "stepped_down_share", "down_referrals_chronic", "up_referrals")  # fmt: skip
    for indicator in rise:
        assert after[indicator] > before[indicator], indicator
    assert after["bypass_rate"] < before["bypass_rate"]


def test_few_lower_beds_block_acute_ones(planned: Scenario) -> None:
    few = planned.with_({"institutions.township.beds.general": "0.05 per 1000"})
    assert figures(few)["blocked_bed_days"] > 0.0


def test_every_indicator_has_a_value(after: Figures) -> None:
    without = {id_ for id_, value in after.items() if value != value}
    assert without == set()
