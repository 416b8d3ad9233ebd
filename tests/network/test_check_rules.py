"""Names, loops, and rules that do not go together: one wrong clinic for each finding."""

from __future__ import annotations

from typing import Any

import pytest
from support.clinic import AWAY, DAYS, SOME_TIME, TEN, clinic, label, leave, only, people, room
from support.models import constant

from simcore.network.checks.check import check
from simcore.network.model import MOST_PRIORITIES, Network
from simcore.network.resources import (
    UNLIMITED,
    Breakdown,
    Closing,
    Pool,
    Preemption,
    Reserve,
    SlotBook,
)
from simcore.network.steps import (
    Balk,
    Book,
    Branch,
    Choose,
    Delay,
    Fork,
    Go,
    Join,
    Option,
    Release,
    Route,
    Seize,
    Set,
    Step,
    Transfer,
    Until,
    Use,
)
from simcore.network.values import ByClass, Distribution, Expression

USE = Use("a", TEN)
IN_ORDER = Distribution("sequence", {"values": (5.0, 9.0)})
VISIT = ("pathways", "visit")
TWO = (room("a"), room("b"))
WORK = Expression("severity * 5")
IMPATIENT: dict[str, Any] = {"patience": TEN, "on_renege": "away"}
BUSY = Expression("queue(a) > 2")
RANDOM = Expression("uniform(0, 1)")
CLINIC_BOOK = SlotBook("book", label("book"), ((480.0, 5),), 10_080.0)


def pool(*members: str, **how: Any) -> Pool:
    return Pool("pool", label("pool"), members, **how)


def pooled(**fields: Any) -> Network:
    """Return a clinic whose pool has one member of this kind."""
    members = [room("a", **fields), room("b")]
    return clinic(Use("pool", TEN), resources=members, pools=[pool("a", "b")])


def served(*steps: Step, paths: Any = None, **fields: Any) -> Network:
    return clinic(*(steps or (USE,)), resources=[room(**fields)], paths=paths)


NAMES = {
    "an impatient patient's pathway": (
        clinic(Use("a", TEN, patience=TEN, on_renege="hme"), USE),
        (*VISIT, 0, "use", "on_renege"), 'no pathway "hme"',
    ),
    "a balking patient's": (
        clinic(Use("a", TEN, balk=(Balk(BUSY, "hme"),))),
        (*VISIT, 0, "use", "balk", 0, "go"), 'no pathway "hme"',
    ),
    "a condition's": (
        clinic(USE, Route(((BUSY, "hme"),))), (*VISIT, 1, "branch", 0, "go"), 'no pathway "hme"'
    ),
    "what is left of conditions": (
        clinic(USE, Go("on"), paths={"on": [Route(((BUSY, "away"),), "hme")], **AWAY}),
        ("pathways", "on", 0, "branch", 1, "else"), 'no pathway "hme"',
    ),
    "a fork's": (clinic(USE, Fork(("hme",))), (*VISIT, 1, "fork", 0), 'no pathway "hme"'),
    "a full book's": (
        clinic(USE, Book("book", "hme"), books=[CLINIC_BOOK]), (*VISIT, 1, "book", "on_full"),
        'no pathway "hme"',
    ),
    "a closing's": (
        served(capacity=DAYS, closing=Closing("leave", go="hme")),
        ("resources", "a", "on_close", "go"), 'no pathway "hme"',
    ),
    "a book": (
        clinic(USE, Book("bok", "away"), paths=AWAY, books=[CLINIC_BOOK]),
        (*VISIT, 1, "book", "book"), 'no book "bok"',
    ),
    "a further resource": (
        clinic(Use("a", TEN, also=("nurse",))), (*VISIT, 0, "use", "also", 0),
        'no resource "nurse"',
    ),
    "an attribute that is set": (
        clinic(USE, Set("age", TEN)), (*VISIT, 1, "set", "age"), 'no attribute "age"'
    ),
    "an attribute on arrival": (
        clinic(USE, sources=[people(values=(("age", TEN),))]),
        ("sources", "people", "values", "age"), 'no attribute "age"',
    ),
    "whose wait counts": (
        clinic(USE, Choose((Option("away", (0.0, 0.0), (("ward", 0.0),)),)), paths=AWAY),
        (*VISIT, 1, "choose", 0, "waits"), 'no resource "ward"',
    ),
    "a pool of pools": (
        clinic(Use("pool", TEN), USE, pools=[pool("a", "pool")]), ("pools", "pool", "members", 1),
        'no resource "pool"',
    ),
    "in the time of a step": (
        clinic(Use("a", WORK)), (*VISIT, 0, "use", "for"), 'no attribute "severity"'
    ),
    "in a value by class": (
        clinic(USE, Delay(ByClass((TEN, WORK)))), (*VISIT, 1, "delay"),
        'no attribute "severity"',
    ),
    "in a balk": (
        clinic(Use("a", TEN, balk=(Balk(Expression("queue(b) > 1"), "away"),)), paths=AWAY),
        (*VISIT, 0, "use", "balk", 0, "when"), 'no resource "b"',
    ),
    "in an order": (
        served(order=WORK), ("resources", "a", "order", "lowest"), 'no attribute "severity"'
    ),
    "a random order": (
        served(order=RANDOM), ("resources", "a", "order", "lowest"),
        "may not be random",
    ),
    "a random row": (
        clinic(USE, Branch(((1.0, "away"),), by=RANDOM, table=((0.0, (1.0,)),)), paths=AWAY),
        (*VISIT, 1, "branch", "by"), "may not be random",
    ),
    "an unused pool": (clinic(USE, pools=[pool("a")]), ("pools", "pool"), 'no step uses "pool"'),
    "an unused book": (clinic(USE, books=[CLINIC_BOOK]), ("books", "book"), 'no step uses "book"'),
    "an attribute that nothing sets": (
        clinic(USE, attributes=("age",)), ("attributes", 0), 'nothing sets "age"'
    ),
}  # fmt: skip

