"""What queueing theory says, in closed form. Rates per minute, times in minutes.

Words: c servers, arrival rate, mean service time, load a = rate * service (erlangs).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import integrate, optimize


def erlang_c(servers: int, load: float) -> float:
    """Return the share of patients who wait in M/M/c.

    Erlang (1917), Post Office Electrical Engineers' Journal 10, 189-197: the formula for
    waiting ("C"), here from the one for loss ("B") by its usual recursion.
    """
    inverse_b = 1.0
    for k in range(1, servers + 1):
        inverse_b = 1.0 + inverse_b * k / load
    return 1.0 / (inverse_b - (load / servers) * (inverse_b - 1.0))


def erlang_b(servers: int, load: float) -> float:
    """Return the share of patients turned away in M/G/c/c.

    Erlang (1917): B(0) = 1, B(k) = a B(k-1) / (k + a B(k-1)). It is also how full an unlimited
    ward is seen by who still has a place at c beds: P(N = c) / P(N <= c), N Poisson.
    """
    share = 1.0
    for k in range(1, servers + 1):
        share = load * share / (k + load * share)
    return share


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


# Leaving and coming


def bulk_wait(rate: float, sizes: Sequence[float], service: float, cv: float) -> float:
    """Return the mean wait of a patient in M^[X]/G/1; sizes[k] is the share of bulks of k + 1.

    Burke (1975), Operations Research 23, 830-833: the wait of the bulk, as one patient of
    M/G/1, and then those of the same bulk served before. `rate` is that of bulks.
    """
    k = np.arange(1, len(sizes) + 1)
    mean, factorial = float(np.dot(sizes, k)), float(np.dot(sizes, k * (k - 1)))
    spare = 1.0 - rate * mean * service
    whole = rate * mean * service**2 * (1.0 + cv**2) / (2.0 * spare)
    return whole + service * factorial / (2.0 * mean * spare)


def gm1_wait(transform: Callable[[float], float], service: float) -> float:
    """Return the mean wait in G/M/1; `transform` is E[exp(-s gap)] of the gaps of arrivals.

    Kendall (1953), Annals of Mathematical Statistics 24, 338-354: the share who wait, x, is
    the root of x = transform((1 - x) / service); W = x service / (1 - x).
    """

    def excess(x: float) -> float:
        return transform((1.0 - x) / service) - x

    x = float(optimize.brentq(excess, 0.0, 1.0 - 1e-6, xtol=1e-14))
    return x * service / (1.0 - x)


# Priorities: lists are by class, best first; `moments` are of the squares of service


def remaining(rates: Sequence[float], squares: Sequence[float]) -> float:
    """Return the mean rest of the service that an arrival meets: sum of rate E[S^2] / 2."""
    return float(np.dot(rates, squares)) / 2.0


def mg1_priority_waits(
    rates: Sequence[float], services: Sequence[float], squares: Sequence[float]
) -> list[float]:
    """Return the mean wait of each class in M/G/1 without pre-emption.

    Cobham (1954), Journal of the Operations Research Society of America 2, 70-76:
    W_k = W_0 / ((1 - s_(k-1)) (1 - s_k)). squares are E[S^2].
    """
    loads = [rate * service for rate, service in zip(rates, services, strict=True)]
    first = remaining(rates, squares)
    return [first / ((1.0 - a) * (1.0 - b)) for a, b in pairwise(accumulate(loads, initial=0.0))]


def preemptive_stays(
    rates: Sequence[float], services: Sequence[float], squares: Sequence[float]
) -> list[float]:
    """Return the mean stay of each class in M/G/1 with pre-emption and resumed service.

    Miller (1960), Operations Research 8, 86-96 (M/M/1: White and Christie 1958):
    T_k = E[S_k] / (1 - s_(k-1)) + R_k / ((1 - s_(k-1)) (1 - s_k)), R_k of classes 1 to k.
    """
    loads = [rate * service for rate, service in zip(rates, services, strict=True)]
    stays = []
    for k, (a, b) in enumerate(pairwise(accumulate(loads, initial=0.0))):
        rest = remaining(rates[: k + 1], squares[: k + 1])
        stays.append(services[k] / (1.0 - a) + rest / ((1.0 - a) * (1.0 - b)))
    return stays


def completion(rate: float, service: float, own: Callable[[float], float], rule: str) -> float:
    """Return the mean time from first start to end of a patient whom urgent ones interrupt.

    The urgent come at `rate` and are served in `service` on average; own(s) is
    E[exp(-s S)] of the interrupted patient's service. Gaver (1962), Journal of the Royal
    Statistical Society B 24, 73-90: each interruption takes a busy period; the number of starts
    is 1/own(rate) on average where service is drawn anew, own(-rate) where the same is done again.
    """
    busy = service / (1.0 - rate * service)
    if rule == "resume":
        step = 1e-5
        mean = (own(-step) - own(step)) / (2.0 * step)
        return mean * (1.0 + rate * busy)
    starts = 1.0 / own(rate) if rule == "resample" else own(-rate)
    return (starts - 1.0) * (1.0 / rate + busy)


def accumulating_waits(
    rates: Sequence[float],
    services: Sequence[float],
    squares: Sequence[float],
    gains: Sequence[float],
) -> list[float]:
    """Return the mean wait of each class in M/G/1 where urgency grows with time waited.

    gains, falling, are how fast. Kleinrock (1964), Naval Research Logistics Quarterly 11,
    329-341; Stanford, Taylor and Ziedins (2014), Queueing Systems 77, 297-330, eq. 1. The
    recursion starts at the least urgent class.
    """
    loads = np.multiply(rates, services)
    first = remaining(rates, squares) / (1.0 - float(loads.sum()))
    waits = [0.0] * len(rates)
    for k in reversed(range(len(rates))):
        slower = range(k + 1, len(rates))
        above = first - sum(loads[i] * waits[i] * (1.0 - gains[i] / gains[k]) for i in slower)
        below = 1.0 - sum(loads[i] * (1.0 - gains[k] / gains[i]) for i in range(k))
        waits[k] = float(above / below)
    return waits


# Disciplines


def mm1_square_wait(rate: float, service: float, discipline: str) -> float:
    """Return E[W^2] in M/M/1, whose mean wait no such discipline changes.

    Takacs (1963), Operations Research 11, 2-27: at random, 2 / (2 - load) times that of first
    come first served; last come first served, 1 / (1 - load) times.
    """
    load = rate * service
    fifo = 2.0 * load * service**2 / (1.0 - load) ** 2
    return (
        fifo * {"fifo": 1.0, "random": 2.0 / (2.0 - load), "lifo": 1.0 / (1.0 - load)}[discipline]
    )


def shortest_first_wait(rate: float, service: float) -> float:
    """Return the mean wait in M/M/1 where the shortest service waiting is next, none cut short.

    Phipps (1956), Operations Research 4, 76-85: Cobham's with a class for each length x,
    W(x) = W_0 / (1 - load(x))^2.
    """
    load = rate * service

    def weighed(x: float) -> float:
        below = load * (1.0 - math.exp(-x) * (1.0 + x))  # of services shorter than x means
        return math.exp(-x) / (1.0 - below) ** 2

    return load * service * float(integrate.quad(weighed, 0.0, math.inf)[0])


def fork_join_stay(rate: float, service: float) -> float:
    """Return the mean stay of a patient who needs two tests at once, each at its own M/M/1.

    Flatto and Hahn (1984), SIAM Journal on Applied Mathematics 44, 1041-1053; Nelson and
    Tantawi (1988), IEEE Transactions on Computers 37, 739-743: (12 - load) / 8 of one M/M/1.
    """
    load = rate * service
    return (12.0 - load) / 8.0 * service / (1.0 - load)


# Occupancy


def lasting(mean: float) -> Callable[[float], float]:
    """Return E[min(S, x)] as a function of x for an exponential S."""
    return lambda x: mean * -math.expm1(-x / mean)


def occupancy_at(
    time: float, profile: Sequence[tuple[float, float]], limited_mean: Callable[[float], float]
) -> float:
    """Return the mean number in M(t)/G/infinity, empty at 0: rates hold from each time on.

    Eick, Massey and Whitt (1993), Operations Research 41, 731-742, eq. 1: the integral of
    rate(time - u) P(S > u); limited_mean(x) is E[min(S, x)], the integral of P(S > u) to x.
    """
    ends = [start for start, _ in profile[1:]] + [math.inf]
    total = 0.0
    for (start, rate), end in zip(profile, ends, strict=True):
        if start < time:
            total += rate * (limited_mean(time - start) - limited_mean(max(time - end, 0.0)))
    return total


def sine_occupancy(
    time: float, mean_rate: float, swing: float, period: float, stay: float
) -> float:
    """Return the mean number in M(t)/M/infinity for rate = mean_rate + swing sin(2 pi t/period).

    Eick, Massey and Whitt (1993), Management Science 39, 241-252: the swing is damped and
    late; the daily cycle has lasted for ever.
    """
    g = 2.0 * math.pi / period
    damped = (math.sin(g * time) - g * stay * math.cos(g * time)) / (1.0 + (g * stay) ** 2)
    return stay * (mean_rate + swing * damped)


def network_occupancy(
    outside: Sequence[float], routing: Sequence[Sequence[float]], stays: Sequence[float]
) -> NDArray[np.float64]:
    """Return the mean number on each ward of a network without limits; each is Poisson.

    Massey and Whitt (1993), Queueing Systems 13, 183-250: rate through it times mean stay,
    whatever the distribution of stays.
    """
    return np.asarray(jackson_rates(outside, routing) * np.asarray(stays, float), float)
