"""Random Networks in which patients do many things while `a` can be taken away from them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from simcore.network.model import Network
from simcore.network.resources import Breakdown, Closing, Preemption, Resource
from simcore.network.sources import Source
from simcore.network.steps import (
    Delay,
    Fork,
    Gather,
    Hold,
    Join,
    Leave,
    Release,
    Scatter,
    Seize,
    Signal,
    Step,
    Until,
    Use,
)
from simcore.network.values import Distribution, Expression
from support.models import constant, exponential, label, network, profile

Draw = Any
TIMES = st.sampled_from([constant(5.0), constant(20.0), exponential(15.0), exponential(40.0)])
NEED = Distribution("empirical", {"values": (1.0, 2.0), "weights": (2.0, 1.0)})
GONE = Leave(label("rung"))
RULES = st.sampled_from(["resume", "restart", "resample"])


@st.composite
def taken_away(draw: Draw) -> Network:
    """Return a Network of three priorities at `a`, who also wait at gates and for `b`."""
    kinds = draw(st.lists(st.sampled_from(["hold", "gather", "use", "fork", "until", "signal"]),
                          min_size=1, max_size=4))  # fmt: skip
    units = draw(st.sampled_from([1, 2, Expression("need")]))
    visit: list[Step] = [Seize("a", units=units)]
    for k, kind in enumerate(kinds):
        if draw(st.booleans()):
            visit.append(Delay(draw(TIMES)))
        match kind:
            case "hold":
                visit.append(Hold("bell", label("bell")))
            case "gather":
                gate, longest = f"gate {k}", draw(TIMES)
                visit += [Gather(gate, label(gate), 2, longest), Delay(draw(TIMES)), Scatter()]
            case "use":
                visit.append(Use("b", draw(TIMES)))
            case "fork":
                visit.append(Fork(("part", "part")))
            case "until":
                visit.append(Until(tuple(60.0 * hour for hour in range(168))))
            case "signal":
                visit.append(Signal("bell", 1))
    visit += [Delay(draw(TIMES)), Release("a"), Leave(label("home"))]
    order = draw(st.sampled_from(["fifo", "fifo", "lifo", "random"]))
    by = draw(st.sampled_from(["priority", "breakdown", "closing"]))
    how: dict[str, Any] = {
        "priority": lambda: {"preemption": Preemption(None, draw(RULES))},
        "breakdown": lambda: {
            "breakdowns": (Breakdown(exponential(120.0), draw(TIMES), 1, draw(RULES)),)
        },
        "closing": lambda: {"closing": Closing(draw(RULES))},
    }[by]()
    open_ = profile(tuple((60.0 * hour, (3, 1)[hour % 2]) for hour in range(48)))
    capacity = open_ if by == "closing" else profile(draw(st.integers(1 if units == 1 else 2, 3)))
    rate = profile(draw(st.sampled_from([0.01, 0.03])))
    sources = [
        Source(f"people {k}", label(f"people {k}"), "visit", rate, (("patient", 1.0),), k,
               values=(("need", NEED),))
        for k in range(3)
    ]  # fmt: skip
    ringer = Source("ringer", label("ringer"), "ring", profile(0.05), (("patient", 1.0),))
    part = {"part": [Delay(draw(TIMES)), Join()]} if "fork" in kinds else {}
    return network(
        [Resource("a", label("a"), capacity, order=order, **how),
         Resource("b", label("b"), profile(2))],
        [*sources, ringer],
        {"visit": visit,
         "ring": [Signal("bell"), Hold("bell", label("bell")), Use("b", draw(TIMES)), GONE],
         **part},
        attributes=("need",),
    )  # fmt: skip
