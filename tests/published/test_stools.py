"""The stools of the Ciw tutorial III: three stations in a row that block each other.

Ciw 3.2.7, https://ciw.readthedocs.io, tutorial III: stools lost an hour, mean of 8 trials.
"""

from __future__ import annotations

import numpy as np
import pytest
from support.published import line
from support.published.papers import Estimate, apart, estimate, load, play

LOST = (9, 10, 6, 9, 4, 7, 10, 3)  # the eight trials as printed; mean 7.25
STEADY = 0.875  # mean of eight trials of steadier work
SPANS = {(): (3.0, 5.0), ("steady",): (3.5, 4.5)}  # seconds of work, by variant
each_variant = pytest.mark.parametrize("variants", SPANS, ids=lambda v: " ".join(v) or "base")


def recursion(n: int, variants: tuple[str, ...]) -> Estimate:
    return estimate(line.hours(n, *SPANS[variants], seed=2), "lost: left")


@each_variant
def test_agrees_with_an_independent_recursion(variants: tuple[str, ...]) -> None:
    found = play(load("stools", *variants), 300)
    assert apart(found, {"lost: left": recursion(100, variants)}) == []


def test_agrees_with_the_tutorial() -> None:
    published = Estimate(float(np.mean(LOST)), float(np.std(LOST, ddof=1)) / len(LOST) ** 0.5)
    assert apart(play(load("stools"), 300), {"lost: left": published}) == []


def test_steadier_work_agrees_with_the_tutorial() -> None:
    """Its eight trials are not printed: their error is that of eight of the recursion's."""
    error = recursion(100, ("steady",)).error * (100 / len(LOST)) ** 0.5
    found = play(load("stools", "steady"), 300)
    assert apart(found, {"lost: left": Estimate(STEADY, error)}) == []


def test_one_place_less_is_noticed() -> None:
    found = play(load("stools", resources__seat__waiting_room=2), 300)
    assert apart(found, {"lost: left": recursion(100, ())})


@pytest.mark.long
@each_variant
def test_agrees_closely(variants: tuple[str, ...]) -> None:
    found = play(load("stools", *variants), 4000)
    assert apart(found, {"lost: left": recursion(1500, variants)}) == []
