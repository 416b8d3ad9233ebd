"""The treatment centre without an event list: each station a recursion over those who come.

Independent of the engine: numpy's random numbers, and at each station the next patient starts
when they are there and the first of its servers is free (Kiefer and Wolfowitz 1955, Transactions
of the American Mathematical Society 78, 1-18). Times in minutes from 06:00.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Times = NDArray[np.float64]

HOURS = (2.36666666666667, 2.8, 8.83333333333333, 10.4333333333333, 14.8, 26.2666666666667, 31.4,
         18.0666666666667, 16.4666666666667, 12.0333333333333, 11.6, 28.8666666666667,
         18.0333333333333, 11.5, 5.3, 4.06666666666667, 2.2, 2.1)  # fmt: skip
PLAYED = np.array([*HOURS, HOURS[0]])  # patients an hour, each hour from 06:00 to 01:00
END = 60.0 * len(PLAYED)


def lagging_arrivals() -> float:
    """Return the arrivals to be expected where rates lag, as in the paper's thinning.

    The rate of the hour of the previous arrival holds until the next one. held[g] is how
    likely that hour is g; in hour h, who holds another g comes to hold h at rate R_g.
    """
    held = np.zeros(len(PLAYED))
    held[0], total = 1.0, 0.0
    for h, rate in enumerate(PLAYED):
        passing = held * -np.expm1(-PLAYED)
        passing[h] = 0.0
        time_elsewhere = float((passing / PLAYED).sum())
        total += float(passing.sum()) + rate * (1.0 - time_elsewhere)
        held -= passing
        held[h] += passing.sum()
    return total


def lagging_days(n: int, seed: int) -> list[dict[str, float]]:
    """Return the arrivals of n days of such thinning, drawn gap by gap."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(n):
        now, arrivals = 0.0, -1
        while now < END:
            arrivals += 1
            now += rng.exponential(60.0 / PLAYED[int(now // 60.0)])
        found.append({"arrivals": float(arrivals)})
    return found


def starts(ready: Times, service: Times, servers: int) -> Times:
    """Return when each patient starts, first come, first served."""
    free, start = [0.0] * servers, np.empty(len(ready))
    for i in np.argsort(ready, kind="stable"):
        start[i] = max(ready[i], heapq.heappop(free))
        heapq.heappush(free, start[i] + service[i])
    return start


@dataclass
class Day:
    """One day. found: mean wait of those who started, and servers busy, by station."""

    rng: np.random.Generator
    servers: dict[str, int]
    found: dict[str, float] = field(default_factory=dict)

    def arrivals(self) -> Times:
        hours = [60.0 * (h + self.rng.random(self.rng.poisson(r))) for h, r in enumerate(PLAYED)]
        return np.sort(np.concatenate(hours))

    def lognormal(self, mean: float, variance: float, n: int) -> Times:
        log_variance = math.log1p(variance / mean**2)
        return self.rng.lognormal(math.log(mean) - log_variance / 2.0, math.sqrt(log_variance), n)

    def through(self, station: str, ready: Times, service: Times) -> Times:
        """Return when each patient is done at a station, and note its figures."""
        start = starts(ready, service, self.servers[station])
        begun = start < END
        waits = (start - ready)[begun]
        self.found[f"{station}: wait"] = float(waits.mean()) if len(waits) else math.nan
        worked = np.minimum(start + service, END) - start
        self.found[f"{station}: busy"] = float(worked[begun].sum()) / END
        return start + service

    def out(self, exit: str, arrived: Times, done: Times) -> None:
        gone = done < END
        self.found[f"{exit}: left"] = float(gone.sum())
        self.found[f"{exit}: stay"] = float((done - arrived)[gone].mean()) if gone.any() else np.nan

    def play(self) -> dict[str, float]:
        arrived = self.arrivals()
        self.found["arrivals"] = float(len(arrived))
        done = self.through("triage", arrived, self.rng.exponential(3.0, len(arrived)))
        trauma = self.rng.random(len(arrived)) < 0.12
        self._others(arrived[~trauma], done[~trauma])
        self._trauma(arrived[trauma], done[trauma])
        return self.found

    def _others(self, arrived: Times, at: Times) -> None:
        n = len(at)
        at = self.through("registration", at, self.lognormal(5.0, 2.0, n))
        examination = np.maximum(0.5, self.rng.normal(16.0, math.sqrt(3.0), n))
        at = self.through("examination", at, examination)
        treated = self.rng.random(n) < 0.6
        service = self.lognormal(13.3, 2.0, int(treated.sum()))
        at[treated] = self.through("cubicle", at[treated], service)
        self.out("patient discharged", arrived, at)

    def _trauma(self, arrived: Times, at: Times) -> None:
        n = len(at)
        at = self.through("trauma_room", at, self.rng.exponential(90.0, n))
        at = self.through("trauma_cubicle", at, self.lognormal(30.0, 4.0, n))
        self.out("trauma patient discharged", arrived, at)


SERVERS = {"triage": 1, "registration": 1, "examination": 3, "cubicle": 1, "trauma_room": 2,
           "trauma_cubicle": 1}  # fmt: skip


def days(n: int, seed: int) -> list[dict[str, float]]:
    """Return the figures of n independent days."""
    rng = np.random.default_rng(seed)
    return [Day(rng, SERVERS).play() for _ in range(n)]
