"""Values that are not what their place asks for: one wrong clinic for each finding."""

from __future__ import annotations

from datetime import date

import pytest
from support.clinic import AWAY, TEN, clinic, label, only, people, room
from support.models import constant

from simcore.network.checks.check import check
from simcore.network.model import Network
from simcore.network.resources import Breakdown, SlotBook
from simcore.network.scope import scope_of
from simcore.network.sources import Renewal
from simcore.network.steps import (
    Balk,
    Book,
    Branch,
    Delay,
    Gather,
    Release,
    Route,
    Scatter,
    Seize,
    Set,
    Transfer,
    Use,
)
from simcore.network.values import ByClass, Distribution, Expression

NUMBER = Expression("5 * 2")
TIME = Expression("stay + 5 min")
HALVES = ((0.5, "away"), (0.5, "away"))
USE = Use("a", TEN)
VISIT = ("pathways", "visit")
A_TIME, A_NUMBER = "a time is expected, this is a number", "this is a time"
TWO = [room(), room("b")]


def told(*steps: Set | Delay) -> Network:
    return clinic(USE, *steps, attributes=("age",))


CASES = {
    "a delay": (clinic(USE, Delay(NUMBER)), (*VISIT, 1, "delay"), A_TIME),
    "a use": (clinic(Use("a", NUMBER)), (*VISIT, 0, "use", "for"), A_TIME),
    "of one class": (
        clinic(Use("a", ByClass((TEN, NUMBER)))), (*VISIT, 0, "use", "for"), A_TIME
    ),
    "cleaning": (clinic(Use("a", TEN, after=NUMBER)), (*VISIT, 0, "use", "after"), A_TIME),
    "cleaning, released": (
        clinic(Seize("a"), Release("a", after=NUMBER)), (*VISIT, 1, "release", "after"), A_TIME
    ),
    "cleaning, transferred": (
        clinic(Seize("a"), Transfer("a", "b", after=NUMBER), Release("b"), resources=TWO),
        (*VISIT, 1, "transfer", "after"), A_TIME,
    ),
    "patience": (
        clinic(Use("a", TEN, patience=NUMBER, on_renege="away"), paths=AWAY),
        (*VISIT, 0, "use", "patience"), A_TIME,
    ),
    "the longest wait": (
        clinic(USE, Gather("gate", label("gate"), 2, NUMBER), Scatter()),
        (*VISIT, 1, "gather", "longest"), A_TIME,
    ),
    "punctuality": (
        clinic(USE, Book("book", "away", punctuality=NUMBER), paths=AWAY,
               books=[SlotBook("book", label("book"), ((480.0, 5),), 10_080.0)],
               start=date(2020, 1, 6)),
        (*VISIT, 1, "book", "punctuality"), A_TIME,
    ),
    "balking": (
        clinic(Use("a", TEN, balk=(Balk(TIME, "away"),)), paths=AWAY),
        (*VISIT, 0, "use", "balk", 0, "when"), A_NUMBER,
    ),
    "a condition": (
        clinic(USE, Route(((TIME, "away"),)), paths=AWAY), (*VISIT, 1, "branch", 0, "if"), A_NUMBER
    ),
    "the value of a table": (
        clinic(USE, Branch(HALVES, by=TIME, table=((0.0, (1.0, 0.0)),)), paths=AWAY),
        (*VISIT, 1, "branch", "by"), A_NUMBER,
    ),
    "an order": (
        clinic(USE, resources=[room(order=Expression("stay * stay"))]),
        ("resources", "a", "order", "lowest"), "this is a time squared",
    ),
    "an attribute that is neither": (
        told(Set("age", Expression("1 / stay"))), (*VISIT, 1, "set", "age"), "a number per time"
    ),
    "an attribute of two kinds": (
        told(Set("age", Expression("stay")), Set("age", Expression("weekday"))),
        (*VISIT, 2, "set", "age"), '"age" is a number here and a time elsewhere',
    ),
    "an attribute as a time": (
        told(Set("age", Expression("weekday")), Delay(Expression("age"))), (*VISIT, 2, "delay"),
        A_TIME,
    ),
    "an attribute among times": (
        told(Set("age", Expression("age + 1")), Delay(Expression("age + 5 min"))),
        (*VISIT, 2, "delay"), "a number and a time do not go together",
    ),
    "a number that is known to be one": (
        clinic(Use("a", Distribution("exponential", {"mean": 5.0}, dimension=0))),
        (*VISIT, 0, "use", "for"), A_TIME,
    ),
    "always below 0": (
        clinic(USE, Delay(Expression("30 min - 60 min"))), (*VISIT, 1, "delay"), "always -30 min"
    ),
    "a fixed time below 0": (
        clinic(USE, Delay(constant(-30.0))), (*VISIT, 1, "delay"), "always -30 min"
    ),
    "gaps beyond all numbers": (
        clinic(USE, sources=[people(rate=0.0, process=Renewal(
            Distribution("weibull", {"shape": 1e-3, "scale": 1.0})))]),
        ("sources", "people", "arrivals", "every"), "beyond all numbers",
    ),
    "repairs beyond all numbers": (
        clinic(USE, resources=[room(breakdowns=(Breakdown(
            TEN, Distribution("lognormal", {"log_mean": 0.0, "log_sd": 100.0})),))]),
        ("resources", "a", "breakdowns", 0, "repair"), "beyond all numbers",
    ),
    "a wrong constant": (
        clinic(USE, constants={"beds": "9 +"}), ("constants", "beds"), "stops too early"
    ),
    "a constant of others": (
        clinic(USE, constants={"beds": "queue(a)"}), ("constants", "beds"), 'no resource "a"'
    ),
    "a constant with a name of ours": (
        clinic(USE, constants={"stay": "9"}), ("constants", "stay"), "cannot be called"
    ),
    "a constant with the name of an attribute": (
        clinic(USE, Set("age", TEN), attributes=("age",), constants={"age": "9"}),
        ("constants", "age"), "an attribute too",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_finding(name: str) -> None:
    wrong, where, message = CASES[name]
    finding = only(wrong)
    assert finding.where == where
    assert message in finding.message.en


SIZES = {
    "none": constant(0.0),
    "less than none": constant(-1.0),
    "a part": constant(2.5),
    "sometimes none": Distribution("empirical", {"values": (0.0, 2.0), "weights": (1.0, 1.0)}),
    "from none on": Distribution("uniform", {"low": 0.0, "high": 4.0}),
    "any": Distribution("exponential", {"mean": 4.0}),
}


@pytest.mark.parametrize("name", SIZES)
def test_a_size_below_one(name: str) -> None:
    finding = only(clinic(USE, sources=[people(size=SIZES[name])]))
    assert finding.where == ("sources", "people", "arrivals", "size")
    assert "less than 1" in finding.message.en


def test_what_is_right() -> None:
    never = Distribution("empirical", {"values": (0.0, 2.0), "weights": (0.0, 1.0)})
    rounded = Distribution("triangular", {"low": 0.5, "mode": 2.0, "high": 4.0})
    for size in (never, rounded):
        assert check(clinic(USE, sources=[people(size=size)])) == []
    steps = [
        Set("age", Expression("max(0, stay - beds * 5 min)")),
        Delay(Expression("age / 2 + visit if age > 1 h else 0")),
        Delay(Expression("sqrt(age * age)")),
        Delay(Expression("exponential(age) * floor(stay / visit)")),
    ]
    constants = {"beds": "9", "visit": "1 h 30 min"}
    assert check(clinic(USE, *steps, attributes=("age",), constants=constants)) == []


def test_what_an_attribute_measures_is_found_whatever_the_order() -> None:
    chain = [Set("a", Expression("b * 2")), Set("b", Expression("c")), Set("c", Expression("time"))]
    for steps in (chain, chain[::-1]):
        names = scope_of(clinic(USE, *steps, attributes=("a", "b", "c")))
        assert names.dimensions == {"a": 1, "b": 1, "c": 1}
