"""Small worlds without chance, and the lives of their patients as text to compare.

A life is every minute at which something happens to a patient, once each, and the exit:
"1 13 17 home" comes at 1, begins (or begins again) at 13, ends and goes home at 17.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from simcore.engine.ops import Leave, Vanish
from simcore.engine.phases import Happening
from simcore.engine.simulation import Simulation
from simcore.network.compiler.compile import Legend, compile_network
from simcore.network.model import Network
from simcore.network.resources import Resource
from simcore.network.sources import Source, Trace
from simcore.network.steps import Step, Use
from simcore.network.values import Value
from simcore.reference import Reference
from support.models import constant, label, leave, network, profile

ENGINES = (Simulation, Reference)
Lives = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class World:
    """A Network, what becomes of each source's patients, and figures "resource field"."""

    network: Network
    lives: Lives
    figures: Mapping[str, float] = field(default_factory=dict)
    deadlock: str = ""
    end: float = 5000.0


def room(capacity: Any = 1, name: str = "a", **fields: Any) -> Resource:
    return Resource(name, label(name), profile(capacity), **fields)


def people(
    *minutes: float, name: str = "people", to: str = "visit", priority: int = 1, **fields: Any
) -> Source:
    mix = fields.pop("mix", (("patient", 1.0),))
    process = Trace(minutes) if minutes else fields.pop("process")
    return Source(name, label(name), to, profile(0.0), mix, priority, process=process, **fields)


def each(**attributes: Sequence[float]) -> list[Source]:
    """Return a source for each patient, "1", "2", ...: when they come `at`, and attributes."""
    names, rows = list(attributes), list(zip(*attributes.values(), strict=True))
    values = [tuple(zip(names[1:], map(constant, row[1:]), strict=True)) for row in rows]
    return [
        people(row[0], name=str(k), values=value)
        for k, (row, value) in enumerate(zip(rows, values, strict=True), 1)
    ]


def alone(lives: Sequence[str]) -> dict[str, list[str]]:
    """Return the lives of sources that have one patient each, by name."""
    return {str(k): [life] for k, life in enumerate(lives, 1)}


AWAY: dict[str, Sequence[Step]] = {"away": [leave("away")]}


def clinic(
    steps: Sequence[Step],
    sources: Sequence[Source],
    resources: Sequence[Resource] = (room(),),
    paths: Mapping[str, Sequence[Step]] | None = None,
    **fields: Any,
) -> Network:
    """Return a Network whose pathway "visit" ends at home."""
    pathways = {"visit": [*steps, leave()], **(paths or {})}
    return network(resources, sources, pathways, **fields)


def served(time: Value, *sources: Source, **fields: Any) -> Network:
    """Return one resource "a" of that kind, used by all for a time."""
    attributes = fields.pop("attributes", ())
    return clinic([Use("a", time)], sources, [room(**fields)], attributes=attributes)


def lived(simulation: Any, legend: Legend, model: Network) -> dict[str, list[str]]:
    """Return the lives in an event log, by source, in order of arrival."""
    rows = simulation.program.rows
    found: dict[str, dict[int, list[str]]] = {s.name: {} for s in model.sources}
    for event in simulation.take_log():
        if event.source >= len(model.sources) or event.kind != Happening.MET:
            continue  # a breakdown, or what others do to a patient
        life = found[model.sources[event.source].name].setdefault(int(event.ordinal), [])
        row = rows[event.step]
        minute = f"{event.time:.10g}"
        if not isinstance(row, Vanish) and minute not in life:
            life.append(minute)
        if isinstance(row, Leave):
            life.append(legend.places[row.place][1])
    return {name: [" ".join(life[k]) for k in sorted(life)] for name, life in found.items()}


def deadlock(simulation: Any, names: Sequence[str]) -> str:
    """Return when and where nobody could move any more, such as "7 a b"; "" if never."""
    found = simulation.deadlock()
    return "" if found is None else " ".join([f"{found[0]:g}", *(names[k] for k in found[1])])


def play_world(world: World, engine: Any) -> World:
    """Return the world as an engine plays it."""
    program, legend = compile_network(world.network, 0.0, world.end)
    simulation = engine(program, 1, 0, log=True)
    simulation.advance(world.end)
    resources = simulation.totals().resources
    names = [name for name, _ in legend.held]
    figures = {}
    for wanted in world.figures:
        name, of = wanted.split()
        figures[wanted] = round(float(resources[of][names.index(name)]), 9)
    lives = lived(simulation, legend, world.network)
    return World(world.network, lives, figures, deadlock(simulation, names), world.end)
