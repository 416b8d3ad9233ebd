"""What a meeting of a patient with a row is, for logs and those who read them."""

from __future__ import annotations

from enum import Enum, IntEnum


class Phase(Enum):
    """What a meeting with a row is to those who read a log."""

    ARRIVAL = "arrival"
    WAIT = "wait"  # for a unit or at a gate, until the patient goes on
    WAIT_AGAIN = "wait again"  # for a unit that was taken away
    GIVE_UP = "give up"  # the wait, or go on with those who are there
    SERVICE = "service"  # a delay, until the patient goes on
    MOMENT = "moment"  # of the week, or an appointment: until then
    PARTS = "parts"  # until they have joined
    GIVE_BACK = "give back"
    MOVE = "move"  # to another unit, that of an earlier member of a pool
    OUTAGE = "outage"  # of a unit
    EXIT = "exit"
    OTHER = "other"


class Happening(IntEnum):
    """What an event of the log says of a patient and a row."""

    MET = 0  # and does what the row says
    INTERRUPTED = 1  # lost the unit that the row, a REGAIN, waits for
    TAKEN_ALONG = 2  # leaves the gate of the row with the first who waited there
    MOVED = 3  # has the unit that the row, a MOVE_BACK, names; they go on where they are


LASTING = frozenset(
    {Phase.WAIT, Phase.WAIT_AGAIN, Phase.SERVICE, Phase.MOMENT, Phase.PARTS}
)  # until the patient goes on
ABOUT_A_RESOURCE = frozenset(
    {Phase.WAIT, Phase.WAIT_AGAIN, Phase.GIVE_UP, Phase.GIVE_BACK, Phase.MOVE, Phase.OUTAGE}
)
