"""The stroke pathway of PathSimR: beds that stay taken until there is one further on.

Its outputs are figures in documents of other use cases, none for this one; so it is compared
with a chain of counts, which is exact in law as all its times are exponential, and with what
follows from its rates alone.
"""

from __future__ import annotations

from functools import cache

import pytest
from support.published import wards
from support.published.papers import Estimate, apart, estimate, load, play

DAYS = 364
FIGURES = ("hasu: busy", "asu: busy", "sa1: busy", "sa2: busy", "hasu: blocked", "asu: blocked",
           "hasu: waiting")  # fmt: skip


@cache
def chain(n: int, days: float) -> dict[str, Estimate]:
    found = wards.years(n, days, seed=5)
    return {name: estimate(found, name) for name in FIGURES}


def test_blocking_agrees_with_a_chain_of_counts() -> None:
    found = play(load("stroke-pathway"), 40, DAYS * 1440.0)
    assert apart(found, chain(24, DAYS)) == []
    assert estimate(found, "asu: blocked").mean > 1.0


def test_blocking_left_out_is_noticed() -> None:
    enough = {f"resources__{ward}__capacity": 500 for ward in ("sa1", "sa2")}
    found = play(load("stroke-pathway", **enough), 40, DAYS * 1440.0)
    assert any(wrong.startswith("asu: blocked") for wrong in apart(found, chain(24, DAYS)))


def test_with_beds_enough_nobody_is_blocked() -> None:
    """Then a ward holds its arrivals times its stay, and the delay of its discharges.

    Little (1961), Operations Research 9, 383-387; after a year from empty.
    """
    plenty = {f"resources__{ward}__capacity": 500 for ward in wards.BEDS}
    scenario = load("stroke-pathway", time__warmup="364 d", time__run="728 d", **plenty)
    found = play(scenario, 40)
    rate, rates = wards.ARRIVALS, {}
    for ward, before in (("hasu", None), ("asu", "hasu"), ("sa1", "asu"), ("sa2", "asu")):
        rates[ward] = rates[before] * wards.ONWARDS[before][ward] if before else rate
    expected = {
        f"{ward}: busy": Estimate(
            rate * (wards.STAY[ward] + sum(
                share * wards.ARRANGED.get(goal, 0.0) for goal, share in wards.ONWARDS[ward].items()
            )), 0.0)
        for ward, rate in rates.items()
    }  # fmt: skip
    assert apart(found, expected) == []
    assert all(figures["asu: blocked"] == 0.0 for figures in found)


@pytest.mark.long
def test_blocking_agrees_closely() -> None:
    found = play(load("stroke-pathway"), 1000, DAYS * 1440.0)
    assert apart(found, chain(200, DAYS)) == []
