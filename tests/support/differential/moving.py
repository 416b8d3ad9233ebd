"""Random Networks of specialties, each with beds of its own and a pool of them and shared ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from simcore.network.model import Network
from simcore.network.resources import Breakdown, Pool, Reserve, Resource
from simcore.network.sources import Source
from simcore.network.steps import Delay, Fork, Join, Leave, Release, Seize, Step, Transfer, Use
from simcore.network.values import Distribution, Expression
from support.differential.tidying import tidy
from support.models import constant, exponential, label, network, profile

Draw = Any
TIMES = st.sampled_from([constant(5.0), constant(20.0), exponential(15.0), exponential(40.0)])
NEED = Distribution("empirical", {"values": (1.0, 2.0), "weights": (2.0, 1.0)})
UNITS = st.sampled_from([1, 1, 2, Expression("need")])
OPEN = st.sampled_from([2, 3, tuple((60.0 * hour, (3, 2, 4, 0)[hour % 4]) for hour in range(48))])
MEMBERS = st.sampled_from([("own", "s"), ("own", "s", "t"), ("own", "t", "s"), ("s", "own")])
GONE = Leave(label("gone"))


@st.composite
def moving_back(draw: Draw) -> Network:
    """Return two or three specialties whose patients also do other things in their beds."""
    names = "abc"[: draw(st.integers(2, 3))]
    pools, visits, sources = [], {}, []
    for name in names:
        members = tuple(name if m == "own" else m for m in draw(MEMBERS))
        pools.append(
            Pool(f"{name} beds", label(name), members, moves_back=draw(st.integers(0, 3)) > 0)
        )
        visits[name] = _visit(draw, f"{name} beds")
        rate = profile(draw(st.sampled_from([0.05, 0.1])))
        source = Source(name, label(name), name, rate, (("patient", 1.0),), draw(st.integers(0, 2)))
        sources.append(replace(source, values=(("need", NEED),)))
    others = st.sampled_from(["s", *names])
    walk_in = Source("walk in", label("walk in"), "walk in", profile(0.03), (("patient", 1.0),), 1)
    visits["walk in"] = [Use(draw(others), draw(TIMES), units=draw(st.integers(1, 2))), GONE]
    beds = [_beds(draw, name) for name in (*names, "s", "t")]
    every = network(
        [*beds, Resource("x", label("x"), profile(2))],
        [*sources, walk_in],
        {**visits, "part": [Delay(draw(TIMES)), Join()], "gone": [GONE]},
        attributes=("need",), pools=tuple(pools),
    )  # fmt: skip
    return tidy(every)


def _beds(draw: Draw, name: str) -> Resource:
    beds = Resource(name, label(name), profile(draw(OPEN)))
    special = draw(st.sampled_from(["", "", "reserve", "breakdown"]))
    if special == "reserve":
        return replace(beds, reserve=Reserve(1, 0.4))
    if special == "breakdown":
        rule = Breakdown(exponential(120.0), draw(TIMES), 1, "finish")
        return replace(beds, breakdowns=(rule,))
    return beds


def _visit(draw: Draw, pool: str) -> list[Step]:
    patience = {"patience": draw(TIMES), "on_renege": "gone"} if draw(st.booleans()) else {}
    units = draw(UNITS)
    visit: list[Step] = [Seize(pool, units=units, **patience), Delay(draw(TIMES))]
    match draw(st.sampled_from(["", "use", "fork", "transfer"])):
        case "use":
            visit.append(Use("x", draw(TIMES)))
        case "fork":
            visit.append(Fork(("part", "part")))
        case "transfer":
            return [*visit, Transfer(pool, "x"), Delay(draw(TIMES)), Release("x"), GONE]
    return [*visit, Release(pool), GONE]
