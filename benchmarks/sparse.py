"""What the series cost a run in which little happens: eight years with and without them."""

from __future__ import annotations

from functools import partial

import simcore
from benchmarks.measure import in_turns, ratios, show
from benchmarks.models import exponential, resource, same, source
from simcore.network.model import Network
from simcore.network.steps import Leave, Use
from simcore.time_units import MINUTES_PER_DAY, MINUTES_PER_YEAR

YEARS = 8
A_DAY = 0.2 / MINUTES_PER_DAY  # patients a minute at each clinic: one in five days
GOAL = 1.1


def clinics(number: int) -> Network:
    """Return so many clinics far apart, each with its own few patients."""
    names = [f"clinic {k}" for k in range(number)]
    return Network(
        same("clinics far apart"),
        resources=tuple(resource(name, 2) for name in names),
        sources=tuple(source(name, name, A_DAY) for name in names),
        pathways={name: (Use(name, exponential(20.0)), Leave(same("seen"))) for name in names},
    )


def measure(number: int, rounds: int) -> None:
    """Print milliseconds a run of so many clinics, with a series and with one step in its place."""
    run = YEARS * MINUTES_PER_YEAR
    network = clinics(number)
    works = [partial(simcore.simulate, network, run=run, series_step=step) for step in (run, None)]
    _check(*(work() for work in works))
    without, beside = (spread.times(1e3) for spread in in_turns(works, rounds))
    show(
        f"{number} clinics, {YEARS} years: milliseconds of processor time a run, {rounds} rounds",
        ("series", "simcore", "times without", "goal"),
        [
            ("one step", without.text(".1f"), "1", ""),
            ("every two weeks", beside.text(".1f"), ratios(without, beside).text(".3f"),
             f"<= {GOAL:g}"),
        ],
    )  # fmt: skip


def _check(without: simcore.Results, beside: simcore.Results) -> None:
    """Stop where the series changes what is played; this also compiles."""
    if not without.resources.equals(beside.resources):
        raise SystemExit("sparse: a run with series is not the run without")
