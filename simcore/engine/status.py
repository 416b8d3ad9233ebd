"""Why the compiled loop gives back control."""

from __future__ import annotations

from enum import IntEnum

AT_ONCE = 200_000  # events of one call of the loop: 0.1 s
MANY_TURNS = 1_000_000  # at one instant, and
AN_INSTANT = 1e-6  # minutes: sixty millionths of a second count as none
TURNS_OF_A_PATIENT = 1000  # of each there is: where there were more, they go in a circle


class Status(IntEnum):
    """Why the kernel returned."""

    HORIZON = 0  # every event before the horizon has happened
    PATIENTS_FULL = 1  # no free record for the next arrival: grow, then resume
    LOG_FULL = 2  # empty the log, then resume
    REFIT = 3  # the calendar's width no longer suits: refit, then resume
    BUDGET = 4  # as many events as were asked for
    NO_VALUE = 5  # an expression has no finite value: see `valueless`
