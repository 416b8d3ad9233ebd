"""People: joint shares, contracts by priority, arrivals under scale."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from simcore.region.demand import episodes_per_year, source, weekly_mean
from simcore.region.population import CLASSES, contract_coverage, contracts, joint_shares
from simcore.scenario.load import Scenario
from simcore.scenario.region.region import RegionScenario
from simcore.time_units import MINUTES_PER_YEAR

Changed = Callable[..., RegionScenario]
AGES = {"0-14": 0.1278, "15-59": 0.7186, "60+": 0.1536}


def contracting(changed: Changed, coverage: str, first: list[str]) -> RegionScenario:
    return changed({"policy.contracting": {"coverage": coverage, "first": first}})


def test_there_is_one_class_for_each_band_scheme_and_contract() -> None:
    assert len(CLASSES) == len({class_.name for class_ in CLASSES}) == 18


def test_joint_shares_are_a_whole_for_every_condition(baseline: Scenario) -> None:
    model = baseline.model
    for area in model.areas.values():
        for condition in [None, *model.conditions.values()]:
            shares = joint_shares(model, area, condition)
            assert sum(shares.values()) == pytest.approx(1.0, abs=1e-12)
            assert min(shares.values()) >= 0.0


def test_shares_weigh_by_the_rates_of_each_band(baseline: Scenario) -> None:
    """Of stable chronic patients, 0.1536 * 5 of 0.7186 * 0.5 + 0.1536 * 5 are 60+."""
    model = baseline.model
    shares = joint_shares(model, model.areas["zhuji"], model.conditions["chronic_stable"])
    old = sum(share for class_, share in shares.items() if class_.band == "60+")
    assert old == pytest.approx(0.1536 * 5 / (0.7186 * 0.5 + 0.1536 * 5))


def test_priority_groups_are_contracted_first(changed: Changed) -> None:
    """20%: all of the elderly (15.36%), then 4.64% of the people from the chronically ill.

    The elderly ill are covered by then, which leaves 18% of the band 15-59.
    """
    model = contracting(changed, "20%", ["elderly", "chronic", "children"])
    filled = contracts(model, AGES)
    taken = (0.20 - 0.1536) / (0.18 * 0.7186)
    assert filled.band["60+"] == pytest.approx(1.0)
    assert filled.band["0-14"] == 0.0
    assert filled.band["15-59"] == pytest.approx(taken * 0.18)
    assert filled.share("15-59", "chronic") == pytest.approx(taken)
    assert filled.share("15-59", None) == pytest.approx(taken * 0.18)


def test_what_priority_leaves_goes_to_everyone_alike(changed: Changed) -> None:
    model = contracting(changed, "50%", ["elderly"])
    filled = contracts(model, AGES)
    rest = (0.50 - 0.1536) / (1 - 0.1536)
    assert filled.band["0-14"] == pytest.approx(rest)
    assert filled.band["15-59"] == pytest.approx(rest)


@pytest.mark.parametrize("coverage", ["0%", "10%", "30%", "50%", "95%", "100%"])
def test_coverage_is_what_was_asked_for(changed: Changed, coverage: str) -> None:
    model = contracting(changed, coverage, ["elderly", "children", "women", "chronic"])
    assert contract_coverage(model) == pytest.approx(float(coverage[:-1]) / 100)


@pytest.mark.parametrize("scale", [1.0, 0.1, 0.01])
def test_arrivals_shrink_with_the_scale(baseline: Scenario, scale: float) -> None:
    model = baseline.model
    for condition in model.conditions:
        made = source(model, "keqiao", condition, scale)
        assert made is not None
        a_year = weekly_mean(made.rate) * MINUTES_PER_YEAR
        assert a_year == pytest.approx(scale * episodes_per_year(model, "keqiao", condition))
        assert sum(share for _, share in made.mix) == pytest.approx(1.0)


def test_the_six_areas_are_the_prefecture(baseline: Scenario) -> None:
    assert sum(area.residents for area in baseline.model.areas.values()) == 4_912_206
