"""Time that passes: delay, and until a moment of the week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import ClassVar

from simcore.engine import ops
from simcore.network.compiler.rows import Rows, Written
from simcore.network.findings import Finding, Where, finding
from simcore.network.means import mean
from simcore.network.steps.base import PartTakesTime, Step, Surroundings, is_nothing
from simcore.network.values import ByClass, Distribution, Need, Value
from simcore.network.walk import Held, Walk
from simcore.text import Label
from simcore.time_units import MINUTES_PER_WEEK


@dataclass(frozen=True, slots=True)
class Delay(Step):
    """Spend time, with what is held.

    occupies: a name under which those who are there are counted, as at a resource without limit.
    """

    time: Value
    _: KW_ONLY
    occupies: str = ""

    word: ClassVar[str] = "delay"
    title: ClassVar[Label] = Label("time spent", "停留")
    keeps_resource_in_key: ClassVar[bool] = True

    def values(self) -> Iterator[tuple[Where, Value, Need]]:
        yield ("delay",), self.time, Need.TIME

    def takes_time(self, part: PartTakesTime) -> bool:
        return not is_nothing(self.time)

    def occupied(self) -> str:
        return self.occupies

    def follow(self, walk: Walk) -> None:
        walk.spend_time(("delay",))
        if self.occupies:
            walk.must_stay(("delay", "occupies"))

    def write(self, rows: Rows, key: str) -> Written:
        if not self.occupies:
            row = write_delay(rows, self.time, key, rows.held)
            return Written(row, [row])
        begin = rows.add(
            ops.Seize(
                resource=rows.resource(self.occupies),
                rank=rows.rank(None),
                tally=rows.tally("occupied", self.occupies, ""),
                place=rows.place("resource", self.occupies),
            ),
            f"{key}/begin",
        )
        write_delay(rows, self.time, key, rows.held)
        end = rows.add(ops.Release(resource=rows.resource(self.occupies)), f"{key}/end")
        return Written(begin, [end])


@dataclass(frozen=True, slots=True)
class Until(Step):
    """Wait for the next of these minutes of the week, after the present one."""

    minutes: tuple[float, ...]

    word: ClassVar[str] = "until"
    title: ClassVar[Label] = Label("wait for a time of the week", "等到指定时刻")

    def takes_time(self, part: PartTakesTime) -> bool:
        return True

    def faults(self, around: Surroundings) -> Iterator[Finding]:
        if not self.minutes or not all(0 <= m < MINUTES_PER_WEEK for m in self.minutes):
            yield finding(
                ("until",), "no minutes of the week are given", "未写一周中的时刻",
                'write such as "mon,wed,fri 08:00"', "请写例如 mon,wed,fri 08:00",
            )  # fmt: skip

    def write(self, rows: Rows, key: str) -> Written:
        minutes, n = rows.moments(self.minutes)
        return rows.alone(ops.Until(minutes=minutes, n=n), key)


def mean_by_class(step: object, classes: Sequence[str]) -> tuple[float, ...] | None:
    """Return the mean minutes of a delay, or of a use, by class; None where one is not known."""
    time: Value | None = getattr(step, "time", None)
    if time is None:
        return None
    values = time.values if isinstance(time, ByClass) else (time,) * len(classes)
    known = tuple(mean(value) for value in values if isinstance(value, Distribution))
    return known if len(known) == len(classes) else None


def write_delay(rows: Rows, time: Value, key: str, held: Held) -> int:
    """Append the rows of a delay with what is held; return the one that goes on."""
    name = next((name for name in held if name in rows.kinds.interruptible), "")
    if not name and isinstance(time, Distribution):
        return rows.add(ops.Delay(law=rows.law(time)), key)
    law, by_class = rows.value(time)
    if not name:
        return rows.add(ops.Serve(law=law, by_class=by_class), key)
    resource, taken = rows.resource(name), held[name]
    units = rows.units(taken.units)
    regain = rows.label()
    serve = ops.Serve(
        law=law, by_class=by_class, resource=resource, regain=regain, units=units
    )  # fmt: skip
    begin = rows.add(serve, key)
    serve.end = rows.add(ops.End(resource=resource, regain=regain), f"{key}/end")
    closing = rows.kinds.resources[name].closing
    again = ops.Regain(
        resource=resource, units=units, next=begin, rank=rows.rank(taken.priority),
        tally=rows.tally("interrupted", name, ""),
        sent_away=rows.pathway(closing.go if closing.serving == "leave" else ""),
    )  # fmt: skip
    rows.hide(begin, regain, [(again, f"{key}/regain")])
    return serve.end
