"""What a patient never meets changes nothing in their timeline; what they meet, does.

The two runs are compared patient by patient and event by event, in names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from support.models import (
    Profile,
    constant,
    exponential,
    gamma,
    hospital,
    leave,
    network,
    profile,
    resource,
    source,
)
from support.runs import WEEK, Timeline, timelines

from simcore.experiments.replicate import Plan, play
from simcore.network.compiler.compile import compile_network
from simcore.network.model import Network
from simcore.network.resources import UNLIMITED
from simcore.network.steps import Branch, Choose, Delay, Go, Step, Use

Change = Callable[[Network], Network]
PLAN = Plan(warmup=0.0, run=2 * WEEK, seed=3, log=True)


def lived(network: Network) -> dict[tuple[str, int], Timeline]:
    """Return every patient's timeline."""
    program, legend = compile_network(network)
    log = play(program, PLAN, 0).log
    assert log is not None
    return timelines(log, program, legend, network)


def with_pathways(network: Network, **pathways: Sequence[Step]) -> Network:
    chains = {name: tuple(steps) for name, steps in pathways.items()}
    return replace(network, pathways={**network.pathways, **chains})


def add_resource(network: Network) -> Network:
    return replace(network, resources=(resource("annex", 3), *network.resources))


def add_source(network: Network) -> Network:
    """Add patients with a resource of their own, before all others in every order."""
    changed = with_pathways(network, away=[Use("annex", exponential(30.0)), leave()])
    others = source("elsewhere", "away", 0.1, (("adult", 1.0),), priority=1)
    return replace(
        changed,
        sources=(others, *network.sources),
        resources=(resource("annex", 3), *network.resources),
    )


def add_branch_of_share_0(network: Network) -> Network:
    settle = network.pathways["settle"]
    branch = settle[-1]
    assert isinstance(branch, Branch)
    more = replace(branch, options=((0.0, "never"), *branch.options, (0.0, "never")))
    return with_pathways(network, settle=[*settle[:-1], more], never=[leave("nowhere")])


def add_steps_for_nobody(network: Network) -> Network:
    """Add a branch of share 0 whose pathway uses what the others use."""
    changed = add_branch_of_share_0(network)
    steps = [Use("ward", gamma(60.0, 1.0)), Delay(exponential(9.0)), Go("see")]
    return with_pathways(changed, never=steps)


def add_class_that_nobody_is(network: Network) -> Network:
    """Add a class with no arrivals, between the others."""

    def widen(step: Step) -> Step:
        if isinstance(step, Branch) and step.by_class:
            a, b = step.by_class
            return replace(step, by_class=(a, (0.5, 0.5), b))
        if isinstance(step, Choose):
            options = tuple(
                replace(o, utility=(o.utility[0], 9.0, o.utility[1])) for o in step.options
            )
            return replace(step, options=options)
        return step

    pathways = {name: [widen(s) for s in steps] for name, steps in network.pathways.items()}
    return replace(with_pathways(network, **pathways), classes=("adult", "teenager", "child"))


def write_in_another_order(network: Network) -> Network:
    """Write the pathways from last to first."""
    return replace(network, pathways=dict(reversed(network.pathways.items())))


UNSEEN: list[Change] = [
    add_resource,
    add_source,
    add_branch_of_share_0,
    add_steps_for_nobody,
    add_class_that_nobody_is,
    write_in_another_order,
]


@pytest.mark.parametrize("change", UNSEEN, ids=lambda change: change.__name__)
def test_what_nobody_meets_changes_nothing(change: Change) -> None:
    before, after = lived(hospital()), lived(change(hospital()))
    assert len(before) > 1000
    assert {who: after.get(who) for who in before} == before


# The other way round: these do change timelines, so the comparison can fail.


def take_a_bed_away(network: Network) -> Network:
    fewer = [replace(r, capacity=profile(3)) if r.name == "ward" else r for r in network.resources]
    return replace(network, resources=tuple(fewer))


