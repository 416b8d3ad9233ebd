"""The models on PyPI's cimba, in its two styles: pools of servers, and a process a patient.

Each measures its waits itself, in two numbers; cimba's own recording of time series is left
off, by a window that opens after the last patient has left. Each class is compiled on its
first run. Larger numbers go first with cimba, smaller ones with simcore.
"""

from __future__ import annotations

import cimba as cb
from cimba import random

from benchmarks.models import PATIENTS, WALK_INS

BEYOND = cb.Window(warmup=1e12, duration=1.0)  # after the last patient has left
SHARE = PATIENTS / (PATIENTS + WALK_INS)


class Pools(cb.Model):
    """M/M/1: customers are arrival times in a store, the server a process for ever."""

    customers: cb.Param[int] = 1
    queue: cb.Store[float]
    total: float = 0.0
    wait: cb.Output[float]

    @cb.process
    def arrivals(self) -> None:
        for _ in range(self.customers):
            cb.hold(random.exponential(1 / 0.9))
            self.queue.put(cb.now())

    @cb.process
    def server(self) -> None:
        while True:
            arrived = self.queue.get()
            self.total += cb.now() - arrived
            cb.hold(random.exponential(1.0))

    @cb.on_end
    def measure(self) -> None:
        self.wait = self.total / self.customers


class ReferralPools(cb.Model):
    """Clinic, hospital and beds: each doctor and bed is a process that serves for ever."""

    patients: cb.Param[int] = 1
    walk_ins: cb.Param[int] = 1
    clinic: cb.Store[float]
    hospital: cb.PriorityStore[float]
    beds: cb.Store[float]
    total: float = 0.0
    seen: int = 0
    wait: cb.Output[float]

    @cb.process
    def patients_arrive(self) -> None:
        for _ in range(self.patients):
            cb.hold(random.exponential(1 / PATIENTS))
            self.clinic.put(cb.now())

    @cb.process
    def walk_ins_arrive(self) -> None:
        for _ in range(self.walk_ins):
            cb.hold(random.exponential(1 / WALK_INS))
            self.hospital.put(cb.now(), 0)

    @cb.process(copies=20)
    def clinic_doctor(self) -> None:
        while True:
            self.clinic.get()
            cb.hold(random.exponential(10.0))
            if random.bernoulli(0.15):
                self.hospital.put(cb.now(), 1)

    @cb.process(copies=8)
    def hospital_doctor(self) -> None:
        while True:
            arrived = self.hospital.get()
            self.total += cb.now() - arrived
            self.seen += 1
            cb.hold(random.exponential(15.0))
            if random.bernoulli(0.2):
                self.beds.put(cb.now())

    @cb.process(copies=100)
    def bed(self) -> None:
        while True:
            self.beds.get()
            cb.hold(random.exponential(900.0))

    @cb.on_end
    def measure(self) -> None:
        self.wait = self.total / self.seen


class Clerk(cb.Model):
    """M/M/1: each customer is a process that takes the server."""

    customers: cb.Param[int] = 1
    server: cb.Resource = cb.Resource(capacity=1)
    total: float = 0.0
    wait: cb.Output[float]

    @cb.process
    def arrivals(self) -> None:
        for _ in range(self.customers):
            cb.hold(random.exponential(1 / 0.9))
            cb.spawn(Customer, place=self)

    @cb.on_end
    def measure(self) -> None:
        self.wait = self.total / self.customers


class Customer(cb.Model):
    """One who takes the server of a Clerk."""

    place: cb.Ref[Clerk]

    @cb.process
    def visit(self) -> None:
        arrived = cb.now()
        self.place.server.acquire()
        self.place.total += cb.now() - arrived
        cb.hold(random.exponential(1.0))
        self.place.server.release()
        cb.release(self)


class Region(cb.Model):
    """Clinic, hospital and beds: each patient is a process that takes what it needs."""

    patients: cb.Param[int] = 1
    walk_ins: cb.Param[int] = 1
    clinic: cb.Resource = cb.Resource(capacity=20)
    hospital: cb.Resource = cb.Resource(capacity=8)
    beds: cb.Resource = cb.Resource(capacity=100)
    total: float = 0.0
    seen: int = 0
    wait: cb.Output[float]

    @cb.process
    def patients_arrive(self) -> None:
        for _ in range(self.patients):
            cb.hold(random.exponential(1 / PATIENTS))
            cb.spawn(Patient, place=self, walks_in=False)

    @cb.process
    def walk_ins_arrive(self) -> None:
        for _ in range(self.walk_ins):
            cb.hold(random.exponential(1 / WALK_INS))
            cb.spawn(Patient, place=self, walks_in=True)

    @cb.on_end
    def measure(self) -> None:
        self.wait = self.total / self.seen


class Patient(cb.Model):
    """One who goes through a Region."""

    place: cb.Ref[Region]
    walks_in: bool = False

    @cb.process
    def stay(self) -> None:
        place = self.place
        if not self.walks_in:
            place.clinic.acquire()
            cb.hold(random.exponential(10.0))
            place.clinic.release()
        if self.walks_in or random.bernoulli(0.15):
            arrived = cb.now()
            place.hospital.acquire(1, 0 if self.walks_in else 1)
            place.total += cb.now() - arrived
            place.seen += 1
            cb.hold(random.exponential(15.0))
            place.hospital.release()
            if random.bernoulli(0.2):
                place.beds.acquire()
                cb.hold(random.exponential(900.0))
                place.beds.release()
        cb.release(self)


def _wait(model: cb.Model) -> tuple[float, ...]:
    played = cb.Experiment(model, window=BEYOND, seed=1).run(workers=1)
    return (float(played[model].wait[0, 0]),)


def mm1(style: type[Pools | Clerk], customers: int) -> tuple[float, ...]:
    """Play M/M/1 at load 0.9; return the mean wait."""
    model = style()
    model.customers = customers
    return _wait(model)


def referral(style: type[ReferralPools | Region], patients: int) -> tuple[float, ...]:
    """Play clinic, hospital and beds; return the mean wait at the hospital."""
    model = style()
    model.patients = round(SHARE * patients)
    model.walk_ins = patients - model.patients
    return _wait(model)
