"""The records that the kernel reads and writes. Narrow on purpose: a patient fits a cache line."""

from __future__ import annotations

import os
from enum import IntEnum

import numpy as np

# Indices that are always somewhere are unsigned: numba then leaves out the test for a negative
# one at each access, which made M/M/1 12% and the network 9% faster.

NONE = -1  # an index that points nowhere
CHECKED = os.environ.get("NUMBA_BOUNDSCHECK") == "1"  # every index is checked
FOREVER = 1e15  # minutes; an event at or after it never happens


class Op(IntEnum):
    """What a row of the step table does."""

    ARRIVE = 0
    SEIZE = 1
    DELAY = 2
    RELEASE = 3
    BRANCH = 4
    LEAVE = 5
    # The plain steps above are played in `advance`; those below have `handlers`.
    SEIZE_ANY = 6
    RENEGE = 7  # the row after a SEIZE_ANY with patience
    SERVE = 8  # a delay by class, by expression, or that can be interrupted
    RELEASE_ANY = 9
    SET = 10
    IF = 11
    TABLE = 12
    FORK = 13
    JOIN = 14
    GATHER = 15
    DEPART = 16  # the row after a GATHER: its first patient has waited long enough
    SCATTER = 17
    BOOK = 18
    UNTIL = 19
    REGAIN = 20  # wait for a unit that was taken away
    FAIL = 21
    REPAIR = 22
    VANISH = 23  # the end of what is no patient: a unit being cleaned
    END = 24  # the row after a SERVE that can be interrupted
    # No steps, but what handlers of steps share: see `handlers`.
    CHANGE = 25  # of the capacity of a resource that is not plain
    GRANT = 26
    INTERRUPT = 27
    ARRIVAL = 28  # when the next patient of a source that is not plainly Poisson comes


class Status(IntEnum):
    """Why the kernel returned."""

    HORIZON = 0  # every event before the horizon has happened
    PATIENTS_FULL = 1  # no free record for the next arrival: grow, then resume
    LOG_FULL = 2  # empty the log, then resume
    REFIT = 3  # the calendar's width no longer suits: refit, then resume
    BUDGET = 4  # as many events as were asked for


STEP = np.dtype(  # 64 bytes; what a field means to the uncommon steps stands at their handlers
    [
        ("op", "i4"),
        ("next", "i4"),  # the row after this one
        ("resource", "u4"),  # SEIZE, RELEASE
        ("priority", "i4"),  # SEIZE: rank, or NONE for the patient's own
        ("tally", "u4"),  # SEIZE: wait, LEAVE: time in system; row of class 0
        ("place", "u4"),  # ARRIVE, SEIZE, LEAVE: node of the flow matrix
        ("key", "u4"),  # stable name in the random numbers
        ("slot", "i4"),  # visit counter, or NONE where a patient meets the key once
        ("a", "i4"),  # ARRIVE: source; SEIZE: resource held meanwhile; DELAY: distribution;
        ("n", "i4"),  #   BRANCH: a first share in `table`, n options, stride a class,
        ("stride", "i4"),
        ("targets", "i4"),  #   first target in `targets`
        ("units", "i4"),
        ("law", "i4"),  # a value: patience, time until the unit is free again, ...
        ("extra", "i4"),
        ("edge", "i4"),  # of the graph of those who block each other, or NONE
    ]
)

DISTRIBUTION = np.dtype(
    [("kind", "i4"), ("offset", "i4"), ("n", "i4"), ("a", "f8"), ("b", "f8"), ("c", "f8")]
)

WORD = np.dtype([("code", "i4"), ("arg", "i4")])  # of an expression


class Arrivals(IntEnum):
    """How a source's patients come."""

    POISSON = 0  # one by one, without end: the only kind that the loop knows by itself
    BULK = 1  # Poisson, together or limited
    RENEWAL = 2
    TRACE = 3
    POPULATION = 4


