"""What an imposed share takes: of compliance, of trust, of a price; played at 1:50."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from support.runs import WEEK

from simcore.building import built
from simcore.errors import ScenarioError
from simcore.experiments.replicate import Plan
from simcore.imposed import Turned
from simcore.play import simulate
from simcore.region.build import with_instrument
from simcore.region.instruments import instrument
from simcore.results.results import Results
from simcore.scenario.load import Scenario

INSTRUMENTS = ("compliance", "price", "trust")
SHORT: dict[str, Any] = {"scale": 0.02, "warmup": "1 w", "run": "2 w", "replications": 1,
                         "baseline": False}  # fmt: skip
WRITTEN = {  # what a planner would write to have a value of an instrument
    "compliance": ("policy.gatekeeping.compliance", "{:.12%}"),
    "price": ("policy.bypass_charge", "{:.9f} yuan"),
}


def imposing(scenario: Scenario, share: str, by: str, **changes: Any) -> Scenario:
    """Return a scenario that imposes a share by an instrument."""
    return scenario.with_({"policy.first_contact": {"primary_share": share, "by": by}, **changes})


def primary_share(found: Results) -> float:
    return float(found.indicators.set_index("id").loc["primary_visit_share", "value"]) / 100


@pytest.fixture(scope="module")
def as_planned(planned: Scenario) -> float:
    return primary_share(simulate(planned.with_({"policy.first_contact": "behavioural"}), **SHORT))


@pytest.mark.parametrize("by", INSTRUMENTS)
def test_the_share_is_reached(planned: Scenario, as_planned: float, by: str) -> None:
    found = simulate(imposing(planned, "70%", by), **SHORT)
    said = found.manifest["imposed"]
    assert (said["by"], said["reached"], said["played"]) == (by, True, said["needed"])
    assert said["range"][0] < said["needed"] < said["range"][1]
    assert said["needed"] > said["own"]
    assert said["realised_when_solved"] == pytest.approx(0.7, abs=5e-4)
    # the same patients at the same scale and length: what was solved is what is played
    assert primary_share(found) == pytest.approx(said["realised_when_solved"])
    assert as_planned == pytest.approx(said["without"])


def test_compliance_is_what_brings_it_about_where_nothing_is_said(planned: Scenario) -> None:
    scenario = planned.with_({"policy.first_contact": {"primary_share": "70%"}})
    found = instrument(scenario.model)
    assert found is not None
    assert found.name == "compliance"


@pytest.mark.parametrize(("changes", "least"), [
    ({"policy.gatekeeping.compliance": "60%"}, 0.05),
    ({"policy.bypass_charge": "50 yuan"}, 0.03),
    ({"choice.trust.mild": {"village": 0.27, "township": 0.88}}, 0.02),
], ids=INSTRUMENTS)  # fmt: skip
def test_what_an_instrument_stands_for_draws_to_primary_care(
    planned: Scenario, as_planned: float, changes: dict[str, Any], least: float
) -> None:
    """As a planner would write it, with the same patients and no share imposed."""
    free = planned.with_({"policy.first_contact": "behavioural", **changes})
    assert primary_share(simulate(free, **SHORT)) > as_planned + least


def test_a_share_out_of_reach_is_played_at_the_end_of_the_range(planned: Scenario) -> None:
    found = simulate(imposing(planned, "95%", "compliance"), **SHORT)
    said = found.manifest["imposed"]
    assert (said["reached"], said["needed"], said["played"]) == (False, None, 1.0)
    assert said["without"] < said["realised_when_solved"] < 0.95
    assert primary_share(found) == pytest.approx(said["realised_when_solved"])
    assert "cannot make it 95%" in found.manifest["notes"][-1]["en"]


def test_a_share_below_what_nobody_complying_gives_is_missed_too(planned: Scenario) -> None:
    found = simulate(imposing(planned, "40%", "compliance"), **SHORT)
    said = found.manifest["imposed"]
    assert (said["reached"], said["played"]) == (False, 0.0)
    assert said["without"] > primary_share(found) > 0.4


@pytest.mark.parametrize(("by", "value"), [("compliance", 0.55), ("price", 40.0)])
def test_a_value_that_is_solved_is_the_value_that_is_written(
    planned: Scenario, by: str, value: float
) -> None:
    """A Program turned to a value, and its Network, are those of a scenario with that value."""
    path, text = WRITTEN[by]
    scenario, plan = imposing(planned, "70%", by), Plan(WEEK, WEEK)
    written = imposing(planned, "70%", by, **{path: text.format(value)})
    found, other = (built(s, plan, scale=0.01, keep=False) for s in (scenario, written))
    turned = instrument(scenario.model)
    assert turned is not None
    program = Turned(found, turned).at(value)
    np.testing.assert_allclose(program.table, other.program.table, rtol=0, atol=1e-12)
    utility = program.choices.utility + (program.choices.lift * program.choices.lifted)[:, None]
    np.testing.assert_allclose(utility, other.program.choices.utility, rtol=0, atol=1e-9)
    network = with_instrument(found.network, scenario.model, turned, value, 0.01)
    gates = [name for name in network.pathways if f"{name}/gatekept" in network.pathways]
    assert gates
    for name in gates:
        got, wanted = network.pathways[name][0], other.network.pathways[name][0]
        np.testing.assert_allclose(got.by_class, wanted.by_class, atol=1e-12)


def test_a_charge_is_paid_by_patients_alone(planned: Scenario) -> None:
    """Who bypasses pays it; what the funds pay changes only as far as people go elsewhere."""

    def paid(charge: str) -> tuple[float, float]:
        free = planned.with_(
            {
                "policy.first_contact": "behavioural",
                "policy.bypass_charge": charge,
                "choice.cost_per_yuan": -1e-9,
            }
        )
        found = simulate(free, **SHORT).indicators.set_index("id")["value"]
        return float(found["patient_cost"]), float(found["fund_cost"])

    (patients, fund), (charged, fund_then) = paid("0 yuan"), paid("50 yuan")
    assert fund_then == pytest.approx(fund)
    assert charged > patients + 10.0


def test_the_reference_plays_the_same_compliance(planned: Scenario) -> None:
    few = dict.fromkeys(("keqiao", "shangyu", "zhuji", "shengzhou"))
    gone = {f"{part}.{area}": None for area in few for part in ("areas", "alliances")}
    small = imposing(planned, "70%", "compliance", **gone)
    how: dict[str, Any] = {"scale": 0.002, "warmup": "1 d", "run": "4 d", "replications": 1,
                           "baseline": False}  # fmt: skip
    ours, theirs = simulate(small, **how), simulate(small, **how, engine="simpy")
    assert ours.manifest["imposed"] == theirs.manifest["imposed"]
    assert ours.manifest["imposed"]["reached"]
    assert ours.hash == theirs.hash


@pytest.mark.parametrize(("changes", "path", "remedy"), [
    ({"policy.gatekeeping.applies_to": "nobody"}, "policy.gatekeeping.applies_to",
     "first_contact.by: trust, or price"),
    ({"policy.contracting.coverage": "0%"}, "policy.contracting.coverage", "contract some"),
    ({"policy.first_contact": {"primary_share": "70%", "by": "price"},
      "choice.cost_per_yuan": 0}, "policy.first_contact.by", "by: compliance, or trust"),
])  # fmt: skip
def test_an_instrument_that_moves_nobody_is_refused(
    planned: Scenario, changes: dict[str, Any], path: str, remedy: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        planned.with_(changes)
    [problem] = caught.value.problems
    assert (problem.path, problem.file is not None) == (path, True)
    assert remedy in problem.remedy.en
