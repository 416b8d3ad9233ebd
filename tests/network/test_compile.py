"""Names become integers: what depends on a name alone, and what a position may change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.clinic import TEN, clinic, people, room
from support.models import (
    OFFICE_HOURS,
    constant,
    exponential,
    hospital,
    network,
    profile,
    resource,
    source,
)

from simcore.engine import ops
from simcore.engine.ops import Op
from simcore.engine.records import NONE
from simcore.network.compiler.compile import compile_network
from simcore.network.compiler.lower import step_keys
from simcore.network.compiler.names import stable_keys
from simcore.network.model import Network
from simcore.network.resources import Reserve
from simcore.network.steps import Branch, Delay, Go, Leave, Release, Seize, Transfer, Use
from simcore.network.steps.routing import cumulative
from simcore.text import Label

HOME = Leave(Label("home", "回家"))


def test_every_row_can_be_read_back() -> None:
    model = hospital()
    program, legend = compile_network(model)
    assert len(legend.steps) == program.steps.size
    assert [kind for kind, _, _ in legend.places] == ["source"] * 2 + ["resource"] * 5 + [
        "exit"
    ] * 2
    assert program.tallies == len(legend.tallies) * len(model.classes)
    assert ("started", "ward", "admitted") in legend.tallies
    kinds = {Op.SEIZE: {"seize", "use", "transfer"}, Op.LEAVE: {"leave"}, Op.ARRIVE: {"arrive"}}
    for row, name in zip(program.steps, legend.steps, strict=True):
        assert name.word in kinds.get(Op(int(row.op)), {name.word})


def test_tags_are_on_the_first_row_alone() -> None:
    use = Use("desk", constant(1.0), tags={"at": "desk"})
    model = network([resource("desk", 1)], [source("people", "p", 1.0)], {"p": [use, HOME]})
    _, legend = compile_network(model)
    assert [dict(step.tags) for step in legend.steps] == [{"at": "desk"}, {}, {}, {}, {}]


@given(st.lists(st.text(max_size=8), max_size=40))
def test_keys_depend_on_the_name_alone(names: list[str]) -> None:
    keys = stable_keys(names)
    assert len(set(keys.values())) == len(set(names))
    assert all(2 < key < 2**32 for key in keys.values())
    assert all(stable_keys([name]) == {name: keys[name]} for name in names)


def test_a_step_put_in_leaves_other_keys_alone() -> None:
    steps = (Seize("desk"), Delay(constant(1.0)), Delay(constant(2.0)), Release("desk"), HOME)
    more = (Use("desk", constant(3.0)), *steps[:1], Use("room", constant(1.0)), *steps[3:])
    assert len(set(step_keys("p", steps))) == len(steps)
    assert step_keys("p", steps)[0] == step_keys("p", more)[1]
    assert step_keys("p", steps)[-2:] == step_keys("p", more)[-2:]
    assert step_keys("p", (replace(steps[1], key="mine"),)) == ["mine"]


@given(st.lists(st.floats(0.0, 5.0), min_size=1, max_size=9).filter(lambda s: sum(s) > 0.1))
def test_cumulative_shares(shares: list[float]) -> None:
    below = cumulative(shares)
    assert np.all(np.diff(below) >= 0.0)
    last = max(k for k, share in enumerate(shares) if share > 0)
    assert below[last:] == [1.0] * (len(shares) - last)
    assert np.allclose(np.diff(below, prepend=0.0), np.array(shares) / sum(shares))


def test_go_joins_pathways() -> None:
    model = network(
        [],
        [source("people", "first", 1.0)],
        {
            "first": [Go("second")],
            "second": [Go("third")],
            "third": [Delay(constant(1.0)), Go("last")],
            "last": [HOME],
        },
    )
    program, _ = compile_network(model)
    delay, leave, arrive = program.steps
    assert (arrive.op, arrive.next) == (Op.ARRIVE, 0)
    assert (delay.op, delay.next, leave.op) == (Op.DELAY, 1, Op.LEAVE)


def test_priorities_become_ranks() -> None:
    program, _ = compile_network(hospital())
    assert program.sources.rank.tolist() == [2, 0]  # 2 and 0 of the ranks 0, 1, 2
    assert program.queues.shape == (5, 3)
    seizes = [row for row in program.rows if isinstance(row, ops.Seize)]
    assert [row.rank for row in seizes if row.resource == 3] == [1]
    assert [row.rank for row in seizes if row.resource == 1] == [NONE]


def test_a_transfer_blocks_what_is_held() -> None:
    model = network(
        [resource("ward", 1), resource("rehab", 1)],
        [source("people", "p", 1.0)],
        {"p": [Seize("ward"), Transfer("ward", "rehab"), Release("rehab"), HOME]},
    )
    program, _ = compile_network(model)
    rows: list[Any] = program.rows[:4]
    assert [row.OP for row in rows] == [Op.SEIZE, Op.SEIZE, Op.RELEASE, Op.RELEASE]
    assert [row.resource for row in rows] == [0, 1, 0, 1]
    assert [row.origin for row in rows[:2]] == [NONE, 0]


@pytest.mark.parametrize(
    ("start", "warmup", "minute"),
    [
        (None, 0.0, 0.0),
        (None, 5000.0, 0.0),
        (date(2020, 1, 6), 0.0, 0.0),  # a Monday
        (date(2020, 1, 8), 0.0, 2880.0),
        (date(2020, 1, 8), 1440.0, 1440.0),
        (date(2020, 1, 6), 60.0, 10020.0),
    ],
)
def test_the_week_begins_where_the_calendar_says(
    start: date | None, warmup: float, minute: float
) -> None:
    program, _ = compile_network(replace(hospital(), start=start), warmup)
    units = profile(OFFICE_HOURS).at(minute)
    assert program.week == -minute
    assert program.resources.capacity[1] == units
    assert program.queues.keep[1].tolist() == [0, 0, int(0.3 * units)]


def test_changes_are_those_of_the_capacity() -> None:
    hours = ((0.0, 2), (480.0, 2), (600.0, 4), (900.0, 2))
    model = network(
        [resource("a", hours, Reserve(1, 0.5)), resource("b", ((0.0, 1), (600.0, 3)))],
        [source("people", "p", 1.0)],
        {"p": [Use("a", exponential(1.0)), Use("b", exponential(1.0)), HOME]},
    )
    program, _ = compile_network(model)
    assert program.changes.tolist() == [(0.0, 1, 1), (600.0, 0, 4), (600.0, 1, 3), (900.0, 0, 2)]


def test_equal_laws_share_a_row() -> None:
    model = network(
        [],
        [source("people", "p", 1.0)],
        {"p": [Delay(exponential(2.0)), Delay(constant(2.0)), Delay(exponential(2.0)), HOME]},
    )
    program, _ = compile_network(model)
    assert [row.law for row in program.rows[:3] if isinstance(row, ops.Delay)] == [0, 1, 0]
    assert program.distributions.size == 2


def test_shares_by_class() -> None:
    model: Network = network(
        [],
        [source("people", "p", 1.0, (("b", 1.0),))],
        {"p": [Branch(((0.0, "x"), (0.0, "y")), by_class=((1.0, 0.0), (0.25, 0.75)))],
         "x": [HOME], "y": [HOME]},
        classes=("a", "b"),
    )  # fmt: skip
    program, _ = compile_network(model)
    step = program.rows[0]
    assert isinstance(step, ops.Branch)
    assert step.by_class == 2
    assert program.table[step.shares : step.shares + 4].tolist() == [1.0, 1.0, 0.25, 1.0]


def test_a_reserved_share_is_of_whole_units() -> None:
    wards = [resource(f"{n}", n, Reserve(1, share)) for n, share in ((100, 0.29), (50, 0.58))]
    steps = [Use(ward.name, exponential(10.0)) for ward in wards]
    built = network(wards, [source("people", "visit", 1.0, priority=2)], {"visit": [*steps, HOME]})
    program, _ = compile_network(built)
    assert program.queues.keep.max(axis=1).tolist() == [29, 29]


@pytest.mark.parametrize("twice", [
    {"resources": [room("a"), room("a")]},
    {"sources": [people(), people()]},
    {"attributes": ("age", "age")},
])  # fmt: skip
def test_two_things_of_one_name_are_no_checked_network(twice: dict[str, Any]) -> None:
    """Their rows would lead beyond the tables, and kernels write there."""
    with pytest.raises(ValueError, match="is the name of two things"):
        compile_network(clinic(Use("a", TEN), **twice))
