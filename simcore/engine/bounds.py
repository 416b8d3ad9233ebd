"""Whether every number of a state is one that kernels may be given: they themselves check none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from simcore.engine.memory import KEPT, MOMENT
from simcore.engine.program import Program
from simcore.engine.program_records import Source
from simcore.engine.record import Within
from simcore.engine.records import FOREVER, NONE, State
from simcore.engine.rules import Arrivals
from simcore.engine.simulation import NARROWEST, Simulation

ANY = frozenset({"attributes", "more.order"})  # what an expression gives, which may be anything
SIGNED = frozenset(
    {"week", "bucket", "wrong_row", "wrong_value", "valueless", "more.left", "sources.week"}
)  # below 0 too
NOT_AFTER_NOW = (("patients", "arrived"), ("more", "since"), ("resources", "last"),
                 ("measures", "cleaning_last"), ("measures", "levels_last"))  # fmt: skip
LONGEST_GAP = 40.0  # an exponential variate of mean 1 that is drawn with 53 bits is below 37
ROUNDING = 1e-9  # of a sum of minutes


def out_of_range(simulation: Simulation) -> list[str]:
    """Return which numbers of a state are none that a run could have, in words.

    An index points into its array, a number is a number, nothing was counted below 0, and nothing
    lies ahead of the clock.
    """
    sizes = _sizes(simulation)
    fields = [*_of_clock(simulation), *_of_arrays(simulation)]
    wrong = [name for name, array, within in fields if not _holds(name, array, within, sizes)]
    if wrong:
        return [f"{name} is out of range" for name in wrong]
    return [*_moments(simulation), *_books(simulation)]


def out_of_step(simulation: Simulation) -> Iterator[str]:
    """Yield where the calendar of capacities, or a source, is at another moment than the clock."""
    yield from _calendar(simulation)
    yield from _sources(simulation)


def _sizes(simulation: Simulation) -> dict[str, int]:
    program = simulation.program
    return {
        "patients": simulation.patients.size,
        "resources": program.resources.size,
        "edges": program.edges.size,
        "steps": program.steps.size,
        "sources": program.sources.size,
        "ranks": program.queues.shape[1],
        "places": program.places,
        "classes": program.classes,
    }


Field = tuple[str, Any, Within | None]


def _of_clock(simulation: Simulation) -> Iterator[Field]:
    for name in MOMENT:
        yield name, np.array(simulation.clock[name]), State.indices.get(name)


def _of_arrays(simulation: Simulation) -> Iterator[Field]:
    for name in KEPT:
        array, record = getattr(simulation, name), State.elements[name]
        if array.dtype.names is None:
            yield name, array, State.indices.get(name)
            continue
        for field in record.live:
            yield f"{name}.{field}", array[field], record.indices.get(field)


def _holds(name: str, array: Any, within: Within | None, sizes: dict[str, int]) -> bool:
    """Tell whether all numbers of a field can be what they are said to be."""
    if name in ANY or array.size == 0:
        return True
    if within is not None:
        least = NONE if within.or_none else 0
        n = max(sizes[within.what], 1)  # what is not used yet is 0
        return bool(array.min() >= least and array.max() < n)
    if name in SIGNED:
        return not np.isnan(array).any()
    return bool(array.min() >= 0)  # NaN is not


def _moments(simulation: Simulation) -> Iterator[str]:
    """Check what must not lie ahead of the clock."""
    now, width = float(simulation.clock["now"]), float(simulation.clock["width"])
    if not now < FOREVER:
        yield f"now is {now}"
    if not simulation.clock["system_last"] <= now:
        yield "system_last lies ahead of the clock"
    if not NARROWEST <= width <= FOREVER or simulation.clock["per_width"] != 1.0 / width:
        yield f"buckets are {width} minutes wide"
    for name, field in NOT_AFTER_NOW:
        if np.any(getattr(simulation, name)[field] > now):
            yield f"{name}.{field} lies ahead of the clock"


def _books(simulation: Simulation) -> Iterator[str]:
    for k, book in enumerate(simulation.books.tolist()):
        first, n, begin = book[:3]
        if not 0 <= first <= begin <= first + n <= simulation.slots.size:
            yield f"book {k} has slots from {first} to {first + n}, of which {begin} is the next"


def _calendar(simulation: Simulation) -> Iterator[str]:
    """Check that the next change of capacity is that of the Program's calendar."""
    clock, changes = simulation.clock, simulation.program.changes
    change, due = int(clock["change"]), FOREVER
    if changes.size:
        if change >= changes.size:
            yield f"there is no change {change} of capacity"
            return
        due = float(clock["week"]) + float(changes["minute"][change])
    if due != clock["change_at"] or due < clock["now"]:
        yield f"the next change of capacity is due at {due}, not at {clock['change_at']}"


def _sources(simulation: Simulation) -> Iterator[str]:
    """Check that each source is in that piece of its profile in which its next patient comes."""
    program, patients = simulation.program, simulation.patients
    for k, source in enumerate(simulation.sources):
        if source.piece >= max(int(source.n), 1):
            yield f"source {k} has no piece {source.piece}"
            continue
        if source.kind not in (Arrivals.POISSON, Arrivals.BULK):
            continue
        if source.gap > LONGEST_GAP:
            yield f"source {k} has a gap of {source.gap} before the next but one"
        if source.n < 2:
            continue
        expected = patients["time"][(patients["step"] == source.entry) & (patients["source"] == k)]
        for time in expected[expected < FOREVER].tolist():
            begin, end = _piece(source, program)
            slack = ROUNDING * (abs(begin) + abs(end) + time)
            if not begin - slack <= time <= end + slack:
                yield f"source {k} expects somebody at {time}, outside {begin} to {end}"


def _piece(source: Source, program: Program) -> tuple[float, float]:
    """Return when the present piece of a source's profile begins and ends."""
    at = source.rate + 2 * source.piece
    last = source.piece + 1 >= source.n
    begin, end = program.table[at], source.cycle if last else program.table[at + 2]
    return float(source.week + begin), float(source.week + end)