TOGETHER = {
    "gains and reserve": (
        served(gains=((1, 1.0),), reserve=Reserve(1, 0.5)), ("resources", "a", "gains"), "reserve"
    ),
    "gains and preemption": (
        served(gains=((1, 1.0),), preemption=Preemption()), ("resources", "a", "gains"), "preempt"
    ),
    "waiting room, and sent away from it": (
        served(capacity=DAYS, waiting_room=3, closing=Closing("finish", "leave", "away"),
               paths=AWAY),
        ("resources", "a", "waiting_room"), "on_close",
    ),
    "waiting room and patience": (
        served(Use("a", TEN, **IMPATIENT), waiting_room=3, paths=AWAY), (*VISIT, 0, "use"),
        "waiting_room",
    ),
    "waiting room and units": (
        served(Use("a", TEN, units=2), waiting_room=3), (*VISIT, 0, "use"), "waiting_room"
    ),
    "a transfer from a resource to itself": (
        clinic(Seize("a"), Transfer("a", "a"), Delay(TEN), Release("a")),
        (*VISIT, 1, "transfer", "to"), "nothing to wait for",
    ),
    "values in order that draw themselves": (
        clinic(Use("a", IN_ORDER)), (*VISIT, 0, "use", "for"), "a sequence gives the patients"
    ),
    "preemption and others with it": (
        clinic(Use("a", TEN, also=("b",)),
               resources=[room("a", 2, preemption=Preemption()), room("b", 2)]),
        (*VISIT, 0, "use", "also"), "can be interrupted",
    ),
    "gains and units": (
        served(Use("a", TEN, units=2), gains=((1, 1.0),)), (*VISIT, 0, "use"), "has gains"
    ),
    "preempted for good": (
        served(preemption=Preemption(rule="leave")), ("resources", "a", "preempt", "rule"),
        "only a closing",
    ),
    "broken down for good": (
        served(breakdowns=(Breakdown(SOME_TIME, TEN, rule="leave"),)),
        ("resources", "a", "breakdowns", 0, "rule"), "only a closing",
    ),
    "more broken than there are": (
        served(breakdowns=(Breakdown(SOME_TIME, TEN, 3),)),
        ("resources", "a", "breakdowns", 0, "units"), "3 units break down, there are 2",
    ),
    "broken without limit": (
        served(capacity=UNLIMITED, breakdowns=(Breakdown(SOME_TIME, TEN),)),
        ("resources", "a", "breakdowns", 0), "without limit",
    ),
    "sent away, but where": (
        served(capacity=DAYS, closing=Closing("finish", "leave")),
        ("resources", "a", "on_close", "go"), "no pathway takes them",
    ),
    "patience without a way": (
        clinic(Use("a", TEN, patience=TEN)), (*VISIT, 0, "use", "on_renege"), "belong together"
    ),
    "a way without patience": (
        clinic(Use("a", TEN, on_renege="away"), paths=AWAY), (*VISIT, 0, "use", "on_renege"),
        "belong together",
    ),
    "more units than there are": (
        clinic(Use("a", TEN, units=3)), (*VISIT, 0, "use", "units"), "never more than 2"
    ),
    "more units than there are, for a class": (
        clinic(Use("a", TEN, units=ByClass((Expression("3"), Expression("1"))))),
        (*VISIT, 0, "use", "units"), "never more than 2",
    ),
    "more units than a member has": (
        clinic(Use("pool", TEN, units=2), resources=[room("a", 1), room("b", 1)],
               pools=[pool("a", "b")]),
        (*VISIT, 0, "use", "units"), "never more than 1",
    ),
    "a pool with something else": (
        clinic(Use("pool", TEN, also=("c",)), resources=[*TWO, room("c")], pools=[pool("a", "b")]),
        (*VISIT, 0, "use", "also"), "together with one of a pool",
    ),
    "a pool with something": (
        clinic(Use("c", TEN, also=("pool",)), resources=[*TWO, room("c")], pools=[pool("a", "b")]),
        (*VISIT, 0, "use", "also", 0), "is a pool",
    ),
    "a member twice": (
        clinic(Use("pool", TEN), pools=[pool("a", "a")]), ("pools", "pool", "members"), "each once"
    ),
    "a member with gains": (
        pooled(gains=((1, 1.0),)), ("pools", "pool", "members", 0), '"a" has gains'
    ),
    "a member with a waiting room": (
        pooled(waiting_room=2), ("pools", "pool", "members", 0), '"a" has waiting_room'
    ),
    "a member that is preempted": (
        pooled(preemption=Preemption()), ("pools", "pool", "members", 0), "are interrupted"
    ),
    "a member with a random order": (
        pooled(order="random"), ("pools", "pool", "members", 0), "order: random"
    ),
    "moving back to the one whose turn it is": (
        clinic(Use("pool", TEN), resources=TWO,
               pools=[pool("a", "b", rule="in_order", moves_back=True)]),
        ("pools", "pool", "moves_back"), "first_free, not in_order",
    ),
    "moving back in a pool of one": (
        clinic(USE, Use("pool", TEN), resources=TWO, pools=[pool("b", moves_back=True)]),
        ("pools", "pool", "moves_back"), "nowhere to move to",
    ),
    "moving back, and cleaning after a use": (
        clinic(Use("pool", TEN, after=TEN), resources=TWO, pools=[pool("a", "b", moves_back=True)]),
        (*VISIT, 0, "use", "after"), "moves_back",
    ),
    "moving back, and cleaning after a release": (
        clinic(Seize("pool"), Delay(TEN), Release("pool", after=TEN),
               resources=TWO, pools=[pool("a", "b", moves_back=True)]),
        (*VISIT, 2, "release", "after"), "moves_back",
    ),
    "moving back, and cleaning after a transfer": (
        clinic(Seize("pool"), Transfer("pool", "c", after=TEN), Delay(TEN), Release("c"),
               resources=[*TWO, room("c")], pools=[pool("a", "b", moves_back=True)]),
        (*VISIT, 1, "transfer", "after"), "moves_back",
    ),
    "the shortest, of what": (
        served(Seize("a"), Until((480.0,)), Release("a"), order="shortest"), (*VISIT, 0, "seize"),
        "how long this takes is not known",
    ),
    "the shortest, by the patient": (
        served(Use("a", Expression("stay + 5 min")), order="shortest"), (*VISIT, 0, "use"),
        "how long this takes is not known",
    ),
    "busy after, in a circle": (
        clinic(Seize("a"), Transfer("a", "b", after=TEN), Transfer("b", "a"), Release("a"),
               resources=TWO),
        (*VISIT, 1, "transfer", "after"), "in a circle",
    ),
    "too many priorities": (
        clinic(USE, sources=[people(f"{k}", priority=k) for k in range(MOST_PRIORITIES + 1)]),
        ("resources",), f"{MOST_PRIORITIES + 1} priorities, at most {MOST_PRIORITIES}",
    ),
}  # fmt: skip

