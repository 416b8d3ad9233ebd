"""Small Networks, and short words to write them in. Times in minutes, rates per minute."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from simcore.network.model import Network
from simcore.network.resources import UNLIMITED, Reserve, Resource
from simcore.network.sources import Source
from simcore.network.steps import (
    Branch,
    Choose,
    Delay,
    Go,
    Leave,
    Option,
    Release,
    Seize,
    Step,
    Transfer,
    Use,
)
from simcore.network.timetable import Schedule, Timetable
from simcore.network.values import Distribution
from simcore.network.weekly_profile import WeeklyProfile
from simcore.text import Label

Profile = float | tuple[tuple[float, float], ...]


def profile(given: Any) -> Schedule[Any]:
    """Return the schedule of one value, of (minute of the week, value) pairs, or itself."""
    if isinstance(given, Timetable):
        return given
    return WeeklyProfile(given) if isinstance(given, tuple) else WeeklyProfile.constant(given)


def label(text: str) -> Label:
    return Label(text, text)


def constant(value: float) -> Distribution:
    return Distribution("deterministic", {"value": value})


def exponential(mean: float) -> Distribution:
    return Distribution("exponential", {"mean": mean})


def lognormal(mean: float, cv: float) -> Distribution:
    log_sd = math.sqrt(math.log1p(cv * cv))
    log_mean = math.log(mean) - log_sd**2 / 2
    return Distribution("lognormal", {"log_mean": log_mean, "log_sd": log_sd})


def gamma(mean: float, cv: float) -> Distribution:
    return Distribution("gamma", {"shape": cv**-2, "scale": mean * cv**2})


def resource(name: str, capacity: Any, reserve: Reserve | None = None) -> Resource:
    return Resource(name, label(name), profile(capacity), reserve)


def source(
    name: str,
    pathway: str,
    rate: Profile,
    mix: tuple[tuple[str, float], ...] = (("patient", 1.0),),
    priority: int = 1,
) -> Source:
    return Source(name, label(name), pathway, profile(rate), mix, priority)


def leave(exit: str = "home") -> Leave:
    return Leave(label(exit))


def network(
    resources: Sequence[Resource],
    sources: Sequence[Source],
    pathways: Mapping[str, Sequence[Step]],
    **fields: Any,
) -> Network:
    chains = {name: tuple(steps) for name, steps in pathways.items()}
    return Network(label("model"), tuple(resources), tuple(sources), chains, **fields)


def station(rate: Profile, servers: int, service: Distribution) -> Network:
    """Return one queue: Poisson arrivals, `servers` alike, first come first served."""
    return network(
        [resource("server", servers)],
        [source("people", "visit", rate)],
        {"visit": [Use("server", service), leave()]},
    )


OFFICE_HOURS = ((0.0, 0), (480.0, 3), (720.0, 1), (780.0, 4), (1020.0, 0),
                (1920.0, 3), (2460.0, 1), (3360.0, 5), (3900.0, 0), (4800.0, 2))  # fmt: skip
ADMISSIONS = ((0.0, 0.02), (420.0, 0.12), (1200.0, 0.03), (1860.0, 0.15), (2640.0, 0.02))


def hospital() -> Network:
    """Return a model with every kind of step, a reserve, blocking, loops and ties."""
    mix = (("adult", 0.7), ("child", 0.3))
    return network(
        [
            resource("triage", 2),
            resource("clinic", OFFICE_HOURS, Reserve(priority=1, share=0.3)),
            resource("laboratory", UNLIMITED),
            resource("ward", 6),
            resource("rehab", 5),
        ],
        [
            source("walk-in", "triage", ADMISSIONS, mix, priority=2),
            source("referred", "see", 0.02, mix, priority=0),
        ],
        {
            "triage": [Use("triage", lognormal(9.0, 0.5)), Go("choose")],
            "choose": [
                Choose(
                    (Option("see", (1.0, 0.5), (("clinic", -0.01),)), Option("gone", (0.0, 0.3))),
                )
            ],
            "see": [
                Seize("clinic"),
                Delay(constant(10.0)),
                Branch(
                    ((0.0, "test"), (1.0, "settle")),
                    by_class=((0.3, 0.7), (0.6, 0.4)),
                ),
            ],
            "test": [Use("laboratory", constant(15.0)), Delay(exponential(4.0)), Go("settle")],
            "settle": [
                Release("clinic"),
                Branch(((0.2, "again"), (0.25, "admit"), (0.55, "gone"))),
            ],
            "again": [Delay(constant(1440.0)), Go("see")],
            "admit": [
                Seize("ward", priority=1, group="admitted"),
                Delay(gamma(300.0, 0.8)),
                Transfer("ward", "rehab"),
                Delay(Distribution("uniform", {"low": 100.0, "high": 500.0})),
                Release("rehab"),
                leave("recovered"),
            ],
            "gone": [leave()],
        },
        classes=("adult", "child"),
        choice_memory_days=2.0,
        start=date(2020, 1, 1),
    )
