"""What patients hold, and the forks and batches they are in: one wrong clinic for each finding."""

from __future__ import annotations

import pytest
from support.clinic import AWAY, DAYS, SOME_TIME, TEN, clinic, label, leave, only, room

from simcore.network.checks.check import check
from simcore.network.model import Network
from simcore.network.resources import Breakdown, Closing, Pool, Preemption, Resource
from simcore.network.steps import (
    Branch,
    Delay,
    Fork,
    Gather,
    Go,
    Join,
    Release,
    Scatter,
    Seize,
    Step,
    Transfer,
    Use,
)

TWO = (room("a"), room("b"))
THREE = (*TWO, room("c"))
POOL = (Pool("pool", label("pool"), ("a", "b")),)
GATHER = Gather("gate", label("gate"), 3)
EITHER = Branch(((0.5, "one"), (0.5, "two")))
IMPATIENT = {"patience": TEN, "on_renege": "away"}


def closing(name: str, serving: str, waiting: str = "stay") -> Resource:
    return room(name, DAYS, closing=Closing(serving, waiting, "away"))  # type: ignore[arg-type]


def meets(*one: Step, two: tuple[Step, ...], end: tuple[Step, ...] = ()) -> Network:
    """Return a clinic of two ways that meet in "end"."""
    ways = {"one": [*one, Go("end")], "two": [*two, Go("end")], "end": [*end, leave()]}
    return clinic(EITHER, resources=TWO, paths=ways)


def forked(*part: Step, **fields: object) -> Network:
    return clinic(Use("a", TEN), Fork(("part",)), paths={"part": part}, **fields)  # type: ignore[arg-type]


