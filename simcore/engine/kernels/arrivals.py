"""How patients come: Poisson of a varying rate, renewal, at given times, together."""

from __future__ import annotations

import math

from simcore.engine.jit import part
from simcore.engine.kernels import at
from simcore.engine.kernels.calendar import schedule
from simcore.engine.kernels.handlers import call, handler
from simcore.engine.ops import Routine
from simcore.engine.program_records import Source
from simcore.engine.records import FOREVER, NONE, PART, State
from simcore.engine.rules import Arrivals
from simcore.engine.sampling.distributions import first_above, next_arrival, sample
from simcore.engine.sampling.random import ARRIVAL_KEY, SIZE_KEY, uniforms


@part
def look_ahead(s: State, source: Source, ordinal: int) -> None:
    """Draw what the source's patient `ordinal` brings: gap before them, and their class.

    Done one patient early, off the path that the next event waits for: 13% of M/M/1.
    """
    u, source.share = uniforms(s.seed, s.replication, source.key, ordinal, ARRIVAL_KEY, 0)
    if source.kind == Arrivals.RENEWAL:
        source.gap = max(sample(at.laws(s), at.numbers(s), source.law, u), 0.0)
    else:
        source.gap = -math.log(1.0 - u)


@part
def expect(s: State, index: int, ordinal: int, after: float) -> None:
    """Schedule the arrival of a source's patient `ordinal`, the next one after `after`."""
    i = s.free
    p = at.patient(s, i)
    s.free = p.next
    source = at.source(s, index)
    p.turn = ordinal << PART
    p.source = index
    p.rank = source.rank
    p.step = source.entry
    classes = int(at.number(s, source.mix).x)
    p.class_ = 0
    if classes > 1:
        p.class_ = first_above(at.numbers(s), source.mix + 1, classes, source.share)
    for k in range(s.visits.columns):
        at.visits(s, i, k).n = 0
    if s.more.n > 0:
        fresh(s, i)
    if source.kind == Arrivals.POISSON:
        time = next_arrival(source, at.numbers(s), after, source.gap)
    else:
        s.arrival = after
        call(s, Routine.ARRIVAL, index)
        time = s.arrival
    schedule(s, i, time)
    look_ahead(s, source, ordinal + 1)


@part
def fresh(s: State, i: int) -> None:
    """Clear what uncommon steps keep about patient i, who is nobody's part."""
    more = at.more(s, i)
    more.left = NONE
    more.queue = more.parent = more.followers = NONE
    more.root = i
    more.children = 0
    for k in range(s.attributes.columns):
        at.attribute(s, i, k).x = 0.0


@handler(Routine.ARRIVAL)
def arrival(s: State, index: int) -> int:
    """Put into `s.arrival`, the time of the predecessor, when a source's next patient comes."""
    s.arrival = _arrival(s, at.source(s, index), s.arrival)
    return 0


@part
def _arrival(s: State, source: Source, after: float) -> float:
    ordinal = source.expected
    source.expected += 1
    if ordinal >= source.limit:
        return FOREVER
    if source.together > 0:
        source.together -= 1
        return after
    if source.bulk != NONE:
        u, _ = uniforms(s.seed, s.replication, source.key, ordinal, SIZE_KEY, 0)
        size = math.floor(sample(at.laws(s), at.numbers(s), source.bulk, u) + 0.5)
        source.together = max(size, 1) - 1
    if source.kind == Arrivals.RENEWAL:
        return after + source.gap
    if source.kind == Arrivals.POPULATION:
        return 0.0
    if source.kind == Arrivals.TRACE:
        if source.epoch >= source.n:
            return FOREVER
        source.epoch += 1
        return at.number(s, source.rate + source.epoch - 1).x
    return next_arrival(source, at.numbers(s), after, source.gap)
