"""An imposed share: the value of an instrument that makes it come true."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass

INDICATOR = "primary_visit_share"  # that a scenario may impose, %

Share = Callable[[float], float]
Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Solution:
    """The value found, and what it brings about. Shares are from 0 to 1.

    realised: the share at the value. reached: whether that is the one wanted; if not, the value is
    the end of the range. without: the share at the value from which the search began.
    evaluations: runs that it took.
    """

    value: float
    realised: float
    reached: bool
    without: float
    evaluations: int


def counted(tags: Mapping[str, str]) -> tuple[bool, bool]:
    """Tell of a step by its tags whether visits there are of the share, and of all it is among.

    As the indicator `primary_visit_share` counts: visits at primary institutions of the patient's
    county, among all visits in that county.
    """
    local = tags.get("event") == "visit" and tags["area"] == tags["place"]
    return local and tags["tier"] == "primary", local


def solve(
    realised: Share, expected: Share, wanted: float, within: Range,
    begin: tuple[float, float], *, tolerance: float = 5e-4, most: int = 30,
) -> Solution:  # fmt: skip
    """Find the value of an instrument at which `realised(value)` is `wanted`.

    realised: the share from 0 to 1 that a run with a value gives. It is taken to rise with the
        value and may be noisy; on common random numbers the noise is common too.
    expected: the share that the choices' logit gives for a value, by what the last run has shown;
        rises with the value.
    wanted, tolerance: shares; how near is near enough.
    within: the range of the instrument. begin: a value in it that was played, and its share.
    most: runs, that one among them.

    What a run misses is made up for along the curve of the expected share (whose inverse is, for
    one logit, Berry's: 1994, RAND Journal of Economics 25, 242-262); from the second run on, by the
    ratio between what both shares have changed, which is below 1 as people avoid longer waits. A
    value that runs have shown to be too low or too high is not tried again. Where an end of the
    range does not reach the share, that end is the solution. Raises ValueError where so many runs
    do not suffice.

    >>> begin = (1.0, 0.5)
    >>> found = solve(lambda c: 0.4 + 0.1 * c, lambda c: 0.5 + 0.2 * c, 0.7, (0.0, 9.0), begin)
    >>> round(found.value, 6), found.without
    (3.0, 0.5)
    """
    low, high = within
    value, share = begin
    without, ratio, played = share, 1.0, {value}
    for run in range(1, most):
        reached = abs(share - wanted) <= tolerance
        if reached or value == within[share < wanted]:
            return Solution(value, share, reached, without, run)
        low, high = (value, high) if share < wanted else (low, value)
        goal = expected(value) + (wanted - share) / ratio
        before, share_before = value, share
        value = _value_of(expected, goal, (low, high), played)
        share = realised(value)
        played.add(value)
        ratio = _ratio(share - share_before, expected(value) - expected(before))
    raise ValueError(f"a share of {wanted:.1%} was not reached in {most} runs")


def _ratio(realised: float, expected: float) -> float:
    """Return how much of an expected change came about, 1 where noise hides it."""
    return realised / expected if realised * expected > 0.0 else 1.0


def _value_of(expected: Share, goal: float, left: Range, played: Container[float]) -> float:
    """Return the value at which the expected share is the goal.

    left: where it is sought. Where it is not there, the value is the end of that if it has not been
    played, else the one at half its shares.
    """
    from scipy.optimize import brentq  # for an imposed share alone

    (low, high), (at_low, at_high) = left, map(expected, left)
    if goal <= at_low and low not in played:
        return low
    if goal >= at_high and high not in played:
        return high
    if not at_low < goal < at_high:
        goal = (at_low + at_high) / 2.0
    return float(brentq(lambda value: expected(value) - goal, low, high))
