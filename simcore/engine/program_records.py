"""The records that a Program says: laws, sources, rules of resources, books.

A field marked `Live` is state of a run, which begins with the Program's.
"""

from __future__ import annotations

from simcore.engine import index
from simcore.engine.record import Live, Record, f8, i4, i8, u4


class LawRow(Record):
    """A distribution or an expression; what a, b and c mean stands at `laws.Law`."""

    kind: i4
    offset: i4  # of its values in `table`, or of its instructions in `code`
    n: i4
    a: f8
    b: f8
    c: f8


class Instruction(Record):
    """One instruction of the bytecode of an expression: see `bytecode.Code`."""

    code: i4
    argument: i4


class Source(Record):
    """Where patients come from; a breakdown is a source of one who never leaves."""

    key: u4
    kind: i4  # Arrivals
    rank: i4
    entry: i4  # its first row: ARRIVE, or the delay of a breakdown
    rate: i4  # first of n (minute, rate) pairs in `table`; TRACE: n minutes
    n: i4
    mix: i4  # in `table`: how many classes, then their cumulative shares
    piece: Live[i4]  # of the profile at the last arrival
    cycle: f8  # minutes after which the profile begins anew
    week: Live[f8]  # minute at which the present cycle began
    gap: Live[f8]  # before the patient after next, in units of cumulative rate
    share: Live[f8]  # the uniform that draws that patient's class
    law: i4  # RENEWAL: of the gaps
    bulk: i4  # law of how many come together, or NONE
    limit: i8
    together: Live[i8]  # how many are still to come at the present minute
    epoch: Live[i8]  # TRACE: minutes used up
    expected: Live[i8]  # ordinal of the next to be expected, where not POISSON
    place: i8  # in the order of names: whose patient goes first at one instant


class CapacityChange(Record):
    """A resource has so many units from a minute of the cycle on."""

    minute: f8
    resource: i8
    capacity: i8


class Rules(Record):
    """What a resource that is not plain, a pool or a gate goes by; beside its `Resource`."""

    general: i4  # 1 where its rows are SEIZE_ANY and RELEASE_ANY
    order: i4  # Order
    law: i4  # LOWEST: the expression
    points: i4  # in `table`: of accumulating priority, a minute by rank, or NONE
    by: i4  # ranks up to this one interrupt worse ones, or NONE
    preempting: i4  # the Rule then
    earliest: i4  # 1: of the worst, who started first is interrupted
    closing: i4  # the Rule where capacity falls
    home: i4  # RENEGE row of those sent home, or NONE
    members: i4  # a pool's, in `members`
    n: i4  # how many; 0: no pool
    choosing: i4  # the pool's PoolRule
    column: i4  # of `holdings`: a pool's, or where units or priority depend on the patient; or NONE
    pools: i4  # first-free pools with this member, in `members`
    n_pools: i4
    moves: i4  # a pool's that moves back: the first of its rows MOVE_BACK, one a member; or NONE
    first: Live[index.Patient]  # who is served and can be interrupted, by start; who may move back
    last: Live[index.Patient]
    via: i4  # scratch: edge by which a search for a deadlock came here
    key: u4  # of its own random numbers
    drawn: Live[i8]  # how many of those were used
    turn: Live[i8]  # whose turn it is among the members
    freed: i4  # 1: in the list of `State.freed`
    next_freed: i4
    scheduled: Live[i8]  # capacity by the calendar
    down: Live[i8]  # units out of order


class Measure(Record):
    """What is known of a resource or pool beside its `Resource`; apart, as few are asked for it."""

    cleaning: Live[i8]  # units that are busy after the patient has left them
    cleaning_area: Live[f8]
    cleaning_last: Live[f8]  # time up to which that is summed
    levels_last: Live[f8]  # time up to which levels are summed
    levels: i4  # its first row in `State.time_at`, or NONE
    pools: i4  # measured pools with this member, in `members`
    n_pools: i8


class Queue(Record):
    """Those of one rank who wait at a resource, pool or gate."""

    head: Live[index.Patient]
    tail: Live[index.Patient]
    keep: Live[i8]  # units that this rank leaves free: its share of the capacity
    share: f8


class Edge(Record):
    """A pair of resources between which patients are transferred, where that can be circular."""

    origin: i4
    to: i4
    waiting: Live[i4]  # who wait along it
    following: Live[index.Edge]  # scratch: the next edge of a deadlock


class Book(Record):
    """A slot book: n slots from `first` on."""

    first: i4
    n: i4
    open: Live[i4]  # slots before it are past or full
    unused: i4
    horizon: f8  # minutes ahead that can be booked


class Slot(Record):
    """An appointment time of a slot book, and what is left of its seats."""

    minute: f8
    released: f8  # when reserved seats are anybody's
    seats: Live[i4]
    reserved: Live[i4]
