"""Numbers, shares, names and dates that cannot be meant: one wrong clinic for each finding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from support.clinic import AWAY, TEN, clinic, label, leave, only, people, room
from support.models import constant

from simcore.network.checks.check import check
from simcore.network.naming import NameBy, NameByClass
from simcore.network.resources import Closure, Pool, SlotBook
from simcore.network.sources import Multiplier, Population, Renewal, Source, Trace
from simcore.network.steps import (
    Book,
    Branch,
    Choose,
    Fork,
    Gather,
    Option,
    Route,
    Scatter,
    Set,
    Until,
    Use,
)
from simcore.network.values import ByClass, Distribution, Expression

USE = Use("a", TEN)
VISIT = ("pathways", "visit")
ARRIVALS = ("sources", "people", "arrivals")
BOOK = SlotBook("book", label("book"), ((480.0, 5),), 10_080.0)
GATE = label("gate")
ONE = ByClass((TEN,))
IN_ORDER = Distribution("sequence", {"values": (5.0, 9.0)})
DAY = date(2020, 1, 6)
NINE, TEN_AM = datetime(2020, 1, 8, 9), datetime(2020, 1, 8, 10)
HALVES = ((0.5, "away"), (0.5, "home"))
HOME = {**AWAY, "home": [leave()]}


def arriving(**fields: object) -> Source:
    return people(**{"rate": 0.0, **fields})


STEPS = {
    "no units": (clinic(Use("a", TEN, units=0)), (*VISIT, 0, "use", "units"), "found 0"),
    "values in order for some": (
        clinic(USE, sources=[arriving(process=Trace((0.0, 1.0, 2.0)), values=(("age", IN_ORDER),))],
               attributes=("age",)),
        ("sources", "people", "values", "age"), "2 values in order, and 3 patients",
    ),
    "too few groups": (
        clinic(Use("a", TEN, group=NameByClass(("young",)))), (*VISIT, 0, "use", "group"),
        "1 are given where 2 are needed",
    ),
    "groups that fall": (
        clinic(Use("a", TEN, group=NameBy(Expression("weekday"), ((5.0, "late"), (0.0, "soon"))))),
        (*VISIT, 0, "use", "group", "table"), "do not rise",
    ),
    "a group at random": (
        clinic(Use("a", TEN, group=NameBy(Expression("uniform(0, 1)"), ((0.0, "some"),)))),
        (*VISIT, 0, "use", "group", "by"), "may not be random",
    ),
    "no units for a class": (
        clinic(Use("a", TEN, units=ByClass((Expression("1"), Expression("0"))))),
        (*VISIT, 0, "use", "units"), "found 0",
    ),
    "units at random": (
        clinic(Use("a", TEN, units=ByClass((TEN, TEN)))), (*VISIT, 0, "use", "units"),
        "a whole number is expected, found a distribution",
    ),
    "a priority at random": (
        clinic(Use("a", TEN, priority=Expression("uniform(0, 3)"))),
        (*VISIT, 0, "use", "priority"), "may not be random",
    ),
    "too few priorities": (
        clinic(Use("a", TEN, priority=ByClass((Expression("1"),)))),
        (*VISIT, 0, "use", "priority"), "1 values, and 2 classes",
    ),
    "too many units": (
        clinic(USE, resources=[room(capacity=2**31)]), ("resources", "a", "capacity"),
        "2147483648 units",
    ),
    "fewer units than none": (
        clinic(USE, resources=[room(capacity=-2)]), ("resources", "a", "capacity"), "-2 units"
    ),
    "a batch of no one": (
        clinic(USE, Gather("gate", GATE, 0), Scatter()), (*VISIT, 1, "gather", "size"), "found 0"
    ),
    "until never": (clinic(USE, Until(())), (*VISIT, 1, "until"), "no minutes of the week"),
    "until next week": (
        clinic(USE, Until((10_080.0,))), (*VISIT, 1, "until"), "minutes of the week"
    ),
    "missed, and then": (
        clinic(USE, Book("book", "away", no_show=0.1), books=[BOOK], paths=AWAY),
        (*VISIT, 1, "book", "on_no_show"), "belong together",
    ),
    "too few values": (
        clinic(Use("a", ONE)), (*VISIT, 0, "use", "for"), "1 values, and 2 classes"
    ),
    "too few values of patience": (
        clinic(Use("a", TEN, patience=ONE, on_renege="away"), paths=AWAY),
        (*VISIT, 0, "use", "patience"), "1 values, and 2 classes",
    ),
    "too few values of an attribute": (
        clinic(USE, Set("age", ONE), attributes=("age",)), (*VISIT, 1, "set", "age"), "2 classes"
    ),
    "a fork of nothing": (clinic(USE, Fork(())), (*VISIT, 1, "fork"), "nowhere to go"),
    "no condition": (clinic(USE, Route(())), (*VISIT, 1, "branch"), "nowhere to go"),
    "shares of too much": (
        clinic(USE, Branch(((0.5, "away"), (0.6, "home"))), paths=HOME), (*VISIT, 1, "branch"),
        "add up to 110%",
    ),
    "shares below nothing": (
        clinic(USE, Branch(((-0.5, "away"), (1.5, "home"))), paths=HOME), (*VISIT, 1, "branch"),
        "add up to",
    ),
    "shares for one class": (
        clinic(USE, Branch(HALVES, ((0.5, 0.5),)), paths=HOME), (*VISIT, 1, "branch"),
        "1 are given where 2 are needed",
    ),
    "a table that falls": (
        clinic(USE, Branch(HALVES, by=Expression("stay / 1 h"),
                             table=((5.0, (1.0, 0.0)), (0.0, (0.5, 0.5)))), paths=HOME),
        (*VISIT, 1, "branch", "table"), "do not rise",
    ),
    "a table of another width": (
        clinic(USE, Branch(HALVES, by=Expression("stay / 1 h"), table=((0.0, (1.0,)),)),
               paths=HOME),
        (*VISIT, 1, "branch", "table", "0"), "1 are given where 2 are needed",
    ),
    "a utility for one class": (
        clinic(USE, Choose((Option("away", (0.0,)),)), paths=AWAY),
        (*VISIT, 1, "choose", 0, "utility"), "1 are given where 2 are needed",
    ),
}  # fmt: skip

SOURCES = {
    "another class": (
        people(mix=(("adult", 0.5), ("elder", 0.5))), ("sources", "people", "mix"),
        'no class "elder"',
    ),
    "nobody's share": (
        people(mix=(("adult", 0.0),)), ("sources", "people", "mix"), "no class has a share"
    ),
    "too few priorities": (
        people(priority=ByClass((Expression("1"),))), ("sources", "people", "class", "priority"),
        "1 values, and 2 classes",
    ),
    "gaps in order": (
        arriving(process=Renewal(IN_ORDER)), (*ARRIVALS, "every"), "a sequence gives the patients"
    ),
    "a priority at random": (
        people(priority=Expression("uniform(0, 3)")), ("sources", "people", "class", "priority"),
        "may not be random",
    ),
    "two ways": (people(process=Population(3)), ARRIVALS, "two ways"),
    "growth of no rate": (
        arriving(process=Population(3), growth=0.1), (*ARRIVALS, "growth"), "change a rate"
    ),
    "waves of a list": (
        arriving(process=Trace((1.0,)), multipliers=(Multiplier(((0.0, 2.0),)),)),
        (*ARRIVALS, "surges"), "change a rate",
    ),
    "nobody": (arriving(process=Population(0)), (*ARRIVALS, "population"), "there is nobody"),
    "a population that arrives in groups": (
        arriving(process=Population(5), size=constant(2.0)), (*ARRIVALS, "size"), "from the start"
    ),
    "a population, but not all of it": (
        arriving(process=Population(5), limit=2), (*ARRIVALS, "limit"), "from the start"
    ),
    "no times": (arriving(process=Trace(())), (*ARRIVALS, "at"), "no time of arrival"),
    "times that fall": (
        arriving(process=Trace((5.0, 1.0))), (*ARRIVALS, "at", 1), "before the one above"
    ),
    "times at which several come": (
        arriving(process=Trace((1.0,)), size=constant(2.0)), (*ARRIVALS, "size"), "one by one"
    ),
    "no gap": (
        arriving(process=Renewal(constant(0.0))), (*ARRIVALS, "every"), "without end"
    ),
    "days of a wave that fall": (
        people(multipliers=(Multiplier(((5.0, 1.0), (0.0, 2.0))),)), ARRIVALS, "do not rise"
    ),
    "a wave that jumps over a factor": (
        people(multipliers=(Multiplier(((1.0, 1.0), (1.0, 2.0), (1.0, 3.0))),)), ARRIVALS,
        "do not rise",
    ),
    "a wave below nothing": (
        people(multipliers=(Multiplier(((0.0, -1.0),)),)), ARRIVALS, "below 0"
    ),
}  # fmt: skip

WHOLE = {
    "no seats": (
        clinic(USE, Book("book", "away"), paths=AWAY, books=[replace(BOOK, slots=((0.0, 0),))]),
        ("books", "book", "sessions"), "no seat",
    ),
    "no horizon": (
        clinic(USE, Book("book", "away"), paths=AWAY, books=[replace(BOOK, horizon=0.0)]),
        ("books", "book", "horizon"), "nothing can be booked",
    ),
    "a pool called like a resource": (
        clinic(USE, pools=[Pool("a", label("a"), ("b",))], resources=[room("a"), room("b")]),
        ("pools", "a"), '"a" is also the name of another',
    ),
    "a gate called like a resource": (
        clinic(USE, Gather("a", GATE, 2), Scatter()), (*VISIT, 1, "gather", "gate"),
        '"a" is also the name of another',
    ),
    "a gate in two places": (
        clinic(Gather("gate", GATE, 2), USE, Scatter(), Gather("gate", GATE, 2), Scatter()),
        (*VISIT, 3, "gather", "gate"), '"gate" is also the name of another',
    ),
    "an attribute called like the time": (
        clinic(USE, Set("time", TEN), attributes=("time",)), ("attributes", 0), "cannot be called"
    ),
    "an attribute listed twice": (
        clinic(USE, Set("age", TEN), attributes=("age", "age")), ("attributes", 1), "listed twice"
    ),
    "holidays without a date": (clinic(USE, holidays="china"), ("holidays",), "needs the date"),
    "a closure without a date": (
        clinic(USE, resources=[room(closures=(Closure(NINE, TEN_AM),))]),
        ("resources", "a", "closures"), "needs the date",
    ),
    "seasons without a date": (
        clinic(USE, sources=[people(multipliers=(Multiplier(((1.0, 2.0),), yearly=True),))]),
        (*ARRIVALS, "yearly"), "needs the date",
    ),
    "other holidays": (
        clinic(USE, holidays="france", start=DAY), ("holidays",), 'found "france"'
    ),
    "holidays of long ago": (
        clinic(USE, holidays="china", start=date(1999, 1, 4)), ("start",), "holidays of 1999"
    ),
    "a closure backwards": (
        clinic(USE, resources=[room(closures=(Closure(TEN_AM, NINE),))], start=DAY),
        ("resources", "a", "closures", 0, "to"), "not after it begins",
    ),
}  # fmt: skip
CASES = STEPS | {k: (clinic(USE, sources=[s]), w, m) for k, (s, w, m) in SOURCES.items()} | WHOLE


@pytest.mark.parametrize("name", CASES)
def test_finding(name: str) -> None:
    wrong, where, message = CASES[name]
    finding = only(wrong)
    assert finding.where == where
    assert message in finding.message.en


def test_nothing_wrong_with_waves_bookings_and_holidays() -> None:
    waves = (Multiplier(((0.0, 1.0), (5.0, 0.0))), Multiplier(((1.0, 2.0),), yearly=True))
    n = clinic(
        Set("age", ByClass((TEN, TEN))), Book("book", "away", no_show=0.1, on_no_show="away"), USE,
        Gather("gate", GATE, 1), Scatter(), attributes=("age",), books=[BOOK], paths=AWAY,
        sources=[people(multipliers=waves, growth=0.1, size=constant(2.0), limit=5)],
        resources=[room(closures=(Closure(NINE, TEN_AM),))], holidays="china", start=DAY,
    )  # fmt: skip
    assert check(n) == []
