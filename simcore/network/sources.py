"""Where patients come from, as plain values. All times are minutes, all rates per minute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simcore.network.timetable import Schedule
from simcore.network.values import Distribution, Expression, Value
from simcore.network.wholes import Whole
from simcore.text import Label


@dataclass(frozen=True, slots=True)
class Renewal:
    """Arrivals with independent gaps, the first one gap after the start."""

    gap: Distribution


@dataclass(frozen=True, slots=True)
class Trace:
    """Arrivals at given minutes since the end of the warm-up, rising."""

    minutes: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Population:
    """So many patients, all there from the start (time 0, before the warm-up)."""

    size: int


@dataclass(frozen=True, slots=True)
class Multiplier:
    """A factor on a rate: linear between (day, factor) points.

    Days count from the start of the run; the factor changes all the time, is constant before and
    after, and jumps where two points have one day. Where `yearly`, they are days of the year: a
    year has 365, 1 is 1 January, a day has one factor, and December leads over to January.
    """

    points: tuple[tuple[float, float], ...]
    yearly: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Patients arriving as a Poisson process, or as `process` says.

    rate: patients per minute, over time. formula: a rate that follows the clock, which
    `rate` multiplies, being 1 then. mix: the share of arrivals of each
    class. multipliers, growth (share a year): on the rate. size: patients that arrive
    together, rounded, at least one. limit: arrivals in all. values: attributes set on arrival,
    before a priority that depends on them.
    """

    name: str
    label: Label
    pathway: str
    rate: Schedule[float]
    mix: tuple[tuple[str, float], ...]
    priority: Whole = 1
    tags: Mapping[str, str] = field(default_factory=dict)
    process: Renewal | Trace | Population | None = None
    multipliers: tuple[Multiplier, ...] = ()
    growth: float = 0.0
    size: Distribution | None = None
    limit: int | None = None
    values: tuple[tuple[str, Value], ...] = ()
    formula: Expression | None = None
