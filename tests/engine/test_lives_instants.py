"""Two things at one instant, pair by pair: the order that the engine's README states.

The numbers are worked out by hand. Times are minutes. Each world is played again with all that
its Network lists in the reverse order: nothing depends on the order of keys in a file.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from support.lives import AWAY, ENGINES, World, clinic, people, play_world, room
from support.models import constant, leave

from simcore.network.model import Network
from simcore.network.resources import Breakdown, Closing, Preemption, Rule
from simcore.network.steps import Balk, Delay, Release, Seize, Until, Use
from simcore.network.values import Expression

FIVE, TEN, TWENTY, THIRTY = map(constant, (5.0, 10.0, 20.0, 30.0))
RULES: list[Rule] = ["finish", "resume", "restart", "resample", "leave"]
MORNING = ((0.0, 0), (480.0, 1), (540.0, 0))
AGAIN = ((0.0, 0), (5.0, 1), (10.0, 0), (15.0, 1))
TILL_TEN = ((0.0, 1), (10.0, 0), (30.0, 1))
FROM_TEN = ((0.0, 0), (10.0, 1))


def closing(capacity: Any, rule: Rule, time: Any, *at: float, name: str = "a") -> Network:
    shut = room(capacity, name, closing=Closing(rule))
    return clinic([Use(name, time)], [people(*at)], [shut])


AT_A_CLOSING = {
    **{
        f"a service ends, {rule}": World(
            closing(MORNING, rule, TWENTY, 480, 480, 480),
            {"people": ["480 500 home", "480 500 520 home", "480 520 540 home"]},
        )
        for rule in RULES
    },
    **{
        f"a unit comes free, {rule}": World(  # and is not given out again before
            closing(AGAIN, rule, FIVE, 0, 0, 0),
            {"people": ["0 5 10 home", "0 15 20 home", "0 20 25 home"]},
        )
        for rule in RULES
    },
    "one of three ends, and one of two is one too many": World(
        closing(((0.0, 1), (1.0, 3), (2.0, 1)), "restart", constant(2.0), 0, 0, 0),
        {"people": ["0 2 home", "0 1 3 home", "0 1 3 5 home"]},
        {"a interrupted": 1},
    ),
    "a cleaning ends, and who is served keeps the unit that is left": World(
        clinic(
            [Use("a", TEN, after=TEN)],
            [people(0), people(15, name="later")],
            [room(((0.0, 2), (20.0, 1)), closing=Closing("restart"))],
        ),
        {"people": ["0 10 home 20"], "later": ["15 25 home 35"]},
        {"a interrupted": 0},
    ),
    "somebody comes": World(
        closing(TILL_TEN, "finish", FIVE, 0, 10),
        {"people": ["0 5 home", "10 30 35 home"]},
    ),
    "somebody comes on from a delay": World(
        clinic([Delay(TEN), Use("a", FIVE)], [people(0)], [room(TILL_TEN)]),
        {"people": ["0 10 30 35 home"]},
    ),
    "somebody comes on from another service, whom a third has waited behind": World(
        clinic(
            [Use("b", TEN), Use("a", FIVE)],
            [people(0, 0)],
            [room(TILL_TEN), room(1, "b")],
        ),
        {"people": ["0 10 30 35 home", "0 10 20 35 40 home"]},
    ),
    "a patience ends": World(
        clinic(
            [Use("a", FIVE, patience=TEN, on_renege="away")],
            [people(0, 0)],
            [room(((0.0, 0), (10.0, 1), (12.0, 0)))],
            AWAY,
        ),
        {"people": ["0 10 15 home", "0 10 away"]},
    ),
}

AT_AN_INTERRUPTION = {
    **{
        f"a service ends as somebody more urgent comes, {rule}": World(
            clinic(
                [Use("a", TEN)],
                [people(10, name="urgent", priority=0), people(0)],
                [room(preemption=Preemption(rule=rule))],
            ),
            {"urgent": ["10 20 home"], "people": ["0 10 home"]},
            {"a interrupted": 0},
        )
        for rule in ("resume", "restart", "resample")
    },
    "a service of no time is over as it began": World(
        clinic(
            [Use("a", Expression("hurry * 1 min"))],
            [
                people(0, name="quick", values=(("hurry", constant(0.0)),)),
                people(0, name="urgent", priority=0, values=(("hurry", constant(7.0)),)),
            ],
            [room(preemption=Preemption(rule="restart"))],
            attributes=("hurry",),
        ),
        {"quick": ["0 home"], "urgent": ["0 7 home"]},
        {"a interrupted": 0},
    ),
    **{
        f"a service of no time, {units} units, begins just before somebody more urgent asks": World(
            clinic(
                [Delay(FIVE), Use("a", constant(0.0), units=units)],
                [people(0, name="a quick"), people(0, name="urgent", priority=0, to="urgent")],
                [room(units, preemption=Preemption())],
                {"urgent": [Delay(FIVE), Use("a", TEN, units=units), leave()]},
            ),
            {"a quick": ["0 5 home"], "urgent": ["0 5 15 home"]},
            {"a interrupted": 0, "a busy_area": 10.0 * units},
        )
        for units in (1, 2)
    },
    **{
        f"a service ends as its unit breaks down, {rule}": World(
            clinic(
                [Use("a", TEN)],
                [people(0, 0)],
                [room(breakdowns=(Breakdown(TEN, FIVE, 1, rule),))],
            ),
            {"people": ["0 10 home", "0 15 25 home"]},
            {"a interrupted": 0},
            end=25.5,
        )
        for rule in ("resume", "restart")
    },
    "a repair ends as a closing comes": World(
        clinic(
            [Use("a", THIRTY)],
            [people(0, 0)],
            [
                room(
                    ((0.0, 2), (20.0, 1)),
                    breakdowns=(Breakdown(TEN, TEN, 1, "resume"),),
                    closing=Closing("resume"),
                )
            ],
        ),
        # One of two is out of order from 10 to 20, when one is left. At 30 it breaks down again.
        {"people": ["0 30 home", "0"]},
        {"a interrupted": 1},
        end=30.5,
    ),
}

AS_A_UNIT_COMES_FREE = {
    "who waits goes before who comes": World(
        clinic([Use("a", TEN)], [people(0, 5), people(10, name="late", priority=0)]),
        {"people": ["0 10 home", "5 10 20 home"], "late": ["10 20 30 home"]},
    ),
    "who comes has it where nobody waits": World(
        clinic([Use("a", TEN)], [people(10, name="late"), people(0)]),
        {"people": ["0 10 home"], "late": ["10 20 home"]},
    ),
    "a patience ends": World(
        clinic([Use("a", TEN, patience=TEN, on_renege="away")], [people(0, 0, 0)], paths=AWAY),
        {"people": ["0 10 home", "0 10 20 home", "0 10 away"]},
    ),
    "an opening, and a patience ends": World(
        clinic(
            [Use("a", FIVE, patience=TEN, on_renege="away")],
            [people(0)],
            [room(FROM_TEN)],
            AWAY,
        ),
        {"people": ["0 10 15 home"]},
    ),
    "whose time is over goes before who comes": World(
        clinic(
            [Use("a", TEN)],
            [people(10, name="anybody"), people(0, name="zacharias", to="delayed")],
            paths={"delayed": [Delay(TEN), Use("a", TEN), *clinic([], []).pathways["visit"]]},
        ),
        {"anybody": ["10 20 30 home"], "zacharias": ["0 10 20 home"]},
    ),
    "who waits until a minute goes before who comes at it": World(
        clinic(
            [Use("a", TEN)],
            [people(10, name="anybody"), people(0, name="zacharias", to="until")],
            paths={"until": [Until((10.0,)), Use("a", TEN), *clinic([], []).pathways["visit"]]},
        ),
        {"anybody": ["10 20 30 home"], "zacharias": ["0 10 20 home"]},
    ),
    "two at once, for one who needs both": World(
        clinic(
            [Seize("a"), Delay(TEN), Release("a")],
            [people(0, 0, name="one"), people(1, name="two", to="both")],
            [room(2)],
            {"both": [Use("a", FIVE, units=2), *clinic([], []).pathways["visit"]]},
        ),
        {"one": ["0 10 home", "0 10 home"], "two": ["1 10 15 home"]},
    ),
    **{
        f"two resources, for one who needs both, {name}": World(
            clinic(
                [Seize("a"), Seize("b"), Delay(TEN), Release("a"), Release("b")],
                [
                    people(0),
                    people(1, name="both", to="both"),
                    people(2, name="one", to="one"),
                    *late,
                ],
                [room(), room(1, "b")],
                {
                    "both": [Use("a", FIVE, also=("b",)), *clinic([], []).pathways["visit"]],
                    "one": [Use("a", FIVE), *clinic([], []).pathways["visit"]],
                },
            ),
            {
                "people": ["0 10 home"],
                "both": ["1 10 15 home"],
                "one": ["2 15 20 home"],
                **{who.name: ["10 20 25 home"] for who in late},
            },
        )
        for name, late in {
            "alone": [],
            "as somebody comes": [people(10, name="late", to="one")],
        }.items()
    },
    "who comes counts those who have gone": World(
        clinic(
            [Use("a", TEN, balk=(Balk(Expression("busy(a) >= 1"), "away"),))],
            [people(10, name="late"), people(0)],
            paths=AWAY,
        ),
        {"people": ["0 10 home"], "late": ["10 20 home"]},
    ),
    "of two who come the names decide": World(
        clinic([Use("a", TEN)], [people(0, name="b"), people(0, name="a")]),
        {"a": ["0 10 home"], "b": ["0 10 20 home"]},
    ),
}

WORLDS = {
    **{f"at a closing {name}": world for name, world in AT_A_CLOSING.items()},
    **AT_AN_INTERRUPTION,
    **{f"as a unit comes free: {name}": world for name, world in AS_A_UNIT_COMES_FREE.items()},
}


def reversed_order(network: Network) -> Network:
    """Return the same Network, all that it lists by name in the reverse order."""
    return replace(
        network,
        resources=network.resources[::-1],
        sources=network.sources[::-1],
        pathways=dict(reversed(network.pathways.items())),
    )


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", WORLDS)
def test_every_minute_is_as_it_must_be(name: str, engine: Any) -> None:
    assert play_world(WORLDS[name], engine) == WORLDS[name]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", WORLDS)
def test_the_order_of_a_file_does_not_matter(name: str, engine: Any) -> None:
    turned = replace(WORLDS[name], network=reversed_order(WORLDS[name].network))
    assert play_world(turned, engine) == turned
