"""Posted physicians: their sessions move, none is made and none is lost; what they can do moves."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest

from simcore.experiments.replicate import Plan, play
from simcore.network.compiler.compile import compile_network
from simcore.region.build import all_resources, build
from simcore.region.institutions import Site
from simcore.region.layout import Layout
from simcore.region.workforce import seeing
from simcore.results.observed import Observer
from simcore.results.run import Run
from simcore.scenario.load import Scenario, load_scenario
from simcore.time_units import MINUTES_PER_WEEK

SHAOXING = Path(__file__).parents[2] / "scenarios" / "shaoxing"
KINDS = ("village", "township", "county_general", "county_tcm", "private_hospital",
         "prefecture_hospital")  # fmt: skip
HOURS = np.arange(0.0, MINUTES_PER_WEEK, 30.0).tolist()
NOBODY = {"policy.postings": None}
SUPPOSED = {"sources.areas": "assumption", "sources.policy": "assumption"}
Posting = dict[str, object]


def week(layout: Layout, site: Site) -> np.ndarray:
    """Return the physicians in the clinic of a site in each half-hour of the week."""
    calendar = seeing(layout.model, site, "clinic")
    return np.array([calendar.at(minute) for minute in HOURS])


def clinics(scenario: Scenario) -> tuple[Layout, dict[str, Site]]:
    layout = Layout(scenario.model)
    return layout, {site.id: site for site in layout.sites if not site.outside}


def conserved(scenario: Scenario) -> None:
    """Demand that each half-hour has the sessions that it had, and each type its physicians."""
    (before, alone), (after, posted) = clinics(scenario.with_(NOBODY)), clinics(scenario)
    sessions = [sum(week(layout, site) for site in sites.values())
                for layout, sites in ((before, alone), (after, posted))]  # fmt: skip
    np.testing.assert_allclose(sessions[1], sessions[0], rtol=1e-12)
    built = {r.name: r.capacity for r in all_resources(after)}
    for name, site in posted.items():
        rounded = np.array([built[f"{name}/clinic"].at(minute) for minute in HOURS])
        np.testing.assert_allclose(rounded, week(after, site), atol=1.0)  # one at least
    for kind in scenario.model.institutions:
        there = sum(s.physicians["clinic"] - sum(p.number for p in s.posted)
                    for s in posted.values() if s.kind == kind)  # fmt: skip
        elsewhere = sum(p.number for s in posted.values() for p in s.posted if p.kind == kind)
        had = sum(s.physicians["clinic"] for s in alone.values() if s.kind == kind)
        assert there + elsewhere == pytest.approx(had)


@pytest.mark.parametrize("file", sorted(SHAOXING.glob("20*.yaml")), ids=lambda f: f.stem)
def test_a_shipped_scenario_keeps_its_sessions(file: Path) -> None:
    conserved(load_scenario(file))


@pytest.mark.parametrize("seed", range(8))
def test_any_postings_keep_the_sessions(baseline: Scenario, seed: int) -> None:
    """Several from one origin, to one destination, chains, there and back; uneven supply."""
    random = Random(seed)
    postings: dict[str, Posting] = {}
    for n in range(random.randint(1, 7)):
        origin, to = random.sample(KINDS, 2)
        postings[f"p{n}"] = {"origin": origin, "to": to, "share": f"{random.randint(1, 14)}%"}
    supply: dict[str, object] = {
        f"areas.{area}.supply": {random.choice(KINDS[:5]): f"{random.randint(0, 3) * 50}%"}
        for area in ("keqiao", "xinchang")
    }
    conserved(baseline.with_({"policy.postings": postings, **supply, **SUPPOSED}))


def test_posted_physicians_keep_their_own_calendar(baseline: Scenario) -> None:
    """City physicians, of whom 15.9% are in clinic, hold hospital sessions at the townships."""
    posting: Posting = {"origin": "prefecture_hospital", "to": "township", "share": "10%"}
    scenario = baseline.with_({"policy.postings": {"out": posting}})
    (before, alone), (after, posted) = clinics(scenario.with_(NOBODY)), clinics(scenario)
    hospital = scenario.model.sessions["hospital"]
    shape = np.array([hospital.at(minute) for minute in HOURS])
    residents = scenario.model.areas["zhuji"].residents
    gained = week(after, posted["zhuji/township"]) - week(before, alone["zhuji/township"])
    np.testing.assert_allclose(gained, 0.024 * residents / 1000 * 0.159 * shape, atol=1e-9)


def test_the_posted_of_an_area_stay_in_it(baseline: Scenario) -> None:
    posting: Posting = {"origin": "county_general", "to": "township", "share": "10%"}
    changes = {
        "policy.postings": {"out": posting},
        "areas.zhuji.supply": {"county_general": "200%"},
        **SUPPOSED,
    }
    _, posted = clinics(baseline.with_(changes))
    came = {area: sum(p.number for p in posted[f"{area}/township"].posted) * 1000
            / baseline.model.areas[area].residents for area in ("zhuji", "keqiao")}  # fmt: skip
    assert came == pytest.approx({"zhuji": 0.088, "keqiao": 0.044})


def test_capability_by_hand(baseline: Scenario) -> None:
    """A tenth of a clinic closes 10% of its gap to their own type; twice that at 200%; no more."""
    for capability, closed in (("0%", 0.0), ("100%", 0.1), ("200%", 0.2), ("2000%", 1.0)):
        posting: Posting = {
            "origin": "county_general", "to": "county_tcm", "share": "4.0404040404%",
            "capability": capability,
        }  # fmt: skip
        scenario = baseline.with_({"policy.postings": {"out": posting},
                                   "policy.capability": {"county_general": "50%"}})  # fmt: skip
        layout = Layout(scenario.model)
        site, lead = layout.site("county_tcm", "zhuji"), layout.site("county_general", "zhuji")
        assert site is not None
        assert lead is not None
        own = scenario.model.conditions["cancer"].treated_at["secondary"]
        theirs = own + 0.5 * (1 - own)
        assert layout.competence(lead, "cancer") == pytest.approx(theirs)
        assert layout.competence(site, "cancer") == pytest.approx(own + closed * (theirs - own))


def test_who_can_treat_less_brings_nothing(baseline: Scenario) -> None:
    posting: Posting = {"origin": "village", "to": "county_general", "share": "50%"}
    layout = Layout(baseline.with_({"policy.postings": {"up": posting}}).model)
    site = layout.site("county_general", "zhuji")
    assert site is not None
    own = baseline.model.conditions["respiratory"].treated_at["secondary"]
    assert layout.competence(site, "respiratory") == pytest.approx(own)


def referred_up(scenario: Scenario) -> float:
    """Return the referrals upwards from townships in four weeks at a hundredth."""
    plan = Plan(7 * 1440.0, 28 * 1440.0, seed=3)
    network = build(scenario.model, scale=0.01)
    program, legend = compile_network(network, plan.warmup, plan.run)
    run = Run(network, program, legend, plan, [play(program, plan, 0)], 0.01)
    counts = Observer(run)(run.windows[0]).counts
    up = (counts["event"] == "up_referral") & (counts["kind"] == "township")
    return float(counts["count"][up].sum())


def test_posted_specialists_treat_more_at_the_lower_tier(baseline: Scenario) -> None:
    """The same sessions, with and without what those who hold them can do."""
    posting: Posting = {"origin": "county_general", "to": "township", "share": "30%"}
    without, with_them = (
        referred_up(baseline.with_({"policy.postings": {"out": {**posting, "capability": c}}}))
        for c in ("0%", "100%")
    )
    assert with_them < 0.95 * without
