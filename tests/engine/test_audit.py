"""The auditor: content with every state that the engine reaches, and blind to no fault."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from support.models import constant, exponential, hospital, station
from support.runs import begin

from simcore.engine.audit import audit
from simcore.engine.held_units import held_units
from simcore.engine.ops import Op
from simcore.engine.records import NONE
from simcore.engine.simulation import Simulation

MODELS = {
    "hospital": (hospital(), 1500),
    "busy station": (station(0.9, 2, exponential(2.0)), 500),
    "ties": (station(0.5, 3, constant(5.0)), 500),
    "silent": (station(0.0, 1, constant(5.0)), 10),
}


@pytest.mark.parametrize("name", MODELS)
def test_nothing_is_wrong_after_any_event(name: str) -> None:
    network, events = MODELS[name]
    simulation = begin(network, warmup=100.0)
    held = held_units(simulation.program)
    for event in range(events):
        simulation.advance(4 * 10080.0, budget=1)
        assert audit(simulation, held) == [], event


def crowded() -> Simulation:
    """Return a state where patients queue, block, and are due now and later."""
    simulation: Simulation = begin(hospital(), seed=3)
    while not is_crowded(simulation):
        simulation.advance(1e6, budget=50)
        assert simulation.clock.now < 1e5
    assert audit(simulation) == []
    return simulation


def is_crowded(s: Simulation) -> bool:
    due = int(s.clock.due)
    two_due = due != NONE and s.patients[due].next != NONE
    many_wait = bool(np.any((s.queues["head"] != s.queues["tail"]) & (s.queues["head"] != NONE)))
    later = bool(np.any(s.buckets != NONE))
    return bool(two_due and many_wait and later and s.resources.blocked.any())


# One fault of each kind, and a word of what the auditor says to it.

Corrupt = Callable[[Simulation], None]
FAULTS: dict[str, tuple[str, Corrupt]] = {}


def fault(says: str) -> Callable[[Corrupt], Corrupt]:
    def register(corrupt: Corrupt) -> Corrupt:
        FAULTS[corrupt.__name__] = (says, corrupt)
        return corrupt

    return register


def long_line(s: Simulation) -> tuple[int, int]:
    """Return resource and priority of a queue in which two or more wait."""
    heads, tails = s.queues["head"], s.queues["tail"]
    resource, priority = np.argwhere((heads != tails) & (heads != NONE))[0]
    return int(resource), int(priority)


@fault("lists at once")
def free_and_due(s: Simulation) -> None:
    s.clock.free = s.clock.due


@fault("is neither free nor in use")
def lost_record(s: Simulation) -> None:
    s.clock.free = s.patients[s.clock.free].next


@fault("patients are in the system")
def miscounted_system(s: Simulation) -> None:
    s.clock.in_system += 1


@fault("expected by source")
def arrival_forgotten(s: Simulation) -> None:
    arrivals = s.program.sources.entry
    i = int(np.flatnonzero(np.isin(s.patients.step, arrivals))[0])
    s.patients[i].step = np.flatnonzero(s.program.steps.op == Op.LEAVE)[0]


@fault("events are linked")
def miscounted_events(s: Simulation) -> None:
    s.clock.pending -= 1


@fault("out of order")
def swapped(s: Simulation) -> None:
    first = int(s.clock.due)
    second = int(s.patients[first].next)
    s.patients[first].time = s.patients[second].time + 1e-6


@fault("before now")
def late_event(s: Simulation) -> None:
    s.clock.now += 30.0


@fault("and belongs to")
def wrong_bucket(s: Simulation) -> None:
    k = int(np.flatnonzero(s.buckets != NONE)[0])
    s.patients[s.buckets[k]].time += s.clock.width


@fault("wait, ")
def miscounted_queue(s: Simulation) -> None:
    s.resources[long_line(s)[0]].waiting += 1


@fault("set of ranks")
def unmarked_line(s: Simulation) -> None:
    resource, priority = long_line(s)
    s.resources[resource].waiting_ranks ^= 1 << priority


@fault("queue is out of order")
def pushed_in(s: Simulation) -> None:
    resource, priority = long_line(s)
    s.patients[s.queues[resource, priority].head].time = s.clock.now


@fault("that is free")
def idle_unit(s: Simulation) -> None:
    s.resources[long_line(s)[0]].capacity += 100


@fault("are busy")
def leaked_unit(s: Simulation) -> None:
    s.resources[0].busy += 1


@fault("are blocked")
def miscounted_blocked(s: Simulation) -> None:
    s.resources[int(np.flatnonzero(s.resources.blocked)[0])].blocked -= 1


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_is_found(name: str) -> None:
    says, corrupt = FAULTS[name]
    simulation = crowded()
    corrupt(simulation)
    assert any(says in finding for finding in audit(simulation)), audit(simulation)


def test_a_circular_list_is_found() -> None:
    simulation = crowded()
    due = int(simulation.clock.due)
    simulation.patients[simulation.patients[due].next].next = due
    assert any("circular" in finding for finding in audit(simulation))