SOURCE = np.dtype(
    [
        ("key", "u4"),
        ("kind", "i4"),
        ("priority", "i4"),
        ("entry", "i4"),  # its first row: ARRIVE, or the delay of a breakdown
        ("rate", "i4"),  # first of n (minute, rate) pairs in `table`; TRACE: n minutes
        ("n", "i4"),
        ("mix", "i4"),  # first cumulative class share in `table`
        ("piece", "i4"),  # state: piece of the weekly profile at the last arrival
        ("cycle", "f8"),  # minutes after which the profile begins anew
        ("week", "f8"),  # state: minute at which the present cycle began
        ("gap", "f8"),  # state: of the patient after next, in units of cumulative rate
        ("share", "f8"),  # state: the uniform that draws that patient's class
        ("law", "i4"),  # RENEWAL: of the gaps
        ("bulk", "i4"),  # law of how many come together, or NONE
        ("limit", "i8"),
        ("together", "i8"),  # state: how many are still to come at the present minute
        ("epoch", "i8"),  # state: TRACE: minutes used up
        ("expected", "i8"),  # state: ordinal of the next to be expected, where not POISSON
    ]
)

CHANGE = np.dtype([("minute", "f8"), ("resource", "i8"), ("capacity", "i8")])

RESOURCE = np.dtype(
    [
        ("capacity", "i8"),
        ("busy", "i8"),
        ("waiting", "i8"),
        ("blocked", "i8"),  # holders that wait to be transferred
        ("lines", "i8"),  # bit p is set where priority p has someone waiting
        ("last", "f8"),  # time up to which the areas below are summed
        ("busy_area", "f8"),
        ("waiting_area", "f8"),
        ("blocked_area", "f8"),
        ("capacity_area", "f8"),
        ("waited", "f8"),  # sum of the waits of those who started
        ("started", "i8"),
        ("longest", "i8"),  # longest queue
        ("reneged", "i8"),  # left the line unserved
        ("interrupted", "i8"),  # lost their unit
        ("swapped", "i8"),  # came in by changing places
    ]
)


class Order(IntEnum):
    """Who is first in a line of one priority."""

    FIFO = 0
    LIFO = 1
    RANDOM = 2
    SHORTEST = 3  # by the table at STEP.extra, a value a class
    LOWEST = 4  # by an expression


class Rule(IntEnum):
    """What becomes of a patient whose unit is wanted back."""

    FINISH = 0
    RESUME = 1
    RESTART = 2
    RESAMPLE = 3
    LEAVE = 4


class PoolRule(IntEnum):
    """Which member of a pool a patient takes, or waits for."""

    FIRST_FREE = 0
    SHORTEST_QUEUE = 1
    LEAST_LOADED = 2
    IN_ORDER = 3
    RANDOM = 4


RULES = np.dtype(  # of a resource that is not plain, a pool or a gate
    [
        ("general", "i4"),  # 1 where its rows are SEIZE_ANY and RELEASE_ANY
        ("order", "i4"),
        ("law", "i4"),  # LOWEST: the expression
        ("gains", "i4"),  # in `table`: points a minute by rank, or NONE
        ("by", "i4"),  # ranks up to this one interrupt worse ones, or NONE
        ("preempting", "i4"),  # the rule then
        ("earliest", "i4"),  # 1: of the worst, who started first is interrupted
        ("closing", "i4"),  # the rule where capacity falls
        ("home", "i4"),  # RENEGE row of those sent home, or NONE
        ("members", "i4"),  # a pool's, in `members`
        ("n", "i4"),  # how many; 0: no pool
        ("choosing", "i4"),  # the pool's rule
        ("pick", "i4"),  # column of `picks` that keeps the member he took
        ("pools", "i4"),  # first-free pools with this member, in `members`
        ("n_pools", "i4"),
        ("first", "i4"),  # state: who is being served and can be interrupted, by start
        ("last", "i4"),
        ("via", "i4"),  # scratch: edge by which a search for a circle came here
        ("locked", "i4"),  # state: part of the deadlock of `clock.deadlock_at`
        ("key", "u4"),  # of its own random numbers
        ("drawn", "i8"),  # state: how many of those were used
        ("turn", "i8"),  # state: whose turn it is among the members
        ("scheduled", "i8"),  # state: capacity by the calendar
        ("down", "i8"),  # state: units out of order
    ]
)

EDGE = np.dtype([("origin", "i4"), ("to", "i4"), ("waiting", "i4"), ("following", "i4")])

BOOK = np.dtype([("first", "i4"), ("n", "i4"), ("open", "i4"), ("unused", "i4"), ("horizon", "f8")])

SLOT = np.dtype([("minute", "f8"), ("released", "f8"), ("seats", "i4"), ("reserved", "i4")])

