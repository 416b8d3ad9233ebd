"""How patients come: a SimPy process for each source."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator
from typing import Any

import simpy

from simcore.engine.records import FOREVER, NONE
from simcore.engine.rules import Arrivals
from simcore.engine.sampling.distributions import first_above, next_arrival, sample
from simcore.engine.sampling.random import ARRIVAL_KEY, SIZE_KEY, uniforms
from simcore.reference.patients import Patient
from simcore.reference.world import World

Admit = Callable[[Patient], None]


def arrivals(world: World, index: int, admit: Admit) -> Generator[simpy.Event, None, None]:
    """Let a source's patients come one after the other; `admit` is told of each."""
    source = world.sources[index]
    classes = int(world.table[source.mix])
    time, together, bulks, ordinal = 0.0, 0, 0, 0
    while source.kind == Arrivals.POISSON or ordinal < source.limit:
        u, share = _uniforms(world, source, ordinal, ARRIVAL_KEY)
        class_ = int(first_above(world.table, source.mix + 1, classes, share))
        values = [0.0] * world.program.attributes
        patient = Patient(index, ordinal, int(source.rank), class_, int(source.entry), values)
        if together == 0:
            together = _how_many(world, source, ordinal)
            time = _when(world, source, time, u, bulks)
            bulks += 1
        yield world.env.at(time, world.turn(patient, patient.row))
        world.present.add(patient)
        admit(patient)
        together -= 1
        ordinal += 1


def _uniforms(world: World, source: Any, ordinal: int, key: int) -> tuple[float, float]:
    u, share = uniforms(world.seed, world.replication, source.key, ordinal, key, 0)
    return float(u), float(share)


def _how_many(world: World, source: Any, ordinal: int) -> int:
    """Return how many patients come together, beginning with this one."""
    if source.kind == Arrivals.POISSON or source.bulk == NONE:
        return 1
    u, _ = _uniforms(world, source, ordinal, SIZE_KEY)
    size = float(sample(world.program.distributions, world.table, source.bulk, u))
    return max(1, math.floor(size + 0.5))


def _when(world: World, source: Any, after: float, u: float, bulks: int) -> float:
    """Return when the next patients come, after so many times that some came."""
    match source.kind:
        case Arrivals.RENEWAL:
            gap = float(sample(world.program.distributions, world.table, source.law, u))
            return after + max(gap, 0.0)
        case Arrivals.POPULATION:
            return 0.0
        case Arrivals.TRACE:
            return float(world.table[source.rate + bulks]) if bulks < source.n else FOREVER
    return float(next_arrival(source, world.table, after, -math.log(1.0 - u)))
