"""Random Networks in which a closing sends patients home who hold much: units of several resources.

`a` closes several times a day, under everybody who is served with it or waits for it. They go to
"out" with what they hold then, and give it back there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from simcore.network.model import Network
from simcore.network.resources import Closing, Resource
from simcore.network.sources import Source
from simcore.network.steps import Delay, Leave, Release, Seize, Step
from simcore.network.values import Distribution
from support.models import constant, exponential, label, network, profile

Draw = Any
TIMES = [constant(5.0), constant(20.0), exponential(15.0), exponential(90.0)]
OTHERS = ("b", "c", "d")


def some_time(draw: Draw) -> Distribution:
    time: Distribution = draw(st.sampled_from(TIMES))
    return time


def gives(draw: Draw, names: Sequence[str]) -> list[Step]:
    """Return releases in any order, some of which leave a unit to be cleaned."""
    order = draw(st.permutations(list(names)))
    cleaning = [some_time(draw) if draw(st.booleans()) else None for _ in order]
    return [Release(name, after=after) for name, after in zip(order, cleaning, strict=True)]


@st.composite
def sent_home(draw: Draw) -> Network:
    """Return a Network of `a` and one to three others, of which patients hold several units."""
    own = draw(st.integers(1, 2))
    units = {name: draw(st.integers(1, 3)) for name in OTHERS[: draw(st.integers(1, 3))]}
    order = list(draw(st.permutations(["a", *units])))
    waiting = draw(st.sampled_from(["stay", "leave"]))
    if waiting == "leave":  # who waits for `a` holds what those have who lose it
        order = [*(name for name in order if name != "a"), "a"]
    visit: list[Step] = []
    for k, name in enumerate(order):
        visit.append(Seize(name, units=units.get(name, own)))
        if "a" not in order[: k + 1] and draw(st.booleans()):
            visit.append(Delay(some_time(draw)))
    visit += [Delay(some_time(draw)), *gives(draw, order), Leave(label("home"))]
    away: list[Step] = [Delay(some_time(draw))] if draw(st.booleans()) else []
    hours = sorted(draw(st.sets(st.integers(1, 47), min_size=2, max_size=10)))
    open_ = [(60.0 * h, k % 2 * draw(st.integers(1, 3))) for k, h in enumerate(hours)]
    closing = Closing("leave", waiting, "out")
    return network(
        [
            Resource("a", label("a"), profile(((0.0, 2), *open_)), closing=closing),
            *(Resource(name, label(name), profile(2 * n + 1)) for name, n in units.items()),
        ],
        [Source("people", label("people"), "visit", profile(draw(st.sampled_from([0.02, 0.1]))),
                (("patient", 1.0),))],
        {"visit": visit, "out": [*away, *gives(draw, list(units)), Leave(label("sent away"))]},
    )  # fmt: skip
