"""Programs of which runs are saved and go on, some of them in another process."""

from __future__ import annotations

from datetime import date
from typing import Any

from simcore.network.compiler.compile import compile_network
from simcore.network.model import Network
from simcore.network.naming import NameByClass
from simcore.network.resources import Breakdown, Closing, Pool, Preemption, Resource, SlotBook
from simcore.network.sources import Multiplier, Source
from simcore.network.steps import Book, Delay, Fork, Gather, Join, Leave, Scatter, Use
from simcore.network.values import Expression
from support.models import constant, exponential, hospital, label, profile

HALF, END = 6000.0, 20_000.0
GONE = Leave(label("gone"))


def arriving(pathway: str, rate: float, **more: Any) -> Source:
    return Source(pathway, label(pathway), pathway, profile(rate), (("patient", 1.0),), **more)


def ward(beds: int = 6, doctors: int = 3, rate: float = 0.2) -> Network:
    """Return a network with something of every uncommon step."""
    return Network(
        label("ward"),
        resources=(
            Resource("doctor", label("doctor"), profile(doctors), preemption=Preemption(by=1)),
            Resource("nurse", label("nurse"), profile(((0.0, 2), (480.0, 3), (1000.0, 1))),
                     closing=Closing("resume")),
            Resource("bed", label("bed"), profile(beds),
                     breakdowns=(Breakdown(exponential(900.0), exponential(60.0)),)),
            Resource("lab one", label("lab one"), profile(1)),
            Resource("lab two", label("lab two"), profile(1)),
        ),
        pools=(Pool("lab", label("lab"), ("lab one", "lab two")),),
        sources=(
            arriving("visit", rate, priority=2),
            arriving("urgent", 0.02, priority=1),
            arriving("group", 0.05, priority=2, size=exponential(3.0)),
        ),
        pathways={
            "visit": (
                Use("nurse", exponential(5.0), patience=exponential(60.0), on_renege="away"),
                Fork(("bloods", "talk")),
                Use("bed", exponential(25.0), group=NameByClass(("all",)),
                    units=Expression("2 if stay > 30 min else 1"),
                    priority=Expression("1 if stay > 60 min else 2")),
                GONE,
            ),
            "bloods": (Use("lab", exponential(4.0)), Join()),
            "talk": (Use("doctor", exponential(8.0)), Join()),
            "urgent": (Use("doctor", exponential(20.0)), GONE),
            "group": (
                Gather("door", label("door"), 3, constant(45.0)),
                Delay(constant(5.0)),
                Scatter(),
                GONE,
            ),
            "away": (GONE,),
        },
    )  # fmt: skip


def surgery(seats: int = 3, run: float = END) -> Any:
    """Return a Program with appointments and rates by date."""
    network = Network(
        label("surgery"),
        resources=(Resource("room", label("room"), profile(((0.0, 1), (1440.0, 2)))),),
        sources=(arriving("visit", 0.01, multipliers=(Multiplier(((0.0, 1.0), (9.0, 2.0))),)),),
        pathways={
            "visit": (Book("list", "away", notice=60.0), Use("room", constant(20.0)), GONE),
            "away": (GONE,),
        },
        books=(SlotBook("list", label("list"), tuple((1440.0 * d + 600.0, seats) for d in range(7)),
                        horizon=20_000.0),),
        start=date(2026, 3, 2),
    )  # fmt: skip
    return compile_network(network, 0.0, run)[0]


PROGRAMS = {
    "hospital": lambda: compile_network(hospital())[0],
    "ward": lambda: compile_network(ward())[0],
    "surgery": surgery,
}
