"""An imposed share: the constant on primary care that makes it come true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Solution:
    """The constant found, the share from 0 to 1 that it gives, and how many runs it took."""

    constant: float
    realised: float
    evaluations: int


def solve(
    realised: Callable[[float], float],
    wanted: float,
    *,
    tolerance: float = 5e-4,
    start: tuple[float, float] = (0.0, 1.0),
    most: int = 30,
) -> Solution:
    """Find the constant at which `realised(constant)` is `wanted`.

    realised: the share from 0 to 1 that a constant gives. It is taken to rise with the constant
        and may be noisy, as a simulated share is; on common random numbers the noise is common
        too.
    wanted, tolerance: shares; how near is near enough.
    start: two constants to begin with, the lower first.
    most: runs.

    False position with the Illinois step (Dowell and Jarratt 1971, BIT 11, 168-174) after
    doubling outward to a bracket. Raises ValueError where no constant up to 2**10 reaches the
    share, or so many runs do not suffice.

    >>> found = solve(lambda constant: 0.4 + 0.1 * constant, 0.7)
    >>> round(found.constant, 6)
    3.0
    """
    count = 0

    def miss(constant: float) -> float:
        nonlocal count
        count += 1
        return realised(constant) - wanted

    low, high, at_low, at_high = _bracket(miss, *start)
    if at_low * at_high > 0:
        raise ValueError(f"no constant gives a share of {wanted:.1%}")
    for constant, value in ((low, at_low), (high, at_high)):
        if abs(value) <= tolerance:
            return Solution(constant, value + wanted, count)
    while count < most:
        middle = high - at_high * (high - low) / (at_high - at_low)
        value = miss(middle)
        if abs(value) <= tolerance:
            return Solution(middle, value + wanted, count)
        if value * at_high < 0:
            low, at_low = high, at_high
        else:
            at_low /= 2
        high, at_high = middle, value
    raise ValueError(f"a share of {wanted:.1%} was not reached in {most} runs")


def _bracket(
    miss: Callable[[float], float], low: float, high: float
) -> tuple[float, float, float, float]:
    """Return two constants, doubling outward, and what they miss: one too little, one too much.

    Both miss the same way where no constant up to 2**10 does otherwise.
    """
    at_low, at_high = miss(low), miss(high)
    while at_low * at_high > 0 and max(abs(low), abs(high)) < 1024:
        width = high - low
        if at_high < 0:
            low, at_low, high = high, at_high, high + 2 * width
            at_high = miss(high)
        else:
            high, at_high, low = low, at_low, low - 2 * width
            at_low = miss(low)
    return low, high, at_low, at_high