NO_TIME = {
    "by a condition": (
        clinic(Route(((BUSY, "visit"),)), USE), (*VISIT, 0), "takes no time: visit → visit"
    ),
    "by balking": (
        clinic(Use("a", TEN, balk=(Balk(BUSY, "visit"),))), (*VISIT, 0), "visit → visit"
    ),
    "by no patience at all": (
        clinic(Use("a", TEN, patience=constant(0.0), on_renege="visit")), (*VISIT, 0), "takes no"
    ),
    "by a full book": (
        clinic(Book("book", "visit"), USE, books=[CLINIC_BOOK]), (*VISIT, 0), "takes no time"
    ),
    "by a time of nothing for a class": (
        clinic(Use("a", ByClass((TEN, constant(0.0)))), Go("visit")), (*VISIT, 1), "takes no time"
    ),
    "by a fork of nothing": (
        clinic(Fork(("part",)), Go("more"), paths={"part": [Seize("a"), Release("a"), Join()],
                                                   "more": [Go("visit")]}),
        (*VISIT, 1), "visit → more → visit",
    ),
}  # fmt: skip
CASES = NAMES | TOGETHER | NO_TIME


@pytest.mark.parametrize("name", CASES)
def test_finding(name: str) -> None:
    wrong, where, message = CASES[name]
    finding = only(wrong)
    assert finding.where == where
    assert message in finding.message.en


