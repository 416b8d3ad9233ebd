"""Which steps need a count of visits, so that a patient who meets a key again draws anew."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from simcore.engine.dtypes import NONE, Op
from simcore.engine.program import Ints, Records
from simcore.engine.successors import successors

Flags = NDArray[np.bool_]
ALWAYS = (Op.DELAY, Op.BRANCH, Op.SERVE, Op.SET, Op.IF, Op.TABLE)
WITH_LAW = (Op.SEIZE_ANY, Op.RELEASE_ANY, Op.GATHER, Op.BOOK)


def visit_slots(steps: Records, targets: Ints) -> Ints:
    """Return each row's visit counter: one for each key that can be met twice, else NONE.

    A key can be met twice when a step that draws it lies on a loop, or when one step that
    draws it can be reached from another.
    """
    follow = successors(steps, targets)
    draws = np.isin(steps.op, ALWAYS) | (np.isin(steps.op, WITH_LAW) & (steps.law != NONE))
    again = _on_loops(follow) & draws
    keys = set(steps.key[again].tolist()) | _met_again(steps, follow, draws)
    slot_of = {key: slot for slot, key in enumerate(sorted(keys))}
    slots = np.array([slot_of.get(key, NONE) for key in steps.key.tolist()], np.int64)
    return np.where(draws, slots, NONE)


def _on_loops(follow: list[list[int]]) -> Flags:
    n = len(follow)
    a = np.repeat(np.arange(n), [len(rows) for rows in follow])
    b = np.array([row for rows in follow for row in rows], np.int64)
    graph = coo_array((np.ones(a.size), (a, b)), shape=(n, n))
    _, part = connected_components(graph, directed=True, connection="strong")
    loops: Flags = np.bincount(part)[part] > 1
    loops[a[a == b]] = True
    return loops


def _met_again(steps: Records, follow: list[list[int]], draws: Flags) -> set[int]:
    """Return the keys drawn by several steps, one of which comes after another.

    Walks the rows with the set of shared keys met before each, as bits of an integer,
    until nothing changes.
    """
    key, count = np.unique(steps.key[draws], return_counts=True)
    shared = {int(k): 1 << b for b, k in enumerate(key[count > 1])}
    if not shared:
        return set()
    own = [shared.get(k, 0) if d else 0 for k, d in zip(steps.key.tolist(), draws, strict=True)]
    met = [0] * steps.size
    work = list(range(steps.size))
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
