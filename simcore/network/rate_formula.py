"""A rate by formula as level steps, which engines play.

In each step as many patients are expected as the formula says, to a millionth of its greatest
value: steps are halved until both halves agree with the whole, and until the formula moves in each
by no more than a twentieth of its greatest value, or the step is no longer than a second, as around
a jump.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from simcore.network.time_span import TimeError
from simcore.text import Label
from simcore.time_units import MINUTES_PER_DAY, MINUTES_PER_HOUR, SECONDS_PER_MINUTE

Floats = npt.NDArray[np.float64]

MOVES = 0.05  # of its greatest value: by as much a formula may move within a step
AGREES = 1e-6  # of its greatest value: the mean of a step, and that of its halves
LONGEST, SHORTEST = MINUTES_PER_HOUR, 1.0 / SECONDS_PER_MINUTE  # minutes of a step
MOST = 2_000_000  # steps
GREATEST = 1e9  # patients a minute, as of other rates
ROUNDING = 1e-9  # of its greatest value: what is as little below 0 is 0
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(5)
_LOOKS = np.concatenate([(_NODES + 1) / 2, (_NODES + 1) / 4, (_NODES + 3) / 4])  # whole, halves


class WrongRate(TimeError):
    """A formula that gives no rate at some moment, or changes too fast to be played."""


def steps_of(
    rate: Callable[[Floats], Floats], cuts: Floats, name: str, start: float
) -> tuple[Floats, Floats]:
    """Return steps, as their first minutes and the mean rates in them.

    rate: its value at some minutes.
    cuts: rising minutes, from the first to the end.
    name: of the source. start: minute of day 0.
    Raises WrongRate where a value is none, below 0 or above `GREATEST`, or there are more than
    `MOST` steps.
    """
    begins, ends = _hourly(cuts)
    greatest, done = 0.0, list[tuple[Floats, Floats]]()
    while begins.size:
        if begins.size + sum(b.size for b, _ in done) > MOST:
            raise _too_fast(name)
        widths = ends - begins
        minutes = begins[:, None] + widths[:, None] * _LOOKS
        values = rate(minutes)
        greatest = float(np.fmax.reduce(values, axis=None, initial=greatest))
        wrong = ~((values >= -ROUNDING * greatest) & (values <= GREATEST))
        if wrong.any():
            raise _no_rate(name, float(values[wrong][0]), float(minutes[wrong][0]) - start)
        whole, first, second = (values[:, k : k + 5] @ _WEIGHTS / 2 for k in (0, 5, 10))
        mean: Floats = (first + second) / 2
        alike = np.abs(whole - mean) <= AGREES * greatest
        level = np.ptp(values, axis=1) <= MOVES * greatest
        fine = (alike & level) | (widths <= SHORTEST)
        done.append((begins[fine], np.maximum(mean[fine], 0.0)))
        begins, ends = begins[~fine], ends[~fine]
        middles = (begins + ends) / 2
        begins, ends = np.concatenate([begins, middles]), np.concatenate([middles, ends])
    starts, means = (np.concatenate(one) for one in zip(*done, strict=True))
    order = np.argsort(starts)
    return starts[order], means[order]


def _hourly(cuts: Floats) -> tuple[Floats, Floats]:
    """Return the pieces between cuts, none longer than an hour: their first minutes, and ends."""
    lengths = np.diff(cuts)
    parts = np.ceil(lengths / LONGEST).astype(int)
    number = np.arange(parts.sum()) - np.repeat(np.cumsum(parts) - parts, parts)
    begins = np.repeat(cuts[:-1], parts) + number * np.repeat(lengths / parts, parts)
    return begins, np.append(begins[1:], cuts[-1])


def _no_rate(name: str, value: float, minute: float) -> WrongRate:
    day, an_hour = minute / MINUTES_PER_DAY, f"{value * MINUTES_PER_HOUR:.4g}"
    return WrongRate(
        Label(f'the rate of "{name}" is {an_hour} an hour at day {day:.4g}',
              f"第 {day:.4g} 天“{name}”的到达率为每小时 {an_hour}"),
        Label("let it be 0 to 1e9 / min always, in the warm-up (before day 0) too: max(0, ...)",
              "请使其始终在 0 至 1e9 / min 之间，预热期（第 0 天之前）亦然，例如 max(0, ...)"),
    )  # fmt: skip


def _too_fast(name: str) -> WrongRate:
    return WrongRate(
        Label(f'the rate of "{name}" changes too often: more than {MOST:,} steps would be needed',
              f"“{name}”的到达率变化过快，需要 {MOST:,} 个以上的时间步"),
        Label("let it change more slowly, or run for a shorter time",
              "请使其变化更慢，或缩短运行时间"),
    )  # fmt: skip
