"""The outpatient department on PyPI's cimba, each patient a process; see `on_cimba`."""

from __future__ import annotations

import cimba as cb
from cimba import random

from benchmarks import outpatients as clinic
from benchmarks.on_cimba import BEYOND

LATE, LATE_SPREAD = clinic.PUNCTUALITY
HIGHEST = max(rate for _, rate in clinic.WALK_IN_RATES)


class Department(cb.Model):
    """The outpatient department, each patient a process; slots and shifts as tables."""

    minutes: cb.Param[float] = 1.0
    doctors: cb.Resource = cb.Resource(capacity=clinic.OFF_SHIFT)
    ward: cb.Resource = cb.Resource(capacity=clinic.WARD_BEDS)
    rehab: cb.Resource = cb.Resource(capacity=clinic.REHAB_BEDS)
    changes: cb.Array[float] = cb.Array([minute for minute, _ in clinic.DOCTORS])
    shifts: cb.Array[int] = cb.Array([doctors for _, doctors in clinic.DOCTORS])
    starts: cb.Array[float] = cb.Array([minute for minute, _ in clinic.WALK_IN_RATES])
    rates: cb.Array[float] = cb.Array([rate for _, rate in clinic.WALK_IN_RATES])
    slots: cb.Array[float] = cb.Array([minute for minute, _ in clinic.SLOTS])
    week: float = 0.0  # in which the first free slot lies
    slot: int = 0
    taken: int = 0
    total: float = 0.0
    seen: int = 0
    reneged: int = 0
    in_ward: float = 0.0
    in_rehab: float = 0.0
    wait: cb.Output[float]
    share_reneged: cb.Output[float]
    ward_busy: cb.Output[float]
    rehab_busy: cb.Output[float]

    @cb.process
    def doctors_change(self) -> None:
        week = 0.0
        while week < self.minutes:
            for k in range(len(self.changes)):
                cb.hold(week + self.changes[k] - cb.now())
                self.doctors.set_capacity(self.shifts[k])
            week += clinic.WEEK

    @cb.process
    def bookings(self) -> None:
        while cb.now() < self.minutes:
            cb.hold(random.exponential(1 / clinic.BOOKING_RATE))
            while self.week + self.slots[self.slot] < cb.now() + clinic.NOTICE:
                self.pass_slot()
            time = self.week + self.slots[self.slot]
            if time <= cb.now() + clinic.HORIZON:
                self.taken += 1
                if self.taken == clinic.SEATS:
                    self.pass_slot()
                if not random.bernoulli(clinic.NO_SHOW):
                    coming = time + random.normal(LATE, LATE_SPREAD) - cb.now()
                    cb.spawn(Outpatient, place=self, coming=max(0.0, coming), booked=True)

    @cb.function
    def pass_slot(self) -> None:
        self.taken = 0
        self.slot += 1
        if self.slot == len(self.slots):
            self.slot = 0
            self.week += clinic.WEEK

    @cb.process
    def walk_ins(self) -> None:
        while cb.now() < self.minutes:
            cb.hold(random.exponential(1 / HIGHEST))
            minute = cb.now() % clinic.WEEK
            k = len(self.starts) - 1
            while self.starts[k] > minute:
                k -= 1
            if random.uniform(0.0, HIGHEST) < self.rates[k]:
                cb.spawn(Outpatient, place=self, coming=0.0, booked=False)

    @cb.on_end
    def measure(self) -> None:
        self.wait = self.total / self.seen
        self.share_reneged = self.reneged / (self.seen + self.reneged)
        self.ward_busy = self.in_ward / self.minutes
        self.rehab_busy = self.in_rehab / self.minutes


class Outpatient(cb.Model):
    """One who comes to a Department, booked or not."""

    place: cb.Ref[Department]
    coming: float = 0.0
    booked: bool = False

    @cb.process
    def visit(self) -> None:
        cb.hold(self.coming)
        place = self.place
        arrived = cb.now()
        me = cb.this_process()
        me.timer_set(random.exponential(clinic.PATIENCE), 1)
        if place.doctors.acquire(1, 1 if self.booked else 0) != 0:
            place.reneged += 1
            cb.release(self)
        me.timers_clear()
        place.total += cb.now() - arrived
        place.seen += 1
        cb.hold(random.exponential(clinic.CONSULTATION))
        place.doctors.release()
        if random.bernoulli(clinic.ADMITTED):
            self.stay()
        cb.release(self)

    @cb.function
    def stay(self) -> None:
        place = self.place
        place.ward.acquire()
        began = cb.now()
        cb.hold(random.lognormal(clinic.MU, clinic.SIGMA))
        moves = random.bernoulli(clinic.TRANSFERRED)
        if moves:
            place.rehab.acquire()
        place.ward.release()
        place.in_ward += cb.now() - began
        if moves:
            began = cb.now()
            cb.hold(random.exponential(clinic.REHAB_STAY))
            place.rehab.release()
            place.in_rehab += cb.now() - began


def outpatients(patients: int) -> tuple[float, ...]:
    """Play so many arrivals; return wait for a doctor, share reneged, beds busy in each ward."""
    model = Department()
    model.minutes = patients / clinic.PER_MINUTE
    played = cb.Experiment(model, window=BEYOND, seed=1).run(workers=1)[model]
    outputs = (played.wait, played.share_reneged, played.ward_busy, played.rehab_busy)
    return tuple(float(output[0, 0]) for output in outputs)
