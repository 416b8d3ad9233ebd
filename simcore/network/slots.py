"""Which steps need a count of visits, so that a patient who meets a key again draws anew."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from simcore.engine.dtypes import NONE, Op
from simcore.engine.program import Ints, Records

Flags = NDArray[np.bool_]


def visit_slots(steps: Records, targets: Ints) -> Ints:
    """Return each row's visit counter: one for each key that can be met twice, else NONE.

    A key can be met twice when a step that draws it lies on a loop, or when one step that
    draws it can be reached from another.
    """
    edges = _edges(steps, targets)
    draws = np.isin(steps.op, (Op.DELAY, Op.BRANCH))
    again = _on_loops(edges, steps.size) & draws
    keys = set(steps.key[again].tolist()) | _met_again(steps, edges, draws)
    slot_of = {key: slot for slot, key in enumerate(sorted(keys))}
    slots = np.array([slot_of.get(key, NONE) for key in steps.key.tolist()], np.int64)
    return np.where(draws, slots, NONE)


def _edges(steps: Records, targets: Ints) -> tuple[Ints, Ints]:
    plain = np.flatnonzero(~np.isin(steps.op, (Op.BRANCH, Op.LEAVE)))
    branches = np.flatnonzero(steps.op == Op.BRANCH)
    n = steps.n[branches]
    within = np.arange(n.sum()) - np.repeat(np.cumsum(n) - n, n)
    ends = targets[np.repeat(steps.targets[branches], n) + within]
    return (
        np.concatenate([plain, np.repeat(branches, n)]),
        np.concatenate([steps.next[plain], ends]),
    )


def _on_loops(edges: tuple[Ints, Ints], n: int) -> Flags:
    graph = coo_array((np.ones(edges[0].size), edges), shape=(n, n))
    _, part = connected_components(graph, directed=True, connection="strong")
    loops: Flags = np.bincount(part)[part] > 1
    loops[edges[0][edges[0] == edges[1]]] = True
    return loops


def _met_again(steps: Records, edges: tuple[Ints, Ints], draws: Flags) -> set[int]:
    """Return the keys drawn by several steps, one of which comes after another.

    Walks the rows with the set of shared keys met before each, as bits of an integer,
    until nothing changes.
    """
    key, count = np.unique(steps.key[draws], return_counts=True)
    shared = {int(k): 1 << b for b, k in enumerate(key[count > 1])}
    if not shared:
        return set()
    follow: dict[int, list[int]] = defaultdict(list)
    for a, b in zip(edges[0].tolist(), edges[1].tolist(), strict=True):
        follow[a].append(b)
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