CASES = {
    "also, what is held already": (
        clinic(Seize("a"), Use("b", TEN, also=("a",)), Release("a"), resources=TWO),
        ("pathways", "visit", 1, "use", "also", 0), '"a" is already held',
    ),
    "a resource twice in one seize": (
        clinic(Use("a", TEN, also=("a",))),
        ("pathways", "visit", 0, "use", "also", 0), '"a" is already held',
    ),
    "a pool and its member": (
        clinic(Seize("a"), Use("pool", TEN), Release("a"), resources=TWO, pools=POOL),
        ("pathways", "visit", 1, "use", "resource"), '"a" is already held',
    ),
    "a member given back for its pool": (
        clinic(Use("pool", TEN), Seize("b"), Release("a"), Release("b"), resources=TWO, pools=POOL),
        ("pathways", "visit", 2, "release", "resource"), "held: b",
    ),
    "more units one way than the other": (
        meets(Seize("a", units=2), Use("b", TEN), two=(Seize("a"),), end=(Release("a"),)),
        ("pathways", "two", 1, "go"), 'holding a, but from "one" holding 2 a',
    ),
    "also one way, and not the other": (
        meets(Seize("a", also=("b",)), Release("b"), two=(Seize("a", also=("b",)),),
              end=(Release("a"),)),
        ("pathways", "two", 1, "go"), "holding a, b",
    ),
    "impatient, and holding something": (
        clinic(Seize("a"), Use("b", TEN, **IMPATIENT), Release("a"), resources=TWO,
               paths={"away": [leave()]}),
        ("pathways", "away", 0, "leave"), "leave while they hold a",
    ),
    "impatient for a transfer": (
        clinic(Seize("a"), Transfer("a", "b", **IMPATIENT), Release("b"), resources=TWO,
               paths={"away": [leave()]}),
        ("pathways", "away", 0, "leave"), "leave while they hold a",
    ),
    "sent away from two lines": (
        clinic(Use("a", TEN), Seize("b"), Use("a", TEN), Release("b"), paths=AWAY,
               resources=(closing("a", "finish", "leave"), room("b"))),
        ("pathways", "visit", 2, "use", "resource"), '"away" is reached from here holding b',
    ),
    "sent away from service, still holding something": (
        clinic(Seize("b"), Use("a", TEN), Release("b"), paths=AWAY,
               resources=(closing("a", "leave"), room("b"))),
        ("pathways", "away", 1, "leave"), "leave while they hold b",
    ),
    "sent away when interrupted, still holding something": (
        clinic(Seize("a"), Seize("b"), Delay(TEN), Release("a"), Release("b"), paths=AWAY,
               resources=(closing("a", "resume", "leave"), room("b"))),
        ("pathways", "visit", 2, "delay"), '"away" is reached from here holding b',
    ),
    "two that can be taken away": (
        clinic(Seize("a"), Use("b", TEN), Release("a"),
               resources=(room("a", preemption=Preemption()),
                          room("b", breakdowns=(Breakdown(SOME_TIME, TEN),)))),
        ("pathways", "visit", 1, "use"), "can be interrupted are held here: a, b",
    ),
    "leaving a fork": (
        forked(Delay(TEN), leave()), ("pathways", "part", 1, "leave"), "leave within a fork"
    ),
    "a fork that leads nowhere else": (
        forked(Delay(TEN)), ("pathways", "part", 1, "leave"), "leave within a fork"
    ),
    "joining while holding something": (
        forked(Seize("a"), Join()), ("pathways", "part", 1, "join"), "join while they hold a"
    ),
    "joining without a fork": (
        clinic(Use("a", TEN), Join()), ("pathways", "visit", 1, "join"), "no fork leads here"
    ),
    "part of a fork, and a way to itself": (
        clinic(Use("a", TEN), Fork(("part",)), Go("part"), paths={"part": [Delay(TEN), Join()]}),
        ("pathways", "visit", 2, "go"), '"part" is reached within a fork or a batch',
    ),
    "leaving a batch": (
        clinic(GATHER, Use("a", TEN)), ("pathways", "visit", 2, "leave"), "leave within a batch"
    ),
    "a batch in a batch": (
        clinic(GATHER, Gather("gate 2", label("gate"), 2), Use("a", TEN), Scatter(), Scatter()),
        ("pathways", "visit", 1, "gather"), "a batch begins within a batch",
    ),
    "parting without having met": (
        clinic(Use("a", TEN), Scatter()), ("pathways", "visit", 1, "scatter"),
        "nobody has been gathered",
    ),
    "parting with more than they met with": (
        clinic(GATHER, Seize("a"), Scatter(), Release("a")),
        ("pathways", "visit", 2, "scatter"), "they part holding a, and met holding nothing",
    ),
    "two units in a circle": (
        clinic(Seize("a", units=2), Delay(TEN), Transfer("a", "b"), Delay(TEN), Transfer("b", "a"),
               Release("a"), resources=TWO),
        ("pathways", "visit", 2, "transfer", "from"), "2 a are held",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_finding(name: str) -> None:
    wrong, where, message = CASES[name]
    finding = only(wrong)
    assert finding.where == where
    assert message in finding.message.en


SOUND = {
    "several units, and others with them": clinic(
        Seize("a", units=2, also=("b", "c")), Delay(TEN), Release("a"), Release("c"),
        Transfer("b", "a"), Release("a"), resources=THREE,
    ),
    "a pool, to and from": clinic(
        Use("a", TEN), Seize("pool"), Delay(TEN), Transfer("pool", "c"), Release("c"),
        resources=THREE, pools=POOL,
    ),
    "impatient of a transfer, and giving back": clinic(
        Seize("a"), Transfer("a", "b", **IMPATIENT), Release("b"), resources=TWO,
        paths={"away": [Release("a"), leave()]},
    ),
    "one fork from two places, holding different things": clinic(
        Seize("a"), Fork(("part",)), Release("a"), Fork(("part", "part")),
        paths={"part": [Use("b", TEN), Join()]}, resources=TWO,
    ),
    "a fork in a fork, and in a batch": clinic(
        GATHER, Fork(("part",)), Scatter(),
        paths={"part": [Fork(("deep", "deep")), Join()], "deep": [Use("a", TEN), Join()]},
    ),
    "a batch that keeps what it has": clinic(
        Seize("a"), GATHER, Use("b", TEN), Scatter(), Release("a"), resources=TWO
    ),
    "sent away from line and service": clinic(
        Use("a", TEN), paths=AWAY, resources=[closing("a", "leave", "leave")]
    ),
    "interrupted one after the other": clinic(
        Use("a", TEN), Use("b", TEN),
        resources=[room("a", preemption=Preemption()), room("b", preemption=Preemption())],
    ),
    "two units, and a transfer that is in no circle": clinic(
        Seize("c", units=2), Transfer("c", "a"), Delay(TEN), Transfer("a", "b"), Release("b"),
        Fork(("back",)), paths={"back": [Seize("b"), Transfer("b", "a"), Release("a"), Join()]},
        resources=THREE,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_no_finding(name: str) -> None:
    assert check(SOUND[name]) == []
