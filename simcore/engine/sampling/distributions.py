"""Variates from one uniform each, through the inverse distribution function.

Laws with a closed inverse are evaluated; every other one is tabulated by
`network.compiler.laws` as a cubic Hermite spline over the normal score z = ndtri(u), in which
quantile functions are smooth to the far tails.
"""

from __future__ import annotations

import math
from typing import Protocol, TypeVar

from simcore.engine.jit import shared
from simcore.engine.laws import TABLE_INTERVALS, Z_LIMIT, Law
from simcore.engine.program_records import LawRow, Source
from simcore.engine.records import FOREVER, LATEST

T_co = TypeVar("T_co", covariant=True)


class Indexed(Protocol[T_co]):
    """An array, of which kernels read one element at a time."""

    def __getitem__(self, index: int, /) -> T_co: ...


Numbers = Indexed[float]
Laws = Indexed[LawRow]


@shared
def ndtri(p: float) -> float:
    """Return the standard normal quantile of p.

    p: inside (0, 1).

    Wichura (1988), Algorithm AS 241, PPND16: relative error about 1e-16.
    """
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        top = 2509.0809287301226727
        top = top * r + 33430.575583588128105
        top = top * r + 67265.770927008700853
        top = top * r + 45921.953931549871457
        top = top * r + 13731.693765509461125
        top = top * r + 1971.5909503065514427
        top = top * r + 133.14166789178437745
        top = top * r + 3.387132872796366608
        low = 5226.495278852545925
        low = low * r + 28729.085735721942674
        low = low * r + 39307.89580009271061
        low = low * r + 21213.794301586595867
        low = low * r + 5394.1960214247511077
        low = low * r + 687.1870074920579083
        low = low * r + 42.313330701600911252
        low = low * r + 1.0
        return q * top / low
    r = math.sqrt(-math.log(p if q < 0.0 else 1.0 - p))
    z = _tail(r - 1.6) if r <= 5.0 else _far_tail(r - 5.0)
    return -z if q < 0.0 else z


@shared
def _tail(r: float) -> float:
    top = 7.7454501427834140764e-4
    top = top * r + 0.0227238449892691845833
    top = top * r + 0.24178072517745061177
    top = top * r + 1.27045825245236838258
    top = top * r + 3.64784832476320460504
    top = top * r + 5.7694972214606914055
    top = top * r + 4.6303378461565452959
    top = top * r + 1.42343711074968357734
    low = 1.05075007164441684324e-9
    low = low * r + 5.475938084995344946e-4
    low = low * r + 0.0151986665636164571966
    low = low * r + 0.14810397642748007459
    low = low * r + 0.68976733498510000455
    low = low * r + 1.6763848301838038494
    low = low * r + 2.05319162663775882187
    low = low * r + 1.0
    return top / low


@shared
def _far_tail(r: float) -> float:
    top = 2.01033439929228813265e-7
    top = top * r + 2.71155556874348757815e-5
    top = top * r + 0.0012426609473880784386
    top = top * r + 0.026532189526576123093
    top = top * r + 0.29656057182850489123
    top = top * r + 1.7848265399172913358
    top = top * r + 5.4637849111641143699
    top = top * r + 6.6579046435011037772
    low = 2.04426310338993978564e-15
    low = low * r + 1.4215117583164458887e-7
    low = low * r + 1.8463183175100546818e-5
    low = low * r + 7.868691311456132591e-4
    low = low * r + 0.0148753612908506148525
    low = low * r + 0.13692988092273580531
    low = low * r + 0.59983220655588793769
    low = low * r + 1.0
    return top / low


@shared
def first_above(table: Numbers, offset: int, n: int, u: float) -> int:
    """Return the first k < n with u < table[offset + k].

    table: holds from `offset` on a rising run of n numbers, the last of which is 1.
    u: inside (0, 1).
    """
    low = 0
    high = n - 1
    while low < high:
        middle = (low + high) // 2
        if u < table[offset + middle]:
            high = middle
        else:
            low = middle + 1
    return low


@shared
def _tabulated(table: Numbers, offset: int, u: float) -> float:
    step = 2.0 * Z_LIMIT / TABLE_INTERVALS
    x = (ndtri(u) + Z_LIMIT) / step
    k = int(x)
    x -= k
    knot = offset + 2 * k
    rise = table[knot + 2] - table[knot]
    m0 = table[knot + 1] * step
    m1 = table[knot + 3] * step
    return table[knot] + x * (m0 + x * (3.0 * rise - 2.0 * m0 - m1 + x * (m0 + m1 - 2.0 * rise)))


@shared
def _triangular(low: float, high: float, at_mode: float, u: float) -> float:
    width = high - low
    if u < at_mode:
        return low + math.sqrt(u * at_mode) * width
    return high - math.sqrt((1.0 - u) * (1.0 - at_mode)) * width


@shared
def sample(laws: Laws, table: Numbers, index: int, u: float) -> float:
    """Return a quantile of a distribution: minutes, or a number; below 0 where the law is.

    laws: the table of laws, of which row `index` is no expression.
    table: where the numbers of empirical and tabulated ones are.
    u: which quantile, inside (0, 1).
    """
    row = laws[index]
    kind = row.kind
    if kind == Law.EXPONENTIAL:
        x = -row.a * math.log(1.0 - u)  # 1 - u is exact: u has 53 bits
    elif kind == Law.LOGNORMAL:
        x = math.exp(row.a + row.b * ndtri(u))
    elif kind == Law.DETERMINISTIC:
        x = row.a
    elif kind == Law.UNIFORM:
        x = row.a + row.b * u
    elif kind == Law.TRIANGULAR:
        x = _triangular(row.a, row.b, row.c, u)
    elif kind == Law.NORMAL:
        # The upper tail is inverted from above: its mass (1 - c)(1 - u) never rounds to 0.
        x = row.a - row.b * ndtri((1.0 - row.c) * (1.0 - u))
    elif kind == Law.WEIBULL:
        x = row.a * (-math.log(1.0 - u)) ** row.b
    elif kind == Law.EMPIRICAL:
        x = table[row.offset + first_above(table, row.offset + row.n, row.n, u)]
    else:
        x = _tabulated(table, row.offset, u)
    return x


@shared
def next_arrival(source: Source, table: Numbers, time: float, need: float) -> float:
    """Return the time at which the cumulative rate of a source has grown by so much.

    Inverts the cumulative rate, so that a change of rate stretches time and keeps every patient
    (Cinlar 1975).

    source: with a rate above 0 at some minute; its `piece` and `week` are moved along.
    table: has the (minute, rate a minute) pairs of the source.
    time: minutes, from which on it grows, within the present piece.
    need: growth of the cumulative rate; an exponential variate of mean 1 makes a Poisson process.

    FOREVER where it does not grow by so much in the longest run.
    """
    n = source.n
    if n == 1:
        return time + need / table[source.rate + 1]
    while True:
        pair = source.rate + 2 * source.piece
        end = source.week + (table[pair + 2] if source.piece + 1 < n else source.cycle)
        rate = table[pair + 1]
        mass = rate * (end - time)
        if need < mass:
            return time + need / rate
        need -= mass
        time = end
        source.piece += 1
        if source.piece == n:
            source.piece = 0
            source.week += source.cycle
            if source.week > LATEST:  # a rate that is over, or next to nothing: nobody comes
                return FOREVER
