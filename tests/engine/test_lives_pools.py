"""Which member of a pool, minute by minute: members that are closed.

The numbers are worked out by hand. Times are minutes.
"""

from __future__ import annotations

from typing import Any

import pytest
from support.lives import AWAY, ENGINES, World, clinic, people, play_world, room
from support.models import constant, label

from simcore.network.model import Network
from simcore.network.resources import Pool, PoolRule, Reserve
from simcore.network.sources import Source
from simcore.network.steps import Balk, Use
from simcore.network.values import Expression

TEN = constant(10.0)
FOR_GOOD: list[PoolRule] = ["shortest_queue", "least_loaded", "in_order", "random"]
LATE = ((0.0, 0), (1200.0, 1), (9000.0, 0))
FULL = Balk(Expression("queue(pool) >= 2"), "away")
TWO_LATER = ((0.0, 1), (1200.0, 2))


def pool(rule: PoolRule, *capacities: Any, sources: list[Source], **fields: Any) -> Network:
    """Return a pool of a, b, c with these capacities, of which all use one for ten minutes."""
    rooms = [
        given if not isinstance(given, int | tuple) else room(given, name)
        for name, given in zip("abc", capacities, strict=False)
    ]
    chosen = Pool("pool", label("pool"), tuple(r.name for r in rooms), rule)
    away = AWAY if "balk" in fields else {}
    return clinic([Use("pool", TEN, **fields)], sources, rooms, away, pools=(chosen,))


CLOSED = {
    **{
        f"not to the one that is closed, {rule}": World(
            pool(rule, LATE, 1, sources=[people(0, 0)]), {"people": ["0 10 home", "0 10 20 home"]}
        )
        for rule in FOR_GOOD
    },
    **{
        f"to the closed where all are, {rule}": World(
            pool(rule, LATE, LATE, sources=[people(0, 0)]),
            {"people": ["0 1200 1210 home", "0 1200 1210 home"]},
        )
        for rule in ("shortest_queue", "in_order")
    },
    **{
        f"not to the one with too few units, {rule}": World(
            pool(rule, TWO_LATER, 2, sources=[people(0, 0)], units=2),
            {"people": ["0 10 home", "0 10 20 home"]},
        )
        for rule in FOR_GOOD
    },
    **{
        f"not to the one that is kept for others, {rule}": World(
            pool(rule, room(1, reserve=Reserve(0, 1.0)), 1,
                 sources=[people(0, 0), people(40, name="urgent", priority=0)]),
            {"people": ["0 10 home", "0 10 20 home"], "urgent": ["40 50 home"]},
        )
        for rule in FOR_GOOD
    },
    **{
        f"a line too long at the members, {rule}": World(  # the fifth finds two
            pool(rule, 1, 1, sources=[people(0, 0, 0, 0, 0, 0)], balk=(FULL,)),
            {"people": ["0 10 home", "0 10 home", *["0 10 20 home"] * 2, "0 away", "0 away"]},
        )
        for rule in ("first_free", "shortest_queue", "in_order")
    },
    "in turn among those that are open": World(  # b, c, b; then c, though a is open again
        pool("in_order", LATE, 1, 1, sources=[people(0, 0, 0, 1201)]),
        {"people": ["0 10 home", "0 10 home", "0 10 20 home", "1201 1211 home"]},
        {"a busy_area": 0, "b busy_area": 20, "c busy_area": 20},
    ),
}  # fmt: skip

WORLDS = {f"closed: {name}": world for name, world in CLOSED.items()}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", WORLDS)
def test_every_minute_is_as_it_must_be(name: str, engine: Any) -> None:
    assert play_world(WORLDS[name], engine) == WORLDS[name]
