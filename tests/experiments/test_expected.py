"""The share that choices make, worked out: by hand, and beside a run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from support.models import exponential, leave, network, resource, source

from simcore.engine.program import Floats
from simcore.experiments.expected import ExpectedShare, expected_share
from simcore.experiments.replicate import Plan, play
from simcore.network.compiler.compile import compile_network
from simcore.network.model import Network
from simcore.network.steps import Branch, Choose, Go, Option, Step, Use

DAY = 1440.0
NOBODY_WAITED = np.zeros(2)


def seen(place: str) -> Step:
    return Use(place, exponential(10.0), tags={"at": place})


def near_or_far(direct: Branch) -> Network:
    """Return people of two classes who choose, and others who first meet `direct`.

    Of those seen far away, half come again.
    """
    options = (
        Option("near", (0.0, 1.0), (("near", -0.1),), lifted=1.0),
        Option("far", (0.5, 0.0), (("far", -0.1),)),
    )
    return network(
        [resource("near", 50), resource("far", 50)],
        [source("people", "people", 0.3, (("old", 0.25), ("young", 0.75))),
         source("others", "others", 0.1, (("old", 1.0),))],
        {
            "people": [Choose(options)],
            "others": [direct],
            "near": [seen("near"), Go("out")],
            "far": [seen("far"), Branch(((0.5, "far"), (0.5, "out")))],
            "out": [leave()],
        },
        classes=("old", "young"),
    )  # fmt: skip


BY_SHARE = near_or_far(Branch(((0.2, "near"), (0.8, "out"))))
BY_CLASS = near_or_far(Branch(((0, "near"), (0, "people")), by_class=((0.2, 0.8), (1.0, 0.0))))


def share_of(model: Network) -> ExpectedShare:
    """Return the share of visits near among all."""
    program, legend = compile_network(model)
    counted = [(s.tags.get("at") == "near", "at" in s.tags) for s in legend.steps]
    arrivals = [0.3 * np.array([0.25, 0.75]), 0.1 * np.array([1.0, 0.0])]
    return expected_share(program, arrivals, np.array(counted, float))


def at(share: ExpectedShare, lift: float, waits: Floats) -> float:
    """Return a share of which the choices' lift has changed."""
    program = share.program
    return share.at(replace(program, choices=replace(program.choices, lift=lift)), waits)


def goes_near(lift: float, wait: float) -> tuple[float, float]:
    """Return how likely the old and the young are to go near, where one waits so long."""
    old, young = 1.0 / (1.0 + np.exp(-(np.array([-0.5, 1.0]) + lift - 0.1 * wait)))
    return float(old), float(young)


@pytest.mark.parametrize(("lift", "wait"), [(0.0, 0.0), (1.5, 0.0), (-0.5, 7.0)])
def test_a_share_by_hand(lift: float, wait: float) -> None:
    """Of 0.1 a minute who do not choose, 0.02 go near; who goes far is seen twice on average."""
    old, young = goes_near(lift, wait)
    chosen = 0.075 * old + 0.225 * young
    wanted = (0.02 + chosen) / (0.02 + chosen + 2 * (0.3 - chosen))
    assert at(share_of(BY_SHARE), lift, np.array([wait, 0.0])) == pytest.approx(wanted)


def test_those_who_choose_behind_a_branch_by_class_count_too() -> None:
    old, young = goes_near(0.4, 0.0)
    chosen = (0.075 + 0.08) * old + 0.225 * young
    wanted = (0.02 + chosen) / (0.02 + chosen + 2 * (0.38 - chosen))
    assert at(share_of(BY_CLASS), 0.4, NOBODY_WAITED) == pytest.approx(wanted)


def test_shares_of_a_branch_before_a_choice_may_change() -> None:
    share, changed = share_of(BY_CLASS), near_or_far(
        Branch(((0, "near"), (0, "people")), by_class=((0.7, 0.3), (1.0, 0.0)))
    )  # fmt: skip
    program, _ = compile_network(changed)
    assert not np.array_equal(program.table, share.program.table)
    wanted = share_of(changed).at(program, NOBODY_WAITED)
    assert share.at(program, NOBODY_WAITED) == pytest.approx(wanted)
    assert wanted > at(share, 0.0, NOBODY_WAITED) + 0.01


def test_a_run_gives_the_share() -> None:
    """Nobody waits at 50 units: 43,000 visits in 60 days, four standard errors."""
    program, legend = compile_network(BY_SHARE)
    met = play(program, Plan(0.0, 60 * DAY), 0).totals.counts.sum(axis=1)
    near, far = (sum(int(met[k]) for k, step in enumerate(legend.steps)
                     if step.tags.get("at") == place) for place in ("near", "far"))  # fmt: skip
    assert near / (near + far) == pytest.approx(
        at(share_of(BY_SHARE), 0.0, NOBODY_WAITED), abs=0.01
    )
