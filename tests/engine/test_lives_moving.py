"""Who moves back from a later member of a pool to an earlier one, minute by minute.

The numbers are worked out by hand. Times are minutes. `a` and `b` are beds of two specialties, `s`
and `t` shared ones.
"""

from __future__ import annotations

from typing import Any

import pytest
from support.lives import ENGINES, World, clinic, people, play_world, room
from support.models import constant, label, leave, profile

from simcore.network.checks.check import check
from simcore.network.model import Network
from simcore.network.resources import Breakdown, Lend, Pool, Reserve, Resource
from simcore.network.sources import Source
from simcore.network.steps import Delay, Release, Seize, Step, Transfer, Use

TEN, TWENTY = constant(10.0), constant(20.0)
OPENS = ((0.0, 0), (10.0, 1))  # from minute 10 on


def beds(
    rooms: list[Resource], sources: list[Source], *pools: str, visit: list[Step] | None = None,
    **others: list[Step],
) -> Network:  # fmt: skip
    """Return pools, each said as its members, and patients who stay ten minutes in the first."""
    made = [Pool(p, label(p), tuple(p.split("+")), moves_back=True) for p in pools]
    paths = {name: [*steps, leave()] for name, steps in others.items()}
    stay = visit or [Use(pools[0], TEN)]
    return clinic(stay, sources, rooms, paths, pools=tuple(made))


