"""The rules of resources, read off the event log: who is next, what is kept free, who blocks.

Engine and reference could agree on a wrong rule; here each is stated once more, as what a
log may contain.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from support.models import constant, exponential, leave, network, resource, source, station
from support.runs import WEEK

from simcore.engine import ops
from simcore.engine.program import Program
from simcore.engine.records import NONE
from simcore.experiments.replicate import Plan, play
from simcore.network.compiler.compile import compile_network
from simcore.network.model import Network
from simcore.network.resources import Reserve
from simcore.network.steps import Delay, Release, Seize, Transfer, Use


@dataclass(frozen=True)
class Request:
    """One patient's meeting with a resource: asked, had it, gave it back (or never yet)."""

    resource: int
    priority: int
    asked: float
    had: float = np.inf
    back: float = np.inf


def requests(model: Network, run: float) -> tuple[list[Request], Program]:
    program, _ = compile_network(model)
    log = play(program, Plan(0.0, run, seed=2, log=True), 0).log
    assert log is not None
    found: list[Request] = []
    for who in {(int(e.source), int(e.ordinal)) for e in log}:
        life = log[(log.source == who[0]) & (log.ordinal == who[1])]
        found += _of_one(life, program, int(program.sources.rank[who[0]]))
    return found, program


def _of_one(life: np.recarray, program: Program, own: int) -> list[Request]:  # type: ignore[type-arg]
    found = []
    for k, event in enumerate(life):
        step = program.rows[event.step]
        if not isinstance(step, ops.Seize):
            continue
        rank = own if step.rank == NONE else step.rank
        had = float(life.time[k + 1]) if k + 1 < life.size else np.inf
        ends = [k for k, row in enumerate(program.rows)
                if isinstance(row, ops.Release) and row.resource == step.resource]  # fmt: skip
        back = life.time[k + 1 :][np.isin(life.step[k + 1 :], ends)]
        found.append(
            Request(step.resource, rank, float(event.time), had,
                    float(back[0]) if back.size else np.inf)
        )  # fmt: skip
    return found


def held(all_of_one: list[Request], time: float) -> int:
    """Return the units in use at a time, without what begins or ends there."""
    return sum(q.had < time < q.back for q in all_of_one)


def three_priorities(reserve: Reserve | None) -> Network:
    return network(
        [resource("beds", 5, reserve)],
        [source(f"rank {k}", "stay", 0.03, priority=k) for k in (0, 1, 4)],
        {"stay": [Use("beds", exponential(50.0)), leave()]},
    )


KEPT = {  # of 5 units, from each priority
    None: (0, 0, 0),
    Reserve(0, 0.4): (0, 2, 2),
    Reserve(1, 0.65): (0, 0, 3),
    Reserve(3, 0.2): (0, 0, 1),
}
each_reserve = pytest.mark.parametrize("reserve", KEPT, ids=str)


@each_reserve
def test_best_priority_first_then_first_come(reserve: Reserve | None) -> None:
    found, _ = requests(three_priorities(reserve), 4000.0)
    waited = [q for q in found if q.asked < q.had < np.inf]
    assert len(waited) > 20
    for q in waited:
        overtaken = [o for o in found if o.asked < q.had < o.had]
        assert all((q.priority, q.asked) <= (o.priority, o.asked) for o in overtaken)


@each_reserve
def test_a_reserve_is_kept_free(reserve: Reserve | None) -> None:
    found, _ = requests(three_priorities(reserve), 4000.0)
    least = [5, 5, 5]  # units free before anybody of a rank starts
    for q in found:
        if q.had < np.inf:
            least[q.priority] = min(least[q.priority], 5 - held(found, q.had))
    assert least == [kept + 1 for kept in KEPT[reserve]]


def test_a_reserve_of_everything_lets_nobody_else_in() -> None:
    found, _ = requests(three_priorities(Reserve(0, 1.0)), 4000.0)
    assert {q.priority for q in found} == {0, 1, 2}
    assert {q.priority for q in found if q.had < np.inf} == {0}


def test_a_transfer_keeps_the_bed_until_the_next_is_had() -> None:
    model = network(
        [resource("ward", 4), resource("rehab", 2)],
        [source("people", "stay", 0.03)],
        {
            "stay": [
                Seize("ward"),
                Delay(exponential(60.0)),
                Transfer("ward", "rehab"),
                Delay(exponential(60.0)),
                Release("rehab"),
                leave(),
            ]
        },
    )
    found, program = requests(model, 6000.0)
    ward = sorted((q for q in found if q.resource == 0 and q.back < np.inf), key=lambda q: q.back)
    rehab = sorted((q for q in found if q.resource == 1 and q.had < np.inf), key=lambda q: q.had)
    assert [q.back for q in ward] == [q.had for q in rehab]
    assert sum(q.asked < q.had for q in rehab) > 20
    assert program.resources.capacity.tolist() == [4, 2]
    assert max(held([*ward], q.had) for q in ward) <= 4


HOURS = ((0.0, 0), (480.0, 3), (720.0, 1), (780.0, 4), (1020.0, 0), (1920.0, 2), (2460.0, 0))


def test_closing_finishes_whoever_is_served() -> None:
    model = network(
        [resource("clinic", HOURS)],
        [source("people", "see", 0.02)],
        {"see": [Use("clinic", constant(25.0)), leave()]},
    )
    found, _ = requests(model, 1.5 * WEEK)
    done = [q for q in found if q.back < np.inf]
    assert all(q.back == pytest.approx(q.had + 25.0, rel=1e-12) for q in done)
    for q in done:
        open_now = model.resources[0].capacity.at(q.had % WEEK)
        after = sum(o.had <= q.had < o.back for o in found)
        assert after <= open_now
    closings = [480.0 + 240.0, 1020.0, 2460.0]
    assert any(q.had < end < q.back for q in done for end in closings)


def test_an_idle_server_is_taken_at_once() -> None:
    found, _ = requests(station(0.05, 2, exponential(30.0)), 5000.0)
    for q in found:
        if held(found, q.asked) < 2:
            assert q.had == q.asked
