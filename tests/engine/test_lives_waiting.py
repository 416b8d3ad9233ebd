"""Who is served when, minute by minute: order, interruption, capacity, patience.

The numbers are worked out by hand, or are those of simmer's and Ciw's own tests (numbers
only), where both mean the same by a rule. Times are minutes.
"""

from __future__ import annotations

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
from support.models import constant, leave

from simcore.network.model import Network
from simcore.network.resources import (
    Breakdown,
    Closing,
    Closure,
    Preemption,
    Reserve,
    Resource,
    Rule,
)
from simcore.network.steps import Balk, Delay, Release, Seize, Transfer, Use
from simcore.network.timetable import Timetable
from simcore.network.values import ByClass, Expression

TWO, THREE, FOUR, FIVE, TEN = (constant(x) for x in (2.0, 3.0, 4.0, 5.0, 10.0))
NEED = Expression("need")


def late(*minutes: float, **fields: Any) -> Any:
    return people(*minutes, name="late", priority=2, **fields)


def urgent(*minutes: float, **fields: Any) -> Any:
    return people(*minutes, name="urgent", priority=0, **fields)


ORDER = {
    "the urgent first": World(  # simmer, test-resource-priorities
        served(TWO, late(0, 0), urgent(1)),
        {"late": ["0 2 home", "0 4 6 home"], "urgent": ["1 2 4 home"]},
    ),
    "one priority, two sources": World(  # simmer, test-resource-priorities
        served(TWO, people(0, 2, 4, 6), people(1, 3, 5, 7, name="odd")),
        {
            "people": ["0 2 home", "2 4 6 home", "4 8 10 home", "6 12 14 home"],
            "odd": ["1 2 4 home", "3 6 8 home", "5 10 12 home", "7 14 16 home"],
        },
    ),
    "nobody is interrupted": World(  # Ciw, test_node: priorities without pre-emption
        clinic([Use("a", NEED)], [
            late(1.5, 5, values=(("need", FIVE),)), urgent(7.5, values=(("need", constant(4.0)),))
        ], attributes=("need",)),
        {"late": ["1.5 6.5 home", "5 6.5 11.5 home"], "urgent": ["7.5 11.5 15.5 home"]},
    ),
    "kept free for the urgent": World(  # by hand: one of two units is, also at 10
        served(TEN, late(0, 0), urgent(1), capacity=2, reserve=Reserve(0, 0.5)),
        {"late": ["0 10 home", "0 11 21 home"], "urgent": ["1 11 home"]},
    ),
    "last come first served": World(  # by hand
        served(TEN, people(0, 1, 2, 3), order="lifo"),
        {"people": ["0 10 home", "1 30 40 home", "2 20 30 home", "3 10 20 home"]},
    ),
    "the shortest first": World(  # by hand
        clinic(
            [Use("a", ByClass((TWO, constant(9.0))))],
            [people(0, 1, name="long", mix=(("long", 1.0),)),
             people(2, name="short", mix=(("short", 1.0),))],
            [room(order="shortest")], classes=("short", "long"),
        ),
        {"long": ["0 9 home", "1 11 20 home"], "short": ["2 9 11 home"]},
    ),
    "the lowest first": World(  # by hand
        clinic([Use("a", TEN)], each(at=(0, 1, 2, 3), severity=(0, 3, 1, 2)),
               [room(order=Expression("severity"))], attributes=("severity",)),
        alone(["0 10 home", "1 30 40 home", "2 10 20 home", "3 20 30 home"]),
    ),
    "nine points before six": World(  # by hand: 1 a minute for 9, 3 a minute for 2
        served(TEN, late(0, 1), urgent(8), gains=((0, 3.0), (2, 1.0))),
        {"late": ["0 10 home", "1 10 20 home"], "urgent": ["8 20 30 home"]},
    ),
    "of equal points the urgent": World(  # by hand
        served(TEN, late(0, 1), urgent(1), gains=((0, 1.0), (2, 1.0))),
        {"late": ["0 10 home", "1 20 30 home"], "urgent": ["1 10 20 home"]},
    ),
    "twelve points before nine": World(  # by hand
        served(TEN, late(0, 1), urgent(6), gains=((0, 3.0), (2, 1.0))),
        {"late": ["0 10 home", "1 20 30 home"], "urgent": ["6 10 20 home"]},
    ),
}  # fmt: skip


