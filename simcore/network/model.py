"""The Network: resources, sources and pathways, as plain values.

Both front ends build this and nothing else; `network.compile` turns it into a Program.
All times are minutes, all rates are per minute; week minutes count from Monday 00:00.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from simcore.network.steps import Step
from simcore.network.values import Distribution, Expression, Value
from simcore.network.weekly_profile import WeeklyProfile
from simcore.text import Label

if TYPE_CHECKING:
    import pandas as pd

UNLIMITED = -1  # units, where a capacity has no limit
MOST_PRIORITIES = 63  # told apart in a Network: one bit of a signed 64-bit integer each
IN_THE_WINDOW = Label("events in the window", "统计窗口内发生的事件")


Rule = Literal["finish", "resume", "restart", "resample", "leave"]
# What becomes of a patient whose unit is wanted back: their service is finished first; or it
# is interrupted and, once they have a unit again, resumed where it stopped, restarted with the
# same duration, or restarted with a new one; or they leave for the pathway `go`.


@dataclass(frozen=True, slots=True)
class Reserve:
    """A share of capacity that only patients of `priority` or better may take."""

    priority: int
    share: float


@dataclass(frozen=True, slots=True)
class Preemption:
    """Patients of priority `by` or better (None: any) take a unit from those of a worse one.

    victim: among the worst priority in service, who started "latest" or "earliest".
    """

    by: int | None = None
    rule: Rule = "resume"
    victim: Literal["latest", "earliest"] = "latest"


@dataclass(frozen=True, slots=True)
class Closing:
    """What happens when capacity falls below what is busy, or to 0 while patients wait.

    serving: the rule for those in service, the worst priority and latest start first.
    waiting: "stay", or "leave" for the pathway `go` when capacity falls to 0; those whose
    service is interrupted just then stay.
    """

    serving: Rule = "finish"
    waiting: Literal["stay", "leave"] = "stay"
    go: str = ""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Units out of order: time to the next failure, then time to repair, for ever."""

    every: Distribution
    repair: Distribution
    units: int = 1
    rule: Rule = "resume"


@dataclass(frozen=True, slots=True)
class Closure:
    """Units from `start` up to `end` instead of the calendar's."""

    start: datetime
    end: datetime
    units: int = 0


Order = Literal["fifo", "lifo", "random", "shortest"]


@dataclass(frozen=True, slots=True)
class Resource:
    """Something patients hold: doctors in session, test rooms, beds.

    capacity: the units that are open, by minute of the week; UNLIMITED for no limit. order:
    who is first among equal priorities; "shortest" is the shortest expected time of the delay
    that follows; of an Expression, the lowest value. gains: points a minute of waiting by
    priority; where given, the most points are served first, whatever the priority
    (accumulating priority). waiting_room: places to wait; who finds none keeps what they
    hold and waits outside. cost_per_hour: yuan for each hour that a unit is open.
    """

    name: str
    label: Label
    capacity: WeeklyProfile[int]
    reserve: Reserve | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    order: Order | Expression = "fifo"
    gains: tuple[tuple[int, float], ...] = ()
    waiting_room: int | None = None
    preemption: Preemption | None = None
    closing: Closing = Closing()
    breakdowns: tuple[Breakdown, ...] = ()
    closures: tuple[Closure, ...] = ()
    cost_per_hour: float = 0.0


PoolRule = Literal["first_free", "shortest_queue", "least_loaded", "in_order", "random"]


@dataclass(frozen=True, slots=True)
class Pool:
    """Several resources of which a patient takes one; steps name it like a resource.

    first_free: the first member in the list with a free unit; where none has, wait for
    whichever frees first. The other rules choose a member for good: the fewest waiting; the
    lowest (busy + waiting) / capacity; each in turn; at random. The first two prefer a member
    with a free unit, and take the first in the list among equals.
    """

    name: str
    label: Label
    members: tuple[str, ...]
    rule: PoolRule = "first_free"
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SlotBook:
    """Appointments: slots by minute of the week, each with seats.

    horizon: minutes ahead that can be booked. reserved: share of the seats kept for steps
    that are `entitled`, until `released` minutes before the slot. overbook: share of further
    seats, spread evenly over the slots.
    """

    name: str
    label: Label
    slots: tuple[tuple[float, int], ...]
    horizon: float
    reserved: float = 0.0
    released: float = 0.0
    overbook: float = 0.0
    tags: Mapping[str, str] = field(default_factory=dict)


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
    """A factor on a rate by day: linear between (day, factor) points, constant outside.

    Days count from the start of the run or, where `yearly`, from 1 January; a year has 365
    and its end leads over to its beginning. A day has one factor, that of its noon.
    """

    points: tuple[tuple[float, float], ...]
    yearly: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Patients arriving as a Poisson process, or as `process` says.

    rate: patients per minute, by minute of the week. mix: the share of arrivals of each
    class. multipliers, growth (share a year): on the rate. size: patients that arrive
    together, rounded, at least one. limit: arrivals in all. values: attributes set on arrival.
    """

    name: str
    label: Label
    pathway: str
    rate: WeeklyProfile[float]
    mix: tuple[tuple[str, float], ...]
    priority: int = 1
    tags: Mapping[str, str] = field(default_factory=dict)
    process: Renewal | Trace | Population | None = None
    multipliers: tuple[Multiplier, ...] = ()
    growth: float = 0.0
    size: Distribution | None = None
    limit: int | None = None
    values: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Observed:
    """What an indicator is computed from: a window of one replication.

    counts: one row for each tagged step and class that was met at least once; columns
    are the tags, `class` and `count`. resources: one row for each resource; columns
    `resource`, its tags, and capacity_hours, busy_hours, blocked_hours, queue_hours.
    waits: one row for each resource, group and class; columns resource, group, class, its
    resource's tags, `count`, `mean_minutes`, `p50`, `p90`, `p95` (minutes; the
    quantiles NaN where the window is a batch). days: length of the window.
    """

    counts: pd.DataFrame
    resources: pd.DataFrame
    waits: pd.DataFrame
    days: float


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure with one definition. Structural ones follow from the scenario alone."""

    id: str
    label: Label
    unit: str
    definition: Label
    value: Callable[[Observed], float]
    structural: bool = False
    higher_is_better: bool | None = None
    counted: Label = IN_THE_WINDOW


@dataclass(frozen=True, slots=True)
class Target:
    """What a document asks of an indicator. `comparator` is one of >= <= = ~."""

    id: str
    indicator: str
    comparator: str
    value: float
    year: str
    document: str
    clause: str
    quote: str
    tolerance: float = 0.0  # half-width of the band that "=" and "~" accept, in the unit


@dataclass(frozen=True, slots=True)
class Network:
    name: Label
    resources: tuple[Resource, ...]
    sources: tuple[Source, ...]
    pathways: Mapping[str, tuple[Step, ...]]
    classes: tuple[str, ...] = ("patient",)
    indicators: tuple[Indicator, ...] = ()
    targets: tuple[Target, ...] = ()
    choice_memory_days: float = 7.0  # how long waits are remembered by those who choose
    start: date | None = None  # of the run, after the warm-up; None: a Monday of no date
    notes: tuple[Label, ...] = ()  # what the model cannot know
    pools: tuple[Pool, ...] = ()
    books: tuple[SlotBook, ...] = ()
    attributes: tuple[str, ...] = ()  # of a patient; 0 until set
    holidays: str = ""  # "china": a holiday is played as a Sunday, a make-up workday as a Monday
    swap: bool = True  # patients who block each other in a circle change places at once
