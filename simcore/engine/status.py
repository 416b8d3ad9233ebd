"""Why the compiled loop gives back control."""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """Why the kernel returned."""

    HORIZON = 0  # every event before the horizon has happened
    PATIENTS_FULL = 1  # no free record for the next arrival: grow, then resume
    LOG_FULL = 2  # empty the log, then resume
    REFIT = 3  # the calendar's width no longer suits: refit, then resume
    BUDGET = 4  # as many events as were asked for
    NO_VALUE = 5  # an expression has no finite value: see `valueless`