def interrupted(rule: Rule, capacity: Any = 1) -> Network:
    """Return Ciw's resume_options: a service of 6, or 3 where it is drawn again."""
    first = Expression("6 min if stay < 1 min else 3 min")
    return clinic(
        [Use("a", first)], [late(1), urgent(3, to="now")],
        [room(capacity, preemption=Preemption(rule=rule))], {"now": [Use("a", TEN), leave()]},
    )  # fmt: skip


def hindered(rule: Rule, end: str) -> World:
    return World(
        interrupted(rule), {"late": [f"1 13 {end} home"], "urgent": ["3 13 home"]},
        {"a interrupted": 1, "a started": 2, "a busy_area": 10 + 2 + float(end) - 13},
    )  # fmt: skip


def relieved(rule: Rule, end: str) -> World:
    """Return the same with a second server from minute 5 (Ciw)."""
    return World(
        interrupted(rule, ((0.0, 1), (5.0, 2))),
        {"late": [f"1 5 {end} home"], "urgent": ["3 13 home"]},
    )


def two_victims(rule: Rule, victim: Any) -> Network:
    preemption = Preemption(rule=rule, victim=victim)
    return served(TEN, late(0, 1), urgent(2, 3), capacity=2, preemption=preemption)


HIGH = ["2 12 home", "3 13 home"]
PREEMPTION = {
    "restart": hindered("restart", "19"),  # these six: Ciw, resume_options
    "resume": hindered("resume", "17"),
    "resample": hindered("resample", "16"),
    "restart, second server": relieved("restart", "11"),
    "resume, second server": relieved("resume", "9"),
    "resample, second server": relieved("resample", "8"),
    "second in line": World(  # Ciw, test_node: pre-emptive priorities; resumed by hand
        clinic([Use("a", NEED)], [
            late(1.5, 5, values=(("need", FIVE),)), urgent(7.5, values=(("need", constant(4.0)),))
        ], [room(preemption=Preemption())], attributes=("need",)),
        {"late": ["1.5 6.5 home", "5 6.5 11.5 15.5 home"], "urgent": ["7.5 11.5 home"]},
    ),
    "earliest, restart": World(  # simmer, test-resource-preemption: both end at 22 and 23
        two_victims("restart", "earliest"),
        {"late": ["0 12 22 home", "1 13 23 home"], "urgent": HIGH}, {"a busy_area": 44},
    ),
    "earliest, resume": World(  # by hand: each has been served for 2
        two_victims("resume", "earliest"),
        {"late": ["0 12 20 home", "1 13 21 home"], "urgent": HIGH}, {"a busy_area": 40},
    ),
    "latest, resume": World(  # by hand: at 2 who began at 1, at 3 who began at 0
        two_victims("resume", "latest"),
        {"late": ["0 12 19 home", "1 13 22 home"], "urgent": HIGH},
    ),
    "before who has not begun": World(  # simmer: interrupted ones wait before the others
        served(TEN, late(0, 0), urgent(1), preemption=Preemption()),
        {"late": ["0 11 20 home", "0 20 30 home"], "urgent": ["1 11 home"]},
    ),
    "again from the beginning": World(  # by hand
        served(TEN, late(0, 0), urgent(1), preemption=Preemption(rule="restart")),
        {"late": ["0 11 21 home", "0 21 31 home"], "urgent": ["1 11 home"]},
    ),
    "only by the most urgent": World(  # by hand: 1 waits, 0 does not, 2 resumes after 1
        served(TEN, late(0), people(1), urgent(2), preemption=Preemption(by=0)),
        {"late": ["0 22 30 home"], "people": ["1 12 22 home"], "urgent": ["2 12 home"]},
    ),
    "the least urgent is the victim": World(  # by hand, though the other began later
        served(TEN, late(0), people(1), urgent(2), capacity=2, preemption=Preemption()),
        {"late": ["0 11 19 home"], "people": ["1 11 home"], "urgent": ["2 12 home"]},
    ),
    "last come first served": World(  # by hand: who comes again is as late as at first
        served(TEN, late(0, 1), urgent(2), order="lifo", preemption=Preemption()),
        {"late": ["0 22 30 home", "1 12 22 home"], "urgent": ["2 12 home"]},
    ),
    "what is kept free stays free": World(  # by hand: of two units only one is in use
        served(TEN, late(0), people(1, 2), capacity=2, reserve=Reserve(0, 0.5),
               preemption=Preemption()),
        {"late": ["0 21 30 home"], "people": ["1 11 home", "2 11 21 home"]},
    ),
    "no unit won that is kept free": World(  # by hand: until 11 the last free unit is kept
        served(TEN, late(0), urgent(1), people(2), capacity=2, reserve=Reserve(0, 0.5),
               preemption=Preemption()),
        {"late": ["0 10 home"], "urgent": ["1 11 home"], "people": ["2 11 21 home"]},
    ),
    "nobody of one's own priority": World(  # by hand
        served(TEN, people(0), people(1, name="others"), preemption=Preemption()),
        {"people": ["0 10 home"], "others": ["1 10 20 home"]}, {"a interrupted": 0},
    ),
}  # fmt: skip

