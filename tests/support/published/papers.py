"""Play a scenario of `scenarios/published/`, and compare it with what others found.

Exact values go through `chance.disagreements`. Values that are themselves means of a few
simulations go through `apart`: two estimates agree where their difference is within what the
standard errors of both allow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats

from simcore.building import network_of
from simcore.engine.ops import Op
from simcore.experiments.replicate import Plan, Replication, replicate
from simcore.network.compiler.compile import Legend, compile_network
from simcore.network.model import Network
from simcore.scenario.load import Scenario, load_scenario
from support.chance import FALSE_ALARMS

FOLDER = Path(__file__).parents[3] / "scenarios" / "published"
FILES = sorted(FOLDER.glob("*.yaml"))

Figures = Mapping[str, float]


@dataclass(frozen=True)
class Estimate:
    """A mean of independent values, and its standard error."""

    mean: float
    error: float


def load(name: str, *variants: str, **changes: Any) -> Scenario:
    """Return a published scenario; `changes` are values at dotted paths, `__` for a dot."""
    settings = {path.replace("__", "."): value for path, value in changes.items()}
    return load_scenario(FOLDER / f"{name}.yaml", variants=variants, set_=settings)


def play(
    scenario: Scenario, replications: int | None = None, run: float | None = None
) -> list[dict[str, float]]:
    """Return the figures of each replication; what is not given is the scenario's own."""
    network = network_of(scenario)
    plan = Plan(scenario.warmup, run or scenario.run, scenario.seed, batches=1)
    program, legend = compile_network(network, plan.warmup, plan.run)
    arrive = program.steps.op == Op.ARRIVE
    done = replicate(program, plan, replications or scenario.replications)
    return [
        {**figures(r, network, legend), "arrivals": float(r.totals.counts[arrive].sum())}
        for r in done
    ]


def figures(played: Replication, network: Network, legend: Legend) -> dict[str, float]:
    """Return means over one replication: minutes, patients, and patients who left by each exit."""
    assert played.status == "complete"
    totals = played.totals
    minutes = played.batches[-1].time - played.batches[0].time
    found: dict[str, float] = {}
    for (held, _), of in zip(legend.held, totals.resources, strict=True):
        found[f"{held}: wait"] = of.waited / of.started if of.started else np.nan
        found[f"{held}: started"] = float(of.started)
        for area in ("busy", "waiting", "blocked"):
            found[f"{held}: {area}"] = of[f"{area}_area"] / minutes
    for k, (op, name, _) in enumerate(legend.tallies):
        if op == "left":
            rows = totals.tallies[k * len(network.classes) : (k + 1) * len(network.classes)]
            n = float(rows.n.sum())
            found[f"{name}: left"] = n
            found[f"{name}: stay"] = rows.total.sum() / n if n else np.nan
    return found


def estimate(found: Sequence[Figures], name: str) -> Estimate:
    """Return the mean of a figure over those replications that have it."""
    values = np.array([figures[name] for figures in found])
    values = values[~np.isnan(values)]
    return Estimate(float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values))))


def apart(
    found: Sequence[Figures],
    others: Mapping[str, Estimate],
    false_alarms: float = FALSE_ALARMS,
) -> list[str]:
    """Name the figures whose two estimates differ by more than chance.

    The rate of false alarms is that of the whole call, shared by its figures (Bonferroni).
    """
    z = float(stats.norm.ppf(1 - false_alarms / len(others) / 2))
    wrong = []
    for name, other in others.items():
        ours = estimate(found, name)
        allowed = z * float(np.hypot(ours.error, other.error))
        if not abs(ours.mean - other.mean) <= allowed:
            wrong.append(f"{name}: {ours.mean:.6g}, not {other.mean:.6g} +- {allowed:.2g}")
    return wrong


def spread(found: Sequence[Figures], name: str) -> float:
    """Return the standard deviation of a figure from one replication to the next."""
    return float(np.nanstd([figures[name] for figures in found], ddof=1))