ALONE = [people(0, name="first"), people(1, name="second")]
MOVES = {
    "when a unit is given back; what they do goes on": World(
        beds([room(1, "a"), room(1, "s")], ALONE, "a+s", visit=[Use("a+s", constant(15.0))]),
        {"first": ["0 15 home"], "second": ["1 16 home"]},
        {"a busy_area": 16.0, "s busy_area": 14.0, "a+s busy_area": 30.0, "a+s started": 2.0},
    ),
    "who waits has it, and nobody moves": World(
        beds([room(1, "a"), room(1, "s")], [people(0, 1, 2)], "a+s"),
        {"people": ["0 10 home", "1 11 home", "2 10 20 home"]},
        {"a busy_area": 20.0, "s busy_area": 10.0},
    ),
    "who waits for that resource alone has it, though later": World(
        beds([room(1, "a"), room(1, "s")],
             [people(0, 1), people(5, name="only a", to="own")], "a+s",
             visit=[Use("a+s", TWENTY)], own=[Use("a", TEN)]),
        {"people": ["0 20 home", "1 21 home"], "only a": ["5 20 30 home"]},
        {"a busy_area": 30.0, "s busy_area": 20.0},
    ),
    "what they leave is given out": World(  # at 20 the second moves, and who waits for s begins
        beds([room(1, "a"), room(1, "s")],
             [people(0, name="first"), people(10, name="second"),
              people(12, name="only s", to="shared")], "a+s",
             visit=[Use("a+s", TWENTY)], shared=[Use("s", TEN)]),
        {"first": ["0 20 home"], "second": ["10 30 home"], "only s": ["12 20 30 home"]},
        {"a busy_area": 30.0, "s busy_area": 20.0},
    ),
    "a chain, who took theirs first first": World(  # at 20 the second moves to a, the third to s
        beds([room(1, "a"), room(1, "s"), room(1, "t")], [people(0, 5, 6)], "a+s+t",
             visit=[Use("a+s+t", TWENTY)]),
        {"people": ["0 20 home", "5 25 home", "6 26 home"]},
        # 20 to 25 the second in a, the third in s; then the third in a.
        {"a busy_area": 26.0, "s busy_area": 20.0, "t busy_area": 14.0},
    ),
    "of two pools, who took theirs first": World(  # at 20 and 21 both own beds come free
        beds([room(1, "a"), room(1, "b"), room(1, "s"), room(1, "t")],
             [people(0, 5), people(1, 4, name="of b", to="visit b")], "a+s+t", "b+s+t",
             visit=[Use("a+s+t", TWENTY)], **{"visit b": [Use("b+s+t", TWENTY)]}),
        {"people": ["0 20 home", "5 25 home"], "of b": ["1 21 home", "4 24 home"]},
        # of b is in s from 4 to 21, then in b; people in t from 5 to 20, then in a.
        {"a busy_area": 25.0, "b busy_area": 23.0, "s busy_area": 17.0, "t busy_area": 15.0},
    ),
    "when the resource opens": World(
        beds([room(OPENS, "a"), room(1, "s")], [people(2)], "a+s", visit=[Use("a+s", TWENTY)]),
        {"people": ["2 22 home"]},
        {"a busy_area": 12.0, "s busy_area": 8.0},
    ),
    "when it is repaired": World(  # out of order from 10 to 20
        beds([room(1, "a", breakdowns=(Breakdown(TEN, TEN, 1, "finish"),)), room(1, "s")],
             [people(12)], "a+s", visit=[Use("a+s", TWENTY)]),
        {"people": ["12 32 home"]},
        {"a busy_area": 12.0, "s busy_area": 8.0},
    ),
    "when it is lent another": World(
        beds([room(1, "a"), room(1, "s"),
              room(1, "lender", lends=(Lend("a", profile(((0.0, 0), (10.0, 1)))),))],
             [people(0, 1), people(0, name="other", to="other")], "a+s",
             visit=[Use("a+s", TWENTY)], other=[Use("lender", constant(1.0))]),
        {"people": ["0 20 home", "1 21 home"], "other": ["0 1 home"]},
        {"a busy_area": 31.0, "s busy_area": 9.0},
    ),
    "not when it has closed meanwhile": World(
        beds([room(((0.0, 1), (5.0, 0)), "a"), room(1, "s")], [people(0, 1)], "a+s"),
        {"people": ["0 10 home", "1 11 home"]},
        {"a busy_area": 10.0, "s busy_area": 10.0},
    ),
    "out of one that has closed": World(
        beds([room(1, "a"), room(((0.0, 1), (5.0, 0)), "s")],
             [people(0, name="first", to="first"), people(1)], "a+s",
             visit=[Use("a+s", TWENTY)], first=[Use("a", TEN)]),
        {"first": ["0 10 home"], "people": ["1 21 home"]},
        {"a busy_area": 21.0, "s busy_area": 9.0},
    ),
    "only with all their units at once": World(  # at 10 one of a is free, at 12 both
        beds([room(2, "a"), room(2, "s")],
             [people(0, name="one", to="one"), people(2, name="other", to="one"),
              people(3, name="two")], "a+s",
             visit=[Use("a+s", TWENTY, units=2)], one=[Use("a", TEN)]),
        {"one": ["0 10 home"], "other": ["2 12 home"], "two": ["3 23 home"]},
        {"a busy_area": 20.0 + 22.0, "s busy_area": 18.0},
    ),
    "not to units kept for others": World(  # at 10 one of a's two is free, and kept
        beds([room(2, "a", reserve=Reserve(0, 0.5)), room(1, "s")],
             [people(0, 1), people(0, name="urgent", priority=0, to="urgent")], "a+s",
             visit=[Use("a+s", TWENTY)], urgent=[Use("a", TEN)]),
        {"people": ["0 20 home", "1 21 home"], "urgent": ["0 10 home"]},
        {"a busy_area": 31.0, "s busy_area": 19.0},
    ),
    "past who waits and is behind them": World(
        # 0 to 20 one of a's two is taken; the second priority wants two, and waits; at 10 the
        # other is free, and who has the first priority moves to it.
        beds([room(2, "a"), room(1, "s")],
             [people(0, name="long", to="long"), people(0, name="short", to="short"),
              people(1, name="moves", priority=0), people(2, name="both", to="both", priority=2)],
             "a+s", visit=[Use("a+s", TWENTY)],
             long=[Use("a", TWENTY)], short=[Use("a", TEN)], both=[Use("a", TEN, units=2)]),
        {"long": ["0 20 home"], "short": ["0 10 home"], "moves": ["1 21 home"],
         "both": ["2 21 31 home"]},
        {"a busy_area": 20.0 + 10.0 + 11.0 + 20.0, "s busy_area": 9.0},
    ),
    "not past who waits and is their equal": World(
        beds([room(2, "a"), room(1, "s")],
             [people(0, name="long", to="long"), people(0, name="short", to="short"),
              people(1, name="stays"), people(2, name="both", to="both")],
             "a+s", visit=[Use("a+s", TWENTY)],
             long=[Use("a", TWENTY)], short=[Use("a", TEN)], both=[Use("a", TEN, units=2)]),
        {"long": ["0 20 home"], "short": ["0 10 home"], "stays": ["1 21 home"],
         "both": ["2 20 30 home"]},
        {"a busy_area": 20.0 + 10.0 + 20.0, "s busy_area": 20.0},
    ),
    "when who held them up has lost patience": World(  # at 12
        beds([room(2, "a"), room(1, "s")],
             [people(0, name="long", to="long"), people(0, name="short", to="short"),
              people(1, name="moves"), people(2, name="both", to="both")],
             "a+s", visit=[Use("a+s", TWENTY)],
             long=[Use("a", TWENTY)], short=[Use("a", TEN)],
             both=[Use("a", TEN, units=2, patience=TEN, on_renege="gone")], gone=[]),
        {"long": ["0 20 home"], "short": ["0 10 home"], "moves": ["1 21 home"],
         "both": ["2 12 home"]},
        {"a busy_area": 20.0 + 10.0 + 9.0, "s busy_area": 11.0},
    ),
    "though they wait for something else": World(  # and what they hold is what they moved to
        beds([room(1, "a"), room(1, "s"), room(1, "x")],
             [people(0, name="first", to="first"), people(0, name="x", to="only x"), people(1)],
             "a+s", visit=[Seize("a+s"), Transfer("a+s", "x"), Delay(TEN), Release("x")],
             first=[Use("a", TEN)], **{"only x": [Use("x", TWENTY)]}),
        {"first": ["0 10 home"], "x": ["0 20 home"], "people": ["1 20 30 home"]},
        {"a busy_area": 20.0, "s busy_area": 9.0, "a+s blocked_area": 19.0, "x busy_area": 30.0},
    ),
    "who holds up nobody any more": World(  # without moves: units above 1 in a pool
        # `two` waits for two of a or s; `one` waits behind them for s, of which one is free. At 10
        # `two` has a, and `one` begins.
        beds([room(2, "a"), room(2, "s")],
             [people(0, name="in a", to="in a"), people(0, name="in s", to="in s"),
              people(1, name="two"), people(2, name="one", to="one")],
             "a+s", visit=[Use("a+s", TEN, units=2)],
             **{"in a": [Use("a", TEN, units=2)], "in s": [Use("s", TWENTY)]},
             one=[Use("s", TEN)]),
        {"in a": ["0 10 home"], "in s": ["0 20 home"], "two": ["1 10 20 home"],
         "one": ["2 10 20 home"]},
    ),
}  # fmt: skip