LINE = np.dtype([("head", "i4"), ("tail", "i4"), ("keep", "i8"), ("share", "f8")])

PATIENT = np.dtype(
    [
        ("time", "f8"),  # of the next event, or since when he has waited
        ("arrived", "f8"),
        ("turn", "i8"),  # his ordinal in the source, and 16 bits for his part of a fork
        ("next", "i4"),  # in the calendar, a line, the ready list or the free list
        ("step", "i4"),  # the row he does next, or waits at
        ("source", "u4"),
        ("place", "u4"),  # where he came from, in the flow matrix
        ("group", "u4"),  # class
        ("priority", "i4"),  # rank
    ]
)

PART = 16  # bits of `turn`

MORE = np.dtype(  # what only uncommon steps need; no rows where there are none
    [
        ("since", "f8"),  # when he joined the line
        ("order", "f8"),  # his place among those of his rank: the lower first
        ("left", "f8"),  # minutes of service still to come, or NONE to draw them
        ("total", "f8"),  # minutes of the whole service
        ("line", "i4"),  # the resource, pool or gate he waits at
        ("rank", "i4"),
        ("ahead", "i4"),  # his neighbours in the line
        ("behind", "i4"),
        ("earlier", "i4"),  # his neighbours among those being served
        ("later", "i4"),
        ("root", "i4"),  # the patient whose part he is; himself
        ("parent", "i4"),  # who waits for him to join
        ("children", "i4"),  # how many he waits for
        ("followers", "i4"),  # the first of those he takes along
    ]
)

TALLY = np.dtype([("n", "i8"), ("total", "f8"), ("squares", "f8"), ("longest", "f8")])

EVENT = np.dtype([("time", "f8"), ("ordinal", "i8"), ("source", "i4"), ("step", "i4")])

# One number in a record, where an array holds nothing else.
COUNT = np.dtype([("n", "i4")])
BIN = np.dtype([("n", "u4")])
TOTAL = np.dtype([("n", "i8")])
NUMBER = np.dtype([("x", "f8")])

ARRAYS = (
    "patients", "more", "visits", "picks", "values", "buckets", "resources", "rules", "lines",
    "edges", "books", "slots", "sources", "tallies", "histogram", "counts", "flows", "log",
    "stack", "table", "changes", "steps", "distributions", "targets", "members", "code",
    "handlers",
)  # fmt: skip
COLUMNS = ("counters", "pools", "attributes", "ranks", "bins", "classes", "places")

STATE = np.dtype(
    [
        ("now", "f8"),
        ("width", "f8"),  # of a bucket
        ("per_width", "f8"),
        ("bucket", "i8"),  # the one that `due` was taken from
        ("due", "i4"),  # sorted list of what is left of it
        ("ready", "i4"),  # granted this instant, first come first served
        ("ready_tail", "i4"),
        ("free", "i4"),
        ("pending", "i8"),  # patients in the calendar
        ("in_system", "i8"),
        ("arrived", "i8"),  # since the statistics were last cleared
        ("change", "i8"),  # next row of `changes`
        ("change_at", "f8"),
        ("week", "f8"),  # minute at which the cycle of that row began
        ("cycle", "f8"),  # minutes after which the changes begin anew
        ("start", "f8"),  # minute at which the run begins, after the warm-up
        ("monday", "f8"),  # minute at which a week began
        ("starved", "i8"),  # 1: a fork found no free records
        ("swap", "i8"),  # 1: circles are resolved
        ("deadlock_at", "f8"),
        ("events", "i8"),
        ("scans", "i8"),  # work of the calendar since the last refit
        ("logged", "i8"),
        ("outside", "i8"),  # array in which an index was out of range, where it is checked
        ("asked", "f8"),  # what handlers hand each other
        ("seed", "u8"),
        ("replication", "u8"),
        *((name, "i8") for name in COLUMNS),  # of arrays with two indices
        *((name, "i8") for name in ARRAYS),  # addresses
        *((f"n_{name}", "i8") for name in ARRAYS),  # elements
    ]
)


def offset_of(name: str) -> int:
    """Return where an integer field of STATE begins, bytes."""
    fields = STATE.fields
    assert fields is not None
    assert fields[name][0] == np.int64
    return int(fields[name][1])
