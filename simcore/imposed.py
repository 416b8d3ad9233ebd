"""A share of visits that a region imposes on primary care, and what it takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from simcore.building import Built, built
from simcore.engine.choice import expected_waits
from simcore.engine.ops import Branch
from simcore.engine.program import Floats, Program
from simcore.errors import RunError
from simcore.experiments.expected import expected_share
from simcore.experiments.replicate import Plan, replicate
from simcore.experiments.stages import Stages
from simcore.network.model import Network
from simcore.network.timetable import weekly
from simcore.scenario.load import Scenario
from simcore.text import Label
from simcore.time_units import MINUTES_PER_WEEK

if TYPE_CHECKING:  # a network imposes nothing, and does without the region
    from simcore.region.impose import Solution
    from simcore.region.instruments import Instrument

SOLVE_SCALE = 0.1  # measured: within 0.2 points of the share at full size, as 0.2 is
SOLVE_WARMUP = 4 * MINUTES_PER_WEEK  # weeks in which people learn the waits
SOLVE_WEEKS = 8.0  # measured, or more, so that the share is known to 0.2 points:
SOLVE_WEEKS_AT_FULL_SIZE = 0.4  # 40 weeks at 1/100, 20 at 1/50


TOLERANCE = 5e-4  # of the share, from 0 to 1
JUMP = 3  # visits that one patient takes along, so that few visits make no finer share


@dataclass(frozen=True)
class Imposed:
    """A share that is imposed, and what it takes, as runs of some weeks at a scale have found."""

    wanted: float
    instrument: Instrument
    solution: Solution
    scale: float
    weeks: float

    def manifest(self) -> dict[str, Any]:
        """Return it as data. Shares are from 0 to 1, values in the unit that is given."""
        from simcore.region.impose import INDICATOR

        instrument, solution = self.instrument, self.solution
        return {
            "indicator": INDICATOR,
            "wanted": self.wanted,
            "by": instrument.name,
            "unit": instrument.unit,
            "range": [instrument.low, instrument.high],
            "own": instrument.own,
            "needed": solution.value if solution.reached else None,
            "played": solution.value,
            "reached": solution.reached,
            "realised_when_solved": solution.realised,
            "without": solution.without,
            "attempts": solution.evaluations,
            "scale": self.scale,
            "weeks": self.weeks,
        }


def solve_imposed(
    subject: Scenario | Network, plan: Plan, scale: float, stages: Stages
) -> Imposed | None:
    """Return what the share takes that a region imposes; None if none is imposed.

    plan, scale: of the whole run. The attempts are shorter and smaller; they have its seed, so
        that each has the same patients.
    stages: is told of every attempt.
    Raises RunError where the attempts find no value.
    """
    if not isinstance(subject, Scenario) or subject.kind != "region":
        return None
    from simcore.region.impose import solve
    from simcore.region.instruments import instrument

    turned = instrument(subject.model)
    if turned is None:
        return None
    wanted = subject.model.policy.first_contact.primary_share
    small = min(scale, SOLVE_SCALE)
    run = min(plan.run, max(SOLVE_WEEKS, SOLVE_WEEKS_AT_FULL_SIZE / small) * MINUTES_PER_WEEK)
    short = replace(plan, warmup=min(plan.warmup, SOLVE_WARMUP), run=run)
    short = replace(short, series_step=None, keep_state=False, deadlocks=False)
    with stages.timed("solve"):
        same = small == scale  # then it is built once
        found = built(subject, plan if same else short, scale=small, keep=same)
        runs = _ShortRuns(found, turned, short, stages)
        within = (turned.low, turned.high)
        try:
            begin = (turned.own, runs.realised(turned.own))
            near = max(TOLERANCE, JUMP / runs.visits)
            solution = solve(runs.realised, runs.expected, wanted, within, begin, tolerance=near)
        except ValueError as error:
            raise _not_found(wanted, turned) from error
    return Imposed(wanted, turned, solution, small, run / MINUTES_PER_WEEK)


def with_imposed(
    found: Built, subject: Scenario | Network, imposed: Imposed | None, scale: float
) -> Built:
    """Return a region with what an imposed share takes, which its notes say.

    found: what the region, the subject, is played as without it.
    """
    if imposed is None or not isinstance(subject, Scenario):
        return found
    from simcore.region.build import with_instrument
    from simcore.region.notes import imposed as said

    turned, solution = imposed.instrument, imposed.solution
    network = with_instrument(found.network, subject.model, turned, solution.value, scale)
    note = said(turned, solution, imposed.wanted)
    network = replace(network, notes=(*network.notes, note))
    return replace(found, network=network, program=Turned(found, turned).at(solution.value))


class Turned:
    """The Program of a region with its instrument at one value after the other, built once."""

    def __init__(self, found: Built, instrument: Instrument) -> None:
        from simcore.region.choice import gatekept

        self.program, self.instrument = found.program, instrument
        gated = [gatekept(step.pathway) in found.network.pathways for step in found.legend.steps]
        rows = [self.program.rows[k] for k in np.flatnonzero(gated).tolist()]
        gates = [row for row in rows if isinstance(row, Branch)]
        classes = np.arange(self.program.classes)
        self._gates = np.array([row.shares + row.by_class * classes for row in gates], int)

    def at(self, value: float) -> Program:
        """Return the Program with the instrument at a value."""
        program, instrument = self.program, self.instrument
        table = program.table.copy()
        if instrument.name == "compliance":
            table[self._gates] = instrument.complying(value)
        choices = replace(program.choices, lift=instrument.lift(value))
        return replace(program, table=table, choices=choices)


class _ShortRuns:
    """Plays a region with one value of its instrument after the other."""

    def __init__(self, found: Built, instrument: Instrument, plan: Plan, stages: Stages) -> None:
        from simcore.region.demand import weekly_mean
        from simcore.region.impose import counted

        self.network, self.plan, self.stages = found.network, plan, stages
        self.turned, network = Turned(found, instrument), found.network
        self.counted = np.array([counted(step.tags) for step in found.legend.steps], float)
        arrivals = [
            weekly_mean(weekly(source.rate))
            * np.array([dict(source.mix).get(c, 0.0) for c in network.classes])
            for source in network.sources
        ]
        self.share = expected_share(found.program, arrivals, self.counted)
        self.waits: Floats = np.zeros(found.program.resources.size)  # of the last run, minutes
        self.attempts, self.visits = 0, 0.0

    def expected(self, value: float) -> float:
        """Return the share that a value gives where people remember the last run's waits."""
        return self.share.at(self.turned.at(value), self.waits)

    def realised(self, value: float) -> float:
        """Return the share that a value gives in a run."""
        self.attempts += 1
        report = self.stages.progress("solve", self.network.start, self.plan, 1, self.attempts)
        report(0, 0.0)
        [played] = replicate(self.turned.at(value), self.plan, 1, progress=report)
        resources = played.totals.resources
        found = expected_waits(
            resources.started, resources.waited, resources.waiting_area, resources.waiting
        )
        self.waits = np.nan_to_num(found)
        some, self.visits = (played.totals.counts.sum(axis=1) @ self.counted).tolist()
        if not self.visits:
            raise ValueError("there is no visit within a county")
        return float(some / self.visits)


def _not_found(wanted: float, instrument: Instrument) -> RunError:
    label = instrument.label
    return RunError(
        Label(
            f"the runs that look for a primary share of {wanted:.1%} by {label.en} find none",
            f"试算未能找到使基层诊疗占比达到 {wanted:.1%} 的{label.zh}",
        ),
        Label(
            "give a larger scale, or write policy.first_contact: behavioural",
            "请增大规模（scale），或设 policy.first_contact: behavioural",
        ),
    )