def add_rivals(network: Network) -> Network:
    rivals = source("rivals", "see", 0.01, (("adult", 1.0),))
    return replace(network, sources=(*network.sources, rivals))


def rename_a_source(network: Network) -> Network:
    """Rename a source, whose name is part of the key: its draws are others."""
    first, *others = network.sources
    return replace(network, sources=(replace(first, name="walkers"), *others))


@pytest.mark.parametrize("change", [take_a_bed_away, add_rivals], ids=lambda c: c.__name__)
def test_what_patients_meet_changes_their_timelines(change: Change) -> None:
    before, after = lived(hospital()), lived(change(hospital()))
    changed = [who for who in before if after[who] != before[who]]
    assert 0 < len(changed) < len(before)


def test_another_name_draws_other_numbers() -> None:
    before, after = lived(hospital()), lived(rename_a_source(hospital()))
    n = min(len(before), len(after)) // 4
    assert all(before["walk-in", k] != after["walkers", k] for k in range(n))


# One step put in: the draws of all other steps stay, only their times move.


def two_steps(*between: Step, rate: Profile = 0.02) -> Network:
    return network(
        [resource("desk", UNLIMITED), resource("room", UNLIMITED)],
        [source("people", "visit", rate)],
        {
            "visit": [Use("desk", gamma(5.0, 0.7)), *between, Use("room", gamma(20.0, 1.2)),
                      Branch(((0.4, "visit again"), (0.6, "end")))],
            "visit again": [Delay(exponential(60.0)), Use("room", gamma(9.0, 0.5)), Go("end")],
            "end": [leave()],
        },
    )  # fmt: skip


def whole(lives: dict[tuple[str, int], Timeline]) -> dict[tuple[str, int], Timeline]:
    """Return those who have left."""
    return {who: life for who, life in lives.items() if life[-1][1] == "end"}


def duration(life: Timeline, pathway: str, step: int) -> float:
    """Return the time between seizing and releasing in a `use` step."""
    times = [time for time, at, index, _ in life if (at, index) == (pathway, step)]
    return times[-1] - times[0]


def test_a_step_put_in_leaves_other_draws_alone() -> None:
    before = whole(lived(two_steps()))
    after = whole(lived(two_steps(Use("desk", constant(4.0)), Delay(exponential(3.0)))))
    both = before.keys() & after.keys()
    assert len(both) > 300
    for who in both:
        a, b = before[who], after[who]
        assert [at[1:] for at in a if at[1] != "visit"] == [at[1:] for at in b if at[1] != "visit"]
        assert duration(a, "visit", 0) == pytest.approx(duration(b, "visit", 0))
        assert duration(a, "visit", 1) == pytest.approx(duration(b, "visit", 3))


def test_a_rate_change_stretches_time_and_keeps_patients() -> None:
    slow, fast = lived(two_steps()), lived(two_steps(rate=0.04))
    assert len(fast) > 1.5 * len(slow)
    for who, life in whole(slow).items():
        quick = fast[who]
        assert quick[0][0] == life[0][0] / 2.0  # exactly: halving loses no digit
        assert [at[1:] for at in quick] == [at[1:] for at in life]
        passed = [at[0] - quick[0][0] for at in quick]
        assert passed == pytest.approx([at[0] - life[0][0] for at in life], abs=1e-9)


def test_a_profile_stretches_time_and_keeps_patients() -> None:
    """Twice the rate in the second half of the week: arrivals come at the same areas."""
    half = WEEK / 2
    profile = ((0.0, 0.02), (half, 0.04))
    even, uneven = lived(two_steps()), lived(two_steps(rate=profile))
    assert len(uneven) > 1.2 * len(even)
    for who, life in even.items():
        weeks, rest = divmod(uneven[who][0][0], WEEK)
        area = weeks * 3.0 * half + rest + max(rest - half, 0.0)
        assert area == pytest.approx(life[0][0], rel=1e-9)
