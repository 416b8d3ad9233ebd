"""Engine and reference on one small Network for each feature, so that a failure says where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from support.differential.twins import agree, compare
from support.models import constant, exponential, gamma, label, leave, network, profile
from support.runs import begin

from simcore.engine.rules import Order, PoolRule, Rule
from simcore.engine.simulation import Simulation
from simcore.experiments.replicate import Plan, play
from simcore.network.compiler.compile import compile_network
from simcore.network.model import Network
from simcore.network.naming import NameBy, NameByClass
from simcore.network.resources import (
    Breakdown,
    Closing,
    Closure,
    Lend,
    Pool,
    Preemption,
    Reserve,
    Resource,
    SlotBook,
)
from simcore.network.sources import Multiplier, Population, Renewal, Source, Trace
from simcore.network.steps import (
    Balk,
    Book,
    Branch,
    Delay,
    Fork,
    Gather,
    Hold,
    Join,
    Milestone,
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
from simcore.network.timetable import Timetable
from simcore.network.values import ByClass, Distribution, Expression
from simcore.network.weekly_profile import WeeklyProfile
from simcore.reference import Reference

BUSY = exponential(25.0)
TEN = constant(10.0)
NEEDED = ByClass((Expression("2"), Expression("1 if stay < 1 h else 2")))
DICE = Distribution("empirical", {"values": (1.0, 2.0, 3.0), "weights": (3.0, 2.0, 1.0)})
IN_ORDER = Distribution("sequence", {"values": (30.0, 5.0, 0.0, 60.0, 12.5)})
LONG = NameBy(Expression("stay / 1 min"), ((0.0, "soon"), (30.0, "later")))
EXPECTED = Expression("queue(b) > 2")
DAYS = tuple((720.0 * k, (0, 2)[k % 2]) for k in range(14))  # closed at night
MIX = (("adult", 0.6), ("child", 0.4))


def room(name: str = "a", capacity: Any = 2, **fields: Any) -> Resource:
    return Resource(name, label(name), profile(capacity), **fields)


def people(name: str = "people", priority: int = 1, rate: float = 0.03, **fields: Any) -> Source:
    return Source(name, label(name), "visit", profile(rate), MIX, priority, **fields)


THREE_KINDS = [people(), people("urgent", 0, 0.01), people("routine", 3)]


def clinic(
    *steps: Step,
    resources: Sequence[Resource] = (room(),),
    sources: Sequence[Source] = THREE_KINDS,
    paths: dict[str, Sequence[Step]] | None = None,
    **fields: Any,
) -> Network:
    """Return a Network with one pathway and a way out called "away", if it is gone to."""
    pathways = {"visit": [*steps, leave()], **(paths or {})}
    return network(resources, sources, pathways, classes=("adult", "child"), **fields)


AWAY: dict[str, Sequence[Step]] = {"away": [Delay(TEN), leave("away")]}


def served(**fields: Any) -> Network:
    """Return three priorities at one resource of this kind."""
    return clinic(Use("a", BUSY), resources=[room(**fields)])


def arriving(*processes: Source, **fields: Any) -> Network:
    return clinic(Use("a", BUSY), sources=processes, **fields)


def choosing(rule: Any, **fields: Any) -> Network:
    members = [room("a", 1), room("b", 2)]
    pool = Pool("pool", label("pool"), ("a", "b"), rule)
    use = Use("pool", BUSY, **fields)
    return clinic(Use("b", TEN), use, resources=members, pools=[pool])


def beds(*, swap: bool = True) -> Network:
    """Return two wards that refer to each other, both often full."""
    here = [Seize("a"), Delay(BUSY), Transfer("a", "b"), Delay(BUSY), Release("b"), leave()]
    there = [Seize("b"), Delay(BUSY), Transfer("b", "a"), Delay(BUSY), Release("a"), leave()]
    sources = [people(), replace(people("others"), pathway="there")]
    return network(
        [room("a", 2), room("b", 3)], sources, {"visit": here, "there": there},
        classes=("adult", "child"), swap=swap,
    )  # fmt: skip


def booked(**fields: Any) -> Network:
    slots = tuple((60.0 * k, k % 3) for k in range(1, 160))
    book = SlotBook(
        "book", label("book"), slots, 2880.0, reserved=0.5, released=300.0, overbook=0.2
    )
    plain = Book("book", "away", 60.0, punctuality=Distribution("normal", {"mean": 5.0, "sd": 9.0}))
    return clinic(
        replace(plain, **fields), Use("a", BUSY), paths=AWAY, books=[book], start=date(2020, 1, 1)
    )


def changing(*closures: Closure, holidays: str = "") -> Network:
    ward = room(capacity=DAYS, closures=closures, closing=Closing("resume"))
    return clinic(Use("a", BUSY), resources=[ward], holidays=holidays, start=date(2020, 1, 20))


def interrupted(rule: Any, victim: Any = "latest", by: int | None = None) -> Network:
    return served(preemption=Preemption(by, rule, victim))


def sent_away(serving: Any, waiting: Any) -> Network:
    ward = room(capacity=DAYS, closing=Closing(serving, waiting, "away"))
    return clinic(Use("a", BUSY), resources=[ward], paths=AWAY)


BALK = Balk(Expression("queue(a) >= 3 and class == child"), "away")
CASES = {
    "patience": clinic(Use("a", BUSY, patience=exponential(20.0), on_renege="away"), paths=AWAY),
    "patience by class": clinic(
        Use("a", BUSY, patience=ByClass((TEN, constant(30.0))), on_renege="away"), paths=AWAY
    ),
    "balk": clinic(Use("a", BUSY, balk=(BALK,)), paths=AWAY),
    "lifo": served(order="lifo"),
    "random": served(order="random"),
    "shortest": clinic(
        Use("a", ByClass((TEN, constant(35.0)))), resources=[room(order="shortest")]
    ),
    "levels": clinic(
        Seize("pool"), Delay(TEN), Transfer("pool", "c", after=TEN), Delay(BUSY), Release("c"),
        resources=[room("a", measured=True), room("b", DAYS), room("c", DAYS, measured=True)],
        pools=[Pool("pool", label("pool"), ("a", "b"), "least_loaded", measured=True)],
    ),
    "lowest": clinic(
        Set("severity", Expression("floor(uniform(0, 4))")),
        Use("a", BUSY),
        resources=[room(order=Expression("0 - severity"))],
        attributes=("severity",),
    ),
    "accumulating priority": served(gains=((0, 3.0), (1, 1.0), (3, 0.5))),
    "reserve": served(reserve=Reserve(0, 0.5), order="random"),
    "waiting room": clinic(
        Use("b", TEN), Seize("c"), Delay(TEN), Transfer("c", "a"), Delay(BUSY), Release("a"),
        resources=[room("a", 2, waiting_room=2), room("b", 3), room("c", 2)],
    ),
    "preempt, resume": interrupted("resume"),
    "preempt, restart, earliest": interrupted("restart", "earliest"),
    "preempt, resample, by some": interrupted("resample", by=0),
    "preempt in lifo order": served(preemption=Preemption(), order="lifo"),
    "close, resume": served(capacity=DAYS, closing=Closing("resume")),
    "close, restart": served(capacity=DAYS, closing=Closing("restart")),
    "close, resample": served(capacity=DAYS, closing=Closing("resample")),
    "close, leave": sent_away("leave", "stay"),
    "close, all leave": sent_away("leave", "leave"),
    "close, finish, those who wait leave": sent_away("finish", "leave"),
    "breakdown": served(breakdowns=(Breakdown(exponential(300.0), BUSY, 1, "resume"),)),
    "two breakdowns": served(
        capacity=DAYS,
        breakdowns=(
            Breakdown(TEN, TEN, 2, "restart"), Breakdown(constant(30.0), BUSY, 1, "finish")
        ),
    ),
    "closure": changing(Closure(datetime(2020, 1, 21, 13), datetime(2020, 1, 22, 16, 30), 1)),
    "holidays": changing(holidays="china"),
    "until a workday": clinic(
        Until((500.0, 3000.0, 3001.0)), Use("a", Expression("5 min + weekday * 1 min")),
        start=date(2020, 1, 20), holidays="china",
    ),
    "lending": clinic(
        Use("a", BUSY), Use("b", BUSY), start=date(2020, 1, 20),
        resources=[
            room(closures=(Closure(datetime(2020, 1, 21, 13), datetime(2020, 1, 22, 16, 30)),),
                 lends=(Lend("b", WeeklyProfile(((0.0, 0), (600.0, 1), (2000.0, 0)))),)),
            room("b", 1),
        ],
    ),
    "timetables": clinic(
        Use("a", BUSY), Use("b", TEN), start=date(2020, 1, 20),
        resources=[
            room(capacity=Timetable(((0.0, 2), (400.0, 0), (400.5, 3)), 1000.0),
                 closing=Closing("resume"),
                 lends=(Lend("b", Timetable(((0.0, 2), (90.25, 0)), 1000.0)),)),
            room("b", Timetable(((0.0, 0), (60.0, 1)), start=datetime(2020, 1, 20, 9))),
        ],
        sources=[people(rate=Timetable(((0.0, 0.1), (45.0, 0.0), (45.5, 0.05)), 90.25))],
    ),
    "delays with a name": clinic(
        Seize("a"), Delay(BUSY, occupies="at rest"), Release("a"), Delay(TEN, occupies="at rest"),
        Delay(ByClass((TEN, BUSY)), occupies="at home"),
        resources=[room(capacity=DAYS, closing=Closing("resume"))],
    ),
    "milestones": clinic(
        Milestone("door"), Use("a", BUSY, patience=TEN, on_renege="away"), Milestone("seen"),
        Gather("bus", label("bus"), 3, constant(60.0)), Milestone("on the bus"),
        Fork(("test", "test")), Scatter(), Milestone("seen"),
        paths={**AWAY, "test": [Delay(BUSY), Milestone("tested"), Join()]},
    ),
    "book": booked(),
    "book, entitled": booked(entitled=True, punctuality=None),
    "book, no show": booked(no_show=0.3, on_no_show="away"),
    "until": clinic(Until((500.0, 3000.0, 3001.0)), Use("a", BUSY)),
    "first free": choosing("first_free"),
    "shortest queue": choosing("shortest_queue"),
    "least loaded": choosing("least_loaded"),
    "in order": choosing("in_order"),
    "random member": choosing("random"),
    "pool with patience": clinic(
        Use("b", TEN),
        Use("pool", BUSY, patience=TEN, on_renege="away"),
        resources=[room("a", 1), room("b", 2)],
        pools=[Pool("pool", label("pool"), ("a", "b"))],
        paths=AWAY,
    ),
    "units": clinic(Use("a", TEN), Use("a", BUSY, units=2), Use("a", TEN, priority=0)),
    "groups and books by the patient": clinic(
        Book(
            NameByClass(("first", "second")), "away", 30.0, punctuality=TEN, group=LONG,
            no_show=0.1, on_no_show="away",
        ),
        Use("a", BUSY, group=LONG, units=NEEDED, patience=BUSY, on_renege="away"),
        Use("b", BUSY, group=NameByClass(("old", "young")), balk=(Balk(EXPECTED, "away"),)),
        Use("c", TEN, group=LONG),
        resources=[room(), room("b", 3), room("c", 1, waiting_room=1)],
        paths=AWAY,
        books=[
            SlotBook(name, label(name), tuple((60.0 * k, 2) for k in range(168)), 2880.0)
            for name in ("first", "second")
        ],
        start=date(2020, 1, 1),
    ),
    "units by attribute": clinic(
        Use("a", TEN, units=Expression("need"), after=TEN), Use("a", BUSY, units=NEEDED),
        sources=[replace(s, values=(("need", DICE),)) for s in THREE_KINDS],
        resources=[room("a", 3)], attributes=("need",),
    ),
    "units of a pool by class": clinic(
        Use("b", TEN, units=NEEDED),
        Seize("pool", units=NEEDED), Delay(TEN), Transfer("pool", "c"), Release("c", after=TEN),
        resources=[room("a", 2), room("b", 4), room("c", 3)],
        pools=[Pool("pool", label("pool"), ("a", "b"))],
    ),
    **{
        f"units that are taken away, {rule}": clinic(
            Use("a", BUSY, units=NEEDED), Use("a", TEN, units=2),
            resources=[room(capacity=3, preemption=Preemption(None, rule))],
        )
        for rule in ("resume", "restart", "resample")
    },
    "units at a closing": clinic(
        Use("a", BUSY, units=NEEDED),
        resources=[room(capacity=((0.0, 3), (700.0, 1), (1500.0, 2)), closing=Closing("resume"))],
    ),
    "units at a breakdown": clinic(
        Use("a", BUSY, units=NEEDED),
        resources=[
            room(capacity=3, breakdowns=(Breakdown(exponential(300.0), BUSY, 1, "restart"),))
        ],
    ),
    "priority by class": clinic(
        Use("a", BUSY, priority=NEEDED), Use("b", BUSY, priority=NEEDED),
        resources=[room(preemption=Preemption()), room("b", 1, waiting_room=2)],
    ),
    "priority by attribute": clinic(
        Use("a", BUSY, priority=Expression("floor(need)")),
        Use("a", BUSY),
        sources=[
            replace(s, values=(("need", DICE),), priority=Expression("2 * need"))
            for s in THREE_KINDS
        ],
        resources=[room(preemption=Preemption(by=2), reserve=Reserve(1, 0.5))],
        attributes=("need",),
    ),
    "also": clinic(
        Use("b", TEN), Use("c", BUSY), Use("b", BUSY, also=("c", "a")),
        resources=[room("a"), room("b", 4), room("c", 4)],
    ),
    "also, with patience": clinic(
        Use("b", TEN, priority=2), Use("c", BUSY, units=2),
        Use("b", BUSY, also=("c",), units=2, patience=BUSY, on_renege="away"),
        resources=[room("b", 4), room("c", 4)], paths=AWAY,
    ),
    "fork": clinic(
        Use("a", TEN), Fork(("test", "scan", "test")), Use("a", TEN),
        paths={"test": [Use("a", BUSY), Join()], "scan": [Delay(gamma(30.0, 0.5)), Join()]},
    ),
    "fork within a fork": clinic(
        Use("a", TEN), Fork(("test", "both")), Use("a", TEN),
        paths={
            "test": [Use("a", BUSY), Join()],
            "both": [Delay(TEN), Fork(("scan", "test")), Delay(TEN), Join()],
            "scan": [Delay(gamma(30.0, 0.5)), Join()],
        },
    ),
    "fork within a batch": clinic(
        Gather("gate", label("gate"), 3, constant(90.0)), Fork(("test", "scan")), Scatter(),
        Use("a", TEN),
        paths={"test": [Use("a", BUSY), Join()], "scan": [Delay(gamma(30.0, 0.5)), Join()]},
    ),
    "gather": clinic(Use("a", TEN), Gather("gate", label("gate"), 3), Use("a", BUSY), Scatter()),
    "gather, no longer than": clinic(
        Gather("gate", label("gate"), 9, constant(60.0)), Use("a", TEN), Scatter(), Use("a", TEN)
    ),
    "hold": clinic(
        Use("a", TEN), Hold("bell", label("bell")), Use("a", BUSY), Signal("bell", 2),
        Delay(TEN), Signal("bell"),
    ),
    "hold at two places": clinic(
        Use("a", TEN), Hold("bell", label("bell")), Use("a", BUSY), Hold("bell", label("bell")),
        Signal("bell", 1), Delay(TEN), Signal("bell"),
    ),
    "hold, and keep what is held": clinic(
        Seize("b"), Hold("bell", label("bell")), Release("b", after=TEN), Delay(BUSY),
        Signal("bell", 1), Use("a", TEN, patience=BUSY, on_renege="away"), Signal("bell"),
        resources=[room("a"), room("b", 9)], paths=AWAY,
    ),
    "hold, then be interrupted": clinic(
        Seize("a"), Delay(TEN), Hold("bell", label("bell")), Delay(BUSY), Release("a"),
        resources=[room(capacity=3, preemption=Preemption())],
        sources=[*THREE_KINDS, replace(people("ringer"), pathway="ring")],
        paths={"ring": [Signal("bell"), leave("rung")]},
    ),
    "gather, then be interrupted": clinic(
        Seize("a"), Delay(TEN), Gather("gate", label("gate"), 2, constant(30.0)), Scatter(),
        Delay(BUSY), Release("a"), resources=[room(capacity=3, preemption=Preemption())],
    ),
    "attributes": clinic(
        Set("age", Expression("normal(50, 20)")), Set("age", Expression("max(0, age)")),
        Use("a", Expression("5 min + age / 4 * 1 min + exponential(3 min)")), attributes=("age",),
    ),
    "look at the state": clinic(
        Route(((Expression("queue(a) > 4"), "away"), (Expression("weekday >= 5"), "away"))),
        Use("a", Expression("10 min if minute_of_day < 12 h else 20 min + min(stay, 9 min)")),
        Route(((Expression("free(a) == capacity(a)"), "away"),)), paths=AWAY,
    ),
    "values in order": clinic(
        Use("a", Expression("length")), Fork(("part", "part")), Delay(Expression("rest")),
        sources=[
            replace(s, values=(("length", IN_ORDER), ("rest", ByClass((IN_ORDER, TEN)))))
            for s in THREE_KINDS
        ],
        attributes=("length", "rest"), paths={"part": [Use("a", Expression("rest")), Join()]},
    ),
    "table": network(
        [room()], [replace(people(), values=(("age", Expression("uniform(0, 90)")),))],
        {
            "visit": [
                Branch(
                    ((0.5, "home"), (0.5, "away")), by=Expression("age"),
                    table=((0.0, (0.9, 0.1)), (18.0, (0.5, 0.5)), (65.0, (0.0, 1.0))),
                )
            ],
            "home": [Use("a", BUSY), leave()], **AWAY,
        },
        classes=("adult", "child"), attributes=("age",),
    ),
    "renewal": arriving(people(process=Renewal(gamma(12.0, 0.5)), rate=0.0)),
    "trace": arriving(people(process=Trace((0.0, 30.0, 30.0, 500.0)), rate=0.0)),
    "population": network(
        [room()], [people(process=Population(9), rate=0.0)],
        {"visit": [Use("a", BUSY), Branch(((0.9, "visit"), (0.1, "away")))], **AWAY},
        classes=("adult", "child"),
    ),
    "bulk": arriving(people(size=Distribution("uniform", {"low": 0.5, "high": 4.0}), rate=0.02)),
    "limit": arriving(people(limit=40), people("others", rate=0.02)),
    "growth": arriving(people(growth=0.5)),
    "multipliers": arriving(
        people(
            multipliers=(
                Multiplier(((0.0, 1.0), (3.0, 2.0))), Multiplier(((40.0, 0.5), (90.0, 2.0)), True)
            )
        ),
        start=date(2020, 2, 5),
    ),
    "release after": clinic(Use("a", BUSY, after=TEN)),
    "transfer, release after": clinic(
        Seize("a"), Delay(TEN), Transfer("a", "b", after=exponential(9.0)), Delay(BUSY),
        Release("b", after=TEN), resources=[room("a", 3), room("b")],
    ),
    "from a resource to itself": clinic(
        Seize("a"), Delay(BUSY), Transfer("a", "a", priority=0), Delay(TEN), Release("a"),
        resources=[room(waiting_room=2)],
    ),
    "circle": beds(),
    "deadlock": beds(swap=False),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_engine_and_reference_agree_on(name: str) -> None:
    agree(CASES[name], (1440.0, 20_000.0), 7)


def test_a_deadlock_is_named_by_both() -> None:
    engine, reference = (begin(beds(swap=False), engine=e) for e in (Simulation, Reference))
    for played in (engine, reference):
        assert played.deadlock() is None
        played.advance(20_000.0)
    assert engine.deadlock() == reference.deadlock()
    assert engine.deadlock()[1] == [0, 1]


# A reference with one rule changed is told apart: the cases above can fail.


def _change(name: str, value: Any) -> Callable[[Reference], None]:
    def change(reference: Reference) -> None:
        for resource in reference.world.resources:
            setattr(resource, name, value)

    return change


WRONG = {
    "shortest": _change("order", Order.FIFO),
    "random": _change("drawn", 1),
    "accumulating priority": _change("points", []),
    "preempt, resume": _change("earliest", True),
    "preempt, restart, earliest": _change("preempting", Rule.RESUME),
    "close, resample": _change("closing", Rule.RESTART),
    "in order": _change("turn", 1),
    "least loaded": _change("choosing", PoolRule.SHORTEST_QUEUE),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_rule_is_noticed(name: str) -> None:
    class Wrong(Reference):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            WRONG[name](self)

    plan = Plan(1440.0, 20_000.0, 7, log=True)
    program, _ = compile_network(CASES[name], plan.warmup, plan.run)
    assert "log" in compare(play(program, plan, 0), play(program, plan, 0, Wrong))
