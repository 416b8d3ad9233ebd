"""The calendar against a heap: any sequence of events comes out in the one stated order."""

from __future__ import annotations

import heapq
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.states import address, state_of

from simcore.engine.jit import bare, kernel
from simcore.engine.kernels import calendar
from simcore.engine.memory import records
from simcore.engine.ops import Arrive, Delay, Fail, Moment, Until
from simcore.engine.program import Records, write_rows
from simcore.engine.program_records import Source
from simcore.engine.records import FOREVER, NONE, PART, Patient

PATIENTS = 400
WIDTHS = st.one_of(st.sampled_from([0.01, 1.0, 7.0, 1e4, FOREVER]), st.floats(0.01, 1e6))
BUCKETS = st.integers(0, 8).map(lambda k: 2**k)
GAPS = st.one_of(
    st.sampled_from([0.0, 0.0, 1.0, 5.0, 10.0, 60.0]),  # ties, and the present
    st.floats(0.0, 100.0),
    st.floats(0.0, 1e4),
)
ROWS = write_rows([Delay(law=0), Fail(resource=0, rule=0), Arrive(place=0), Until(minutes=0, n=1)])
MOMENTS = np.array([Moment.END, Moment.BREAKDOWN, Moment.ARRIVAL, Moment.END])
PLACES = np.array([2, 0, 1])  # of the sources
SOURCES = records(len(PLACES), Source)
SOURCES.place = PLACES


@kernel
def schedule(states: Records, i: int, time: float) -> None:
    calendar.schedule(states[0], i, time)


@kernel
def peek(states: Records, limit: float) -> Any:
    return calendar.peek(states[0], limit)


@kernel
def sort(states: Records, head: int) -> Any:
    return calendar.sort(states[0], head)


class Twins:
    """A calendar and a heap that get the same events."""

    def __init__(self, width: float, buckets: int) -> None:
        self.patients = records(PATIENTS, Patient)
        self.patients.source = np.arange(PATIENTS) % 3
        self.patients.turn = np.arange(PATIENTS)[::-1] // 3 << PART
        self.patients.step = np.arange(PATIENTS) // 3 % len(MOMENTS)
        self.buckets = np.full(buckets, NONE, np.int32)
        self.state = state_of(
            patients=self.patients, buckets=self.buckets, steps=ROWS, sources=SOURCES
        )
        self.clock: Any = self.state[0]
        self.clock.due = NONE
        self.clock.width, self.clock.per_width = width, 1.0 / width
        self.clock.bucket = -1
        self.idle = list(range(PATIENTS))
        self.heap: list[tuple[float, int, int, int, int]] = []

    def schedule(self, gap: float, crowd: int) -> None:
        """Let `crowd` patients act at one time."""
        time = float(self.clock.now) + gap
        for _ in range(min(crowd, len(self.idle))):
            i = self.idle.pop((7 * len(self.heap)) % len(self.idle))
            schedule(bare(self.state), i, time)
            p = self.patients[i]
            moment, place = int(MOMENTS[p.step]), int(PLACES[p.source])
            heapq.heappush(self.heap, (time, moment, place, int(p.turn), i))

    def pop(self, n: int, within: float) -> None:
        """Take up to n events that happen within a time, and compare them with the heap's."""
        limit = float(self.clock.now) + within
        for _ in range(n):
            time = peek(bare(self.state), limit)
            assert time == min(self.heap[0][0] if self.heap else limit, limit)
            self.clock.now = time
            if time >= limit:
                return
            i = int(self.clock.due)
            assert i == heapq.heappop(self.heap)[-1]
            self.clock.due = self.patients[i].next
            self.clock.pending -= 1
            self.idle.append(i)
        assert self.clock.pending == len(self.heap)

    def relink(self, width: float, buckets: int) -> None:
        old, self.buckets = self.buckets, np.full(buckets, NONE, np.int32)
        address(self.state, buckets=self.buckets)
        calendar.relink(self.clock, old, width)
        assert self.clock.pending == len(self.heap)


MOVES = st.one_of(
    st.tuples(st.just("schedule"), GAPS, st.sampled_from([1, 1, 1, 2, 5, 13, 60])),
    st.tuples(st.just("pop"), st.integers(1, 30), st.sampled_from([0.0, 1.0, 50.0, 1e5])),
    st.tuples(st.just("relink"), WIDTHS, BUCKETS),
)


@given(WIDTHS, BUCKETS, st.lists(MOVES, min_size=1, max_size=40))
def test_events_come_in_order(width: float, buckets: int, moves: list[Any]) -> None:
    twins = Twins(width, buckets)
    for move, *arguments in moves:
        getattr(twins, move)(*arguments)
    twins.pop(PATIENTS + 1, 2e4 * len(moves))
    assert not twins.heap


@pytest.mark.parametrize(("gap", "width"), [(1e14, 1e10), (5e11, 1e7), (1e6, 0.5)])
def test_far_future(gap: float, width: float) -> None:
    twins = Twins(width, 4)
    twins.schedule(gap, 20)
    twins.schedule(3.0, 1)
    twins.relink(3.0 * width, 16)
    twins.schedule(gap, 20)
    twins.pop(42, 2.0 * gap)
    assert not twins.heap


@pytest.mark.parametrize("width", [1e-6, 1e-3])
def test_a_long_silence_is_passed_over(width: float) -> None:
    twins = Twins(width, 4)
    twins.schedule(1e9, 3)  # minutes: two thousand years
    twins.schedule(1e9 + 1.0, 3)
    twins.clock.scans = 0
    twins.pop(7, 2e9)
    assert not twins.heap
    assert twins.clock.scans < 100


def test_what_never_happens_is_not_pending() -> None:
    twins = Twins(1.0, 4)
    for time in (FOREVER, np.inf, np.nan):
        schedule(bare(twins.state), 0, time)
    assert twins.clock.pending == 0
    assert peek(bare(twins.state), 10.0) == 10.0


def chain(patients: Records, head: int) -> list[int]:
    found = []
    while head != NONE:
        found.append(head)
        head = int(patients[head].next)
    return found


@given(st.lists(st.integers(0, 30), min_size=1, max_size=PATIENTS))
def test_sort(times: list[int]) -> None:
    patients = records(len(times), Patient)
    patients.time = times
    patients.turn = np.arange(len(times)) * 7919 % len(times)
    patients.source = np.arange(len(times)) % len(PLACES)
    patients.step = np.arange(len(times)) // 3 % len(MOMENTS)
    patients.next = np.append(np.arange(1, len(times)), NONE)
    places, moments = PLACES[patients.source], MOMENTS[patients.step]
    expected = np.lexsort((patients.turn, places, moments, patients.time))
    state = state_of(patients=patients, steps=ROWS, sources=SOURCES)
    head = int(sort(bare(state), 0))
    assert chain(patients, head) == expected.tolist()