UP_AND_DOWN = ((0.0, 1), (1.0, 3), (2.0, 1))  # simmer, test-schedule
SHUT = ((0.0, 1), (5.0, 0), (9.0, 1))  # Ciw, preemptive_schedules


def shut(rule: Rule, life: str) -> World:
    longer = Expression("10 min if stay < 1 min else 20 min")
    ward = room(SHUT, closing=Closing(rule))
    return World(clinic([Use("a", longer)], [people(1)], [ward]), {"people": [life]})


def evening(serving: Rule, lives: list[str], waiting: Any = "leave") -> World:
    """Return one server who goes home at 5, with three patients from 0."""
    ward = room(((0.0, 1), (5.0, 0), (50.0, 1)), closing=Closing(serving, waiting, "away"))
    return World(clinic([Use("a", THREE)], [people(0, 0, 0)], [ward], AWAY), {"people": lives})


CAPACITY = {
    "finish what has begun": World(  # simmer
        served(TWO, people(0, 0, 0), capacity=UP_AND_DOWN),
        {"people": ["0 2 home", "0 1 3 home", "0 1 3 home"]},
    ),
    "restart": World(  # by hand: at 2 capacity falls when the first is done
        served(TWO, people(0, 0, 0), capacity=UP_AND_DOWN, closing=Closing("restart")),
        {"people": ["0 2 home", "0 1 3 home", "0 1 3 5 home"]}, {"a interrupted": 1},
    ),
    "resume": World(  # by hand
        served(TWO, people(0, 0, 0), capacity=UP_AND_DOWN, closing=Closing("resume")),
        {"people": ["0 2 home", "0 1 3 home", "0 1 3 4 home"]},
    ),
    "sessions": World(  # simmer: the second does not begin at 10, when the first ends
        served(FIVE, people(0, 0, 0), capacity=((0.0, 0), (5.0, 1), (10.0, 0), (15.0, 1))),
        {"people": ["0 5 10 home", "0 15 20 home", "0 20 25 home"]},
    ),
    "shut, restart": shut("restart", "1 9 19 home"),  # these four: Ciw, preemptive_schedules
    "shut, resume": shut("resume", "1 9 15 home"),
    "shut, resample": shut("resample", "1 9 29 home"),
    "shut, finish": shut("finish", "1 11 home"),
    "all resume in order": World(  # Ciw, full_preemptive
        served(TEN, people(3, 6, 9, 12), capacity=((0.0, 4), (12.5, 0), (17.0, 1)),
               closing=Closing("resume")),
        {"people": ["3 17 17.5 home", "6 17.5 21 home", "9 21 27.5 home", "12 27.5 37 home"]},
    ),
    "a cycle of ten minutes": World(  # by hand: open for 2.5 at 0, 10, 20
        served(TWO, people(0, 1, 9, 21), capacity=Timetable(((0.0, 1), (2.5, 0)), 10.0),
               closing=Closing("resume")),
        {"people": ["0 2 home", "1 2 10 11.5 home", "9 11.5 20 21 home", "21 30 30.5 home"]},
    ),
    "more than before": World(  # Ciw
        served(FIVE, people(7, 14), capacity=((0.0, 1), (15.0, 0), (17.0, 2)),
               closing=Closing("resume")),
        {"people": ["7 12 home", "14 17 21 home"]},
    ),
    "overtime": World(  # by hand; Ciw's shifts bring new servers while the old ones finish
        clinic([Use("a", NEED)], each(at=(1, 1, 1, 9, 9, 12), need=(5, 7, 9, 4, 5, 5)),
               [room(((0.0, 3), (7.0, 2), (11.0, 1)))], attributes=("need",)),
        alone(["1 6 home", "1 8 home", "1 10 home", "9 13 home", "9 10 15 home", "12 15 20 home"]),
    ),
    "the least urgent is sent to wait": World(  # by hand
        served(TEN, late(0), urgent(1), capacity=((0.0, 2), (5.0, 1)), closing=Closing("resume")),
        {"late": ["0 11 16 home"], "urgent": ["1 11 home"]},
    ),
    "who waits is sent home": evening("finish", ["0 3 home", "0 3 6 home", "0 5 away"]),
    "all are sent home": evening("leave", ["0 3 home", "0 3 5 away", "0 5 away"]),
    "nobody is sent home while one is open": World(  # by hand
        clinic([Use("a", TEN)], [people(0, 0, 0)],
               [room(((0.0, 2), (5.0, 1)), closing=Closing("finish", "leave", "away"))], AWAY),
        {"people": ["0 10 home", "0 10 home", "0 10 20 home"]},
    ),
    "interrupted, then sent elsewhere": World(  # by hand: nothing is left of what had begun
        clinic(
            [Use("a", TEN)], [late(0), urgent(2)],
            [room(((0.0, 1), (5.0, 0)), closing=Closing("finish", "leave", "other"),
                  preemption=Preemption()),
             room(name="b", preemption=Preemption())],
            {"other": [Use("b", constant(7.0)), leave()]},
        ),
        {"late": ["0 5 12 home"], "urgent": ["2 12 home"]},
    ),
    "who is interrupted is not sent home": evening(
        "resume", ["0 3 home", "0 3 50 51 home", "0 5 away"]
    ),
    "who is served is sent home": evening(
        "leave", ["0 3 home", "0 3 5 away", "0 50 53 home"], "stay"
    ),
}  # fmt: skip


