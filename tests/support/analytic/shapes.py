"""Models that are wrong by a factor, what theory says of the right one, and how to judge.

Figures are means over independent replications, judged by Student intervals whose rate of
false alarms is 1e-4 a case, shared by its figures (see `chance`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simcore.experiments.replicate import Plan, Replication, replicate
from simcore.network.compiler.compile import Legend, compile_network
from simcore.network.model import Network
from simcore.network.resources import Resource
from simcore.network.sources import Source
from simcore.network.steps import Step
from support.chance import disagreements
from support.models import label, leave, network, profile

Figures = Mapping[str, float]
REPLICATIONS = 20
LONG = 10.0  # times as long as a normal run: enough to tell 2%
WORDS = {  # of each kind of tally
    "started": "wait for", "left": "stay till", "reneged": "left", "interrupted": "wait again for",
}  # fmt: skip
AREAS = ("waiting", "busy", "blocked")
AWAY: dict[str, Sequence[Step]] = {"away": [leave("away")]}


@dataclass(frozen=True)
class Case:
    """A model whose service is `factor` times as long as it should be, and the theory of 1."""

    model: Callable[[float], Network]
    expected: Mapping[str, float]
    run: float  # minutes
    reading: Callable[[Figures], Figures] = dict  # of one replication, what is compared


def server(capacity: int = 1, name: str = "a", **fields: Any) -> Resource:
    return Resource(name, label(name), profile(capacity), **fields)


def people(
    rate: float, name: str = "people", priority: int = 1, *, to: str = "visit",
    of: str = "patient", **fields: Any,
) -> Source:  # fmt: skip
    """Return patients of one class, who come at a rate a minute."""
    return Source(name, label(name), to, profile(rate), ((of, 1.0),), priority, **fields)


def clinic(
    steps: Sequence[Step], sources: Sequence[Source], resources: Sequence[Resource],
    paths: Mapping[str, Sequence[Step]] | None = None, **fields: Any,
) -> Network:  # fmt: skip
    """Return a Network whose pathway "visit" ends at home."""
    return network(resources, sources, {"visit": [*steps, leave()], **(paths or {})}, **fields)


CLASSES = ("urgent", "soon", "late")


def classes(rates: Sequence[float]) -> list[Source]:
    """Return a source for each class, the first the most urgent."""
    named = zip(CLASSES, rates, strict=False)
    return [people(rate, name, k, of=name) for k, (name, rate) in enumerate(named)]


def figures(
    replication: Replication, network: Network, legend: Legend, run: float
) -> dict[str, float]:
    """Return all that theory could speak of, by name; squares are means of squares."""
    totals = replication.totals
    found: dict[str, float] = {}
    for (name, _), of in zip(legend.held, totals.resources, strict=True):
        found |= {f"{name} {area}": of[f"{area}_area"] / run for area in AREAS}
        found |= {f"{name} starts": of.started / run, f"{name} swapped": of.swapped / run}
    for step, counts in zip(legend.steps, totals.counts, strict=True):
        if step.word == "move":
            moves = f"moves in {step.label.en}"
            found[moves] = found.get(moves, 0.0) + int(counts.sum()) / run
    exits: dict[str, int] = {}
    for k, (op, name, _) in enumerate(legend.tallies):
        for j, group in enumerate(network.classes):
            row = totals.tallies[k * len(network.classes) + j]
            n = max(int(row.n), 1)
            of = name + (f", {group}" if len(network.classes) > 1 else "")
            found[f"{WORDS[op]} {of}"] = row.total / n
            found[f"{WORDS[op]} {of}, square"] = row.squares / n
            if op == "left":
                exits[name] = exits.get(name, 0) + int(row.n)
    gone = max(sum(exits.values()), 1)
    found |= {f"{name} a minute": n / run for name, n in exits.items()}
    return found | {f"share {name}": n / gone for name, n in exits.items()}


def played(network: Network, run: float) -> list[dict[str, float]]:
    """Return the figures of each replication; a tenth of the run goes before as warm-up."""
    program, legend = compile_network(network)
    done = replicate(program, Plan(run / 10.0, run, seed=3), REPLICATIONS)
    return [figures(replication, network, legend, run) for replication in done]


def wrong(case: Case, factor: float = 1.0, times: float = 1.0) -> list[str]:
    """Return the figures that disagree with theory where service is slower by `factor`."""
    found = played(case.model(factor), case.run * times)
    return disagreements([case.reading(one) for one in found], case.expected)
