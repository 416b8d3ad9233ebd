"""Patients who wait for each other for ever, through whatever they hold: since when, and where.

Worked out by hand. Every random Network of the differential tests compares both engines' answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from support.lives import AWAY, ENGINES, World, clinic, people, play_world, room
from support.models import constant, label, leave

from simcore.network.model import Network
from simcore.network.resources import Pool
from simcore.network.steps import Delay, Fork, Join, Release, Seize, Step, Use

TEN = constant(10.0)
LATER = ((0.0, 1), (100.0, 2))


def then(first: str, minutes: float, second: str, **fields: Any) -> list[Step]:
    """Return the steps of one who takes a second resource while they hold a first."""
    time = Delay(constant(minutes))
    return [Seize(first), time, Use(second, TEN, **fields), Release(first), leave()]


def meet(
    ways: Mapping[str, Sequence[Step]],
    capacities: Mapping[str, Any],
    paths: Mapping[str, Sequence[Step]] = AWAY,
    **fields: Any,
) -> Network:
    """Return a Network in which one comes at 0 for each way, a source and pathway of its name.

    paths: further pathways.
    """
    sources = [people(0, name=name, to=name) for name in ways]
    rooms = [room(capacity, name) for name, capacity in capacities.items()]
    return clinic([], sources, rooms, {**ways, **paths}, **fields)


ONE_EACH = {"a": 1, "b": 1}
X, Y = then("a", 5, "b"), then("b", 7, "a")
STUCK = {"x": ["0 5"], "y": ["0 7"]}
BOTH = Pool("pool", label("pool"), ("a", "c"), "first_free")
DEADLOCKS = {
    "each has what the other wants": World(meet({"x": X, "y": Y}, ONE_EACH), STUCK, {}, "7 a b"),
    "a circle of three": World(
        meet(
            {"x": X, "y": then("b", 7, "c"), "z": then("c", 9, "a")}, {**ONE_EACH, "c": 1}
        ),
        {**STUCK, "z": ["0 9"]}, {}, "9 a b c",
    ),
    "who waits behind them is not of the circle": World(
        meet({"x": X, "y": Y, "z": then("c", 1, "a")}, {**ONE_EACH, "c": 1}),
        {**STUCK, "z": ["0 1"]}, {}, "7 a b",
    ),
    "the first of two": World(
        meet(
            {"x": X, "y": Y, "v": then("c", 30, "d"), "w": then("d", 6, "c")},
            {**ONE_EACH, "c": 1, "d": 1},
        ),
        {**STUCK, "v": ["0 30"], "w": ["0 6"]}, {}, "7 a b",
    ),
    "all members of a pool": World(
        meet(
            {"x": then("b", 5, "pool"), "y": then("a", 7, "b"), "z": then("c", 9, "b")},
            {**ONE_EACH, "c": 1}, pools=(BOTH,),
        ),
        {"x": ["0 5"], "y": ["0 7"], "z": ["0 9"]}, {}, "9 a b c",
    ),
    "one of several that are wanted together": World(
        meet(
            {"x": then("a", 5, "b", also=("c",)), "y": then("c", 7, "a")}, {**ONE_EACH, "c": 1}
        ),
        STUCK, {}, "7 a c",
    ),
    "a part waits, and the whole holds": World(
        meet(
            {
                "x": [Seize("a"), Delay(constant(5.0)), Fork(("part",)), Release("a"), leave()],
                "y": Y,
            },
            ONE_EACH,
            {"part": [Use("b", TEN), Join()]},
        ),
        STUCK, {}, "7 a b",
    ),
    "all units": World(
        meet({"x": X, "v": X, "y": Y}, {"a": 2, "b": 1}),
        {"x": ["0 5"], "v": ["0 5"], "y": ["0 7"]}, {}, "7 a b",
    ),
}  # fmt: skip
NONE = {
    "a unit is left": World(
        meet({"x": X, "y": Y}, {"a": 2, "b": 1}), {"x": ["0 5 17 27 home"], "y": ["0 7 17 home"]}
    ),
    "patience ends": World(
        meet({"x": X, "y": then("b", 7, "a", patience=TEN, on_renege="give up")}, ONE_EACH,
             {"give up": [Release("b"), leave("away")]}),
        {"x": ["0 5 17 27 home"], "y": ["0 7 17 away"]},
    ),
    "a second unit will open": World(
        meet({"x": X, "y": Y}, {"a": 1, "b": LATER}),
        {"x": ["0 5 100 110 home"], "y": ["0 7 110 120 home"]},
    ),
    "a second unit will open, behind the end of the run": World(
        meet({"x": X, "y": Y}, {"a": 1, "b": LATER}), STUCK, end=50.0
    ),
    "a member of the pool is only in use": World(
        meet(
            {"x": then("b", 5, "pool"), "y": then("a", 7, "b"), "z": [Use("c", constant(60.0)),
                                                                      leave()]},
            {**ONE_EACH, "c": 1}, pools=(BOTH,),
        ),
        {"x": ["0 5"], "y": ["0 7"], "z": ["0"]}, end=50.0,
    ),
}  # fmt: skip
WORLDS = {**DEADLOCKS, **NONE}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", WORLDS)
def test_who_can_never_go_on_is_told(name: str, engine: Any) -> None:
    assert play_world(WORLDS[name], engine) == WORLDS[name]