def failing(rule: Rule, lives: list[str]) -> World:
    """Return a server who fails at 5, 13, 21, ... for 3 minutes; by hand."""
    breakdown = Breakdown(FIVE, THREE, 1, rule)
    model = served(constant(4.0), people(0, 4, 6), breakdowns=(breakdown,))
    return World(model, {"people": lives})


BREAKDOWN = {
    "resume": failing("resume", ["0 4 home", "4 8 11 home", "6 11 16 18 home"]),
    "restart": failing("restart", ["0 4 home", "4 8 12 home", "6 12 16 20 home"]),
    "finish": failing("finish", ["0 4 home", "4 8 home", "6 8 12 home"]),
    "two of three": World(  # at 13 service ends before the next failure
        served(TEN, people(0, 0, 0), capacity=3, breakdowns=(Breakdown(FIVE, THREE, 2),)),
        {"people": ["0 10 home", "0 8 13 home", "0 8 13 home"]},
        {"a interrupted": 2}, end=20.0,
    ),
    "closed, reserved and broken": World(  # by hand: 4 units to 5, 2 to 10, 1 to 14, 2 to 20;
        # half of them are kept, and of 1 none
        clinic(
            [Use("a", THREE)], [late(0, 0, 0, 6, 6, 11, 13), urgent(1)],
            [room(4, reserve=Reserve(0, 0.5), breakdowns=(Breakdown(TEN, FOUR, 1, "finish"),),
                  closures=(Closure(datetime(2020, 1, 6, 0, 5), datetime(2020, 1, 6, 0, 20), 2),))],
            start=date(2020, 1, 6),
        ),
        {"late": ["0 3 home", "0 3 home", "0 3 6 home", "6 9 home", "6 9 12 home",
                  "11 12 15 home", "13 15 18 home"], "urgent": ["1 4 home"]},
        {"a capacity_area": 5 * 4 + 5 * 2 + 4 * 1 + 6 * 2 + 4 * 4}, end=24.0,
    ),
    "two kinds": World(  # out at 5 to 9 and 13 to 18: at 16 one ends and one begins
        served(TEN, people(0), breakdowns=(
            Breakdown(FIVE, THREE), Breakdown(constant(7.0), TWO)
        )),
        {"people": ["0 9 18 19 home"]}, end=20.0,
    ),
}  # fmt: skip


def hasty(patience: float, *minutes: float, service: float, capacity: Any = 1) -> Network:
    use = Use("a", constant(service), patience=constant(patience), on_renege="away")
    return clinic([use], [people(*minutes)], [room(capacity)], AWAY)


def tie(*sources: Any) -> Network:
    paths = {"wait": [Use("a", TWO, patience=constant(1.0), on_renege="away"), leave()], **AWAY}
    return clinic([Use("a", TWO)], sources, paths=paths)


