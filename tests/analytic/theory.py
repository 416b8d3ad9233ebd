"""What queueing theory says, in closed form. Rates per minute, times in minutes.

Words: c servers, arrival rate, mean service time, load a = rate * service (erlangs).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray


def erlang_c(servers: int, load: float) -> float:
    """Return the share of patients who wait in M/M/c.

    Erlang (1917), Post Office Electrical Engineers' Journal 10, 189-197: his formula for
    waiting ("C"), here from the one for loss ("B") by its usual recursion.
    """
    inverse_b = 1.0
    for k in range(1, servers + 1):
        inverse_b = 1.0 + inverse_b * k / load
    return 1.0 / (inverse_b - (load / servers) * (inverse_b - 1.0))


def mmc_wait(rate: float, servers: int, service: float) -> float:
    """Return the mean wait in M/M/c, those who do not wait included (Erlang 1917)."""
    return erlang_c(servers, rate * service) / (servers / service - rate)


def mmc_wait_over(minutes: float, rate: float, servers: int, service: float) -> float:
    """Return the share of patients who wait longer in M/M/c, first come first served.

    Waits of those who wait are exponential (Erlang 1917).
    """
    spare = servers / service - rate
    return erlang_c(servers, rate * service) * math.exp(-spare * minutes)


def mg1_wait(rate: float, service: float, cv: float) -> float:
    """Return the mean wait in M/G/1: W = rate E[S^2] / (2 (1 - load)).

    Pollaczek (1930), Mathematische Zeitschrift 32, 64-100; Khinchine (1932), Matematicheskii
    Sbornik 39, 73-84. cv 0 is M/D/1.
    """
    second_moment = service**2 * (1.0 + cv**2)
    return rate * second_moment / (2.0 * (1.0 - rate * service))


def priority_waits(rates: Sequence[float], servers: int, service: float) -> list[float]:
    """Return the mean wait of each class, best first, in M/M/c without pre-emption.

    Cobham (1954), Journal of the Operations Research Society of America 2, 70-76:
    W_k = W_0 / ((1 - s_(k-1)) (1 - s_k)), s_k the load a server of classes 1 to k, and
    W_0 = C(c, a) service / c.
    """
    below = np.concatenate([[0.0], np.cumsum(rates)]) * service / servers
    first = erlang_c(servers, sum(rates) * service) * service / servers
    return [first / ((1.0 - a) * (1.0 - b)) for a, b in pairwise(below)]


def jackson_rates(
    outside: Sequence[float], routing: Sequence[Sequence[float]]
) -> NDArray[np.float64]:
    """Return the rate through each station: rate = outside + rate * routing.

    Jackson (1957), Operations Research 5, 518-521: each station is then M/M/c by itself.
    """
    p = np.asarray(routing, float)
    return np.linalg.solve(np.eye(len(p)) - p.T, np.asarray(outside, float))
