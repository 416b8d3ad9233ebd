"""The records that a run keeps. Narrow on purpose: a patient fits a cache line.

Indices that always point somewhere are unsigned: numba then leaves out the test for a negative
one at each access, which made M/M/1 12% and the network 9% faster. A field marked `Live` is state
of a run; all others are parameters of its Program (see `engine.record`).
"""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np

from simcore.engine import index
from simcore.engine.program_records import (
    Book,
    CapacityChange,
    Edge,
    Instruction,
    LawRow,
    Measure,
    Queue,
    Rules,
    Slot,
    Source,
)
from simcore.engine.record import Live, Record, Rows, Table, Within, f8, i4, i8, u2, u4, u8
from simcore.time_units import MINUTES_PER_YEAR

NONE = -1  # an index that points nowhere
FOREVER = 1e15  # minutes; an event at or after it never happens
LONGEST_YEARS = 20_000  # of a run: the clock then still tells a tenth of a millisecond apart
LATEST = LONGEST_YEARS * MINUTES_PER_YEAR  # minute that no run reaches
PART = 16  # bits of `Patient.turn` that number the parts of a fork


class Resource(Record):
    """Units, those who wait for one, and the areas under both curves."""

    capacity: Live[i8]
    busy: Live[i8]
    waiting: Live[i8]
    blocked: Live[i8]  # holders that wait to be transferred
    waiting_ranks: Live[i8]  # bit p is set where rank p has someone waiting
    last: Live[f8]  # time up to which the areas below are summed
    busy_area: Live[f8]
    waiting_area: Live[f8]
    blocked_area: Live[f8]
    capacity_area: Live[f8]
    waited: Live[f8]  # sum of the waits of those who started
    started: Live[i8]
    longest: Live[i8]  # longest queue
    reneged: Live[i8]  # left the queue unserved
    interrupted: Live[i8]  # lost their unit
    swapped: Live[i8]  # came in by changing places


class Patient(Record):
    """A patient, a part of one (of a fork), or a unit being cleaned."""

    time: Live[f8]  # of the next event, or since when they have waited
    arrived: Live[f8]
    turn: Live[i8]  # ordinal in the source, and PART bits for the part of a fork
    next: Live[index.Patient]  # in the calendar, a queue, the ready list or the free list
    step: Live[index.Row]  # the row done next, or waited at
    source: Live[index.Source]
    place: Live[index.Place]  # where they came from, in the flow matrix
    class_: Live[index.Class]
    rank: Live[index.Rank]  # of their priority


class More(Record):
    """What only uncommon steps need of a patient; no rows where there are none."""

    since: Live[f8]  # when they joined the queue
    order: Live[f8]  # their place among those of their rank: the lower first
    left: Live[f8]  # minutes of service still to come, or NONE to draw them
    total: Live[f8]  # minutes of the whole service
    queue: Live[index.Resource]  # the resource, pool or gate they wait at
    rank: Live[index.Rank]
    ahead: Live[index.Patient]  # their neighbours in the queue
    behind: Live[index.Patient]
    earlier: Live[index.Patient]  # their neighbours among those being served
    later: Live[index.Patient]
    root: Live[index.Patient]  # the patient of whom this is a part; itself
    parent: Live[index.Patient]  # who waits for it to join
    children: Live[i4]  # how many they wait for
    followers: Live[index.Patient]  # the first of those taken along


class Holding(Record):
    """What a patient asks for, and then has, of a pool or where that depends on the patient."""

    member: Live[index.Resource]  # of the pool: which was taken
    units: Live[i4]
    rank: Live[index.Rank]
    earlier: Live[index.Patient]  # their neighbours among the holders of a pool that moves back
    later: Live[index.Patient]
    taken: Live[i8]  # how many had taken one of such pools before them


class Tally(Record):
    """Moments of waits or stays, minutes."""

    n: Live[i8]
    total: Live[f8]
    squares: Live[f8]
    longest: Live[f8]


class Moment(Record):
    """A moment at which a series looks at the run; `time` is said before it begins."""

    time: f8
    in_system: i8  # patients then
    arrived: i8  # since the statistics were last cleared


class Reading(Record):
    """A resource at a moment, one cache line: its areas reach up to then."""

    busy: i8
    waiting: i8
    busy_area: f8
    waiting_area: f8
    blocked_area: f8
    capacity_area: f8
    waited: f8
    started: i8


class Event(Record):
    """What happens to a patient at a row, in the log."""

    time: f8
    ordinal: i8
    source: i4
    step: i4
    class_: i4
    part: u2  # of a fork, 0 for the patient as a whole
    kind: u2  # Happening


