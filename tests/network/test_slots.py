"""Visit counters: every key that some patient can draw twice has one, and no other."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simcore.engine import dtypes
from simcore.engine.dtypes import NONE, Op
from simcore.engine.program import Records
from simcore.engine.simulation import records
from simcore.network.compiler.visits import visit_slots

DRAWS = (Op.DELAY, Op.BRANCH)


@st.composite
def tables(draw: Any) -> tuple[Records, np.ndarray[Any, Any]]:
    """Return random step tables: few rows, few keys, any links."""
    n = draw(st.integers(1, 7))
    row = st.integers(0, n - 1)
    steps = records(n, dtypes.STEP)
    targets: list[int] = []
    for step in steps:
        step.op = draw(st.sampled_from([Op.DELAY, Op.BRANCH, Op.SEIZE, Op.LEAVE]))
        step.key = draw(st.integers(1, 4))
        step.next = draw(row)
        if step.op == Op.BRANCH:
            ways = draw(st.lists(row, min_size=1, max_size=3))
            step.targets, step.n = len(targets), len(ways)
            targets += ways
    return steps, np.array(targets, np.int64)


def follow(steps: Records, targets: Any, row: int) -> list[int]:
    step = steps[row]
    if step.op == Op.LEAVE:
        return []
    if step.op == Op.BRANCH:
        return [int(t) for t in targets[step.targets : step.targets + step.n]]
    return [int(step.next)]


def drawn_twice(steps: Records, targets: Any) -> set[int]:
    """Return the keys that can be drawn at one row and again at one that follows."""
    found = set()
    for begin in range(steps.size):
        reached: set[int] = set()
        work = follow(steps, targets, begin)
        while work:
            row = work.pop()
            if row not in reached:
                reached.add(row)
                work += follow(steps, targets, row)
        if steps.op[begin] in DRAWS:
            again = {int(steps.key[r]) for r in reached if steps.op[r] in DRAWS}
            found |= again & {int(steps.key[begin])}
    return found


@given(tables())
def test_slots(table: tuple[Records, Any]) -> None:
    steps, targets = table
    slots = visit_slots(steps, targets)
    twice = drawn_twice(steps, targets)
    for step, slot in zip(steps, slots, strict=True):
        assert (slot != NONE) == (step.op in DRAWS and int(step.key) in twice)
    counters = {
        int(step.key): int(slot) for step, slot in zip(steps, slots, strict=True) if slot >= 0
    }
    assert sorted(counters.values()) == list(range(len(counters)))
