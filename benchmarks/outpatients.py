"""An outpatient department: bookings, patience, shifts, and a ward that waits for rehab beds.

The constants are shared by everyone who plays it. Minutes; week minutes from Monday 00:00.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

import simpy
from simpy.resources.resource import PriorityRequest

from benchmarks.models import Steps, Waits, exponential, same
from simcore.network.model import Network
from simcore.network.resources import Resource, SlotBook
from simcore.network.sources import Source
from simcore.network.steps import Book, Branch, Delay, Go, Leave, Release, Seize, Transfer, Use
from simcore.network.values import Distribution, Expression
from simcore.network.weekly_profile import WeeklyProfile
from simcore.time_units import MINUTES_PER_DAY, MINUTES_PER_WEEK

DAY, WEEK = MINUTES_PER_DAY, MINUTES_PER_WEEK
WORKDAYS = range(5)

# Appointments: a seat or more every ten minutes, taken a day to a fortnight ahead
SLOT = 10.0
SLOT_HOURS = ((8.0, 12.0), (14.0, 17.0))
SEATS = 2
NOTICE, HORIZON = 1 * DAY, 14 * DAY
BOOKING_RATE = 0.038  # a minute, round the clock: 383 a week for 420 seats
NO_SHOW = 0.08
PUNCTUALITY = (-3.0, 5.0)  # normal: mean and standard deviation; early is negative

# Walk-ins: a minute, by hour of the day from a weekly profile
WALK_IN_HOURS = ((0.0, 0.01), (7.0, 0.10), (12.0, 0.05), (14.0, 0.08), (17.0, 0.03), (21.0, 0.01))
WEEKEND = 0.4  # of a weekday's rate

# Doctors
SHIFT, OFF_SHIFT = 6, 2
SHIFT_HOURS = (8.0, 17.0)
BOOKED, WALK_IN = 1, 2  # priorities, the lower first
CONSULTATION = 24.0  # exponential
PATIENCE = 90.0  # exponential

# Beds
ADMITTED = 0.08
WARD_BEDS, REHAB_BEDS = 60, 45
WARD_STAY, WARD_SPREAD = 5 * DAY, 5 * DAY  # lognormal: mean and standard deviation
TRANSFERRED = 0.35
REHAB_STAY = 14 * DAY  # exponential

WALK_IN_RATES = tuple(
    (day * DAY + 60.0 * hour, rate * (1.0 if day in WORKDAYS else WEEKEND))
    for day in range(7)
    for hour, rate in WALK_IN_HOURS
)
DOCTORS = (
    (0.0, OFF_SHIFT),
    *(
        change
        for day in WORKDAYS
        for change in (
            (day * DAY + 60.0 * SHIFT_HOURS[0], SHIFT),
            (day * DAY + 60.0 * SHIFT_HOURS[1], OFF_SHIFT),
        )
    ),
)
SLOTS = tuple(
    (day * DAY + 60.0 * start + SLOT * k, SEATS)
    for day in WORKDAYS
    for start, end in SLOT_HOURS
    for k in range(round(60.0 * (end - start) / SLOT))
)
PER_MINUTE = BOOKING_RATE + sum(
    rate * (end - start)
    for (start, rate), (end, _) in zip(
        WALK_IN_RATES, (*WALK_IN_RATES[1:], (WEEK, 0.0)), strict=True
    )
) / WEEK  # fmt: skip


def logarithms(mean: float, spread: float) -> tuple[float, float]:
    """Return mu and sigma of a lognormal with this mean and standard deviation."""
    variance = math.log(1.0 + (spread / mean) ** 2)
    return math.log(mean) - variance / 2.0, math.sqrt(variance)


MU, SIGMA = logarithms(WARD_STAY, WARD_SPREAD)
LATENESS = "normal({}, {})".format(*PUNCTUALITY)  # a Distribution of times is never negative

OUTPATIENTS = Network(
    same("outpatients"),
    resources=(
        Resource("doctor", same("doctor"), WeeklyProfile(DOCTORS)),
        Resource("ward", same("ward bed"), WeeklyProfile.constant(WARD_BEDS)),
        Resource("rehab", same("rehabilitation bed"), WeeklyProfile.constant(REHAB_BEDS)),
    ),
    sources=(
        Source(
            "bookings", same("bookings"), "book", WeeklyProfile.constant(BOOKING_RATE),
            (("patient", 1.0),), priority=BOOKED,
        ),
        Source(
            "walk-ins", same("walk-ins"), "consult", WeeklyProfile(WALK_IN_RATES),
            (("patient", 1.0),), priority=WALK_IN,
        ),
    ),
    books=(SlotBook("book", same("slots"), SLOTS, HORIZON),),
    pathways={
        "book": (
            Book(
                "book", on_full="home", notice=NOTICE, punctuality=Expression(LATENESS),
                no_show=NO_SHOW, on_no_show="home",
            ),
            Go("consult"),
        ),
        "consult": (
            Use("doctor", exponential(CONSULTATION), patience=exponential(PATIENCE),
                on_renege="home"),
            Branch(((ADMITTED, "ward"), (1.0 - ADMITTED, "home"))),
        ),
        "ward": (
            Seize("ward"),
            Delay(Distribution("lognormal", {"log_mean": MU, "log_sd": SIGMA})),
            Branch(((TRANSFERRED, "rehab"), (1.0 - TRANSFERRED, "discharged"))),
        ),
        "rehab": (
            Transfer("ward", "rehab"),
            Delay(exponential(REHAB_STAY)),
            Release("rehab"),
            Go("home"),
        ),
        "discharged": (Release("ward"), Go("home")),
        "home": (Leave(same("home")),),
    },
)  # fmt: skip


class Appointments:
    """Slots from the start on. The first free one never moves back, so it is all there is."""

    def __init__(self) -> None:
        self.minutes = [minute for minute, _ in SLOTS]
        self.slot, self.taken = 0, 0

    def time(self, slot: int) -> float:
        week, k = divmod(slot, len(SLOTS))
        return week * WEEK + self.minutes[k]

    def book(self, now: float) -> float | None:
        """Take the first free seat from `NOTICE` to `HORIZON` ahead; return its time."""
        week, minute = divmod(now + NOTICE, WEEK)
        earliest = int(week) * len(SLOTS) + bisect_left(self.minutes, minute)
        if earliest > self.slot:
            self.slot, self.taken = earliest, 0
        time = self.time(self.slot)
        if time > now + HORIZON:
            return None
        self.taken += 1
        if self.taken == SEATS:
            self.slot, self.taken = self.slot + 1, 0
        return time


class Thinning:
    """Walk-ins: a stream at the highest rate of the week, of which each hour keeps a share."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.highest = max(rate for _, rate in WALK_IN_RATES)
        self.starts = [minute for minute, _ in WALK_IN_RATES]

    def after(self, now: float) -> float:
        """Return when the next one comes."""
        while True:
            now += self.rng.expovariate(self.highest)
            k = bisect_right(self.starts, now % WEEK) - 1
            if self.rng.random() * self.highest < WALK_IN_RATES[k][1]:
                return now


