"""The operations of the engine: a card for each, which is also how its rows are stored.

A row of the step table takes 64 bytes, a cache line. The last 16 are the same for all; each
operation names the others for itself, so that every field has one name and one meaning. A card
says beside this where its patients go on and what is held there (`leads`), whether it draws a
random number, how a wait there ends, and what a log makes of it. Successors, held units,
visit counters, logs and the auditor's expectations all follow from the cards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import Any, ClassVar

import numpy as np

from simcore.engine.links import Lead, Links
from simcore.engine.phases import Phase
from simcore.engine.record import Record, i4, u2, u4
from simcore.engine.records import NONE

ROW_SIZE = 64  # bytes


class Op(IntEnum):
    """What a row of the step table does."""

    ARRIVE = 0
    SEIZE = 1
    DELAY = 2
    RELEASE = 3
    BRANCH = 4
    LEAVE = 5
    # The plain operations above are played in `kernels.advance`; those below have handlers.
    SEIZE_ANY = 6
    RENEGE = 7
    SERVE = 8
    RELEASE_ANY = 9
    SET = 10
    IF = 11
    TABLE = 12
    FORK = 13
    JOIN = 14
    GATHER = 15
    DEPART = 16
    SCATTER = 17
    BOOK = 18
    UNTIL = 19
    REGAIN = 20
    FAIL = 21
    REPAIR = 22
    VANISH = 23
    END = 24
    HOLD = 25
    SIGNAL = 26
    ASK_UNITS = 27
    ASK_PRIORITY = 28
    BALK = 29
    MOVE_BACK = 30
    MILESTONE = 31


class Moment(IntEnum):
    """When, among all events of one instant, one is played whose patient is at a row."""

    END = 0  # what ends is over; then capacities change by the calendar
    BREAKDOWN = 1  # then all that has come free is given out, and everybody goes on
    ARRIVAL = 2  # and patience ends


class Routine(IntEnum):
    """What handlers of operations share, called by its number as they are."""

    CHANGE = len(Op)  # of the capacity of a resource that is not plain
    GRANT = len(Op) + 1
    INTERRUPT = len(Op) + 2
    MOVE = len(Op) + 3  # who holds a later member of a pool to a free unit of this one
    ARRIVAL = len(Op) + 4  # when the next patient of a source that is not plainly Poisson comes


CARDS: dict[Op, type[StepRow]] = {}


class StepRow(Record, size=ROW_SIZE):
    """What every row says, and the card of an operation of which nothing more is to be said.

    A field in `jumps` is a row of the table; below NONE it stands for a row that is not yet
    placed (see `network.compiler.rows`).
    """

    op: u2 = 0
    by_class: u2 = 0  # laws or shares from class to class; 0 where all classes have the same
    next: i4 = NONE  # the row after this one
    key: u4 = 0  # stable name in the random numbers
    counter: i4 = NONE  # of visits, or NONE where a patient meets the key once

    OP: ClassVar[Op]
    phase: ClassVar[Phase] = Phase.OTHER
    outcome: ClassVar[str] = ""  # how a wait, or a stay, that it tallies has ended
    at_gate: ClassVar[bool] = False  # patients wait for each other, or for a signal
    jumps: ClassVar[tuple[str, ...]] = ("next",)
    played: ClassVar[bool] = True  # by a handler; else others move on who stands here
    moment: ClassVar[Moment] = Moment.END
    gives_back: ClassVar[bool] = False  # and does nothing else: done before capacities change

    def __init_subclass__(cls, op: Op | None = None, **options: Any) -> None:
        super().__init_subclass__(**options)
        if op is not None:
            cls.OP = op
            CARDS[op] = cls

    def __post_init__(self) -> None:
        self.op = self.OP

    @property
    def draws(self) -> bool:
        """Tell whether a patient draws a random number here."""
        return False

    def leads(self, links: Links) -> Iterator[Lead]:
        """Yield the rows that can come next."""
        yield Lead(self.next)


class _Drawing(StepRow):
    """Draws at every visit."""

    @property
    def draws(self) -> bool:
        return True


class _ByLaw:
    """Draws where it has a law."""

    law: int

    @property
    def draws(self) -> bool:
        return self.law != NONE


class _Last(StepRow):
    """Nobody goes on behind it."""

    def leads(self, links: Links) -> Iterator[Lead]:
        return iter(())


# Coming and going


class Arrive(StepRow, op=Op.ARRIVE):
    """Come into the system."""

    phase = Phase.ARRIVAL
    moment = Moment.ARRIVAL

    place: u4  # node of the flow matrix


class Leave(_Last, op=Op.LEAVE):
    """Leave the system."""

    phase = Phase.EXIT
    outcome = "left"

    tally: u4  # of class 0: time in the system
    place: u4


# Resources

AS_ASKED = -2  # units, or a rank: what the patient has asked for at an ASK row before


def _held(resource: int, units: int, times: int = 1) -> dict[int, int]:
    """Return units of a resource as a `Lead` has them."""
    return {~resource: times} if units == AS_ASKED else {resource: times * units}


class AskUnits(StepRow, op=Op.ASK_UNITS):
    """Settle how many units the patient asks for next."""

    law: i4
    resource: u4
    most: i4  # that there ever are


class AskPriority(StepRow, op=Op.ASK_PRIORITY):
    """Settle with which priority the patient asks next, or which one they have from now on."""

    law: i4
    resource: i4 = NONE  # NONE: their own
    priorities: i4  # the first of n in `table`, in the order of ranks
    n: i4


class Queued(StepRow):
    """A row at which patients may wait for a resource, a pool or a gate."""

    resource: u4
    rank: i4 = NONE  # NONE: the patient's own; AS_ASKED
    tally: u4  # of class 0: waits
    place: u4 = 0
    origin: i4 = NONE  # resource held meanwhile, which others may wait for
    units: i4 = 1  # or AS_ASKED
    edge: i4 = NONE  # of the graph of those who block each other
    also: i4 = 0  # first in `members` of n_also further resources, one unit of each
    n_also: i4 = 0

    def wanted(self, links: Links) -> dict[int, int]:
        """Return the units of each resource that the patient has when they go on."""
        units = _held(self.resource, self.units)
        for k in links.members[self.also : self.also + self.n_also]:
            units[k] = units.get(k, 0) + 1
        return units


class Seize(Queued, op=Op.SEIZE):
    """Take one unit, or wait for it: first come, first served by rank."""

    phase = Phase.WAIT
    outcome = "started"

    def leads(self, links: Links) -> Iterator[Lead]:
        yield Lead(self.next, {self.resource: 1})


class SeizeAny(_ByLaw, Queued, op=Op.SEIZE_ANY):
    """Take all that is asked for, or wait for it; the law is that of patience."""

    phase = Phase.WAIT
    jumps = ("next", "renege")

    law: i4 = NONE
    expected: i4 = NONE  # in `table`: minutes of the delay that follows, by class
    renege: i4 = NONE  # row of those whose patience has run out

    def leads(self, links: Links) -> Iterator[Lead]:
        wanted = self.wanted(links)
        yield Lead(self.next, wanted)
        if self.renege != NONE:
            yield Lead(self.renege)
        asked = {max(k, ~k) for k in wanted}
        yield from (Lead(links.homes[k]) for k in sorted(asked) if links.homes[k] != NONE)


class Regain(Queued, op=Op.REGAIN):
    """Wait for a unit that was taken away."""

    phase = Phase.WAIT_AGAIN
    outcome = "interrupted"
    jumps = ("next", "sent_away")
    played = False

    sent_away: i4 = NONE  # row of those who are not to wait

    def leads(self, links: Links) -> Iterator[Lead]:
        yield Lead(self.next, _held(self.resource, self.units))
        if self.sent_away != NONE:
            yield Lead(self.sent_away)
        if links.homes[self.resource] != NONE:
            yield Lead(links.homes[self.resource])


class Deadline(StepRow):
    """Where a patient stands who waits no longer than until their event."""

    waits_at: i4 = NONE  # row at which they wait
    resource: u4 = 0

    phase = Phase.GIVE_UP
    moment = Moment.ARRIVAL
    jumps = ("next", "waits_at")


class Renege(Deadline, op=Op.RENEGE):
    """Leave the queue unserved: patience has run out, or (`waits_at` NONE) the resource closed."""

    outcome = "reneged"

    tally: u4


class Balk(StepRow, op=Op.BALK):
    """Go on without having joined the queue."""

    resource: u4


class Milestone(StepRow, op=Op.MILESTONE):
    """Count the time since arriving."""

    outcome = "reached"

    tally: u4  # of class 0: time in the system so far


class Release(StepRow, op=Op.RELEASE):
    """Give one unit back."""

    phase = Phase.GIVE_BACK
    gives_back = True

    resource: u4

    def leads(self, links: Links) -> Iterator[Lead]:
        yield Lead(self.next, {self.resource: -1})


class ReleaseAny(_ByLaw, StepRow, op=Op.RELEASE_ANY):
    """Give units back, now or (by the law) after a while, in which nobody has them."""

    phase = Phase.GIVE_BACK
    gives_back = True
    jumps = ("next", "later")

    law: i4 = NONE
    resource: u4
    units: i4 = 1  # or AS_ASKED
    later: i4 = NONE  # row that frees the units then
    part: i4 = 0  # number of the part that does it
    cleaned: i4 = 0  # 1: it is the end of such a while

    def leads(self, links: Links) -> Iterator[Lead]:
        yield Lead(self.next, _held(self.resource, self.units, -1))
        if self.later != NONE:
            yield Lead(self.later, _held(self.resource, self.units), part=True)


class Vanish(_Last, op=Op.VANISH):
    """The end of what is no patient: a unit that was being cleaned."""

    gives_back = True


class MoveBack(_Last, op=Op.MOVE_BACK):
    """Tell of a holder who moves to an earlier member of the pool; they go on where they are."""

    phase = Phase.MOVE
    played = False

    resource: u4  # the member
    pool: u4


class Fail(StepRow, op=Op.FAIL):
    """Put units out of order."""

    phase = Phase.OUTAGE
    moment = Moment.BREAKDOWN

    resource: u4
    units: i4 = 1
    rule: i4  # rules.Rule for those who are served


class Repair(StepRow, op=Op.REPAIR):
    """Have them back."""

    phase = Phase.OUTAGE
    gives_back = True

    resource: u4
    units: i4 = 1


# Time


class Delay(_Drawing, op=Op.DELAY):
    """Spend time that is alike for all classes and cannot be interrupted."""

    phase = Phase.SERVICE

    law: i4


class Serve(_Drawing, op=Op.SERVE):
    """A delay by class, by expression, or that can be interrupted."""

    phase = Phase.SERVICE
    jumps = ("next", "end", "regain")

    law: i4
    resource: u4 = 0  # that can be taken away, where there is an `end`
    end: i4 = NONE  # row of those whose service could have been interrupted
    regain: i4 = NONE  # row of those who have been
    units: i4 = 1  # of the resource, that they hold; or AS_ASKED

    def leads(self, links: Links) -> Iterator[Lead]:
        if self.end == NONE:
            yield Lead(self.next)
        else:
            yield Lead(self.end)
            yield Lead(self.regain, _held(self.resource, self.units, -1))


class End(StepRow, op=Op.END):
    """The end of a service that could have been interrupted."""

    gives_back = True
    jumps = ("next", "regain")

    resource: u4
    regain: i4 = NONE  # that of its SERVE


class Until(StepRow, op=Op.UNTIL):
    """Wait for the next of n minutes of the week, or of the run where weeks are not alike."""

    phase = Phase.MOMENT

    minutes: i4  # in `table`: minutes after which they come again, the n, the first once again
    n: i4


# Routing


class Branch(_Drawing, op=Op.BRANCH):
    """Go to one of n rows at random."""

    shares: i4  # the first of n cumulative shares in `table`, for class 0
    n: i4
    targets: i4  # the first of n rows in `targets`

    def leads(self, links: Links) -> Iterator[Lead]:
        yield from (Lead(row) for row in links.targets[self.targets : self.targets + self.n])


class Table(Branch, op=Op.TABLE):
    """Branch by the row of shares that belongs to the value of an expression."""

    law: i4  # of the value
    values: i4  # the first of n_values rising values in `table`; `shares` are those of the first
    n_values: i4


class If(_Drawing, op=Op.IF):
    """Go elsewhere where an expression is true."""

    jumps = ("next", "go")

    law: i4
    go: i4 = NONE

    def leads(self, links: Links) -> Iterator[Lead]:
        yield Lead(self.next)
        yield Lead(self.go)


class SetAttribute(_Drawing, op=Op.SET):
    """Give an attribute of the patient a value."""

    law: i4
    attribute: i4


# Appointments


class Book(_ByLaw, StepRow, op=Op.BOOK):
    """Take a seat of a slot book and come then; the law is that of punctuality."""

    phase = Phase.MOMENT
    outcome = "booked"
    jumps = ("next", "on_full")

    law: i4 = NONE
    book: i4
    entitled: i4  # 1: may have reserved seats
    notice: i4  # in `table`: minutes ahead, at least
    tally: u4  # of class 0: minutes from booking to the slot
    on_full: i4 = NONE  # row of those who find no seat

    def leads(self, links: Links) -> Iterator[Lead]:
        yield Lead(self.next)
        yield Lead(self.on_full)


# In parts and in company


class Fork(StepRow, op=Op.FORK):
    """Let a part begin at each of n rows; the patient goes on when all have joined."""

    phase = Phase.PARTS

    n: i4
    targets: i4  # the first of n rows in `targets`
    part: i4  # number of the first

    def leads(self, links: Links) -> Iterator[Lead]:
        yield Lead(self.next)
        rows = links.targets[self.targets : self.targets + self.n]
        yield from (Lead(row, part=True) for row in rows)


class Join(_Last, op=Op.JOIN):
    """End a part; the patient goes on when it was the last."""


class Gather(_ByLaw, Queued, op=Op.GATHER):
    """Wait at a gate until a batch is there; the law is how long the first waits at most."""

    phase = Phase.WAIT
    at_gate = True
    jumps = ("next", "depart")

    law: i4 = NONE
    batch: i4  # how many go on together
    depart: i4 = NONE  # row of the first when they have waited long enough

    def leads(self, links: Links) -> Iterator[Lead]:
        yield Lead(self.next)
        if self.depart != NONE:
            yield Lead(self.depart)


class Depart(Deadline, op=Op.DEPART):
    """Go on with those who are at the gate."""

    def leads(self, links: Links) -> Iterator[Lead]:
        return iter(())  # all go on behind the row at which they wait


class Scatter(StepRow, op=Op.SCATTER):
    """Those gathered go on by themselves."""


class Hold(Queued, op=Op.HOLD):
    """Wait at a gate for a signal."""

    phase = Phase.WAIT
    at_gate = True


EVERYBODY = -1


class Signal(StepRow, op=Op.SIGNAL):
    """Let those who hold at a gate go on."""

    resource: u4
    most: i4  # how many of them, or EVERYBODY


def bits(ops: Iterable[Op]) -> np.int64:
    """Return a set of operations as kernels ask for it: a bit for each."""
    return np.int64(sum(1 << op for op in ops))


def is_plain(op: int) -> bool:
    """Tell whether the loop plays an operation itself, without a handler.

    op: the number of an `Op`.
    """
    return op <= Op.LEAVE
