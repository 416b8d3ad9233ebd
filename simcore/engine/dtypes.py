"""The records that the kernel reads and writes. Narrow on purpose: a patient fits a cache line."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

# Indices that are always somewhere are unsigned: numba then leaves out the test for a negative
# one at each access, which made M/M/1 12% and the network 9% faster.

NONE = -1  # an index that points nowhere
FOREVER = 1e15  # minutes; an event at or after it never happens


class Op(IntEnum):
    """What a row of the step table does."""

    ARRIVE = 0
    SEIZE = 1
    DELAY = 2
    RELEASE = 3
    BRANCH = 4
    LEAVE = 5


class Status(IntEnum):
    """Why the kernel returned."""

    HORIZON = 0  # every event before the horizon has happened
    PATIENTS_FULL = 1  # no free record for the next arrival: grow, then resume
    LOG_FULL = 2  # empty the log, then resume
    REFIT = 3  # the calendar's width no longer suits: refit, then resume
    BUDGET = 4  # as many events as were asked for


STEP = np.dtype(
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
    ]
)

DISTRIBUTION = np.dtype(
    [("kind", "i4"), ("offset", "i4"), ("n", "i4"), ("a", "f8"), ("b", "f8"), ("c", "f8")]
)

SOURCE = np.dtype(
    [
        ("key", "u4"),
        ("priority", "i4"),
        ("entry", "i4"),  # its ARRIVE row
        ("rate", "i4"),  # first of n (minute, rate) pairs in `table`
        ("n", "i4"),
        ("mix", "i4"),  # first cumulative class share in `table`
        ("piece", "i4"),  # state: piece of the weekly profile at the last arrival
        ("week", "f8"),  # state: minute at which that week began
        ("gap", "f8"),  # state: of the patient after next, in units of cumulative rate
        ("share", "f8"),  # state: the uniform that draws that patient's class
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
    ]
)

LINE = np.dtype([("head", "i4"), ("tail", "i4"), ("keep", "i8"), ("share", "f8")])

PATIENT = np.dtype(
    [
        ("time", "f8"),  # of the next event, or since when he has waited
        ("arrived", "f8"),
        ("ordinal", "i8"),  # in his source
        ("next", "i4"),  # in the calendar, a line, the ready list or the free list
        ("step", "i4"),  # the row he does next, or waits at
        ("source", "u4"),
        ("place", "u4"),  # where he came from, in the flow matrix
        ("group", "u4"),  # class
        ("priority", "i4"),  # rank
    ]
)

TALLY = np.dtype([("n", "i8"), ("total", "f8"), ("squares", "f8"), ("longest", "f8")])

EVENT = np.dtype([("time", "f8"), ("ordinal", "i8"), ("source", "i4"), ("step", "i4")])

CLOCK = np.dtype(
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
        ("week", "f8"),  # minute at which the week of that row began
        ("events", "i8"),
        ("scans", "i8"),  # work of the calendar since the last refit
        ("logged", "i8"),
        ("seed", "u8"),
        ("replication", "u8"),
    ]
)
