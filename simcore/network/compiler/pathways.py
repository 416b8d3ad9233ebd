"""All rows of a Network: its pathways, what no pathway leads to, its sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar

from simcore.engine import ops
from simcore.engine.records import NONE
from simcore.engine.rules import Rule
from simcore.network.compiler.kinds import kinds
from simcore.network.compiler.lower import Placed, lower
from simcore.network.compiler.names import held_places, labels_of, places_of, step_label
from simcore.network.compiler.rows import Numbering, Rows, StepName
from simcore.network.flow import flow, priorities_of
from simcore.network.model import Network
from simcore.network.steps.attributes import write_set
from simcore.network.steps.taking_rows import write_priority
from simcore.network.values import ByClass, Expression
from simcore.network.walk import Held, Walk
from simcore.text import Label

Name = TypeVar("Name", str, tuple[str, str])

SENT_HOME = "sent home"  # group of those who waited when a resource closed


@dataclass(frozen=True)
class Entries:
    """Rows that something other than a step leads to.

    homes: by resource, where those sent home stand. moves: by pool that moves back, the first of
    its rows, one a member. breakdowns: key and first row of each.
    sources: the first row of each.
    """

    homes: Mapping[str, int]
    moves: Mapping[str, int]
    breakdowns: list[tuple[str, int]]
    sources: list[int]


def write_network(network: Network, days: Sequence[int] = ()) -> tuple[Rows, Entries]:
    """Return the rows of a checked Network. Raises ValueError for one that is not.

    days: as in `Rows`.
    """
    pathways = lower(network)
    rows = Rows(_numbering(network), kinds(network, pathways), days)
    held, labels = flow(network).held, labels_of(network)
    for name, chain in pathways.items():
        if (name, 0) in held:  # somebody comes there
            _write_pathway(rows, name, list(chain), held, labels)
    homes = _write_homes(rows, network)
    rows.write_hidden()
    moves = _write_moves(rows, network)
    entries = Entries(homes, moves, _write_breakdowns(rows, network), _write_sources(rows, network))
    rows.resolve()
    return rows, entries


def _numbering(network: Network) -> Numbering:
    priorities = priorities_of(network)
    return Numbering(
        resources=_numbered([name for name, _ in held_places(network)]),
        places=_numbered([(kind, name) for kind, name, _ in places_of(network)]),
        books=_numbered([book.name for book in network.books]),
        attributes=_numbered(network.attributes),
        ranks={priority: rank for rank, priority in enumerate(sorted(priorities))},
        pathways={name: k for k, name in enumerate(network.pathways)},
        classes=network.classes,
    )


def _numbered(names: Sequence[Name]) -> dict[Name, int]:
    """Return the number of each name; where two are the same, a row would lead beyond a table."""
    found = {name: k for k, name in enumerate(names)}
    if len(found) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} is the name of two things")
    return found


def _write_pathway(
    rows: Rows,
    name: str,
    chain: list[Placed],
    held: Mapping[tuple[str, int], Held],
    labels: Mapping[str, Label],
) -> None:
    rows.begin_pathway(name)
    scratch = Walk((), (), {}, frozenset())  # follows one step through the parts it is played as
    for index, parts in groupby(enumerate(chain), lambda pair: pair[1].index):
        if (name, index) not in held:  # behind an end
            return
        scratch.held = held[name, index]
        for k, placed in parts:
            rows.held = scratch.held
            rows.following = chain[k + 1].step if k + 1 < len(chain) else None
            _write_step(rows, placed, name if k == 0 else "", labels)
            placed.step.follow(scratch)


def _write_step(rows: Rows, placed: Placed, first_of: str, labels: Mapping[str, Label]) -> None:
    step = placed.step
    if step.goes_on_to:
        rows.go_on_to(step.goes_on_to, first_of=first_of)
        return
    tags, cost = (step.tags, step.cost) if placed.first else ({}, 0.0)
    origin, (pathway, index) = placed.origin, (placed.pathway, placed.index)
    label = step_label(origin, pathway, index, labels)
    rows.write(StepName(pathway, index, origin.word, tags, label, cost), step.write, placed.key)


# What is not in the pathways


def _write_homes(rows: Rows, network: Network) -> dict[str, int]:
    """Append, for each resource whose patients are sent home, the row that says where."""
    homes = {}
    for resource in network.resources:
        if resource.closing.waiting == "leave":
            row = ops.Renege(
                next=rows.pathway(resource.closing.go),
                tally=rows.tally("reneged", resource.name, SENT_HOME),
            )
            homes[resource.name] = rows.add(row, f"{resource.name}/closing")
    rows.name_rest()
    return homes


def _write_moves(rows: Rows, network: Network) -> dict[str, int]:
    """Append, for each pool that moves back, a row for each member, which says who moved there."""
    first = {}
    for pool in (pool for pool in network.pools if pool.moves_back):
        first[pool.name] = len(rows.rows)
        for k, name in enumerate(pool.members):
            row = ops.MoveBack(resource=rows.resource(name), pool=rows.resource(pool.name))
            rows.add(row, f"{pool.name}/moved to {name}")
            rows.name_rest(StepName("", k, "move", {}, pool.label))
    return first


def _write_breakdowns(rows: Rows, network: Network) -> list[tuple[str, int]]:
    """Append the loop of failures and repairs of each breakdown."""
    found = []
    for resource in network.resources:
        for k, breakdown in enumerate(resource.breakdowns):
            key = f"{resource.name}/breakdown {k + 1}"
            what = {"resource": rows.resource(resource.name), "units": breakdown.units}
            rule = Rule[breakdown.rule.upper()]
            first = rows.add(ops.Delay(law=rows.law(breakdown.every)), f"{key}/every")
            rows.name_rest()
            rows.add(ops.Fail(**what, rule=rule), f"{key}/fail")
            rows.add(ops.Delay(law=rows.law(breakdown.repair)), f"{key}/repair")
            rows.name_rest(StepName("", k, "breakdown", {}, resource.label))
            rows.add(ops.Repair(**what, next=first), f"{key}/repaired")
            found.append((key, first))
    rows.name_rest()
    return found


def _write_sources(rows: Rows, network: Network) -> list[int]:
    """Append the arrival of each source, and the attributes it sets."""
    entries = []
    for source in network.sources:
        arrive = ops.Arrive(place=rows.place("source", source.name))
        entries.append(rows.add(arrive, f"{source.name}/arrive"))
        rows.names.append(StepName(source.pathway, NONE, "arrive", source.tags, source.label))
        for attribute, value in source.values:
            write_set(rows, attribute, value, f"{source.name}/{attribute}")
        if isinstance(source.priority, Expression | ByClass):
            write_priority(rows, source.priority, NONE, source.name)
        rows.name_rest(replace(rows.names[-1], tags={}))
        rows.rows[-1].next = rows.pathway(source.pathway)
    return entries
