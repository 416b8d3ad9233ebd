"""What patients wait for: resources, pools and books of slots, as plain values.

All times are minutes; week minutes count from Monday 00:00.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from simcore.network.timetable import Schedule
from simcore.network.values import Distribution, Expression
from simcore.text import Label

UNLIMITED = -1  # units, where a capacity has no limit
MOST_UNITS = 2**31 - 1  # as the tables of the engine hold them

Rule = Literal["finish", "resume", "restart", "resample", "leave"]
# What becomes of a patient whose unit is wanted back: the service is finished first; or it
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
    """From `start` up to `end` at most so many units, of those that the schedule has.

    Of closures that overlap, the least holds. Breakdowns take from what is then left open.
    """

    start: datetime
    end: datetime
    units: int = 0


@dataclass(frozen=True, slots=True)
class Lend:
    """Units that another resource has for a while: of those open, and never more than these.

    units: over time; 0 where nothing is lent.
    """

    to: str
    units: Schedule[int]


Order = Literal["fifo", "lifo", "random", "shortest"]


@dataclass(frozen=True, slots=True)
class Resource:
    """Something patients hold: doctors in session, test rooms, beds.

    capacity: its own units that are open over time, before it lends; UNLIMITED for no limit.
    order: who is first among equal priorities; "shortest" is the shortest expected time of the
    delay that follows; of an Expression, the lowest value. gains: accumulating priority, as
    (priority, points a minute of waiting): where given, who has the most points is served first,
    whatever the priority (Kleinrock 1964). waiting_room: places to wait; who finds none keeps
    what they hold and waits outside. cost_per_hour: yuan for each hour that a unit is open.
    measured: whether a run tells how long how many were busy, waiting, blocked or free.
    """

    name: str
    label: Label
    capacity: Schedule[int]
    reserve: Reserve | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    order: Order | Expression = "fifo"
    gains: tuple[tuple[int, float], ...] = ()
    waiting_room: int | None = None
    preemption: Preemption | None = None
    closing: Closing = Closing()
    breakdowns: tuple[Breakdown, ...] = ()
    closures: tuple[Closure, ...] = ()
    lends: tuple[Lend, ...] = ()
    cost_per_hour: float = 0.0
    measured: bool = False

    @property
    def interruptible(self) -> bool:
        """Tell whether a patient can lose this resource before the service ends."""
        rules = [breakdown.rule for breakdown in self.breakdowns]
        return (
            self.preemption is not None
            or self.closing.serving != "finish"
            or any(rule != "finish" for rule in rules)
        )

    @property
    def most_units(self) -> float:
        """Return the greatest capacity that its schedule ever has."""
        every = self.capacity.values
        return float("inf") if UNLIMITED in every else max(every)


PoolRule = Literal["first_free", "shortest_queue", "least_loaded", "in_order", "random"]


@dataclass(frozen=True, slots=True)
class Pool:
    """Several resources of which a patient takes one; steps name it like a resource.

    first_free: the first member in the list with a free unit; where none has, wait for
    whichever frees first. The other rules choose a member for good: the fewest waiting; the
    lowest (busy + waiting) / capacity; each in turn; at random. The first two prefer a member
    with a free unit, and take the first in the list among equals. A member that is closed now to
    who chooses (too few units are open, or kept for others) is chosen only where all are.

    moves_back: of first_free, who holds a later member moves to an earlier one, in the order of
    the list, when it has units for them that nobody waits for who could have them: the patient
    first who took theirs first; what they do goes on. Nobody who waits is passed by their equal.
    """

    name: str
    label: Label
    members: tuple[str, ...]
    rule: PoolRule = "first_free"
    tags: Mapping[str, str] = field(default_factory=dict)
    moves_back: bool = False
    measured: bool = False


@dataclass(frozen=True, slots=True)
class SlotBook:
    """Appointments: slots by minute of the week, each with seats.

    overnight: further slots, of sessions that began before midnight: they belong to the day before.
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
    overnight: tuple[tuple[float, int], ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
