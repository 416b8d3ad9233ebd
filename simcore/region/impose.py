"""An imposed share: the constant on primary care that makes it come true."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

INDICATOR = "primary_visit_share"  # that a scenario may impose, %
FARTHEST = 60.0  # a constant of which only one kind of choice is left

Share = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Solution:
    """The constant found, the share from 0 to 1 that it gives, and how many runs it took."""

    constant: float
    realised: float
    evaluations: int


def counted(tags: Mapping[str, str]) -> tuple[bool, bool]:
    """Tell of a step by its tags whether visits there are of the share, and of all it is among.

    As the indicator `primary_visit_share` counts: visits at primary institutions of the patient's
    county, among all visits in that county.
    """
    local = tags.get("event") == "visit" and tags["area"] == tags["place"]
    return local and tags["tier"] == "primary", local


def solve(
    realised: Share, expected: Share, wanted: float, *, tolerance: float = 5e-4, most: int = 30
) -> Solution:
    """Find the constant at which `realised(constant)` is `wanted`.

    realised: the share from 0 to 1 that a run with a constant gives. It is taken to rise with the
        constant and may be noisy; on common random numbers the noise is common too.
    expected: the share that the choices' logit gives for a constant, by what the last run has
        shown; rises with the constant.
    wanted, tolerance: shares; how near is near enough.
    most: runs.

    The first constant is that at which the expected share is the wanted one (for one logit, that is
    Berry's inversion: 1994, RAND Journal of Economics 25, 242-262). What a run misses then is made
    up for along the curve of the expected share; from the second run on, by the ratio between what
    both shares have changed, which is below 1 as people avoid longer waits. A constant that runs
    have shown to be too low or too high is not tried again. Raises ValueError where no constant
    reaches the share, or so many runs do not suffice.

    >>> found = solve(lambda c: 0.4 + 0.1 * c, lambda c: 0.5 + 0.2 * c, 0.7)
    >>> round(found.constant, 6)
    3.0
    """
    low, high = -FARTHEST, FARTHEST
    constant, share, ratio = math.nan, math.nan, 1.0
    goal = wanted
    for run in range(1, most + 1):
        before, share_before = constant, share
        constant = _constant_of(expected, goal, low, high)
        share = realised(constant)
        if abs(share - wanted) <= tolerance:
            return Solution(constant, share, run)
        if constant == math.copysign(FARTHEST, wanted - share):
            raise ValueError(f"no constant gives a share of {wanted:.1%}")
        low, high = (constant, high) if share < wanted else (low, constant)
        if run > 1:
            ratio = _ratio(share - share_before, expected(constant) - expected(before))
        goal = expected(constant) + (wanted - share) / ratio
    raise ValueError(f"a share of {wanted:.1%} was not reached in {most} runs")


def _ratio(realised: float, expected: float) -> float:
    """Return how much of an expected change came about, 1 where noise hides it."""
    return realised / expected if realised * expected > 0.0 else 1.0


def _constant_of(expected: Share, goal: float, low: float, high: float) -> float:
    """Return the constant at which the expected share is the goal.

    low, high: between which it is sought. Where it is not there, the constant is FARTHEST if that
    is one of them, else the one at half their shares.
    """
    from scipy.optimize import brentq  # for an imposed share alone

    at_low, at_high = expected(low), expected(high)
    if goal <= at_low and low == -FARTHEST:
        return low
    if goal >= at_high and high == FARTHEST:
        return high
    if not at_low < goal < at_high:
        goal = (at_low + at_high) / 2.0
    return float(brentq(lambda constant: expected(constant) - goal, low, high))
