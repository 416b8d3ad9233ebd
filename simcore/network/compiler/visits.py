"""Which rows need a count of visits, so that a patient who meets a key again draws anew."""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from simcore.engine.links import Links
from simcore.engine.ops import StepRow
from simcore.engine.program import Ints
from simcore.engine.records import NONE
from simcore.engine.successors import successors

Flags = NDArray[np.bool_]


def visit_counters(rows: Sequence[StepRow], links: Links) -> Ints:
    """Return each row's visit counter: one for each key that can be met twice, else NONE.

    A key can be met twice when a row that draws it lies on a loop, or when one row that
    draws it can be reached from another.
    """
    following = successors(rows, links)
    keys = np.array([row.key for row in rows], np.int64)
    draws = np.array([row.draws for row in rows], bool)
    again = _on_loops(following) & draws
    twice = set(keys[again].tolist()) | _met_again(keys, following, draws)
    counter_of = {key: counter for counter, key in enumerate(sorted(twice))}
    counters = np.array([counter_of.get(key, NONE) for key in keys.tolist()], np.int64)
    return np.where(draws, counters, NONE)


def _on_loops(follow: list[list[int]]) -> Flags:
    n = len(follow)
    try:
        TopologicalSorter(dict(enumerate(follow))).prepare()
    except CycleError:
        pass  # which rows are on loops takes a matrix, and a small network most of its compilation
    else:
        return np.zeros(n, bool)
    a = np.repeat(np.arange(n), [len(rows) for rows in follow])
    b = np.array([row for rows in follow for row in rows], np.int64)
    graph = coo_array((np.ones(a.size), (a, b)), shape=(n, n))
    _, part = connected_components(graph, directed=True, connection="strong")
    loops: Flags = np.bincount(part)[part] > 1
    loops[a[a == b]] = True
    return loops


def _met_again(keys: Ints, follow: list[list[int]], draws: Flags) -> set[int]:
    """Return the keys drawn by several steps, one of which comes after another.

    Walks the rows with the set of shared keys met before each, as bits of an integer,
    until nothing changes.
    """
    key, count = np.unique(keys[draws], return_counts=True)
    shared = {int(k): 1 << b for b, k in enumerate(key[count > 1])}
    if not shared:
        return set()
    own = [shared.get(k, 0) if d else 0 for k, d in zip(keys.tolist(), draws, strict=True)]
    met = [0] * len(follow)
    work = list(range(len(follow)))
    while work:
        row = work.pop()
        after = met[row] | own[row]
        for following in follow[row]:
            if after & ~met[following]:
                met[following] |= after
                work.append(following)
    again = 0
    for o, m in zip(own, met, strict=True):
        again |= o & m
    return {k for k, bit in shared.items() if again & bit}