class Department:
    """The department on SimPy, as a good user of it writes it."""

    def __init__(self) -> None:
        self.env = simpy.Environment()
        self.rng = random.Random(1)
        self.waits = Waits()
        self.reneged = 0
        self.in_ward = self.in_rehab = 0.0  # minutes of beds, of those who left them
        self.book = Appointments()
        self.doctors = simpy.PriorityResource(self.env, SHIFT)
        self.ward = simpy.Resource(self.env, WARD_BEDS)
        self.rehab = simpy.Resource(self.env, REHAB_BEDS)
        self.env.process(self.shifts())
        self.env.process(self.bookings())
        self.env.process(self.walk_ins())

    def shifts(self) -> Steps:
        """Take doctors away with requests that go before every patient's, and give back."""
        absent: list[PriorityRequest] = []
        for now, doctors in weekly(DOCTORS):
            yield self.env.timeout(now - self.env.now)
            while len(absent) < SHIFT - doctors:
                absent.append(self.doctors.request(priority=0))
            while len(absent) > SHIFT - doctors:
                request = absent.pop()
                if request.triggered:
                    self.doctors.release(request)
                else:
                    request.cancel()

    def bookings(self) -> Steps:
        while True:
            yield self.env.timeout(self.rng.expovariate(BOOKING_RATE))
            slot = self.book.book(self.env.now)
            if slot is not None and self.rng.random() >= NO_SHOW:
                self.env.process(self.booked(slot))

    def booked(self, slot: float) -> Steps:
        coming = slot + self.rng.normalvariate(*PUNCTUALITY)
        yield self.env.timeout(max(0.0, coming - self.env.now))
        yield from self.patient(BOOKED)

    def walk_ins(self) -> Steps:
        stream = Thinning(self.rng)
        while True:
            yield self.env.timeout(stream.after(self.env.now) - self.env.now)
            self.env.process(self.patient(WALK_IN))

    def patient(self, priority: int) -> Steps:
        arrived = self.env.now
        with self.doctors.request(priority=priority) as request:
            patience = self.env.timeout(self.rng.expovariate(1 / PATIENCE))
            yield request | patience
            if not request.triggered:
                self.reneged += 1
                return
            self.waits.add(self.env.now - arrived)
            yield self.env.timeout(self.rng.expovariate(1 / CONSULTATION))
        if self.rng.random() < ADMITTED:
            yield from self.inpatient()

    def inpatient(self) -> Steps:
        with self.ward.request() as bed:
            yield bed
            began = self.env.now
            yield self.env.timeout(self.rng.lognormvariate(MU, SIGMA))
            if self.rng.random() < TRANSFERRED:
                place = self.rehab.request()
                yield place
            else:
                place = None
            self.in_ward += self.env.now - began
        if place is not None:
            began = self.env.now
            yield self.env.timeout(self.rng.expovariate(1 / REHAB_STAY))
            self.in_rehab += self.env.now - began
            self.rehab.release(place)


def weekly(changes: tuple[tuple[float, int], ...]) -> Iterator[tuple[float, int]]:
    """Yield the changes of every week, for ever."""
    week = 0.0
    while True:
        yield from ((week + minute, value) for minute, value in changes)
        week += WEEK


def simpy_outpatients(patients: int) -> tuple[float, ...]:
    """Play so many arrivals; return wait for a doctor, share reneged, beds busy in each ward."""
    department = Department()
    minutes = patients / PER_MINUTE
    department.env.run(until=minutes)
    waits, reneged = department.waits, department.reneged
    return (
        waits.mean,
        reneged / (waits.n + reneged),
        department.in_ward / minutes,
        department.in_rehab / minutes,
    )
