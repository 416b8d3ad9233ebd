"""Visit counters: every key that some patient can draw twice has one, and no other."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from support.models import exponential, label, leave, network, profile, source

from simcore.engine import ops
from simcore.engine.links import Links
from simcore.engine.records import NONE
from simcore.network.compiler.compile import compile_network
from simcore.network.compiler.visits import visit_counters
from simcore.network.resources import Closing, Resource
from simcore.network.steps import Delay, Go, Use

DRAWS = (ops.Delay, ops.Branch)
Rows = list[ops.StepRow]


@st.composite
def tables(draw: Any) -> tuple[Rows, list[int]]:
    """Return random step tables: few rows, few keys, any links; and their targets."""
    n = draw(st.integers(1, 7))
    row = st.integers(0, n - 1)
    rows: Rows = []
    targets: list[int] = []
    for _ in range(n):
        fields = {"key": draw(st.integers(1, 4)), "next": draw(row)}
        kind = draw(st.sampled_from([ops.Delay, ops.Branch, ops.Seize, ops.Leave]))
        if kind is ops.Branch:
            ways = draw(st.lists(row, min_size=1, max_size=3))
            fields |= {"shares": 0, "targets": len(targets), "n": len(ways)}
            targets += ways
        rows.append(kind(**fields))
    return rows, targets


def follow(rows: Rows, targets: list[int], row: int) -> list[int]:
    match rows[row]:
        case ops.Leave():
            return []
        case ops.Branch() as step:
            return targets[step.targets : step.targets + step.n]
    return [rows[row].next]


def drawn_twice(rows: Rows, targets: list[int]) -> set[int]:
    """Return the keys that can be drawn at one row and again at one that follows."""
    found = set()
    for begin in range(len(rows)):
        reached: set[int] = set()
        work = follow(rows, targets, begin)
        while work:
            row = work.pop()
            if row not in reached:
                reached.add(row)
                work += follow(rows, targets, row)
        if isinstance(rows[begin], DRAWS):
            again = {rows[r].key for r in reached if isinstance(rows[r], DRAWS)}
            found |= again & {rows[begin].key}
    return found


@given(tables())
def test_counters(table: tuple[Rows, list[int]]) -> None:
    rows, targets = table
    counters = visit_counters(rows, Links(targets, [], [NONE]))
    twice = drawn_twice(rows, targets)
    for row, counter in zip(rows, counters, strict=True):
        assert (counter != NONE) == (isinstance(row, DRAWS) and row.key in twice)
    pairs = zip(rows, counters, strict=True)
    used = {row.key: int(counter) for row, counter in pairs if counter >= 0}
    assert sorted(used.values()) == list(range(len(used)))


def test_who_is_sent_home_and_comes_back_draws_anew() -> None:
    hours = profile(((0.0, 1), (480.0, 0), (960.0, 1)))
    model = network(
        [Resource("a", label("a"), hours, closing=Closing(waiting="leave", go="out"))],
        [source("people", "visit", 0.1)],
        {"visit": [Use("a", exponential(30.0)), leave()],
         "out": [Delay(exponential(600.0)), Go("visit")]},
    )  # fmt: skip
    program, _ = compile_network(model)
    drawn = {n: row.counter != NONE for n, row in zip(program.names, program.rows, strict=True)
             if row.draws}  # fmt: skip
    assert drawn == {"visit/use a 1/time": False, "out/delay  1": True}  # served once, sent often
