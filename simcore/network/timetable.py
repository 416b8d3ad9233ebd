"""A value by steps from a moment on: once, or round and round in a cycle of any length."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Generic, TypeVar

from simcore.network.weekly_profile import WeeklyProfile

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Timetable(Generic[T]):
    """Steps (minute since its beginning, value); each lasts until the next one begins.

    steps: rising, the first at minute 0.
    cycle: minutes, behind the last step, after which it begins anew, and so also before its
        beginning; None where it is played once: the first value then also holds before, and the
        last one for ever.
    start: when it begins; None for the start of the run, after the warm-up.
    It follows time alone: no weekday, and no holiday.
    Raises ValueError where steps or cycle are not so.

    >>> nurses = Timetable(((0.0, 3), (720.0, 1)), cycle=2880.0)
    >>> list(nurses.over(begin=1440.0, end=3000.0))[-4:]
    [(-1440.0, 3), (-720.0, 1), (1440.0, 3), (2160.0, 1)]
    """

    steps: tuple[tuple[float, T], ...]
    cycle: float | None = None
    start: datetime | None = None

    def __post_init__(self) -> None:
        begins = [minute for minute, _ in self.steps]
        ends = [] if self.cycle is None else [self.cycle]
        if begins[:1] != [0.0] or not all(a < b for a, b in pairwise([*begins, *ends])):
            raise ValueError(f"{begins} do not rise from minute 0 to the cycle's end")

    @property
    def values(self) -> tuple[T, ...]:
        """Return the values of the steps, in their order."""
        return tuple(value for _, value in self.steps)

    def map(self, function: Callable[[T], U]) -> Timetable[U]:
        """Return the timetable of what a function makes of each value."""
        steps = tuple((minute, function(value)) for minute, value in self.steps)
        return Timetable(steps, self.cycle, self.start)

    def count(self, minutes: float) -> float:
        """Return about how many steps there are in some time."""
        return len(self.steps) * (1.0 if self.cycle is None else minutes / self.cycle + 1.0)

    def over(self, begin: float, end: float) -> Iterator[tuple[float, T]]:
        """Yield the steps as (minute, value), rising, the first at minute 0 or before.

        begin: the minute at which the timetable begins. end: before which steps are asked for.
        """
        cycle, rounds = self.cycle or 0.0, range(1)
        if cycle:
            first = math.floor(-begin / cycle) - 1  # the quotient may have been rounded up
            rounds = range(first, math.ceil((end - begin) / cycle))
        else:
            yield min(begin, 0.0), self.steps[0][1]
        for k in rounds:
            for minute, value in self.steps:
                if (now := begin + k * cycle + minute) < end:
                    yield now, value


Schedule = WeeklyProfile[T] | Timetable[T]  # a value over time


def weekly(schedule: Schedule[T]) -> WeeklyProfile[T]:
    """Return a schedule as one of the week, which it is where no timetable is among them."""
    assert isinstance(schedule, WeeklyProfile)
    return schedule
