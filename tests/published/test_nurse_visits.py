"""The nurse visits of the DES RAP book: M/M/5.

Heather and Monks, pydesrap_mms, doi 10.5281/zenodo.14622466; outputs/example_overall.csv.
"""

from __future__ import annotations

import math

import pytest
from support.analytic.theory import erlang_c, mmc_wait
from support.chance import disagreements
from support.published.papers import Estimate, apart, estimate, load, play

RATE, NURSES, VISIT = 0.25, 5, 10.0  # a minute, nurses, minutes
EXACT = {
    "nurse: wait": mmc_wait(RATE, NURSES, VISIT),
    "nurse: busy": RATE * VISIT,
    "nurse: waiting": RATE * mmc_wait(RATE, NURSES, VISIT),
    "seen: stay": mmc_wait(RATE, NURSES, VISIT) + VISIT,
    "arrivals": RATE * 30 * 1440,
}
# Of 31 replications; where the paper gives no deviation, that of one Poisson count or of ours.
PUBLISHED_WAIT = Estimate(0.48846, 0.0632 / math.sqrt(31))
PUBLISHED_ARRIVALS = Estimate(10755.16, math.sqrt(10800 / 31))


def test_erlang() -> None:
    assert erlang_c(NURSES, RATE * VISIT) == pytest.approx(0.130371, abs=5e-7)
    assert EXACT["nurse: wait"] == pytest.approx(0.521485, abs=5e-7)


def test_agrees_with_theory_and_with_the_paper() -> None:
    found = play(load("nurse-visits"), 120)
    assert disagreements(found, EXACT) == []
    assert apart(found, {"nurse: wait": PUBLISHED_WAIT, "arrivals": PUBLISHED_ARRIVALS}) == []


def test_the_papers_seeds_are_a_light_block() -> None:
    """Its own 95% interval misses the truth, by 2.9 standard errors: about 1 in 270."""
    off = (EXACT["nurse: wait"] - PUBLISHED_WAIT.mean) / PUBLISHED_WAIT.error
    assert 1.96 < off < 3.0


def test_slower_visits_are_noticed() -> None:
    slower = load("nurse-visits", pathways__visit__0__use__for={"exponential": "10.2 min"})
    assert disagreements(play(slower, 60), EXACT)


@pytest.mark.long
def test_agrees_closely() -> None:
    found = play(load("nurse-visits"), 2000)
    assert disagreements(found, EXACT) == []
    assert estimate(found, "nurse: wait").error < 0.002