CIW_WAITS = (7.0, 14.0, 21.0, 28.0)
FULL = Balk(Expression("queue(a) >= 2"), "away")
PATIENCE = {
    "three minutes": World(  # Ciw, reneging_records
        hasty(3, *CIW_WAITS, service=11),
        {"people": ["7 18 home", "14 17 away", "21 32 home", "28 31 away"]}, {"a reneged": 2},
    ),
    "no server from 16": World(  # Ciw
        hasty(3, *CIW_WAITS, service=11, capacity=((0.0, 1), (16.0, 0), (900.0, 1))),
        {"people": ["7 18 home", "14 17 away", "21 24 away", "28 31 away"]},
    ),
    "two at one instant": World(  # Ciw, simultaneous reneging
        clinic([Use("a", constant(20.0), patience=NEED, on_renege="away")],
               each(at=(3, 4, 5, 20), need=(100, 7, 6, 100)), paths=AWAY, attributes=("need",)),
        alone(["3 23 home", "4 11 away", "5 11 away", "20 23 43 home"]),
    ),
    "one minute": World(  # simmer, test-trajectory-renege
        hasty(1, 0, 0, service=2), {"people": ["0 2 home", "0 1 away"]}
    ),
    "a unit frees first": World(  # by hand: nothing but the order differs from the next
        tie(people(0), people(1, name="hasty", to="wait")),
        {"people": ["0 2 home"], "hasty": ["1 2 4 home"]},
    ),
    "patience ends as a unit comes free": World(  # by hand
        tie(people(1, name="hasty", to="wait"), people(0)),
        {"people": ["0 2 home"], "hasty": ["1 2 4 home"]},
    ),
    "who leaves lets a smaller one in": World(  # by hand: 2 of 3, 2 wanted, 1 wanted
        clinic(
            [Use("a", TEN, units=2, patience=TWO, on_renege="away")],
            [people(0, 1), people(2, name="small", to="one")], [room(3)],
            {"one": [Use("a", TEN), leave()], **AWAY},
        ),
        {"people": ["0 10 home", "1 3 away"], "small": ["2 3 13 home"]},
    ),
    "two wait already": World(  # by hand
        clinic([Use("a", TEN, balk=(FULL,))], [people(0, 1, 2, 3)], paths=AWAY),
        {"people": ["0 10 home", "1 10 20 home", "2 20 30 home", "3 away"]},
    ),
    "the urgent balk too": World(  # simmer's queue of 2, but the newcomer is refused
        clinic([Use("a", TEN, balk=(FULL,))], [late(0, 0), urgent(2, 3)], paths=AWAY),
        {"late": ["0 10 home", "0 20 30 home"], "urgent": ["2 10 20 home", "3 away"]},
    ),
}  # fmt: skip


def through(ward: Resource) -> Network:
    """Return a minute at "b" (2 units), then 10 at a ward; "b" is kept till there is room."""
    steps = [Seize("b"), Delay(constant(1.0)), Transfer("b", "a"), Delay(TEN), Release("a")]
    return clinic(steps, [people(0, 0, 0)], [ward, room(2, "b")])


WAITING_ROOM = {
    "room for one": World(  # by hand: the third is kept at "b" from 2 to 11
        through(room(waiting_room=1)),
        {"people": ["0 1 11 home", "0 1 11 21 home", "0 1 2 11 21 31 home"]},
        {"b blocked_area": 9, "a waiting_area": 20},
    ),
    "no room": World(  # by hand
        through(room(waiting_room=0)),
        {"people": ["0 1 11 home", "0 1 11 21 home", "0 1 2 21 31 home"]},
        {"b blocked_area": 29},
    ),
    "outside the waiting room": World(  # by hand: the room frees at 10, and they get it
        served(TEN, people(0, 1, 2), waiting_room=1),
        {"people": ["0 10 home", "1 10 20 home", "2 10 20 30 home"]},
        {"a/room waiting_area": 8, "a waiting_area": 19},
    ),
}
TABLES = {
    "order": ORDER, "preemption": PREEMPTION, "capacity": CAPACITY, "breakdown": BREAKDOWN,
    "patience": PATIENCE, "waiting room": WAITING_ROOM,
}  # fmt: skip
WORLDS = {f"{kind}: {name}": w for kind, table in TABLES.items() for name, w in table.items()}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", WORLDS)
def test_every_minute_is_as_it_must_be(name: str, engine: Any) -> None:
    assert play_world(WORLDS[name], engine) == WORLDS[name]
