"""How many units, and with which priority, minute by minute: fixed, by class, by attribute.

The numbers are worked out by hand. Times are minutes.
"""

from __future__ import annotations

from typing import Any

import pytest
from support.lives import ENGINES, World, alone, clinic, each, people, play_world, room
from support.models import constant, label, leave, network

from simcore.engine.totals import WrongValue
from simcore.errors import RunError
from simcore.experiments.replicate import Plan, play
from simcore.network.compiler.compile import compile_network
from simcore.network.model import Network
from simcore.network.resources import Breakdown, Closing, Pool, Preemption
from simcore.network.steps import Delay, Release, Seize, Set, Step, Transfer, Use
from simcore.network.values import ByClass, Expression

FIVE, TEN, TWENTY = constant(5.0), constant(10.0), constant(20.0)
NEED, RANK = Expression("need"), Expression("rank")
MIX = {"big": (("big", 1.0),), "small": (("small", 1.0),)}
BY_CLASS = ByClass((Expression("2"), Expression("1")))


def with_paths(capacity: Any, *paths: tuple[Any, int, list[Step]], **fields: Any) -> Network:
    """Return sources "1", "2", ... at "a": when they come, their priority and their steps."""
    named = {str(k): path for k, path in enumerate(paths, 1)}
    sources = [people(*at, name=k, to=k, priority=p) for k, (at, p, _) in named.items()]
    pathways = {k: [*steps, leave()] for k, (_, _, steps) in named.items()}
    return network([room(capacity, **fields)], sources, pathways)


ONE_UNIT: list[Step] = [Use("a", TEN)]
TWO_UNITS: list[Step] = [Use("a", TEN, units=2)]

INTERRUPTED = {
    "two lose a unit each to one who needs two": World(
        with_paths(2, ((0, 0), 2, ONE_UNIT), ((2,), 0, TWO_UNITS), preemption=Preemption()),
        {"1": ["0 12 20 home"] * 2, "2": ["2 12 home"]}, {"a interrupted": 2},
    ),
    "nobody, where too few can be taken away": World(
        with_paths(3, ((0,), 0, TWO_UNITS), ((0,), 2, [Use("a", TWENTY)]), ((2,), 0, TWO_UNITS),
                   preemption=Preemption()),
        {"1": ["0 10 home"], "2": ["0 20 home"], "3": ["2 10 20 home"]}, {"a interrupted": 0},
    ),
    "only as many as it takes": World(  # one unit is free
        with_paths(3, ((0, 0), 2, ONE_UNIT), ((2,), 0, TWO_UNITS), preemption=Preemption()),
        {"1": ["0 10 home", "0 10 18 home"], "2": ["2 12 home"]}, {"a interrupted": 1},
    ),
    "a unit too many goes to the next": World(
        with_paths(2, ((0,), 2, TWO_UNITS), ((1,), 1, ONE_UNIT), ((2,), 0, ONE_UNIT),
                   preemption=Preemption(by=0)),
        {"1": ["0 12 20 home"], "2": ["1 2 12 home"], "3": ["2 12 home"]},
    ),
    "nobody overtakes an equal who needs more": World(
        with_paths(3, ((0,), 0, [Use("a", TEN, units=2)]), ((0,), 2, [Use("a", TWENTY)]),
                   ((1,), 0, TWO_UNITS), ((2,), 0, ONE_UNIT), preemption=Preemption()),
        {"1": ["0 10 home"], "2": ["0 20 home"], "3": ["1 10 20 home"], "4": ["2 20 30 home"]},
    ),
    "both units of one, at a closing": World(  # 2 began last; 3 comes behind them
        with_paths(((0.0, 3), (5.0, 2)), ((0,), 1, ONE_UNIT), ((1,), 1, TWO_UNITS),
                   ((2,), 1, ONE_UNIT), closing=Closing("resume")),
        {"1": ["0 10 home"], "2": ["1 10 16 home"], "3": ["2 16 26 home"]},
    ),
    "both units of one, at a breakdown: the unit in order is given on": World(
        with_paths(3, ((0,), 1, ONE_UNIT), ((1,), 2, TWO_UNITS), ((2,), 1, ONE_UNIT),
                   breakdowns=(Breakdown(FIVE, constant(100.0), 1, "resume"),)),
        {"1": ["0 10 home"], "2": ["1 15 21 home"], "3": ["2 5 15 home"]},
    ),
    "by attribute, at a closing": World(
        clinic([Use("a", TEN, units=NEED)], each(at=(0, 1), need=(1, 2)),
               [room(((0.0, 3), (5.0, 2)), closing=Closing("restart"))], attributes=("need",)),
        alone(["0 10 home", "1 10 20 home"]), {"a interrupted": 1},
    ),
}  # fmt: skip

