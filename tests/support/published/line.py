"""Three single servers in a row with room for three before each, as a recursion.

Blocking after service: a stool that is done leaves its station when the fourth before it has
left the next one, which has four places. Independent of the engine. Times in seconds.
"""

from __future__ import annotations

import numpy as np

STATIONS, ROOM, GAP = 3, 3, 4.0  # stations, places to wait, seconds between arrivals
PLACES = ROOM + 1  # with the one who is served


def lost(rng: np.random.Generator, low: float, high: float, warmup: float, end: float) -> int:
    """Return how many find the first waiting room full, from the warm-up to the end."""
    gone: list[list[float]] = [[] for _ in range(STATIONS)]  # when each left each station
    count, arrival = 0, GAP
    while arrival < end:
        n = len(gone[0])
        if n >= PLACES and gone[0][n - PLACES] > arrival:
            count += arrival > warmup
        else:
            _through(gone, arrival, rng.uniform(low, high, STATIONS))
        arrival += GAP
    return count


def _through(gone: list[list[float]], at: float, services: np.ndarray) -> None:
    """Take one stool through the line."""
    n = len(gone[0])
    for j, service in enumerate(services):
        start = max(at, gone[j][n - 1]) if n else at
        at = start + float(service)
        if j + 1 < STATIONS and n >= PLACES:
            at = max(at, gone[j + 1][n - PLACES])
        gone[j].append(at)


def hours(n: int, low: float, high: float, seed: int) -> list[dict[str, float]]:
    """Return the stools lost in each of n hours, after ten minutes from empty."""
    rng = np.random.default_rng(seed)
    return [{"lost: left": float(lost(rng, low, high, 600.0, 4200.0))} for _ in range(n)]
