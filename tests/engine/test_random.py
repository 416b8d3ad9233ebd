"""The generator against its published vectors, and what its uniforms must look like."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats
from support.chance import FALSE_ALARMS

from simcore.engine.sampling import random
from simcore.engine.sampling.random import philox, uniforms, unit

# Random123 (D. E. Shaw Research), file tests/kat_vectors, lines "philox4x32": rounds,
# four words of the counter, two of the key, four of the answer.
PUBLISHED = """
 7 00000000 00000000 00000000 00000000 00000000 00000000 5f6fb709 0d893f64 4f121f81 4f730a48
 7 ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff 5207ddc2 45165e59 4d8ee751 8c52f662
 7 243f6a88 85a308d3 13198a2e 03707344 a4093822 299f31d0 4dfccaba 190a87f0 c47362ba b6b5242a
10 00000000 00000000 00000000 00000000 00000000 00000000 6627e8d5 e169c58d bc57ac4c 9b00dbd8
10 ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff 408f276d 41c83b0e a20bc7c6 6d5451fd
10 243f6a88 85a308d3 13198a2e 03707344 a4093822 299f31d0 d16cfe09 94fdcceb 5001e420 24126ea1
"""
VECTORS = [line.split() for line in PUBLISHED.strip().splitlines()]
NAMES = ("seed", "replication", "source", "ordinal", "key", "visit")
plain_philox: Any = getattr(philox, "py_func", philox)


def words(texts: list[str]) -> list[np.uint64]:
    return [np.uint64(int(text, 16)) for text in texts]


@pytest.mark.parametrize("vector", VECTORS)
def test_published_vectors(vector: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(random, "ROUNDS", int(vector[0]))
    assert list(plain_philox(*words(vector[1:7]))) == words(vector[7:])


@pytest.mark.parametrize("vector", [v for v in VECTORS if int(v[0]) == random.ROUNDS])
def test_published_vectors_compiled(vector: list[str]) -> None:
    assert list(philox(*words(vector[1:7]))) == words(vector[7:])


def test_unit_is_never_0_or_1() -> None:
    zero, ones = np.uint64(0), np.uint64(0xFFFFFFFF)
    assert unit(zero, zero) == 2.0**-53
    assert unit(ones, ones) == 1.0 - 2.0**-53
    assert unit(zero, ones) > unit(zero, zero)


@numba.njit
def fill(arguments: NDArray[np.int64], out: NDArray[np.float64]) -> None:
    for i in range(len(out)):
        a = arguments[i]
        out[i, 0], out[i, 1] = uniforms(a[0], a[1], a[2], a[3], a[4], a[5])


def draws(arguments: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return both uniforms of each row of (seed, replication, source, ...)."""
    out = np.empty((len(arguments), 2))
    fill(arguments, out)
    return out


def rows(n: int, **varying: NDArray[np.int64]) -> NDArray[np.int64]:
    arguments = np.tile(np.array([1, 0, 0x1234, 0, 0xBEEF, 0]), (n, 1))
    for name, values in varying.items():
        arguments[:, NAMES.index(name)] = values
    return arguments


def too_few_rounds(n: int, rounds: int, monkeypatch: pytest.MonkeyPatch) -> NDArray[np.float64]:
    """Return uniforms of a weaker cipher over n ordinals: a fault that tests must catch."""
    monkeypatch.setattr(random, "ROUNDS", rounds)
    zero = np.zeros(n, np.uint64)
    counter = np.arange(n, dtype=np.uint64), zero, zero, zero
    x0, x1, _, _ = plain_philox(*counter, np.uint64(1), np.uint64(0))
    plain_unit: Any = getattr(unit, "py_func", unit)
    return np.asarray(plain_unit(x0, x1))


def test_one_minus_a_uniform_is_exact() -> None:
    u = draws(rows(100_000, ordinal=np.arange(100_000)))
    assert np.array_equal(1.0 - (1.0 - u), u)


# Uniformity: two streams, each with half of the false alarms.


def is_uniform(u: NDArray[np.float64]) -> bool:
    return bool(stats.kstest(u, "uniform").pvalue > FALSE_ALARMS / 2)


def test_uniforms_are_uniform() -> None:
    n = 1_000_000
    u = draws(rows(n, ordinal=np.arange(n)))
    assert is_uniform(u[:, 0])
    assert is_uniform(u[:, 1])


def test_uniformity_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_uniform(too_few_rounds(1_000_000, 2, monkeypatch))


# Independence: every argument is varied alone, and pairs of neighbours are looked at in a
# grid of 16 by 16 and by their correlation.


def are_independent(u: NDArray[np.float64], v: NDArray[np.float64], tests: int) -> bool:
    """Judge two streams: correlation and counts of a grid, among `tests` such pairs."""
    level = FALSE_ALARMS / tests / 2
    correlation = float(np.corrcoef(u, v)[0, 1]) * np.sqrt(len(u))
    counts, _, _ = np.histogram2d(u, v, bins=16, range=[[0, 1], [0, 1]])
    p_grid = stats.chisquare(counts.ravel()).pvalue
    return bool(2 * stats.norm.sf(abs(correlation)) > level and p_grid > level)


@pytest.mark.parametrize("name", NAMES)
def test_neighbours_are_independent(name: str) -> None:
    n = 200_000
    u = draws(rows(n, **{name: np.arange(n)}))[:, 0]
    assert are_independent(u[:-1], u[1:], len(NAMES) + 1)


def test_both_draws_of_a_step_are_independent() -> None:
    n = 200_000
    u = draws(rows(n, ordinal=np.arange(n)))
    assert are_independent(u[:, 0], u[:, 1], len(NAMES) + 1)


def test_independence_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    u = too_few_rounds(200_000, 3, monkeypatch)
    assert not are_independent(u[:-1], u[1:], len(NAMES) + 1)


def test_a_stream_depends_on_every_argument() -> None:
    base = rows(1)
    seen = {draws(base)[0, 0]}
    for column in range(len(NAMES)):
        other = base.copy()
        other[0, column] += 1
        seen.add(draws(other)[0, 0])
    assert len(seen) == 1 + len(NAMES)
