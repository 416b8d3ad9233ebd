"""The planner's words for appointments: a book of slots, session by session."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from pydantic import Field, model_validator

from simcore.network import resources
from simcore.scenario.faults.base import Faults, LabelField, Strict, fault
from simcore.scenario.values.counts import PositiveCount
from simcore.scenario.values.quantities import Duration, PositiveDuration, Share
from simcore.scenario.values.weekly import spans
from simcore.text import Label
from simcore.time_units import MINUTES_PER_DAY, MINUTES_PER_WEEK

MOST_SLOTS = 100_000  # in a week, of one window
_TOO_MANY = (
    Label(f"more than {MOST_SLOTS} slots a week", f"每周号源超过 {MOST_SLOTS} 个"),
    Label("let a slot come less often, with more seats", "请加大号源间隔，并增加每个号源的名额"),
)


class Session(Strict):
    """A slot every so many minutes of a window of the week, each with so many seats."""

    every: PositiveDuration
    seats: PositiveCount = 1


class Reserved(Strict):
    """Seats kept for steps that are entitled, until so long before the slot."""

    share: Share
    released: Duration = 0.0


class SlotBook(Strict):
    """Appointments, by sessions of the week."""

    name: LabelField | None = None
    sessions: Annotated[dict[str, Session], Field(json_schema_extra={"minProperties": 1})]
    horizon: Duration
    reserved: Reserved | None = None
    overbook: Share = 0.0

    @model_validator(mode="after")
    def readable(self) -> SlotBook:
        faults = Faults()
        for window, session in self.sessions.items():
            with faults.at("sessions", window):
                length = sum(span.end - span.start for span in spans(window))
                if length > MOST_SLOTS * session.every:
                    raise fault(*_TOO_MANY, ("every",))
        faults.raise_any()
        return self

    def slots(self, *, overnight: bool) -> tuple[tuple[float, int], ...]:
        """Return (minute of week, seats): a slot at the start of each session, and so on.

        overnight: those behind the midnight that follows a session's begin, or all others.
        """
        seats: Counter[float] = Counter()
        for window, session in self.sessions.items():
            for span in spans(window):
                count = int((span.end - span.start) / session.every + 1e-9)
                for minute in (span.start + k * session.every for k in range(count)):
                    if (minute >= (span.day + 1) * MINUTES_PER_DAY) == overnight:
                        seats[minute % MINUTES_PER_WEEK] += session.seats
        return tuple(sorted(seats.items()))

    def lower(self, name: str) -> resources.SlotBook:
        """Return the book of the model, called `name`."""
        return resources.SlotBook(
            name=name,
            label=self.name or Label(name, name),
            slots=self.slots(overnight=False),
            overnight=self.slots(overnight=True),
            horizon=self.horizon,
            reserved=self.reserved.share if self.reserved else 0.0,
            released=self.reserved.released if self.reserved else 0.0,
            overbook=self.overbook,
        )
