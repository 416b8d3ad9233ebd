"""Counter-based random numbers: Philox4x32-7 (Salmon et al., SC '11, doi 10.1145/2063384.2063405).

A uniform is a pure function of (seed, replication, source, patient's ordinal, step's stable
key, visit to that key, draw), so nothing depends on the order of events.
"""

from __future__ import annotations

import numpy as np

from simcore.engine.jit import shared

Bits = np.uint64  # 32 of them are used
Counter = tuple[Bits, Bits, Bits, Bits]

_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint64(0x9E3779B9)
_WEYL_1 = np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_32 = np.uint64(32)
_12 = np.uint64(12)
ROUNDS = 7  # the fewest that pass BigCrush (table 2 there); the usual 10 cost 7% of M/M/1
ARRIVAL_KEY = 0  # no step has it: it draws the gap before a patient, and the patient's class
SIZE_KEY = 2  # nor this one: how many come together


@shared
def philox(c0: Bits, c1: Bits, c2: Bits, c3: Bits, k0: Bits, k1: Bits) -> Counter:
    """Encrypt the counter (four 32-bit numbers in uint64) under the key (two of them)."""
    for _ in range(ROUNDS):
        p0 = _MULTIPLIER_0 * c0
        p1 = _MULTIPLIER_1 * c2
        c0, c1, c2, c3 = (p1 >> _32) ^ c1 ^ k0, p1 & _LOW, (p0 >> _32) ^ c3 ^ k1, p0 & _LOW
        k0 = (k0 + _WEYL_0) & _LOW
        k1 = (k1 + _WEYL_1) & _LOW
    return c0, c1, c2, c3


@shared
def unit(high: Bits, low: Bits) -> float:
    """Map 64 random bits to the open interval (0, 1): 52 bits and a half, never 0 or 1."""
    return (np.float64(((high << _32) | low) >> _12) + 0.5) * 2.0**-52


@shared
def uniforms(
    seed: int, replication: int, source: int, ordinal: int, key: int, visit: int
) -> tuple[float, float]:
    """Return the two uniforms of one meeting of a patient with a step, inside (0, 1).

    seed, replication: of the run, 32 bits each.
    source: the stable key of the patient's source.
    ordinal: the patient's in that source.
    key: the step's stable key, or ARRIVAL_KEY or SIZE_KEY.
    visit: how often the patient has met that key before.

    Philox4x32 with 7 rounds (Salmon et al. 2011): the numbers are the counter and the key.
    """
    x0, x1, x2, x3 = philox(
        np.uint64(ordinal) & _LOW,
        np.uint64(source),
        np.uint64(key),
        np.uint64(visit),
        np.uint64(seed),
        np.uint64(replication),
    )
    return unit(x0, x1), unit(x2, x3)
