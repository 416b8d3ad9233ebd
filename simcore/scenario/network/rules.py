"""The planner's words for the rules of a resource: whom it keeps, interrupts or sends away."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from simcore.scenario.faults.base import Strict
from simcore.scenario.values.counts import FromOne, People
from simcore.scenario.values.dates import Moment, midnight
from simcore.scenario.values.distribution import DistributionField
from simcore.scenario.values.fields import Name, Priority
from simcore.scenario.values.quantities import Share

Measure = Literal["levels"]  # how long how many are busy, waiting, blocked and free
Rule = Literal["finish", "resume", "restart", "resample"]


class Reserve(Strict):
    """A share of capacity that only a priority or a better one may take."""

    priority: Priority
    share: Share


class Preempt(Strict):
    """Who may interrupt whom, and what becomes of the service."""

    by: Priority | None = None
    rule: Literal["resume", "restart", "resample"] = "resume"
    victim: Literal["latest", "earliest"] = "latest"


class Closing(Strict):
    """What becomes of those served and those who wait when capacity falls."""

    serving: Literal["finish", "resume", "restart", "resample", "leave"] = "finish"
    waiting: Literal["stay", "leave"] = "stay"
    go: Name = ""


class Breakdown(Strict):
    """Units out of order: time to failure, time to repair."""

    every: DistributionField
    repair: DistributionField
    units: FromOne = 1
    rule: Rule = "resume"


class Closure(Strict):
    """Dates `from` and `to`, both included; or times, up to but not including `to`."""

    start: Moment = Field(alias="from")
    to: Moment
    capacity: People = 0

    def span(self) -> tuple[datetime, datetime]:
        """Return the first instant, and that from which the calendar holds again."""
        whole_day = timedelta(days=0 if isinstance(self.to, datetime) else 1)
        return midnight(self.start), midnight(self.to) + whole_day


def closing_text(value: Any) -> Any:
    """Let `on_close: resume` stand for `on_close: {serving: resume}`."""
    return {"serving": value} if isinstance(value, str) else value


ShortClosing = Annotated[
    Closing, BeforeValidator(closing_text, json_schema_input_type=Rule | Closing)
]