def with_values(events: Any, values: Any) -> Any:
    """Return a copy of events with the values of attributes beside them, if there are any.

    events: records of `Event`.
    values: a row for each, one column an attribute.
    """
    columns = values.shape[1]
    if not columns:
        return np.copy(events)
    found = np.zeros(len(events), [*Event.dtype.descr, ("values", "f8", (columns,))])
    for name in Event.dtype.names or ():
        found[name] = events[name]
    found["values"] = values
    return found


class Count(Record):
    """A signed index or number of 4 bytes, alone in its record as those below are."""

    n: Live[i4]


class Bin(Record):
    """How many fell into a bin of a histogram."""

    n: Live[u4]


class Total(Record):
    """A sum of whole numbers."""

    n: Live[i8]


class Number(Record):
    """A number with a fraction."""

    x: Live[f8]


class State(Record):
    """A run: its clock, and where its arrays are; those marked `Live` are the run's own."""

    now: Live[f8]
    width: Live[f8]  # of a bucket of the calendar, minutes
    per_width: Live[f8]
    bucket: Live[i8]  # the one that `due` was taken from
    due: Live[index.Patient]  # sorted list of what is left of it
    ready: Live[index.Patient]  # granted this instant, first come first served
    ready_tail: Live[index.Patient]
    free: Live[index.Patient]
    pending: Live[i8]  # patients in the calendar
    in_system: Live[i8]
    system_area: Live[f8]  # under the number in the system, up to `system_last`
    system_last: Live[f8]
    arrived: Live[i8]  # since the statistics were last cleared
    change: Live[i8]  # next row of `changes`
    change_at: Live[f8]
    week: Live[f8]  # minute at which the cycle of that row began
    cycle: f8  # minutes after which the changes begin anew
    start: f8  # minute at which the run begins, after the warm-up
    monday: f8  # minute at which a week began
    takings: Live[i8]  # of members of pools that move back
    starved: Live[i8]  # 1: a fork found no free records
    swap: i8  # 1: deadlocks are resolved
    wrong_row: Live[i8]  # at which a number came out as none that can be, or NONE
    wrong_value: Live[f8]  # that number
    events: Live[i8]
    scans: Live[i8]  # work of the calendar since the last refit
    logged: Live[i8]
    outside: Live[i8]  # array in which an index was out of range, where it is checked
    valueless: Live[i8]  # law of an expression that had no finite value, else NONE
    seed: Live[u8]
    replication: Live[u8]
    moment: i8  # next row of `moments`
    moment_at: f8
    # Within one instant; between two there is none of it.
    together: i8  # 1: nobody goes on, and what comes free is not given out yet
    freed: i4  # list of resources of which something has come free
    freed_tail: i4
    giving: i8  # 1: somebody gives out all that is in it
    # What a handler is told beside an index: each has one meaning.
    new_capacity: i8  # CHANGE: by the calendar
    losing: i8  # INTERRUPT: the Rule for the patient
    arrival: f8  # ARRIVAL: given the time of the predecessor, answers with that of the next
    patients: Live[Rows[Patient]]
    more: Live[Rows[More]]
    visits: Live[Table[Count]]  # by patient and counter
    holdings: Live[Table[Holding]]  # by patient and column
    attributes: Live[Table[Number]]  # by patient and attribute
    buckets: Live[Annotated[Rows[Count], Within("patients")]]
    resources: Live[Rows[Resource]]
    rules: Live[Rows[Rules]]
    measures: Live[Rows[Measure]]
    queues: Live[Table[Queue]]  # by resource and rank
    edges: Live[Rows[Edge]]
    books: Live[Rows[Book]]
    slots: Live[Rows[Slot]]
    sources: Live[Rows[Source]]
    tallies: Live[Rows[Tally]]
    histogram: Live[Table[Bin]]  # by tally and bin
    counts: Live[Table[Total]]  # by step and class
    flows: Live[Table[Total]]  # by place left and place entered
    time_at: Live[Table[Number]]  # minutes, by curve of a measured resource and number
    # Made anew by every run.
    table: Rows[Number]  # the Program's, with the shares of the day
    moments: Rows[Moment]
    readings: Table[Reading]  # by moment and resource
    log: Rows[Event]
    log_values: Table[Number]  # by event and attribute that is logged
    log_attributes: Rows[Count]
    stack: Rows[Number]
    handlers: Rows[Total]
    # The Program's.
    changes: Rows[CapacityChange]
    steps: Rows[Record]  # each a row of `ops`
    distributions: Rows[LawRow]
    targets: Rows[Count]
    members: Rows[Count]
    code: Rows[Instruction]


ARRAYS = tuple(State.elements)
