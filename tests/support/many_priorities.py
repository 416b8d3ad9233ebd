"""A Network of as many priorities as can be told apart, on both engines."""

from __future__ import annotations

from simcore.engine.simulation import Simulation
from simcore.network.model import MOST_PRIORITIES, Network
from simcore.network.steps import Delay, Release, Seize, Use
from simcore.reference import Reference
from support.models import constant, exponential, leave, network, resource, source
from support.runs import begin, differences

END = 300.0


def graded(priorities: int) -> Network:
    """Return a Network of so many priorities with a long line for each kind of seize."""
    return network(
        [resource("doctor", 1), resource("bed", 1), resource("nurse", 2)],
        [source(f"{k}", "visit", 4.0 / priorities, priority=k) for k in range(priorities)],
        {
            "visit": [
                Use("doctor", exponential(0.5)),
                Seize("bed", also=("nurse",), patience=exponential(20.0), on_renege="out"),
                Delay(constant(0.7)),
                Release("bed"),
                Release("nurse"),
                leave(),
            ],
            "out": [leave("out")],
        },
    )


def agree() -> None:
    """Hold both engines against each other; also where no kernel is compiled."""
    played = [begin(graded(MOST_PRIORITIES), engine=e) for e in (Simulation, Reference)]
    for engine in played:
        engine.advance(END)
    engine, reference = (one.totals() for one in played)
    assert differences(engine, reference, "events") == []
    assert engine.resources.longest.max() > MOST_PRIORITIES
