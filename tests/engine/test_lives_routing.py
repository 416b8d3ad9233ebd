"""Where patients go and with whom, minute by minute: blocking, slots, batches, pools, parts.

The numbers are worked out by hand, or are those of simmer's and Ciw's own tests (numbers
only), where both mean the same by a rule. Times are minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from support.lives import (
    AWAY,
    ENGINES,
    World,
    alone,
    clinic,
    each,
    people,
    play_world,
    room,
    served,
)
from support.models import constant, label, leave

from simcore.network.model import Network
from simcore.network.resources import Closing, Closure, Pool, PoolRule, SlotBook
from simcore.network.sources import Population, Renewal
from simcore.network.steps import (
    Book,
    Branch,
    Delay,
    Fork,
    Gather,
    Go,
    Hold,
    Join,
    Release,
    Route,
    Scatter,
    Seize,
    Set,
    Signal,
    Step,
    Transfer,
    Until,
    Use,
)
from simcore.network.values import Distribution, Expression
from simcore.scenario.values.weekly import parse_weekly

ONE, TWO, THREE, FIVE, TEN = (constant(x) for x in (1.0, 2.0, 3.0, 5.0, 10.0))
NEED = Expression("need")


# Blocking


def two_stations(first: float, second: float, *minutes: float) -> Network:
    """Return two stations of one server, with no room to wait between them."""
    return clinic(
        [Seize("a"), Delay(constant(first)), Transfer("a", "b"), Delay(constant(second)),
         Release("b")],
        [people(*minutes)], [room(), room(1, "b")],
    )  # fmt: skip


def moves(first: str, then: str, after: float) -> list[Step]:
    steps = [Seize(first), Delay(constant(after)), Transfer(first, then), Delay(TEN)]
    return [*steps, Release(then), leave()]


def circular(*wards: tuple[str, float], swap: bool = True, beds: int = 1) -> Network:
    """Return wards of which each sends its patient on to the next, and the last to the first."""
    names = [name for name, _ in wards]
    ways = zip(wards, [*names[1:], names[0]], strict=True)
    paths = {f"from {name}": moves(name, then, after) for (name, after), then in ways}
    return clinic(
        [Use(names[1], constant(9.0))],
        [*(people(0, name=name, to=f"from {name}") for name in names),
         *(people(0, name=f"{names[1]}, {k}") for k in range(1, beds))],
        [room(beds if name == names[1] else 1, name) for name in names],
        paths, swap=swap,
    )  # fmt: skip


BLOCKING = {
    "no room behind": World(  # Ciw, test_simulation: blocked 0, 3, 3, 3
        two_stations(12, 15, 7, 14, 21, 28),
        {"people": ["7 19 34 home", "14 19 31 34 49 home", "21 34 46 49 64 home",
                    "28 49 61 64 79 home"]},
        {"a blocked_area": 9, "a waited": 5 + 13 + 21},
    ),
    "a slow second station": World(  # Ciw, schedules and blockages
        two_stations(0.1, 3, 1, 2, 3),
        {"people": ["1 1.1 4.1 home", "2 2.1 4.1 7.1 home", "3 4.1 4.2 7.1 10.1 home"]},
        {"a blocked_area": 2 + 2.9},
    ),
    "tired of waiting for a bed": World(  # by hand: they keep "a", but block it no longer
        clinic(
            [Seize("a"), Delay(ONE), Transfer("a", "b", patience=THREE, on_renege="stay"),
             Release("b")],
            [people(0, name="b", to="b"), people(0)], [room(), room(1, "b")],
            {"b": [Use("b", TEN), leave()], "stay": [Delay(TWO), Release("a"), leave("away")]},
        ),
        {"b": ["0 10 home"], "people": ["0 1 4 6 away"]},
        {"a blocked_area": 3, "a busy_area": 6, "b reneged": 1},
    ),
    "two change places": World(  # by hand
        circular(("a", 5.0), ("b", 7.0)), {"a": ["0 5 7 17 home"], "b": ["0 7 17 home"]},
        {"a blocked_area": 2, "b blocked_area": 0, "a swapped": 1, "b swapped": 1},
    ),
    "three change places": World(  # by hand
        circular(("a", 5.0), ("b", 6.0), ("c", 7.0)),
        {"a": ["0 5 7 17 home"], "b": ["0 6 7 17 home"], "c": ["0 7 17 home"]},
        {"a swapped": 1, "b swapped": 1, "c swapped": 1},
    ),
    "a deadlock": World(  # by hand
        circular(("a", 5.0), ("b", 7.0), swap=False), {"a": ["0 5"], "b": ["0 7"]},
        {"a blocked_area": 4995, "b blocked_area": 4993, "a swapped": 0}, "7 a b",
    ),
    "no deadlock, while a bed can be freed": World(  # by hand: at 9
        circular(("a", 5.0), ("b", 7.0), swap=False, beds=2),
        {"a": ["0 5 9 19 home"], "b": ["0 7 9 19 home"], "b, 1": ["0 9 home"]},
    ),
    "two change places beside a third": World(  # by hand: they need not wait for the third
        circular(("a", 5.0), ("b", 7.0), beds=2),
        {"a": ["0 5 7 17 home"], "b": ["0 7 17 home"], "b, 1": ["0 9 home"]},
    ),
}  # fmt: skip

# Appointments


def booked(
    slots: Sequence[tuple[float, int]], *sources: Any, horizon: float = 500.0, book: Any = None,
    **fields: Any,
) -> Network:  # fmt: skip
    """Return patients who book on arrival, and the "entitled" with their own pathway."""
    steps: list[Step] = [Book("book", "full", **fields)]
    paths = {
        "full": [leave("full")], **AWAY,
        "entitled": [Book("book", "full", entitled=True), leave()],
    }  # fmt: skip
    slot_book = SlotBook("book", label("book"), tuple(slots), horizon, **(book or {}))
    return clinic(steps, sources, [], paths, books=(slot_book,), start=date(2020, 1, 6))


CIW_SLOTS = [*zip((1.5, 4.4, 5.9, 8.8, 10.3, 13.2, 14.7, 17.6), (1, 3) * 4, strict=True)]
RESERVED = {"reserved": 0.5, "released": 5.0}
SLOTS = {
    "slots of several seats": World(  # Ciw, slotted services
        booked([(1, 3), (2, 2), (3, 5), (4, 3)],
               people(0.3, 0.5, 0.7, 1.2, 1.3, 1.8, 2.6, 2.7, 3.1)),
        {"people": ["0.3 1 home", "0.5 1 home", "0.7 1 home", "1.2 2 home", "1.3 2 home",
                    "1.8 3 home", "2.6 3 home", "2.7 3 home", "3.1 4 home"]},
    ),
    "slots of one seat and three": World(  # Ciw, repeated slots
        booked(CIW_SLOTS, people(0.7, 1.4, 2.6, 2.9, 4.3, 5.5, 6.1, 15)),
        {"people": ["0.7 1.5 home", "1.4 4.4 home", "2.6 4.4 home", "2.9 4.4 home",
                    "4.3 5.9 home", "5.5 8.8 home", "6.1 8.8 home", "15 17.6 home"]},
    ),
    "reserved, and released at 5": World(  # by hand
        booked([(10, 4), (20, 4)], people(0, 0, 0, 6, 7), people(0, name="in", to="entitled"),
               book=RESERVED),
        {"people": ["0 10 home", "0 10 home", "0 20 home", "6 10 home", "7 20 home"],
         "in": ["0 10 home"]},
    ),
    "the entitled have all seats": World(  # by hand
        booked([(10, 4), (20, 4)], people(0, 0, 0, 0, 0, to="entitled"), people(1, name="late"),
               book=RESERVED),
        {"people": ["0 10 home"] * 4 + ["0 20 home"], "late": ["1 20 home"]},
    ),
    "full up to the horizon": World(  # by hand
        booked([(10, 1), (20, 1)], people(0, 0, 9, 9, 12), horizon=15.0),
        {"people": ["0 10 home", "0 full", "9 20 home", "9 full", "12 full"]}, end=9000.0,
    ),
    "overbooked by half": World(  # by hand: two more seats on four
        booked([(10, 1), (20, 1), (30, 1), (40, 1)], people(*[0] * 7), horizon=60.0,
               book={"overbook": 0.5}),
        {"people": ["0 10 home", "0 20 home", "0 20 home", "0 30 home", "0 40 home",
                    "0 40 home", "0 full"]}, end=9000.0,
    ),
    "nobody comes": World(  # by hand
        booked([(10, 2)], people(0, 1), no_show=1.0, on_no_show="away"),
        {"people": ["0 10 away", "1 10 away"]},
    ),
    "three minutes late": World(  # by hand
        booked([(10, 2)], people(0), punctuality=THREE), {"people": ["0 13 home"]}
    ),
    "early, but not before now": World(  # by hand
        booked([(10, 2)], people(0, 8), punctuality=constant(-3.0)),
        {"people": ["0 7 home", "8 home"]},
    ),
    "four minutes ahead": World(  # by hand
        booked([(10, 1), (12, 9)], people(5, 6, 7), notice=4.0),
        {"people": ["5 10 home", "6 12 home", "7 12 home"]},
    ),
    "next week": World(  # by hand
        booked([(10, 1)], people(11), horizon=20_000.0), {"people": ["11 10090 home"]},
        end=11_000.0,
    ),
}  # fmt: skip


def closed(serving: Any, units: int) -> Network:
    closure = Closure(datetime(2020, 1, 6, 0, 5), datetime(2020, 1, 6, 0, 8), units)
    ward = room(2, closures=(closure,), closing=Closing(serving))
    steps = [Use("a", constant(6.0))]
    return clinic(steps, [people(0, 0, 6)], [ward], start=date(2020, 1, 6))


def from_labour_day_on(*steps: Step, at: Sequence[float]) -> Network:
    """Return a clinic from Thursday, 30 April 2020 on: Friday to Tuesday are off."""
    night = replace(room(), capacity=parse_weekly({"mon-fri 22:00-06:00": 1, "otherwise": 0}, int))
    return clinic(steps, [people(*at)], [night], start=date(2020, 4, 30), holidays="china")


MORNINGS = tuple(480.0 + 1440.0 * day for day in range(5))
WEEKDAYS = ((0.0, 1), (6 * 1440.0, 0))
DAYS = {
    "closed for three minutes": World(  # by hand
        closed("resume", 0), {"people": ["0 8 9 home", "0 8 9 home", "6 9 15 home"]}
    ),
    "one of two closed": World(  # by hand
        closed("resume", 1), {"people": ["0 6 home", "0 6 7 home", "6 7 13 home"]}
    ),
    "closed, finish": World(  # by hand
        closed("finish", 0), {"people": ["0 6 home", "0 6 home", "6 8 14 home"]}
    ),
    "New Year 2020, a Wednesday": World(  # by hand: played as a Sunday
        clinic([Use("a", TEN)], [people(0, 5)], [room(WEEKDAYS)], start=date(2020, 1, 1),
               holidays="china"),
        {"people": ["0 1440 1450 home", "5 1450 1460 home"]},
    ),
    "a night shift before a holiday": World(  # by hand: the next one is on Wednesday
        from_labour_day_on(Use("a", constant(5.0)), at=(1470, 1900)),
        {"people": ["1470 1475 home", "1900 9960 9965 home"]}, end=11_000.0,
    ),
    "until a workday": World(  # by hand: Wednesday; Saturday, 9 May, is worked as a Monday
        from_labour_day_on(Until(MORNINGS), at=(0, 540, 8 * 1440 + 500)),
        {"people": ["0 480 home", "540 9120 home", "12020 13440 home"]}, end=14_000.0,
    ),
    "the weekday of a holiday": World(  # by hand: Thursday; Friday as Sunday; Saturday as Monday
        from_labour_day_on(Delay(Expression("1 + weekday")), at=(0, 1441, 9 * 1440 + 1)),
        {"people": ["0 4 home", "1441 1448 home", "12961 12962 home"]}, end=14_000.0,
    ),
    "until": World(  # by hand: after the present minute
        clinic([Until((5.0, 30.0))], [people(0, 5, 29, 31)], []),
        {"people": ["0 5 home", "5 30 home", "29 30 home", "31 10085 home"]}, end=11_000.0,
    ),
}  # fmt: skip


IN_ORDER = (("need", Distribution("sequence", {"values": (3.0, 1.0, 2.0)})),)


def again(*, swap: bool) -> Network:
    """Return two who come again to the one doctor, whose waiting room has one place."""
    steps = [Seize("a"), Delay(FIVE), Transfer("a", "a"), Delay(FIVE), Release("a")]
    return clinic(steps, [people(0, 1)], [room(waiting_room=1)], swap=swap)


AGAIN = {
    "values in order, and anew behind the last": World(  # by hand: 3, 1, 2, 3 minutes
        clinic(
            [Delay(NEED)], [people(0, 0, 5, 7, 8, 9, values=IN_ORDER)], [], attributes=("need",)
        ),
        {"people": ["0 3 home", "0 1 home", "5 7 home", "7 10 home", "8 9 home", "9 11 home"]},
    ),
    "from a resource to itself": World(  # by hand: at 5 and 10 they change places
        again(swap=True), {"people": ["0 5 10 15 home", "1 5 10 15 20 home"]}
    ),
    "nobody changes places": World(  # by hand: as in Palmer, Harper, Knight (2018), one node
        again(swap=False), {"people": ["0 5", "1"]}, deadlock="5 a a/room"
    ),
}

# Groups, parts, pools


def grouped(size: int, longest: Any, *minutes: float, service: Sequence[Step]) -> Network:
    gate = Gather("gate", label("gate"), size, longest)
    return clinic([gate, *service, Scatter()], [people(*minutes)])


TOGETHER = {
    "two at a time": World(  # simmer, test-trajectory-batch
        grouped(2, None, 0, 1, 2, 3, service=[Use("a", ONE)]),
        {"people": ["0 1 2 home", "1 2 home", "2 3 4 home", "3 4 home"]},
        {"gate started": 4, "gate waited": 2, "a started": 2},
    ),
    "no longer than half a minute": World(  # by hand, as in simmer's batch with a timeout
        grouped(2, constant(0.5), 0, 1, 2, 3, service=[Use("a", ONE)]),
        {"people": ["0 0.5 1.5 home", "1 1.5 2.5 home", "2 2.5 3.5 home", "3 3.5 4.5 home"]},
    ),
    "who is there at the end of the wait": World(  # by hand
        grouped(3, THREE, 0, 2, 4, 5, 6, service=[Delay(ONE)]),
        {"people": ["0 3 4 home", "2 4 home", "4 6 7 home", "5 7 home", "6 7 home"]},
    ),
    "bulks": World(  # by hand
        served(ONE, people(0, 4, size=THREE)),
        {"people": ["0 1 home", "0 1 2 home", "0 2 3 home", "4 5 home", "4 5 6 home",
                    "4 6 7 home"]},
    ),
    "a bulk cut short": World(  # by hand
        served(ONE, people(0, 4, size=THREE, limit=4)),
        {"people": ["0 1 home", "0 1 2 home", "0 2 3 home", "4 5 home"]},
    ),
    "every four minutes": World(  # by hand
        served(ONE, people(process=Renewal(constant(4.0)), limit=3)),
        {"people": ["4 5 home", "8 9 home", "12 13 home"]},
    ),
    "three machines, one repairer": World(  # by hand: up for 10, repaired in 4
        clinic([Delay(TEN), Use("a", constant(4.0)), Go("visit")],
               [people(process=Population(3))]),
        {"people": ["0 10 14 24 28", "0 10 14 18 28", "0 10 18 22"]}, end=30.0,
    ),
    "three branches": World(  # simmer, test-trajectory-clone: wait for all
        clinic([Fork(("1", "2", "3")), Delay(constant(0.5))], [people(0)], [],
               {str(k): [Delay(constant(float(k))), Join()] for k in (1, 2, 3)}),
        {"people": ["0 1 2 3 3.5 home"]},
    ),
    "two tests by one nurse": World(  # by hand
        clinic([Fork(("test", "test"))], [people(0, 1)], paths={"test": [Use("a", TWO), Join()]}),
        {"people": ["0 2 4 home", "1 4 6 8 home"]}, {"a busy_area": 8, "a waited": 2 + 3 + 5},
    ),
}  # fmt: skip


def pool(rule: PoolRule, capacity: tuple[int, int], *sources: Any, **fields: Any) -> Network:
    chosen = Pool("pool", label("pool"), ("a", "b"), rule)
    rooms = [room(capacity[0]), room(capacity[1], "b")]
    return clinic(
        [Use("pool", NEED)], sources, rooms, {"direct": [Use("a", TEN), leave()]},
        attributes=("need",), pools=(chosen,), **fields,
    )  # fmt: skip


LONG_FIRST = each(at=(0, 1, 2, 3, 4), need=(30, 10, 10, 10, 10))
HELD = ["0 30 home", "1 11 home"]


def need(minutes: float) -> Any:
    return (("need", constant(minutes)),)


POOLS = {
    "whichever is free first": World(  # by hand
        pool("first_free", (1, 1), *LONG_FIRST),
        alone([*HELD, "2 11 21 home", "3 21 31 home", "4 30 40 home"]),
        {"pool started": 5, "a busy_area": 40, "b busy_area": 30},
    ),
    "the shortest queue": World(  # by hand
        pool("shortest_queue", (1, 1), *LONG_FIRST),
        alone([*HELD, "2 30 40 home", "3 11 21 home", "4 40 50 home"]),
        {"pool started": 5, "a busy_area": 50, "b busy_area": 20},
    ),
    "who is served is not in the queue": World(  # by hand: nobody waits, so the first of both
        pool("shortest_queue", (2, 1), *each(at=(0, 0, 0, 1), need=(10, 12, 30, 5))),
        alone(["0 10 home", "0 12 home", "0 30 home", "1 10 15 home"]),
    ),
    "each in turn": World(  # by hand; simmer's round-robin
        pool("in_order", (1, 1), *LONG_FIRST),
        alone([*HELD, "2 30 40 home", "3 11 21 home", "4 40 50 home"]),
    ),
    "each in turn, though one is free": World(  # by hand
        pool("in_order", (1, 2), *each(at=(0, 0, 0, 0), need=(10, 10, 10, 10))),
        alone(["0 10 home", "0 10 home", "0 10 20 home", "0 10 home"]),
    ),
    "the least loaded": World(  # by hand: loads 1 and 1, 2 and 1, 2 and 1.5, 2 and 2
        pool("least_loaded", (1, 2), *each(at=(0, 0, 0, 1, 2, 3, 4), need=(9, 20, 30, 5, 5, 5, 5))),
        alone(["0 9 home", "0 20 home", "0 30 home", "1 9 14 home", "2 20 25 home",
               "3 25 30 home", "4 14 19 home"]),
    ),
    "behind who came before": World(  # by hand: one line for "a" alone, one for both
        pool("first_free", (1, 0), people(0, 2, values=need(10.0)),
             people(1, name="direct", to="direct")),
        {"people": ["0 10 home", "2 20 30 home"], "direct": ["1 10 20 home"]},
    ),
    "before who came later": World(  # by hand
        pool("first_free", (1, 0), people(0, 1, values=need(10.0)),
             people(2, name="direct", to="direct")),
        {"people": ["0 10 home", "1 10 20 home"], "direct": ["2 20 30 home"]},
    ),
    "out of patience with both": World(  # by hand: the next in line for "b" alone is not held up
        clinic(
            [Use("pool", TEN, units=2, patience=TWO, on_renege="away")], [people(1),
             people(0, name="one", to="one"), people(2, name="b", to="b")],
            [room(2), room(2, "b")],
            {"one": [Use("a", TEN), leave()], "b": [Use("b", TEN), leave()], **AWAY},
            pools=(Pool("pool", label("pool"), ("a", "b")),),
        ),
        {"people": ["1 11 home"], "one": ["0 10 home"], "b": ["2 11 21 home"]},
    ),
    "the more urgent before who came before": World(  # by hand
        pool("first_free", (1, 0), people(0, 2, values=need(10.0), priority=0),
             people(1, name="direct", to="direct")),
        {"people": ["0 10 home", "2 10 20 home"], "direct": ["1 20 30 home"]},
    ),
}  # fmt: skip

BOTH, ONLY_A, ONLY_B = Use("a", TEN, also=("b",)), Use("a", TEN), Use("b", constant(5.0))
PATHS = {"only a": [ONLY_A, leave()], "only b": [ONLY_B, leave()]}
UNITS = {
    "all or none": World(  # by hand: "a" is not held while "b" is waited for
        clinic([BOTH], [people(0, name="b", to="only b"), people(1),
                        people(2, 6, name="a", to="only a")],
               [room(2), room(1, "b")], PATHS),
        {"b": ["0 5 home"], "people": ["1 5 15 home"], "a": ["2 12 home", "6 12 22 home"]},
    ),
    "one after the other is gone": World(  # by hand: at 5 no "a" is left for them
        clinic([BOTH], [people(0, name="b", to="only b"), people(1),
                        people(2, 3, name="a", to="only a")],
               [room(2), room(1, "b")], PATHS),
        {"b": ["0 5 home"], "people": ["1 12 22 home"], "a": ["2 12 home", "3 13 home"]},
    ),
    "both busy": World(  # by hand: first in line for "a" at 10, for "b" until 13
        clinic([BOTH], [people(0, name="a", to="only a"), people(8, name="b", to="only b"),
                        people(9), people(9.5, name="c", to="only b")],
               [room(), room(1, "b")], PATHS),
        {"a": ["0 10 home"], "b": ["8 13 home"], "people": ["9 13 23 home"],
         "c": ["9.5 23 28 home"]},
    ),
    "before who came at the same minute": World(  # by hand: as they are in line for "b" at 10
        clinic([BOTH], [people(0, name="a", to="only a"), people(8, name="b", to="only b"),
                        people(9), people(9, name="c", to="only b")],
               [room(), room(1, "b")], PATHS),
        {"a": ["0 10 home"], "b": ["8 13 home"], "people": ["9 13 23 home"],
         "c": ["9 23 28 home"]},
    ),
    "nobody overtakes": World(  # by hand: one unit is free all the time
        clinic([Use("a", TEN, units=2)], [people(0, 1), people(2, name="small", to="small")],
               [room(3)], {"small": [Use("a", TEN), leave()]}),
        {"people": ["0 10 home", "1 10 20 home"], "small": ["2 10 20 home"]},
        {"a busy_area": 50},
    ),
    "cleaning": World(  # by hand: the bed is free 2 minutes after the patient has gone home
        clinic([Use("a", THREE, after=TWO)], [people(0, 0, 9)]),
        {"people": ["0 3 home 5", "0 5 8 home 10", "9 10 13 home 15"]}, {"a busy_area": 15},
    ),
    "cleaning after a transfer": World(  # by hand: free at 1 + 2
        clinic([Seize("a"), Delay(ONE), Transfer("a", "b", after=TWO), Delay(TEN), Release("b")],
               [people(0, 0)], [room(), room(5, "b")]),
        {"people": ["0 1 3 11 home", "0 3 4 6 14 home"]}, {"a busy_area": 6},
    ),
}  # fmt: skip

BY_AGE = Branch(
    ((0.0, "home"), (0.0, "away")), by=Expression("age"),
    table=((0.0, (1.0, 0.0)), (18.0, (0.0, 1.0)), (65.0, (1.0, 0.0))),
)  # fmt: skip
OLD = each(at=(0, 1, 2, 3), age=(17, 18, 64, 65))
ENDS = {"home": [leave()], **AWAY}
WAYS = {
    "an end without leave": World(  # their exit has the pathway's name
        clinic([Go("walk")], [people(0, 5)], [], {"walk": [Delay(TWO)]}),
        {"people": ["0 2 walk", "5 7 walk"]},
    ),
    "what is left of the shares": World(
        clinic([Branch(((0.0, "away"),), otherwise="home")], [people(0)], [], ENDS),
        {"people": ["0 home"]},
    ),
    "what is left of the shares by a table": World(  # to 17: all go home; from 18 on: nobody
        clinic([Branch(((0.0, "away"),), by=Expression("age"), otherwise="home",
                       table=((0.0, (0.0,)), (18.0, (1.0,))))],
               OLD, [], ENDS, attributes=("age",)),
        alone(["0 home", "1 away", "2 away", "3 away"]),
    ),
    "by a table": World(
        clinic([BY_AGE], OLD, [], ENDS, attributes=("age",)),
        alone(["0 home", "1 away", "2 away", "3 home"]),
    ),
    "a signal": World(  # by hand: two go on at 10, first come first served, and the third at 20
        clinic([Hold("bell", label("bell")), Use("a", TWO)],
               [people(1, 2, 3), people(0, 10, name="one", to="ring two"),
                people(20, name="all", to="ring")],
               paths={"ring two": [Signal("bell", 2), leave("rung")],
                      "ring": [Signal("bell"), leave("rung")]}),
        {"people": ["1 10 12 home", "2 10 12 14 home", "3 20 22 home"],
         "one": ["0 rung", "10 rung"], "all": ["20 rung"]},
        {"bell waited": 9 + 8 + 17, "bell started": 3, "bell longest": 3},
    ),
    "a signal for two places": World(  # by hand: first come first served, wherever they hold
        clinic([Hold("bell", label("bell")), leave()],
               [people(1, 3), people(2, name="others", to="other"), people(5, name="one", to="one"),
                people(9, name="all", to="ring")],
               paths={"other": [Hold("bell", label("bell")), leave("elsewhere")],
                      "one": [Signal("bell", 2), leave("rung")],
                      "ring": [Signal("bell"), leave("rung")]}),
        {"people": ["1 5 home", "3 9 home"], "others": ["2 5 elsewhere"],
         "one": ["5 rung"], "all": ["9 rung"]},
    ),
    "a signal, holding": World(  # by hand: the bed is kept, so the second waits until 5 + 1
        clinic([Seize("a"), Hold("bell", label("bell")), Delay(ONE), Release("a")],
               [people(0, 1), people(5, 9, name="rings", to="ring")],
               paths={"ring": [Signal("bell"), leave("rung")]}),
        {"people": ["0 5 6 home", "1 6 9 10 home"], "rings": ["5 rung", "9 rung"]},
        {"a busy_area": 10},
    ),
    "by a condition": World(
        clinic([Route(((Expression("age < 18"), "home"), (Expression("age >= 65"), "away")))],
               OLD, [], ENDS, attributes=("age",)),
        alone(["0 home", "1 home", "2 home", "3 away"]),
    ),
    "those at a delay with a name are counted": World(
        clinic([Delay(TWO, occupies="rest"), Use("a", ONE), Delay(FIVE, occupies="rest")],
               [people(0, 1)]),
        {"people": ["0 2 3 8 home", "1 3 4 9 home"]},
        {"rest busy_area": 14.0, "rest started": 4, "rest waiting_area": 0.0},
    ),
    "times worked out": World(
        clinic([Set("age", Expression("age * 2 + 1 h")), Delay(Expression("age - time"))],
               OLD, [], attributes=("age",)),
        alone(["0 94 home", "1 96 home", "2 188 home", "3 190 home"]),
    ),
    "by what is free": World(
        clinic([Use("a", Expression("10 min if free(a) == 0 and queue(a) > 0 else 1 min + stay"))],
               [people(0, 0, 0)]),
        {"people": ["0 1 home", "0 1 11 home", "0 11 23 home"]},
    ),
}  # fmt: skip
TABLES = {
    "blocking": BLOCKING, "slots": SLOTS, "days": DAYS, "together": TOGETHER, "pools": POOLS,
    "units": UNITS, "ways": WAYS, "again": AGAIN,
}  # fmt: skip
WORLDS = {f"{kind}: {name}": w for kind, table in TABLES.items() for name, w in table.items()}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", WORLDS)
def test_every_minute_is_as_it_must_be(name: str, engine: Any) -> None:
    assert play_world(WORLDS[name], engine) == WORLDS[name]