def in_a_circle(*first: Step) -> Network:
    """Return p, who holds s and waits for x from 6 on; q, who holds x and waits for s from 8 on."""
    return beds(
        [room(1, "a"), room(1, "s"), room(1, "x")],
        [people(0, name="first", to="first"), people(1, name="p"), people(2, name="q", to="q")],
        "a+s", visit=[Seize("a+s"), Delay(constant(5.0)), Use("x", TEN), Release("a+s")],
        first=list(first), q=[Seize("x"), Delay(constant(6.0)), Use("s", TEN), Release("x")],
    )  # fmt: skip


STUCK = {
    "not while there may be room to move to": World(
        in_a_circle(Use("a", constant(50.0))),
        {"first": ["0"], "p": ["1 6"], "q": ["2 8"]}, end=20.0,
    ),
    "and then they move, and go on": World(
        in_a_circle(Use("a", constant(50.0))),
        {"first": ["0 50 home"], "p": ["1 6 60 70 home"], "q": ["2 8 50 60 home"]},
        {"a busy_area": 70.0, "s busy_area": 59.0},
    ),
    "where there is none, as who has it waits too": World(
        in_a_circle(Seize("a"), Delay(constant(9.0)), Use("x", TEN), Release("a")),
        {"first": ["0 9"], "p": ["1 6"], "q": ["2 8"]}, deadlock="9 s x",
    ),
}  # fmt: skip
WORLDS = MOVES | {f"who waits for each other: {name}": world for name, world in STUCK.items()}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", WORLDS)
def test_every_minute_is_as_it_must_be(name: str, engine: Any) -> None:
    assert check(WORLDS[name].network) == []
    assert play_world(WORLDS[name], engine) == WORLDS[name]