def test_a_pool_in_a_circle_is_named_on_the_way_to_it_and_from_it() -> None:
    back: list[Step] = [Seize("d"), Transfer("d", "c"), Release("c"), Join()]
    steps = (Seize("c"), Transfer("c", "pool"), Transfer("pool", "d"), Fork(("back",)))
    found = check(
        clinic(
            *steps, Release("d"), resources=[*TWO, room("c"), room("d")], pools=[pool("a", "b")],
            paths={"back": back},
        )
    )  # fmt: skip
    assert [f.where for f in found] == [
        (*VISIT, 1, "transfer", "to"), (*VISIT, 2, "transfer", "from")
    ]  # fmt: skip
    assert all("not through a pool" in f.message.en for f in found)


LATER: dict[str, list[Step]] = {"later": [Go("visit")]}
SOUND = {
    "come again when impatient": clinic(Use("a", TEN, patience=TEN, on_renege="visit")),
    "come again until": clinic(USE, Until((480.0,)), Go("visit")),
    "book again after having missed it": clinic(
        Book("book", "away", no_show=0.2, on_no_show="later"), USE, books=[CLINIC_BOOK],
        paths={**AWAY, **LATER},
    ),
    "come again after a fork that takes time": clinic(
        Fork(("part", "quick")), Go("visit"), paths={"part": [USE, Join()], "quick": [Join()]}
    ),
    "the shortest, of known times": served(
        Use("a", ByClass((TEN, SOME_TIME))), Seize("a"), Delay(TEN), Release("a"),
        order="shortest",
    ),
    "busy after, in no circle": clinic(
        Seize("a"), Transfer("a", "b", after=TEN), Release("b"), resources=TWO
    ),
    "units of one member": clinic(
        Use("pool", TEN, units=2), resources=[room("a", 1), room("b", 2)], pools=[pool("a", "b")]
    ),
    "a member whose lines end when it closes": pooled(capacity=DAYS, order="lifo"),
    "a room, gains and a reserve, each for itself": clinic(
        USE, Use("b", TEN), Use("c", TEN, **IMPATIENT), paths={"away": [leave()]},
        resources=[room("a", waiting_room=2), room("b", gains=((1, 2.0),)),
                   room("c", reserve=Reserve(1, 0.5))],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_no_finding(name: str) -> None:
    assert check(SOUND[name]) == []


def test_expressions_wait_until_names_are_right() -> None:
    balk = Balk(Expression("queue(docter) > 2"), "away")
    [finding] = check(clinic(Use("docter", TEN, balk=(balk,)), paths=AWAY))
    assert finding.where == (*VISIT, 0, "use", "resource")
