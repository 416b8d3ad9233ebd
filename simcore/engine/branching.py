"""Other numbers from now on: a run that goes on under another Program of the same shape."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from simcore.engine.kernels.calendar import relink
from simcore.engine.program import Ints, Program, Records
from simcore.engine.program_records import CapacityChange
from simcore.engine.record import Record
from simcore.engine.records import FOREVER, NONE, PART
from simcore.engine.rules import Arrivals
from simcore.engine.sampling.distributions import next_arrival
from simcore.engine.sampling.random import ARRIVAL_KEY, uniforms
from simcore.engine.simulation import Simulation


def apply(simulation: Simulation, program: Program, first_slots: Records) -> None:
    """Let a run in a state of another Program go on under this one.

    Patients finish what they have begun, and those who are expected come when they were; whatever
    is drawn from now on follows the new numbers. Capacities become those of the new calendar at
    once.

    simulation: with the program's parameters, in a state of the other, in calendars of its own
        (`with_state`, `bring_calendars`); changed in place, from the minute of its clock on.
    program: of the same shape as the other: rows, classes and ranks are alike.
    first_slots: the slots of the books as the other Program began with them.
    """
    _rebook(simulation, program, first_slots)
    _wake_sources(simulation)
    _change_levels(simulation, program)


def bring_calendars(simulation: Simulation) -> None:
    """Put a run in the state of another into its own calendars: of capacity, and of each source."""
    now = float(simulation.clock["now"])
    _go_on(simulation, *_in_calendar(simulation.program, now)[:2])
    for source in simulation.sources:
        expected = _expected(simulation, source)
        if expected.size:
            time = float(simulation.patients["time"][expected[0]])
            _place(source, simulation.table, time if time < FOREVER else now)


def _go_on(simulation: Simulation, change: int, week: float) -> None:
    """Expect a change of capacity, in the cycle that begins at `week`, as the next."""
    clock, changes = simulation.clock, simulation.program.changes
    clock["change"], clock["week"], clock["change_at"] = change, week, FOREVER
    if changes.size:
        clock["change_at"] = week + changes["minute"][change]


def with_state(new: Records, state: Records, record: type[Record]) -> Records:
    """Return new records, in which what is state of a run is as it was.

    new: of a Program.
    state: as many of a run, from which the live fields are taken.
    record: what they are.
    """
    found = new.copy()
    for name in record.live:
        found[name] = state[name]
    return found


# Sources


def _expected(simulation: Simulation, source: Any) -> Ints:
    """Return who is expected from a source whose profile says when; at most one."""
    if source.kind not in (Arrivals.POISSON, Arrivals.BULK):
        return np.zeros(0, np.int64)
    return np.flatnonzero(simulation.patients["step"] == source.entry)


def _wake_sources(simulation: Simulation) -> None:
    """Let each source of which nobody was to come follow its new profile from now on."""
    now, silent = float(simulation.clock["now"]), False
    for source in simulation.sources:
        expected = _expected(simulation, source)
        if not expected.size or simulation.patients["time"][expected[0]] < FOREVER:
            continue
        patient = simulation.patients[int(expected[0])]
        patient.time = _next_time(simulation, source, patient, now)
        patient.next = simulation.buckets[0]
        simulation.buckets[0] = int(expected[0])
        silent = True
    if silent:
        old = simulation.buckets
        simulation.buckets = np.full(old.size, NONE, np.int32)
        relink(simulation.clock, old, float(simulation.clock["width"]))


def _place(source: Any, table: Any, time: float) -> None:
    """Find the piece of a source's profile that holds at a time."""
    minutes = table[source.rate : source.rate + 2 * source.n : 2]
    cycle = float(source.cycle)
    if cycle < FOREVER:
        source.week += cycle * math.floor((time - source.week) / cycle)
    source.piece = max(int(np.searchsorted(minutes, time - source.week, "right")) - 1, 0)


def _next_time(simulation: Simulation, source: Any, patient: Any, now: float) -> float:
    clock = simulation.clock
    ordinal = int(patient.turn) >> PART
    u, _ = uniforms(
        int(clock["seed"]), int(clock["replication"]), int(source.key), ordinal, ARRIVAL_KEY, 0
    )
    if source.n == 1 and simulation.table[source.rate + 1] == 0.0:
        return FOREVER
    return float(next_arrival(source, simulation.table, now, -math.log(1.0 - u)))


# Capacity


def _change_levels(simulation: Simulation, program: Program) -> None:
    """Bring every capacity to the new calendar's, as changes of capacity at this moment."""
    now = float(simulation.clock["now"])
    change, week, levels = _in_calendar(program, now)
    general = simulation.rules["general"] == 1
    before = np.where(general, simulation.rules["scheduled"], simulation.resources["capacity"])
    limited = simulation.rules["scheduled"] + program.rules["scheduled"] + levels > 0
    reserved = np.any(program.queues["share"] > 0.0, axis=1)
    for k in np.flatnonzero(limited & ((levels != before) | reserved)):
        once = np.array([(now, k, levels[k])], CapacityChange.dtype).view(np.recarray)
        simulation.program = replace(program, changes=once)
        simulation.clock["change"], simulation.clock["week"] = 0, 0.0
        simulation.clock["change_at"] = now
        simulation.advance(math.nextafter(now, math.inf), budget=1)
        simulation.clock["events"] -= 1
    simulation.program = program
    _go_on(simulation, change, week)


def _in_calendar(program: Program, now: float) -> tuple[int, float, Ints]:
    """Return the next change of capacity, when its cycle began, and the capacities by then."""
    levels = np.array(program.rules["scheduled"], np.int64)
    changes, week = program.changes, program.week
    if program.cycle < FOREVER:
        week += program.cycle * math.floor((now - week) / program.cycle)
    while week + program.cycle <= now:
        week += program.cycle
    n = int(np.searchsorted(week + changes["minute"], now, "left"))
    past = range(n) if week == program.week else [*range(n, changes.size), *range(n)]
    for k in past:
        levels[changes["resource"][k]] = changes["capacity"][k]
    if n == changes.size:
        return 0, week + program.cycle, levels
    return n, week, levels


# Appointments


def _rebook(simulation: Simulation, program: Program, first: Records) -> None:
    """Take the seats that are booked out of the new slots of the same minutes."""
    taken = {name: first[name] - simulation.slots[name] for name in ("seats", "reserved")}
    books, slots = program.books.copy(), program.slots.copy()
    for old, new in zip(simulation.books, books, strict=True):
        theirs = slice(old.first, old.first + old.n)
        ours = slots[new.first : new.first + new.n]
        _, a, b = np.intersect1d(
            simulation.slots["minute"][theirs], ours["minute"], return_indices=True
        )
        for name, all_taken in taken.items():
            ours[name][b] = np.maximum(ours[name][b] - all_taken[theirs][a], 0)
    simulation.books, simulation.slots = books, slots
