"""The models on Ciw: nodes, classes and a routing matrix, waits from its own records."""

from __future__ import annotations

import heapq
import random

import ciw
from ciw.dists import Distribution, Exponential, Lognormal

from benchmarks import outpatients as clinic
from benchmarks.models import PATIENTS, WALK_INS


def mm1(customers: int) -> tuple[float, ...]:
    """Play M/M/1 at load 0.9; return the mean wait."""
    network = ciw.create_network(
        arrival_distributions=[Exponential(0.9)],
        service_distributions=[Exponential(1.0)],
        number_of_servers=[1],
    )
    return _wait(network, customers / 0.9, 1)


def referral(patients: int) -> tuple[float, ...]:
    """Play clinic, hospital and beds; return the mean wait at the hospital (node 2)."""
    service = [Exponential(1 / 10), Exponential(1 / 15), Exponential(1 / 900)]
    onward = [[0.0, 0.15, 0.0], [0.0, 0.0, 0.2], [0.0, 0.0, 0.0]]
    network = ciw.create_network(
        arrival_distributions={
            "patient": [Exponential(PATIENTS), None, None],
            "walk-in": [None, Exponential(WALK_INS), None],
        },
        service_distributions={"patient": service, "walk-in": service},
        number_of_servers=[20, 8, 100],
        routing={"patient": onward, "walk-in": onward},
        priority_classes={"patient": 0, "walk-in": 1},
    )
    return _wait(network, patients / (PATIENTS + WALK_INS), 2)


def _wait(network: ciw.network.Network, minutes: float, node: int) -> tuple[float, ...]:
    waits = [r.waiting_time for r in _records(network, minutes) if r.node == node]
    return (sum(waits) / len(waits),)


def _records(network: ciw.network.Network, minutes: float) -> list[ciw.data_record.DataRecord]:
    ciw.seed(1)
    played = ciw.Simulation(network)
    played.simulate_until_max_time(minutes)
    return list(played.get_all_records())


class Comings(Distribution):  # type: ignore[misc]
    """Gaps between those who come to their appointments, booked as they call."""

    def __init__(self) -> None:
        self.rng = random.Random(1)
        self.book = clinic.Appointments()
        self.called = self.came = 0.0
        self.coming: list[float] = []

    def sample(self, t: float | None = None, ind: ciw.Individual | None = None) -> float:
        while not self.coming or self.coming[0] > self.called:
            self.called += self.rng.expovariate(clinic.BOOKING_RATE)
            slot = self.book.book(self.called)
            if slot is not None and self.rng.random() >= clinic.NO_SHOW:
                late = self.rng.normalvariate(*clinic.PUNCTUALITY)
                heapq.heappush(self.coming, max(self.called, slot + late))
        before, self.came = self.came, heapq.heappop(self.coming)
        return self.came - before


class WalkIns(Distribution):  # type: ignore[misc]
    """Gaps of a weekly profile, thinned from its highest rate."""

    def __init__(self) -> None:
        self.thinning = clinic.Thinning(random.Random(2))
        self.came = 0.0

    def sample(self, t: float | None = None, ind: ciw.Individual | None = None) -> float:
        before, self.came = self.came, self.thinning.after(self.came)
        return self.came - before


def outpatients(patients: int) -> tuple[float, ...]:
    """Play so many arrivals; return wait for a doctor, share reneged, beds busy in each ward.

    Ciw has no appointments, but takes any stream of arrivals. When a shift of Ciw ends, its
    servers finish their patients beside those of the next one, who begin at once: a little
    more capacity than elsewhere, ten times a week.
    """
    ends = [minute for minute, _ in clinic.DOCTORS[1:]]
    shifts = ciw.Schedule([doctors for _, doctors in clinic.DOCTORS], [*ends, clinic.WEEK])
    patience = [Exponential(1 / clinic.PATIENCE), None, None]
    service = [
        Exponential(1 / clinic.CONSULTATION),
        Lognormal(clinic.MU, clinic.SIGMA),
        Exponential(1 / clinic.REHAB_STAY),
    ]
    onward = [[0.0, clinic.ADMITTED, 0.0], [0.0, 0.0, clinic.TRANSFERRED], [0.0, 0.0, 0.0]]
    network = ciw.create_network(
        arrival_distributions={
            "booked": [Comings(), None, None],
            "walk-in": [WalkIns(), None, None],
        },
        service_distributions={"booked": service, "walk-in": service},
        reneging_time_distributions={"booked": patience, "walk-in": patience},
        number_of_servers=[shifts, clinic.WARD_BEDS, clinic.REHAB_BEDS],
        queue_capacities=[float("inf"), float("inf"), 0],
        routing={"booked": onward, "walk-in": onward},
        priority_classes={"booked": 0, "walk-in": 1},
    )
    minutes = patients / clinic.PER_MINUTE
    records = _records(network, minutes)
    served = [r for r in records if r.record_type == "service"]
    waits = [r.waiting_time for r in served if r.node == 1]
    reneged = sum(r.record_type == "renege" for r in records)
    in_ward, in_rehab = (
        sum(r.exit_date - r.service_start_date for r in served if r.node == node) for node in (2, 3)
    )
    return (
        sum(waits) / len(waits),
        reneged / (len(waits) + reneged),
        in_ward / minutes,
        in_rehab / minutes,
    )