UNITS = {
    "by attribute": World(  # the third would fit at 0, but does not overtake
        clinic([Use("a", TEN, units=NEED)], each(at=(0, 0, 0), need=(2, 2, 1)), [room(3)],
               attributes=("need",)),
        alone(["0 10 home", "0 10 20 home", "0 10 20 home"]), {"a busy_area": 50},
    ),
    "by class": World(
        clinic([Use("a", TEN, units=BY_CLASS)],
               [people(0, 0, name=name, mix=mix) for name, mix in MIX.items()], [room(3)],
               classes=("big", "small")),
        {"big": ["0 10 home", "0 10 20 home"], "small": ["0 10 20 home", "0 20 30 home"]},
    ),
    "given back as they were taken, and after cleaning": World(  # though need has changed
        clinic([Seize("a", units=NEED), Set("need", Expression("9")), Delay(TEN),
                Release("a", after=FIVE)],
               each(at=(0, 1), need=(2, 2)), [room(2)], attributes=("need",)),
        alone(["0 10 home 15", "1 15 25 home 30"]), {"a busy": 0, "a busy_area": 60},
    ),
    "kept until one of b is had": World(
        clinic([Seize("a", units=NEED), Delay(TEN), Transfer("a", "b"), Delay(TEN), Release("b")],
               each(at=(0, 0, 1), need=(2, 1, 3)), [room(3), room(1, "b")], attributes=("need",)),
        alone(["0 10 20 home", "0 10 20 30 home", "1 20 30 40 home"]), {"a blocked_area": 10},
    ),
    "of a pool": World(  # the first member with so many free
        clinic([Use("pool", TEN, units=NEED)], each(at=(0, 0, 0), need=(1, 2, 1)),
               [room(2), room(2, "b")], attributes=("need",),
               pools=(Pool("pool", label("pool"), ("a", "b")),)),
        alone(["0 10 home"] * 3), {"a busy_area": 20, "b busy_area": 20},
    ),
}  # fmt: skip

PRIORITY = {
    "by attribute": World(
        clinic([Use("a", TEN, priority=RANK)], each(at=(0, 1, 2), rank=(1, 3, 0)),
               attributes=("rank",)),
        alone(["0 10 home", "1 20 30 home", "2 10 20 home"]),
    ),
    "by class": World(
        clinic([Use("a", TEN, priority=BY_CLASS)],
               [people(0, 1, name=name, mix=mix) for name, mix in MIX.items()],
               classes=("big", "small")),
        {"big": ["0 10 home", "1 30 40 home"], "small": ["0 10 20 home", "1 20 30 home"]},
    ),
    "by attribute, from arrival on": World(
        clinic([Use("a", TEN)],
               [people(k, name=str(k + 1), values=(("rank", constant(x)),), priority=RANK)
                for k, x in enumerate((1.0, 3.0, 0.0))], attributes=("rank",)),
        alone(["0 10 home", "1 20 30 home", "2 10 20 home"]),
    ),
    "by class, from arrival on": World(
        clinic([Use("a", TEN)],
               [people(0, 1, name=name, mix=mix, priority=BY_CLASS) for name, mix in MIX.items()],
               classes=("big", "small")),
        {"big": ["0 10 home", "1 30 40 home"], "small": ["0 10 20 home", "1 20 30 home"]},
    ),
    "by attribute, of those who are interrupted": World(
        clinic([Use("a", TEN, priority=RANK)], each(at=(0, 1, 2), rank=(2, 1, 0)),
               [room(2, preemption=Preemption())], attributes=("rank",)),
        alone(["0 11 19 home", "1 11 home", "2 12 home"]),
    ),
    "by attribute, through a waiting room": World(
        clinic([Use("a", TEN, priority=RANK)], each(at=(0, 1, 2), rank=(1, 3, 0)),
               [room(waiting_room=5)], attributes=("rank",)),
        alone(["0 10 home", "1 20 30 home", "2 10 20 home"]),
    ),
}  # fmt: skip

TABLES = {"interrupted": INTERRUPTED, "units": UNITS, "priority": PRIORITY}
WORLDS = {f"{kind}: {name}": w for kind, table in TABLES.items() for name, w in table.items()}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", WORLDS)
def test_every_minute_is_as_it_must_be(name: str, engine: Any) -> None:
    assert play_world(WORLDS[name], engine) == WORLDS[name]


# What cannot be ends the run: nothing else is put in its place.


def asking(**asked: Any) -> Network:
    return clinic([Use("a", TEN, **asked)], each(at=(0, 1), need=(1, 2.5)), [room(3)],
                  attributes=("need",))  # fmt: skip


WRONG = {
    "half a unit": (asking(units=NEED), 2.5),
    "no unit": (asking(units=Expression("need - 1")), 0.0),
    "more units than there are": (asking(units=Expression("need * 4")), 4.0),
    "half a priority": (asking(priority=NEED), 2.5),
    "a priority below 0": (asking(priority=Expression("need - 3")), -2.0),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_asked_for_ends_the_run(name: str, engine: Any) -> None:
    model, value = WRONG[name]
    program, _ = compile_network(model, 0.0, 100.0)
    with pytest.raises(WrongValue) as caught:
        engine(program, 1, 0).advance(100.0)
    assert program.names[caught.value.row].startswith("visit/use a 1/")
    assert caught.value.value == value


@pytest.mark.parametrize(
    ("asked", "en", "zh", "remedy"),
    [
        ({"units": NEED}, "asks for 2.5 units", "需要 2.5 个单位", "from 1 to 3"),
        ({"priority": NEED}, "has the priority 2.5", "优先级为 2.5", "from 0 to 50"),
    ],
)
def test_it_is_told_where_in_both_languages(
    asked: dict[str, Any], en: str, zh: str, remedy: str
) -> None:
    program, _ = compile_network(asking(**asked), 0.0, 100.0)
    with pytest.raises(RunError) as caught:
        play(program, Plan(0.0, 100.0, 1), 0)
    assert '"visit/use a 1"' in caught.value.message.en
    assert en in caught.value.message.en
    assert zh in caught.value.message.zh
    assert remedy in caught.value.remedy.en
