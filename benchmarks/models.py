"""The models as Networks, and as a good SimPy user writes them."""

from __future__ import annotations

import random
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Literal

import simpy

from simcore.network.model import Network
from simcore.network.resources import Resource
from simcore.network.sources import Source
from simcore.network.steps import Branch, Go, Leave, Use
from simcore.network.values import Distribution
from simcore.network.weekly_profile import WeeklyProfile
from simcore.text import Label

Figure = Literal["wait", "reneged", "busy"]  # mean minutes, share, mean units
Steps = Generator[simpy.Event, None, None]


@dataclass(frozen=True)
class Model:
    """A Network, its patients a minute, and what is compared: (figure, resource)."""

    name: str
    network: Network
    per_minute: float
    checked: tuple[tuple[Figure, str], ...]


def exponential(mean: float) -> Distribution:
    return Distribution("exponential", {"mean": mean})


def same(name: str) -> Label:
    return Label(name, name)


def source(name: str, pathway: str, rate: float) -> Source:
    rates = WeeklyProfile.constant(rate)
    return Source(name, same(name), pathway, rates, (("patient", 1.0),), priority=2)


def resource(name: str, units: int) -> Resource:
    return Resource(name, same(name), WeeklyProfile.constant(units))


MM1 = Network(
    same("M/M/1"),
    resources=(resource("server", 1),),
    sources=(source("customers", "visit", 0.9),),
    pathways={"visit": (Use("server", exponential(1.0)), Leave(same("gone")))},
)

PATIENTS, WALK_INS = 1.8, 0.15  # a minute: loads 0.90, 0.79 and 0.76
REFERRAL = Network(
    same("clinic, hospital, beds"),
    resources=(
        resource("clinic", 20),
        resource("hospital", 8),
        resource("bed", 100),
    ),
    sources=(source("patients", "clinic", PATIENTS), source("walk-ins", "walk in", WALK_INS)),
    pathways={
        "clinic": (
            Use("clinic", exponential(10.0)),
            Branch(((0.15, "referred"), (0.85, "home"))),
        ),
        "referred": (Use("hospital", exponential(15.0), priority=1), Go("seen")),
        "walk in": (Use("hospital", exponential(15.0)), Go("seen")),
        "seen": (Branch(((0.2, "admitted"), (0.8, "home"))),),
        "admitted": (Use("bed", exponential(900.0)), Go("home")),
        "home": (Leave(same("home")),),
    },
)


class Waits:
    """What SimPy's peer keeps: the sum and number of waits at one resource."""

    def __init__(self) -> None:
        self.total = 0.0
        self.n = 0

    def add(self, wait: float) -> None:
        self.total += wait
        self.n += 1

    @property
    def mean(self) -> float:
        return self.total / max(self.n, 1)


def simpy_mm1(customers: int) -> tuple[float, ...]:
    """Play M/M/1 at load 0.9; return the mean wait."""
    env, rng, waits = simpy.Environment(), random.Random(1), Waits()
    server = simpy.Resource(env, 1)

    def customer() -> Steps:
        arrived = env.now
        with server.request() as request:
            yield request
            waits.add(env.now - arrived)
            yield env.timeout(rng.expovariate(1.0))

    def arrivals() -> Steps:
        for _ in range(customers):
            yield env.timeout(rng.expovariate(0.9))
            env.process(customer())

    env.process(arrivals())
    env.run()
    return (waits.mean,)


def simpy_referral(patients: int) -> tuple[float, ...]:
    """Play clinic, hospital and beds; return the mean wait at the hospital."""
    env, rng, waits = simpy.Environment(), random.Random(1), Waits()
    clinic, beds = simpy.Resource(env, 20), simpy.Resource(env, 100)
    hospital = simpy.PriorityResource(env, 8)

    def patient() -> Steps:
        with clinic.request() as request:
            yield request
            yield env.timeout(rng.expovariate(1 / 10))
        if rng.random() < 0.15:
            yield from at_hospital(1)

    def at_hospital(priority: int) -> Steps:
        arrived = env.now
        with hospital.request(priority=priority) as request:
            yield request
            waits.add(env.now - arrived)
            yield env.timeout(rng.expovariate(1 / 15))
        if rng.random() < 0.2:
            with beds.request() as request:
                yield request
                yield env.timeout(rng.expovariate(1 / 900))

    def arrivals(rate: float, pathway: Callable[[], Steps]) -> Steps:
        while True:
            yield env.timeout(rng.expovariate(rate))
            env.process(pathway())

    env.process(arrivals(PATIENTS, patient))
    env.process(arrivals(WALK_INS, lambda: at_hospital(2)))
    env.run(until=patients / (PATIENTS + WALK_INS))
    return (waits.mean,)
