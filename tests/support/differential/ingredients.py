"""Random values, resources and sources for the Networks of `strategies`.

A Network has a few features, so that a failing one shrinks to something small. Times are few
and round, so that many events fall on one instant: that is where faults of order live.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from hypothesis import strategies as st

from simcore.network.resources import (
    UNLIMITED,
    Breakdown,
    Closing,
    Closure,
    Pool,
    Preemption,
    Reserve,
    Resource,
    SlotBook,
)
from simcore.network.sources import Multiplier, Population, Renewal, Source, Trace
from simcore.network.steps import Balk
from simcore.network.timetable import Schedule, Timetable
from simcore.network.values import ByClass, Distribution, Expression, Value
from simcore.network.weekly_profile import Night, WeeklyProfile
from simcore.time_units import MINUTES_PER_WEEK
from support.models import constant, exponential, gamma, label, lognormal

Draw = Callable[..., Any]
T = TypeVar("T")
Profile = tuple[tuple[float, Any], ...]  # minute of the week, value

FEATURES = (
    "after", "also", "asked", "attributes", "balk", "book", "breakdown", "bulk", "by class",
    "closing", "closure", "fork", "formula", "gains", "gather", "growth", "hold", "holidays",
    "levels", "limit", "locks", "milestone", "occupies", "order", "patience", "pool", "preemption",
    "process", "room", "route", "season", "table", "ticks", "timetable", "units", "until",
    "wrong value",
)  # fmt: skip

TICKS = [constant(5.0), constant(10.0), constant(30.0)]
SOME_TIME = [  # never 0, so a loop that has one takes time
    *TICKS,
    exponential(8.0),
    exponential(60.0),
    lognormal(20.0, 1.5),
    gamma(30.0, 0.5),
    Distribution("uniform", {"low": 2.0, "high": 9.0}),
    Distribution("triangular", {"low": 1.0, "mode": 5.0, "high": 30.0}),
    Distribution("normal", {"mean": 15.0, "sd": 10.0}),
    Distribution("weibull", {"shape": 0.8, "scale": 12.0}),
    Distribution("empirical", {"values": (5.0, 15.0, 40.0), "weights": (2.0, 1.0, 1.0)}),
    Distribution("scipy", {"c": 0.1, "scale": 0.2}, "genpareto", 60.0),
]
NO_TIME = [constant(0.0), Distribution("uniform", {"low": 0.0, "high": 4.0})]
DRAWS = ["uniform(0, 20 min)", "exponential(12 min)", "normal(10 min, 4 min)",
         "lognormal(9 min, 3 min)", "triangular(2 min, 5 min, 20 min)"]  # fmt: skip
WITHOUT_VALUE = [  # for some patients, at some times
    "1 min / queue({0})", "sqrt(queue({0}) - 1) * 1 min", "log(busy({0})) * 1 min + 9 min",
    "triangular(1 min, busy({0}) * 2 min, 3 min)", "uniform(queue({0}) * 1 min, 2 min)",
    "lognormal(9 min, queue({0}) * 1 min - 1 min)", "exp(800 * queue({0})) * 1 min",
    "floor(1 / queue({0})) * 1 min", "sin(stay / 1 h) * 9 min", "cos(1 / queue({0})) * 9 min",
    "min(5 min, 0 min / queue({0}))", "9 min if 0 / queue({0}) > 1 else 8 min",
]  # fmt: skip
RULES = ["resume", "restart", "resample"]


def weekly(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Profile]:
    """Return profiles of the week that change at a few half hours."""
    minutes = st.sets(st.integers(1, 335).map(lambda k: 30.0 * k), min_size=1, max_size=12)
    return minutes.flatmap(
        lambda at: st.tuples(*(st.tuples(st.just(t), values) for t in [0.0, *sorted(at)]))
    )


@st.composite
def capacities(draw: Draw) -> WeeklyProfile[int]:
    kind = draw(st.sampled_from(["few", "few", "weekly", "unlimited"]))
    if kind == "weekly":
        return draw(calendars())
    return WeeklyProfile.constant(UNLIMITED if kind == "unlimited" else draw(st.integers(1, 3)))


@st.composite
def calendars(draw: Draw) -> WeeklyProfile[int]:
    drawn = WeeklyProfile(draw(weekly(st.sampled_from([0, 0, 1, 2, 5, UNLIMITED]))))
    if not any(drawn.values):
        return WeeklyProfile(((0.0, 0), (480.0, 2)))
    night = Night(draw(st.integers(0, 6)), 300.0, 1, 0)
    return replace(drawn, nights=(night,) if draw(st.booleans()) else ())


@st.composite
def rates(draw: Draw) -> WeeklyProfile[float]:
    per_minute = st.sampled_from([0.06, 0.03, 0.01, 0.1])
    if draw(st.booleans()):
        return WeeklyProfile.constant(draw(per_minute))
    drawn = WeeklyProfile(draw(weekly(st.one_of(st.just(0.0), per_minute))))
    return drawn if any(drawn.values) else WeeklyProfile(((0.0, 0.0), (600.0, 0.05)))


@st.composite
def shares(draw: Draw, n: int) -> tuple[float, ...]:
    parts = draw(st.lists(st.integers(0, 4), min_size=n, max_size=n))
    return tuple(x / sum(parts) for x in parts) if any(parts) else (1 / n,) * n


@dataclass
class Ingredients:
    """Draws values, resources and sources; a feature that is not in `features` is not used."""

    draw: Draw
    features: frozenset[str]
    names: tuple[str, ...]  # of resources
    classes: tuple[str, ...]
    attributes: tuple[str, ...]

    def pick(self, values: Sequence[Any]) -> Any:
        return self.draw(st.sampled_from(values))

    def has(self, feature: str) -> bool:
        """Tell whether to use a feature here."""
        return feature in self.features and self.draw(st.booleans())

    # Values

    def some_time(self) -> Distribution:
        return self.pick(TICKS if "ticks" in self.features else SOME_TIME)

    def any_time(self) -> Distribution:
        return self.pick(
            [*TICKS, *NO_TIME[:1]] if "ticks" in self.features else SOME_TIME + NO_TIME
        )

    def value(self, distribution: Distribution) -> Value:
        """Return this distribution, or an expression, or one of them for each class."""
        if self.has("by class"):
            return ByClass(
                (distribution, *(self.simple(self.some_time()) for _ in self.classes[1:]))
            )
        return self.simple(distribution)

    def simple(self, distribution: Distribution) -> Distribution | Expression:
        if self.has("wrong value"):
            return Expression(self.pick(WITHOUT_VALUE).format(self.pick(self.names)))
        if self.has("attributes"):
            return Expression(
                self.pick(["5 min + {0}", "{0} * 2 + 1 min", "max(3 min, {0})"]).format(
                    self.number()
                )
            )
        return distribution

    def number(self) -> str:
        """Return an expression of some ten minutes."""
        name = self.pick(self.names)
        counts = [f"queue({name})", f"busy({name})", "floor(sqrt(in_system))", "weekday",
                  "floor(stay / 30 min)", "minute_of_day / 1 h", "min(time / 1 h, 9)"]  # fmt: skip
        looks = ["5 min", *(f"{count} * 1 min" for count in counts)]
        draws = DRAWS if "attributes" in self.features and "ticks" not in self.features else []
        return str(self.pick([*self.attributes, *looks, *draws]))

    def condition(self) -> Expression:
        name = self.pick(self.names)
        tests = [f"queue({name}) >= 2", f"busy({name}) > 0 and not stay > 2 h",
                 f"in_system > 6 or queue({name}) == 1", f"weekday < 4 if queue({name}) else 1",
                 f"class == {self.classes[-1]}", f"free({name}) <= 0"]  # fmt: skip
        tests += [f"{attribute} > 10 min" for attribute in self.attributes]
        return Expression(self.pick(tests))

    def asked(self, most: int) -> Expression | ByClass:
        """Return whole numbers up to `most` that depend on the patient."""
        whole = [str(most), f"{most} if in_system > 4 else 1", f"1 + (stay > 30 min) * {most - 1}"]
        whole += [f"1 + floor(max(0, min({most - 1}, {a} / 1 min)))" for a in self.attributes]
        if self.draw(st.booleans()):
            return ByClass(tuple(Expression(self.pick(whole)) for _ in self.classes))
        return Expression(self.pick(whole))

    def balk(self, go: str) -> tuple[Balk, ...]:
        return (Balk(self.condition(), go),) if self.has("balk") else ()

    # Resources

    def resource(self, name: str, priorities: Sequence[int], alone: str) -> Resource:
        """Return a resource. alone: where those go who leave it, held by itself; "" for no one."""
        capacity = self.draw(calendars() if self.has("closing") else capacities())
        gains = self.gains(priorities) if self.has("gains") else ()
        room = self.pick([1, 2, 4]) if not gains and self.has("room") else None
        plain = not gains and room is None
        away = alone if room is None else ""  # who is sent away would keep a place in the room
        return Resource(
            name,
            label(name),
            self.played(capacity),
            None if gains else self.reserve(),
            order=self.order() if self.has("order") else "fifo",
            gains=gains,
            waiting_room=room,
            preemption=self.preemption() if plain and self.has("preemption") else None,
            closing=self.closing(away) if len(capacity.pieces) > 1 else Closing(),
            breakdowns=self.breakdowns(capacity) if set(capacity.values) != {UNLIMITED} else (),
            closures=self.closures() if self.has("closure") else (),
            measured=self.has("levels"),
        )

    def played(self, profile: WeeklyProfile[T]) -> Schedule[T]:
        """Return a profile of the week, or its pieces as steps of a timetable, long or short."""
        if not self.has("timetable"):
            return profile
        shorter = self.pick([1.0, 7.0, 480.0])
        steps = tuple((minute / shorter, value) for minute, value in profile.pieces)
        start = self.pick([None, datetime(2020, 1, 1, 11), datetime(2020, 3, 1)])
        return Timetable(steps, self.pick([None, steps[-1][0] + 10.5]), start)

    def reserve(self) -> Reserve | None:
        if not self.draw(st.booleans()):
            return None
        return Reserve(self.draw(st.integers(0, 2)), self.pick([0.2, 0.5, 1.0]))

    def order(self) -> Any:
        attributes = [Expression(f"-{name}") for name in self.attributes]
        return self.pick(["lifo", "random", "shortest", Expression("stay"), *attributes])

    def gains(self, priorities: Sequence[int]) -> tuple[tuple[int, float], ...]:
        return tuple((priority, self.pick([1.0, 0.5, 2.0, 0.0])) for priority in priorities)

    def preemption(self) -> Preemption:
        return Preemption(
            self.pick([None, 0, 1]), self.pick(RULES), self.pick(["latest", "earliest"])
        )

    def closing(self, alone: str) -> Closing:
        if not self.has("closing"):
            return Closing()
        serving = self.pick([*RULES, "finish", *(["leave"] if alone else [])])
        waiting = self.pick(["stay", "leave"]) if alone else "stay"
        return Closing(serving, waiting, alone if "leave" in (serving, waiting) else "")

    def breakdowns(self, capacity: WeeklyProfile[int]) -> tuple[Breakdown, ...]:
        if not self.has("breakdown"):
            return ()
        times = [constant(60.0), constant(100.0), exponential(300.0)]
        units = [1, 2] if len(capacity.pieces) == 1 and capacity.at(0.0) > 1 else [1]
        return tuple(
            Breakdown(
                self.pick(times), self.some_time(), self.pick(units), self.pick([*RULES, "finish"])
            )
            for _ in range(self.pick([1, 2]))
        )

    def closures(self) -> tuple[Closure, ...]:
        begin = datetime(2020, 1, 2, 9) + timedelta(hours=self.draw(st.integers(0, 40)))
        hours = self.pick([1, 5, 30])
        return (Closure(begin, begin + timedelta(hours=hours), self.pick([0, 1])),)

    def pool(self, name: str, members: tuple[str, ...]) -> Pool:
        rules = ["first_free", "first_free", "shortest_queue", "least_loaded", "in_order", "random"]
        rule = self.pick(rules)
        may_move = rule == "first_free" and len(members) > 1
        moves = may_move and self.draw(st.booleans())
        measured = self.has("levels")
        return Pool(name, label(name), members, rule, moves_back=moves, measured=measured)

    def book(self, name: str) -> SlotBook:
        slots = self.draw(weekly(st.sampled_from([1, 2, 3])))
        horizon = self.pick([1440.0, MINUTES_PER_WEEK, 3 * MINUTES_PER_WEEK])
        reserved, overbook = self.pick([0.0, 0.5, 1.0]), self.pick([0.0, 0.25])
        return SlotBook(
            name, label(name), slots, horizon, reserved, self.pick([0.0, 600.0]), overbook
        )

    # Sources

    def source(self, name: str, pathway: str, *, sets_all: bool) -> Source:
        mix = tuple(zip(self.classes, self.draw(shares(len(self.classes))), strict=True))
        fixed = self.draw(st.integers(0, 3))
        priority = self.asked(3) if self.has("asked") else fixed
        process = self.process() if self.has("process") or "ticks" in self.features else None
        open_ended = not isinstance(process, Population)
        together = open_ended and not isinstance(process, Trace)
        return Source(
            name,
            label(name),
            pathway,
            WeeklyProfile.constant(0.0) if process else self.played(self.draw(rates())),
            mix,
            priority,
            process=process,
            multipliers=(self.season(),) if process is None and self.has("season") else (),
            growth=0.5 if process is None and self.has("growth") else 0.0,
            size=self.size() if together and self.has("bulk") else None,
            limit=self.pick([1, 7, 100]) if open_ended and self.has("limit") else None,
            values=self.carried(sets_all),
            formula=self.formula() if process is None and self.has("formula") else None,
        )

    def formula(self) -> Expression:
        """Return what multiplies a rate, about 1."""
        return Expression(
            self.pick(
                [
                    "(1 + sin(2 * pi * time / 1 d)) / min",
                    "(2 if weekday < 5 and minute_of_day > 8.2 h else 0.5) / min",
                    "max(0, 2 - abs(time) / 1 d) / min",
                ]
            )
        )

    def carried(self, everything: bool) -> tuple[tuple[str, Value], ...]:
        """Return the attributes that are set on arrival."""
        some = [a for a in self.attributes if everything or self.has("attributes")]
        return tuple((a, self.value(self.some_time())) for a in some)

    def process(self) -> Any:
        gaps = [constant(10.0), constant(30.0)]
        minutes = st.lists(st.integers(0, 60), min_size=1, max_size=20)
        if self.draw(st.booleans()):
            return Renewal(
                self.pick(gaps if "ticks" in self.features else [*gaps, gamma(15.0, 0.5)])
            )
        if self.draw(st.booleans()):
            return Trace(tuple(30.0 * k for k in sorted(self.draw(minutes))))
        return Population(self.pick([1, 3, 20]))

    def season(self) -> Multiplier:
        if self.draw(st.booleans()):
            return Multiplier(((0.0, 1.0), (2.0, 3.0), (5.0, 0.0)))
        return Multiplier(((1.0, 0.5), (300.0, 2.0)), yearly=True)

    def size(self) -> Distribution:
        few = Distribution("empirical", {"values": (1.0, 2.0, 4.0), "weights": (2.0, 1.0, 1.0)})
        return self.pick([constant(2.0), few])
