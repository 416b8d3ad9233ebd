"""Queues solved as Markov chains: what has no formula that the eye can check.

Rates per minute, times in minutes. Every figure is of the steady state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csc_array, vstack
from scipy.sparse.linalg import spsolve

State = TypeVar("State")
ENDLESS = 600  # people: what is longer than this is not met at the loads of these tests


def birth_death(up: Iterable[float], down: Iterable[float]) -> NDArray[np.float64]:
    """Return how likely 0, 1, ... people are, from the rates n to n+1 and n+1 to n.

    Balance of neighbours: p(n+1) down(n) = p(n) up(n). Erlang (1917).
    """
    steps = np.log(np.asarray([*up], float)) - np.log(np.asarray([*down], float))
    logs = np.concatenate([[0.0], np.cumsum(steps)])
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum(), float)


def stationary(
    states: Iterable[State], moves: Callable[[State], Iterable[tuple[State, float]]]
) -> dict[State, float]:
    """Return how likely each state is, from the rates of the moves out of it: p Q = 0."""
    known = list(states)
    place = {state: i for i, state in enumerate(known)}
    rows, columns, rates = [], [], []
    for i, state in enumerate(known):
        for to, rate in moves(state):
            rows += [place[to], i]
            columns += [i, i]
            rates += [rate, -rate]
    n = len(known)
    flows = csc_array(coo_array((rates, (rows, columns)), shape=(n, n)))
    # One balance follows from the others: in its place, all together are 1.
    all_together = csc_array(np.ones((1, n)))
    system = csc_array(vstack([all_together, flows[1:, :]]))
    found = spsolve(system, np.eye(n, 1).ravel())
    return {state: float(p) for state, p in zip(known, found, strict=True)}


@dataclass(frozen=True)
class Station:
    """What one queue shows: shares of arrivals, minutes, people."""

    lost: float  # share turned away or gone without service
    wait: float  # mean minutes in the queue, those included who leave it unserved
    served_wait: float  # mean minutes in the queue of those served
    queue: float
    busy: float


def limited(rate: float, servers: int, service: float, room: int) -> Station:
    """Return M/M/c/K: `room` people may wait, more are turned away and not in the waits.

    Erlang (1917); Gross and Harris, Fundamentals of Queueing Theory, section 2.5.
    """
    k = np.arange(servers + room + 1)
    p = birth_death(np.full(len(k) - 1, rate), np.minimum(k[1:], servers) / service)
    queue = float(p @ np.maximum(k - servers, 0))
    lost = float(p[-1])
    wait = queue / (rate * (1.0 - lost))
    return Station(lost, wait, wait, queue, float(p @ np.minimum(k, servers)))


def erlang_a(rate: float, servers: int, service: float, patience: float) -> Station:
    """Return M/M/c+M: people leave the queue after an exponential patience.

    Palm (1957), Tele 1, 1-107; Mandelbaum and Zeltyn (2007), in Advances in Services
    Innovations, 17-45: lost = queue / (patience rate). Who finds k waiting is served with
    probability m / (m + (k+1)/patience), m = c/service, after a time that does not depend
    on whether: the k + 1 steps forward, the j-th to come at rate m + j/patience.
    """
    k = np.arange(ENDLESS)
    down = np.minimum(k[1:], servers) / service + np.maximum(k[1:] - servers, 0) / patience
    p = birth_death(np.full(len(k) - 1, rate), down)
    queue = float(p @ np.maximum(k - servers, 0))
    lost = queue / (patience * rate)
    m, behind = servers / service, np.arange(1, ENDLESS - servers + 1)
    reached = p[servers:] * m / (m + behind / patience)
    served = float(reached @ np.cumsum(1.0 / (m + behind / patience))) / (1.0 - lost)
    return Station(lost, queue / rate, served, queue, float(p @ np.minimum(k, servers)))


def machine_repair(machines: int, repairers: int, uptime: float, repair: float) -> Station:
    """Return a finite source, M/M/c//N: each of N machines breaks, waits and is repaired.

    Palm (1947), Industritidningen Norden 75; Gross and Harris, section 2.7.
    """
    k = np.arange(machines + 1)
    p = birth_death((machines - k[:-1]) / uptime, np.minimum(k[1:], repairers) / repair)
    queue = float(p @ np.maximum(k - repairers, 0))
    wait = queue * uptime / float(p @ (machines - k))
    return Station(0.0, wait, wait, queue, float(p @ np.minimum(k, repairers)))


@dataclass(frozen=True)
class Tandem:
    """What two stations in a row show: arrivals and throughput a minute, shares of time."""

    lost: float  # share of arrivals that find the first waiting room full
    throughput: float
    blocked: float  # share of the time the first server waits for room behind it
    first: float  # people who wait for the first server
    second: float  # people who wait for the second, the blocked one not among them


def tandem(rate: float, services: tuple[float, float], room: int, between: int) -> Tandem:
    """Return two single servers in a row: who is done at the first stays till there is room.

    `room` people may wait for the first, `between` for the second. Exponential times, blocking
    after service; Hunt (1956), Operations Research 4, 674-683.
    """
    first, second = 1.0 / services[0], 1.0 / services[1]
    full = between + 2  # one in service, `between` waiting, one still at the first server

    def moves(state: tuple[int, int]) -> Iterable[tuple[tuple[int, int], float]]:
        a, b = state  # at the first, not blocked; at or bound for the second
        blocked = b == full
        if a + blocked <= room:
            yield (a + 1, b), rate
        if a and not blocked:
            yield (a - 1, b + 1), first
        if b:
            yield (a, b - 1), second

    states = [
        (a, b) for a, b in product(range(room + 2), range(full + 1)) if a + (b == full) < room + 2
    ]
    p = stationary(states, moves)
    return Tandem(
        lost=sum(q for (a, b), q in p.items() if a + (b == full) == room + 1),
        throughput=second * sum(q for (_, b), q in p.items() if b),
        blocked=sum(q for (_, b), q in p.items() if b == full),
        first=sum(q * (a if b == full else max(a - 1, 0)) for (a, b), q in p.items()),
        second=sum(q * min(max(b - 1, 0), between) for (_, b), q in p.items()),
    )


def breakdowns(rate: float, service: float, uptime: float, repair: float) -> float:
    """Return the mean stay at one server that fails, in use or not, and then resumes.

    All times exponential. White and Christie (1958), Operations Research 6, 79-95.
    """

    def moves(state: tuple[int, bool]) -> Iterable[tuple[tuple[int, bool], float]]:
        n, up = state
        yield (n, not up), 1.0 / (uptime if up else repair)
        if n + 1 < ENDLESS:
            yield (n + 1, up), rate
        if n and up:
            yield (n - 1, up), 1.0 / service

    p = stationary(product(range(ENDLESS), (True, False)), moves)
    return sum(n * q for (n, _), q in p.items()) / rate


def shortest_queue(rate: float, service: float, longest: int = 60) -> float:
    """Return the mean stay at two servers, each arrival at the shorter line for good.

    Of equal lines the first. Haight (1958), Biometrika 45, 401-410.
    """

    def moves(state: tuple[int, int]) -> Iterable[tuple[tuple[int, int], float]]:
        a, b = state
        if min(a, b) + 1 < longest:
            yield ((a + 1, b) if a <= b else (a, b + 1)), rate
        if a:
            yield (a - 1, b), 1.0 / service
        if b:
            yield (a, b - 1), 1.0 / service

    p = stationary(product(range(longest), range(longest)), moves)
    return sum((a + b) * q for (a, b), q in p.items()) / rate


@dataclass(frozen=True)
class Wards:
    """Two wards that send patients on to each other: pairs, the first ward's figure first.

    rates: arrivals a minute, turned away from a full ward. stays: mean minutes, exponential.
    onward: share who then need the other ward, and keep their bed until they have one there.
    """

    beds: tuple[int, int]
    rates: tuple[float, float]
    stays: tuple[float, float]
    onward: tuple[float, float]


@dataclass(frozen=True)
class Circle:
    """What two such wards show, the first ward's figure first."""

    lost: float  # share of all arrivals
    busy: tuple[float, float]  # beds taken
    blocked: tuple[float, float]  # beds whose patient waits for the other ward
    swapped: float  # a minute: how often two change places


