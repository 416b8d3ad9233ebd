"""How long a run can be: what the clock still tells apart, and what the calendar has dates for."""

from __future__ import annotations

from datetime import date

from simcore.engine.records import LONGEST_YEARS
from simcore.network.model import Network
from simcore.network.schedules import timetables
from simcore.text import Label
from simcore.time_units import MINUTES_PER_DAY, MINUTES_PER_WEEK, MINUTES_PER_YEAR

MOST_STEPS = 1_000_000  # of one timetable: a second and 16 MB


class TimeError(ValueError):
    """A span of time that cannot be played."""

    def __init__(self, message: Label, remedy: Label) -> None:
        self.message, self.remedy = message, remedy
        super().__init__(f"{message.en}: {remedy.en}")


def check_span(warmup: float, run: float) -> None:
    """Raise TimeError where a run is longer than the clock can tell minutes apart.

    warmup, run: minutes.
    """
    years = (warmup + run) / MINUTES_PER_YEAR
    if not years <= LONGEST_YEARS:
        raise TimeError(
            Label(f"warm-up and run last {years:.4g} years", f"预热与运行共 {years:.4g} 年"),
            Label(f"let them last {LONGEST_YEARS:,} years at most",
                  f"请使其不超过 {LONGEST_YEARS:,} 年"),
        )  # fmt: skip


def check_dates(network: Network, first: date, warmup: float, run: float) -> None:
    """Raise TimeError where days of a run have no date, in the years 1 to 9999.

    network: whose days differ. first: the date at which the run begins.
    warmup, run: minutes.
    """
    further = max([4 * MINUTES_PER_WEEK, *(book.horizon for book in network.books)])
    before = warmup / MINUTES_PER_DAY + 2  # the day before the first one also counts
    after = (run + further) / MINUTES_PER_DAY + 2
    if before <= (first - date.min).days and after <= (date.max - first).days:
        return
    raise TimeError(
        Label(
            f"days are needed from {before:,.0f} before to {after:,.0f} after {first}",
            f"需要 {first} 之前 {before:,.0f} 天至之后 {after:,.0f} 天的日历",
        ),
        Label(
            "let warm-up, run and bookings lie in the years 1 to 9999",
            "请使预热、运行与预约期均处于公元 1 至 9999 年",
        ),
    )


def check_steps(network: Network, warmup: float, run: float) -> None:
    """Raise TimeError where a timetable has more steps in warm-up and run than can be laid out.

    warmup, run: minutes.
    """
    for where, table in timetables(network):
        steps = table.count(warmup + run)
        if steps > MOST_STEPS:
            name = f"{where[0]}.{where[1]}"
            raise TimeError(
                Label(f"the timetable of {name} has {steps:,.0f} steps in the run",
                      f"{name} 的时间表在运行期间共有 {steps:,.0f} 步"),
                Label(f"let them be {MOST_STEPS:,} at most: a longer cycle, or a shorter run",
                      f"请使其不超过 {MOST_STEPS:,} 步：加长周期，或缩短运行"),
            )  # fmt: skip
