"""A value over the week: the units of a resource that are open, the rate of a source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from simcore.time_units import MINUTES_PER_DAY, MINUTES_PER_WEEK

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Night(Generic[T]):
    """The hours after midnight that belong to the day before, as of a shift until 06:00.

    day: on which the window begins, 0 for Monday. end: minutes after the midnight that follows.
    without: what holds in these hours where the day before was played as another.
    """

    day: int
    end: float
    value: T
    without: T


@dataclass(frozen=True, slots=True)
class WeeklyProfile(Generic[T]):
    """Pieces (minute of the week, value); each lasts until the next one begins.

    pieces: rising, the first at minute 0, which is Monday 00:00; the last one ends with the week.
    nights: which of them go on beyond midnight as part of the day before, one a day at most; they
        matter where days are not played in the order of the week, as at holidays.
    Raises ValueError where they are not so.

    >>> nurses = WeeklyProfile(((0.0, 1), (480.0, 3), (1020.0, 1)))
    >>> nurses.at(600.0)
    3
    >>> nurses.map(lambda units: 2 * units).values
    (2, 6, 2)
    """

    pieces: tuple[tuple[float, T], ...]
    nights: tuple[Night[T], ...] = ()

    def __post_init__(self) -> None:
        starts = [minute for minute, _ in self.pieces]
        rising = all(a < b for a, b in pairwise([*starts, MINUTES_PER_WEEK]))
        if starts[:1] != [0.0] or not rising:
            raise ValueError(f"{starts} do not rise from minute 0 within the week")

    @classmethod
    def constant(cls, value: T) -> WeeklyProfile[T]:
        """Return the profile of one value all week."""
        return cls(((0.0, value),))

    @classmethod
    def merged(
        cls, pieces: Iterable[tuple[float, T]], nights: Iterable[Night[T]] = ()
    ) -> WeeklyProfile[T]:
        """Return the profile of some pieces, with neighbours of equal value made one."""
        every = tuple(pieces)
        once = (*every[:1], *(b for a, b in pairwise(every) if a[1] != b[1]))
        return cls(once, tuple(nights))

    @property
    def values(self) -> tuple[T, ...]:
        """Return the values of the pieces, in their order."""
        return tuple(value for _, value in self.pieces)

    def index(self, minute: float) -> int:
        """Return which piece holds at a minute of the week."""
        return bisect_right(self.pieces, minute, key=lambda piece: piece[0]) - 1

    def at(self, minute: float) -> T:
        """Return the value at a minute of the week."""
        return self.pieces[self.index(minute)][1]

    def map(self, function: Callable[[T], U]) -> WeeklyProfile[U]:
        """Return the profile of what a function makes of each value."""
        return WeeklyProfile(
            tuple((minute, function(value)) for minute, value in self.pieces),
            tuple(Night(n.day, n.end, function(n.value), function(n.without)) for n in self.nights),
        )

    def changes(self) -> Iterator[tuple[float, T]]:
        """Yield the pieces whose value differs from that before; before Monday comes Sunday."""
        before = self.pieces[-1][1]
        for minute, value in self.pieces:
            if value != before:
                yield minute, value
            before = value

    def of_day(self, weekday: int, before: int | None = None) -> list[tuple[float, T]]:
        """Return the pieces of a day, by minutes since its midnight, the first of which is 0.

        weekday: as which the day is played, 0 for Monday. before: as which the one before was;
            None where it is the day before in the week.
        """
        midnight = weekday * MINUTES_PER_DAY
        pieces = [(0.0, self.at(midnight))]
        for minute, value in self.pieces:
            if midnight < minute < midnight + MINUTES_PER_DAY:
                pieces.append((minute - midnight, value))
        usual = (weekday - 1) % 7
        if before in (None, usual):
            return pieces
        for night in self.nights:
            if night.day == usual:
                pieces = _begun(pieces, night.end, night.without)
        for night in self.nights:
            if night.day == before:
                pieces = _begun(pieces, night.end, night.value)
        return pieces


def _begun(pieces: list[tuple[float, T]], end: float, value: T) -> list[tuple[float, T]]:
    """Return the pieces of a day with a value up to a minute of it."""
    last = next(held for minute, held in reversed(pieces) if minute <= end)
    return [(0.0, value), (end, last), *(piece for piece in pieces if piece[0] > end)]
