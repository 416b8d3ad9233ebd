"""The treatment centre of Nelson (2013), against the paper and an independent recursion.

Published: treat-sim, doi 10.5281/zenodo.10026326, table 3 of its reproducible pipeline: mean
waits in minutes, 50 days each. It has been printed with several sets of seeds. Waits differ so
much from day to day that 50 days tell a mean to about a tenth: more a comparison with the paper
cannot show, and the recursion can.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from support.chance import disagreements
from support.published import centre
from support.published.papers import Estimate, apart, estimate, load, play, spread

from simcore.building import network_of

PAPERS_REPLICATIONS = 50
STATIONS = ("triage", "registration", "examination", "cubicle", "trauma_room", "trauma_cubicle")
VARIANTS = ((), ("triage",), ("examination",), ("treatment",), ("triage_and_examination",))
PUBLISHED = {  # rows: stations, columns: variants
    "stars-simpy-example-docs, corrected": (
        (29.52, 1.17, 29.47, 23.99, 1.21),
        (101.88, 128.14, 101.09, 109.70, 125.47),
        (25.34, 24.93, 0.16, 24.03, 0.14),
        (134.19, 134.80, 148.81, 2.10, 150.61),
        (171.44, 182.96, 139.42, 166.51, 178.34),
        (20.26, 22.65, 19.40, 16.96, 19.48),
    ),
    "same seeds throughout": (
        (32.56, 1.26, 32.56, 32.56, 1.26),
        (104.69, 131.82, 104.69, 104.69, 131.82),
        (23.36, 24.44, 0.14, 23.36, 0.14),
        (130.73, 133.09, 144.50, 2.15, 147.81),
        (166.98, 189.67, 166.98, 166.98, 189.67),
        (14.39, 14.77, 14.39, 14.39, 14.77),
    ),
}
UNCORRECTED = (176.13, 208.33, 192.61, 165.71, 191.00)  # trauma treatment, wrong distribution
RUN = 25.0  # hours from midnight, of which it is open for
OPEN = 19.0


@cache
def played(days: int, *variants: str) -> list[dict[str, float]]:
    """Return the figures of so many days, means over the hours that it is open."""
    found = play(load("treatment-centre", *variants), days)
    return [
        {name: value * RUN / OPEN if name.endswith(": busy") else value
         for name, value in figures.items()}
        for figures in found
    ]  # fmt: skip


def recursion(days: int) -> dict[str, Estimate]:
    found = centre.days(days, seed=3)
    return {name: estimate(found, name) for name in found[0]}


def test_arrivals_to_be_expected_are_229_and_a_half() -> None:
    rate = network_of(load("treatment-centre")).sources[0].rate.pieces
    starts = np.array([minute for minute, _ in rate if minute < RUN * 60.0] + [RUN * 60.0])
    rates = [value for minute, value in rate if minute < RUN * 60.0]
    assert np.diff(starts) @ rates == pytest.approx(229.5, abs=1e-9)
    assert centre.PLAYED.sum() == pytest.approx(229.5, abs=1e-9)


def test_the_papers_thinning_lags() -> None:
    """It loses nearly three arrivals a day: it does not play the profile that it states."""
    found = centre.lagging_days(2000, seed=7)
    assert disagreements(found, {"arrivals": centre.lagging_arrivals()}) == []
    assert disagreements(found, {"arrivals": 229.5})


def test_agrees_with_an_independent_recursion() -> None:
    found = played(600)
    assert apart(found, recursion(600) | {"arrivals": Estimate(229.5, 0.0)}) == []


def of_50_days(found: list[dict[str, float]], name: str, mean: float) -> dict[str, Estimate]:
    return {name: Estimate(mean, spread(found, name) / PAPERS_REPLICATIONS**0.5)}


@pytest.mark.parametrize("column", range(len(VARIANTS)))
@pytest.mark.parametrize("table", PUBLISHED)
def test_agrees_with_the_paper(table: str, column: int) -> None:
    found = played(200, *VARIANTS[column])
    published: dict[str, Estimate] = {}
    for station, row in zip(STATIONS, PUBLISHED[table], strict=True):
        published |= of_50_days(found, f"{station}: wait", row[column])
    assert apart(found, published) == []


@pytest.mark.parametrize("column", range(len(VARIANTS)))
def test_the_papers_wrong_distribution_is_noticed(column: int) -> None:
    """Its waits of trauma patients for treatment, as printed before 1.1.1, are not ours."""
    found = played(200, *VARIANTS[column])
    assert apart(found, of_50_days(found, "trauma_cubicle: wait", UNCORRECTED[column]))


def test_one_more_examination_room_is_noticed() -> None:
    assert apart(played(100, "examination"), recursion(100))


def test_slower_registration_is_noticed() -> None:
    slow = {"lognormal": {"mean": "5.4 min", "sd": "1.4142135623730951 min"}}
    found = play(load("treatment-centre", pathways__non_trauma__0__use__for=slow), 300)
    others = recursion(600)
    assert apart(found, {name: others[name] for name in others if "registration" in name})


@pytest.mark.long
def test_agrees_closely() -> None:
    found = played(8000)
    assert apart(found, recursion(3000) | {"arrivals": Estimate(229.5, 0.0)}) == []