Beds = tuple[int, int, int, int]  # in treatment at each, then those who wait for the other ward


def _settled(wards: Wards, state: Beds, swap: bool) -> tuple[Beds, int]:
    """Return the state after all who can have moved on, and how many changed places."""
    a, b, x, y = state
    swaps = 0
    while True:
        if x and b + y < wards.beds[1]:
            x, b = x - 1, b + 1
        elif y and a + x < wards.beds[0]:
            y, a = y - 1, a + 1
        elif x and y and swap:
            x, y, a, b, swaps = x - 1, y - 1, a + 1, b + 1, swaps + 1
        else:
            return (a, b, x, y), swaps


def _ward_moves(wards: Wards, state: Beds, swap: bool) -> Iterable[tuple[Beds, float, int]]:
    """Yield what can happen next: the new state, the rate, the changes of place."""
    a, b, x, y = state
    if a + x < wards.beds[0]:
        yield (a + 1, b, x, y), wards.rates[0], 0
    if b + y < wards.beds[1]:
        yield (a, b + 1, x, y), wards.rates[1], 0
    for stays, ends, onward in (
        (a / wards.stays[0], (a - 1, b, x, y), (a - 1, b, x + 1, y)),
        (b / wards.stays[1], (a, b - 1, x, y), (a, b - 1, x, y + 1)),
    ):
        if stays:
            share = wards.onward[0 if ends[0] < a else 1]
            for then, part in ((ends, 1.0 - share), (onward, share)):
                settled, swaps = _settled(wards, then, swap)
                yield settled, stays * part, swaps


