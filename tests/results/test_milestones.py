"""The time from arriving to a milestone: by hand on both engines, and in tables and report."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from support.lives import clinic, people
from support.models import constant, exponential, label, leave, network, resource, source

from simcore.cli.language import Lang
from simcore.cli.report.report import print_report
from simcore.network.model import Network
from simcore.network.sources import Renewal
from simcore.network.steps import (
    Delay,
    Fork,
    Gather,
    Join,
    Milestone,
    Release,
    Route,
    Scatter,
    Seize,
    Step,
)
from simcore.network.values import Expression
from simcore.play import EngineName, simulate
from simcore.results.results import Results, load_results
from simcore.text import Label

THREE = constant(3.0)
SEEN = Milestone("seen", called=Label("Seen by a doctor", "见到医师"))
Reached = dict[str, tuple[int, float, float]]
MIX = (("adult", 0.5), ("child", 0.5))


def minutes(model: Network, engine: EngineName, **how: Any) -> Reached:
    """Return of each milestone how often it was reached, the mean time to it and the longest."""
    found = simulate(model, engine=engine, **{"warmup": 0.0, "run": 100.0, **how}).milestones
    return {m.milestone: (m.n, m.mean_minutes, m.max_minutes) for m in found.itertuples()}


AGAIN = Route(((Expression("stay < 8 min"), "visit"),))
BY_HAND: dict[str, tuple[Network, Reached]] = {
    "from door to doctor": (  # they begin at 0, 3 and 6
        clinic([Milestone("door"), Seize("a"), SEEN, Delay(THREE), Release("a")],
               [people(0, 1, 2)]),
        {"door": (3, 0.0, 0.0), "seen": (3, 2.0, 4.0)},
    ),
    "each time that they come there": (  # 3, 6, 9
        clinic([Delay(THREE), SEEN, AGAIN], [people(0)], []),
        {"seen": (3, 6.0, 9.0)},
    ),
    "one name in two places": (
        clinic([Delay(THREE), SEEN], [people(0), people(0, name="others", to="other")], [],
               {"other": [Milestone("seen"), leave()]}),
        {"seen": (2, 1.5, 3.0)},
    ),
    "everybody in a batch, also in a part of it": (  # they go at 4: after 4 and 0, then 7 and 3
        clinic([Gather("bus", label("bus"), 2), Milestone("bus"), Fork(("test",)), Scatter(), SEEN],
               [people(0, 4)], [], {"test": [Delay(THREE), Milestone("test"), Join()]}),
        {"bus": (2, 2.0, 4.0), "test": (2, 5.0, 7.0), "seen": (2, 5.0, 7.0)},
    ),
}  # fmt: skip


@pytest.mark.parametrize("engine", ["numba", "simpy"])
@pytest.mark.parametrize("name", BY_HAND)
def test_the_time_since_arriving_is_counted(name: str, engine: EngineName) -> None:
    model, expected = BY_HAND[name]
    assert minutes(model, engine) == expected


def test_who_arrived_in_the_warmup_counts_from_then() -> None:
    """They come every 4 minutes; those of 4 and 8 reach it at 14 and 18, between 12 and 21."""
    every = people(process=Renewal(constant(4.0)))
    model = clinic([Delay(constant(10.0)), SEEN], [every], [])
    assert minutes(model, "numba", warmup=12.0, run=9.0) == {"seen": (2, 10.0, 10.0)}


def department(visit: Sequence[Step]) -> Results:
    """Return what becomes of two classes who wait for two doctors."""
    model = network(
        [resource("doctor", 2)], [source("people", "visit", 0.2, MIX)], {"visit": visit},
        classes=("adult", "child"),
    )  # fmt: skip
    return simulate(model, warmup=0.0, run=5_000.0, replications=12)


TREAT = (Delay(exponential(9.0), key="treat"), Release("doctor"), leave())


@pytest.fixture(scope="module")
def found() -> Results:
    return department([Seize("doctor"), SEEN, *TREAT])


def test_a_milestone_behind_the_first_wait_is_that_wait(found: Results) -> None:
    """All figures, their half-widths included: by class, and of each replication."""
    keys = ["milestone", "label_en", "label_zh", "class"]
    waits = found.waits.drop(columns=["resource", "label_en", "label_zh", "group", "outcome"])
    assert list(found.milestones["class"]) == ["adult", "child"]
    assert found.milestones.drop(columns=keys[:3]).equals(waits)
    assert (found.milestones["mean_half_width"] > 0).all()
    each = found.table("replication_milestones")
    assert each["mean_minutes"].equals(found.table("replication_waits")["mean_minutes"])


def test_nothing_else_is_changed_by_it(found: Results) -> None:
    plain = department([Seize("doctor"), *TREAT])
    assert plain.milestones.empty
    for name in ("resources", "waits", "stays", "exits", "system", "daily"):
        assert found.table(name).equals(plain.table(name))


def test_the_report_has_them_in_both_languages(found: Results) -> None:
    words: dict[Lang, Sequence[str]] = {
        "en": ("Time from arriving to milestones", "Seen by a doctor"),
        "zh": ("到达至各节点的时间", "见到医师"),
    }
    for lang, said in words.items():
        out = io.StringIO()
        print_report(found, lang, Console(file=out, width=120))
        assert all(word in out.getvalue() for word in said)


def test_results_that_are_saved_have_them(found: Results, tmp_path: Path) -> None:
    again = load_results(found.save(tmp_path / "results"))
    assert again.milestones.equals(found.milestones)
