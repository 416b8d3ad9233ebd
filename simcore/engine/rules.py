"""The rules that a Program names by number: of arrivals, queues, interruptions and pools."""

from __future__ import annotations

from enum import IntEnum


class Arrivals(IntEnum):
    """How a source's patients come."""

    POISSON = 0  # one by one, without end: the only kind that the loop knows by itself
    BULK = 1  # Poisson, together or limited
    RENEWAL = 2
    TRACE = 3
    POPULATION = 4


class Order(IntEnum):
    """Who is first in a queue of one rank."""

    FIFO = 0
    LIFO = 1
    RANDOM = 2
    SHORTEST = 3  # by the table at `SeizeAny.expected`, a value a class
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