def _ward_states(wards: Wards, swap: bool) -> list[Beds]:
    """Return the states that can be reached from two empty wards."""
    known: dict[Beds, None] = {}
    new: set[Beds] = {(0, 0, 0, 0)}
    while new:
        known |= dict.fromkeys(sorted(new))
        new = {to for state in new for to, _, _ in _ward_moves(wards, state, swap)} - known.keys()
    return list(known)


def changing_places(wards: Wards) -> Circle:
    """Return the wards where two who wait for each other's bed change places at once."""
    p = stationary(
        _ward_states(wards, swap=True),
        lambda state: [(to, rate) for to, rate, _ in _ward_moves(wards, state, True)],
    )
    full = [sum(q for s, q in p.items() if s[k] + s[k + 2] == wards.beds[k]) for k in (0, 1)]
    means = [sum(s[k] * q for s, q in p.items()) for k in range(4)]
    return Circle(
        lost=sum(r * f for r, f in zip(wards.rates, full, strict=True)) / sum(wards.rates),
        busy=(means[0] + means[2], means[1] + means[3]),
        blocked=(means[2], means[3]),
        swapped=sum(
            q * rate * n for s, q in p.items() for _, rate, n in _ward_moves(wards, s, True)
        ),
    )


def time_to_deadlock(wards: Wards) -> float:
    """Return the mean minutes until two empty wards stand: each bed waits for the other ward.

    The mean time to absorption of the chain: -Q t = 1 over the states that can still move.
    Palmer, Harper and Knight (2018), European Journal of Operational Research 266, 609-621.
    """
    states = [s for s in _ward_states(wards, swap=False) if s[2:] != wards.beds]
    place = {state: k for k, state in enumerate(states)}
    out = np.zeros((len(states), len(states)))
    for state, k in place.items():
        for to, rate, _ in _ward_moves(wards, state, False):
            out[k, k] += rate
            if to in place:
                out[k, place[to]] -= rate
    return float(np.linalg.solve(out, np.ones(len(states)))[place[0, 0, 0, 0]])


@dataclass(frozen=True)
class SharedBeds:
    """What two specialties with beds of their own and shared ones show, without waiting."""

    lost: tuple[float, float]  # a minute, of each specialty
    own: tuple[float, float]  # of their beds that are busy
    shared: float
    moves: tuple[float, float]  # back to beds of their own, a minute


def shared_beds(
    rates: tuple[float, float], own: tuple[int, int], shared: int, stay: float
) -> SharedBeds:
    """Return patients who take a bed of their own, else a shared one, and move back when one frees.

    Who finds neither is lost. As all who can be in a bed of their own are, the state is how many of
    each specialty there are (Kaufman 1981, IEEE Transactions on Communications 29, 1474-1481,
    complete sharing with a minimum kept for each).
    """

    def fits(state: tuple[int, int]) -> bool:
        return sum(max(n - k, 0) for n, k in zip(state, own, strict=True)) <= shared

    def moves(state: tuple[int, int]) -> Iterable[tuple[tuple[int, int], float]]:
        a, b = state
        yield from (
            (to, rate) for to, rate in zip([(a + 1, b), (a, b + 1)], rates, strict=True) if fits(to)
        )
        yield from ((to, n / stay) for to, n in (((a - 1, b), a), ((a, b - 1), b)) if n)

    ends = [range(k + shared + 1) for k in own]
    p = stationary(filter(fits, product(*ends)), moves)

    def mean(of: Callable[[tuple[int, int]], float]) -> float:
        return sum(chance * of(state) for state, chance in p.items())

    def each(of: Callable[[int, int], Callable[[tuple[int, int]], float]]) -> tuple[float, float]:
        return mean(of(0, own[0])), mean(of(1, own[1]))

    return SharedBeds(
        lost=each(lambda k, _: lambda n: rates[k] * (not fits((n[0] + (not k), n[1] + k)))),
        own=each(lambda k, beds: lambda n: min(n[k], beds)),
        shared=sum(each(lambda k, beds: lambda n: max(n[k] - beds, 0))),
        moves=each(lambda k, beds: lambda n: beds / stay * (n[k] > beds)),
    )
