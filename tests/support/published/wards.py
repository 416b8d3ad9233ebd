"""The stroke pathway as a Markov chain of counts, event by event.

Gillespie (1976), Journal of Computational Physics 22, 403-434. Independent of the engine:
Python's random numbers, no patients and no event list. All times are exponential, so counts are
enough: at each ward those in care, those who wait for a bed further on, and those whose
discharge is being arranged, all of them in a bed. Times in days.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field

BEDS = {"hasu": 40, "asu": 35, "sa1": 20, "sa2": 20}
STAY = {"hasu": 3.3, "asu": 7.7, "sa1": 24.0, "sa2": 24.0}
ARRIVALS = 5.14
ARRANGED = {"supported": 1.5, "home": 0.5, "repatriated": 2.0, "complex": 2.0, "simple": 1.5}
ONWARDS = {
    "hasu": {"asu": 0.42, "supported": 0.075, "home": 0.15, "repatriated": 0.03, "at once": 0.325},
    "asu": {"sa1": 0.35, "sa2": 0.225, "supported": 0.27, "home": 0.09, "repatriated": 0.02,
            "at once": 0.045},
    "sa1": {"complex": 0.71, "simple": 0.29},
    "sa2": {"complex": 0.71, "simple": 0.29},
}  # fmt: skip
FROM = {"asu": "hasu", "sa1": "asu", "sa2": "asu"}  # where those come from who wait for a bed

Place = tuple[str, str]  # a ward, and what those in it wait for


@dataclass
class Pathway:
    """counts: patients in a bed by ward and what they wait for; `outside` wait for the first."""

    dice: random.Random
    counts: Counter[Place] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)  # beds
    outside: int = 0
    areas: dict[Place, float] = field(default_factory=lambda: defaultdict(float))  # patient-days

    def full(self, ward: str) -> bool:
        return self.taken[ward] >= BEDS[ward]

    def rates(self) -> dict[Place, float]:
        """Return how fast somebody's care or discharge ends; who waits for a bed just waits."""
        return {
            (ward, goal): n / (STAY[ward] if goal == "care" else ARRANGED[goal])
            for (ward, goal), n in self.counts.items()
            if n and goal not in BEDS
        }

    def enter(self, ward: str) -> None:
        self.taken[ward] += 1
        self.counts[ward, "care"] += 1

    def finish(self, place: Place) -> None:
        ward, goal = place
        self.counts[place] -= 1
        if goal == "care":
            ways = ONWARDS[ward]
            goal = self.dice.choices([*ways], [*ways.values()])[0]
            if goal in BEDS and not self.full(goal):
                self.enter(goal)
            elif goal != "at once":
                self.counts[ward, goal] += 1
                return
        self.leave(ward)

    def leave(self, ward: str) -> None:
        """Give the bed to who waits for it, and theirs to the next."""
        self.taken[ward] -= 1
        before = FROM.get(ward)
        if before is None:
            if self.outside:
                self.outside -= 1
                self.enter(ward)
        elif self.counts[before, ward]:
            self.counts[before, ward] -= 1
            self.enter(ward)
            self.leave(before)

    def pass_time(self, days: float) -> None:
        for place, n in self.counts.items():
            self.areas[place] += n * days
        self.areas["hasu", "outside"] += self.outside * days

    def means(self, days: float) -> dict[str, float]:
        found: dict[str, float] = defaultdict(float)
        for (ward, goal), area in self.areas.items():
            found[f"{ward}: {'waiting' if goal == 'outside' else 'busy'}"] += area / days
            found[f"{ward}: blocked"] += area / days * (goal in BEDS)
        return dict(found)

    def play(self, days: float) -> dict[str, float]:
        """Return means over the days from empty."""
        now = 0.0
        while True:
            rates = self.rates()
            step = self.dice.expovariate(ARRIVALS + sum(rates.values()))
            self.pass_time(min(step, days - now))
            now += step
            if now >= days:
                return self.means(days)
            places: list[Place | None] = [None, *rates]
            place = self.dice.choices(places, [ARRIVALS, *rates.values()])[0]
            if place is not None:
                self.finish(place)
            elif self.full("hasu"):
                self.outside += 1
            else:
                self.enter("hasu")


def years(n: int, days: float, seed: int) -> list[dict[str, float]]:
    """Return the means of n independent runs from empty."""
    dice = random.Random(seed)
    return [Pathway(dice).play(days) for _ in range(n)]
