"""Network to Program: the one place where names become integers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from simcore.engine import dtypes
from simcore.engine.dtypes import FOREVER, NONE, Op
from simcore.engine.kernels.resources import kept_free
from simcore.engine.program import Choices, Program, Records
from simcore.engine.simulation import records
from simcore.network.compiler.demand import source_records
from simcore.network.compiler.kinds import kinds
from simcore.network.compiler.lower import Pathways, lower
from simcore.network.compiler.names import StepName, held_places, stable_keys
from simcore.network.compiler.rows import Rows
from simcore.network.compiler.supply import capacity_changes, resource_records
from simcore.network.compiler.trace import trace
from simcore.network.compiler.visits import visit_slots
from simcore.network.dated_calendar import Span, is_dated
from simcore.network.model import Network
from simcore.network.steps import Go
from simcore.text import Label
from simcore.time_units import MINUTES_PER_DAY, MINUTES_PER_WEEK

ABSENT = {"law": NONE, "edge": NONE, "units": 1}  # of a row that does not say otherwise


@dataclass(frozen=True)
class Legend:
    """What the integers of a Program mean, for `results`.

    tallies: (kind, name, group) of each row of class 0; kind SEIZE waits before a start, LEAVE
    time in system by exit, RENEGE waits of those who left a line, REGAIN waits after an
    interruption, BOOK minutes from booking to the slot. places: sources, resources, exits, in
    the order of the flow matrix. held: names and labels of the rows of `resources`: those of
    the Network, then pools, gates, waiting rooms.
    """

    steps: list[StepName]
    tallies: list[tuple[Op, str, str]]
    places: list[tuple[str, str, Label]]
    held: list[tuple[str, Label]]


def compile_network(
    network: Network, warmup: float = 0.0, run: float | None = None
) -> tuple[Program, Legend]:
    """Turn a checked Network into arrays.

    `warmup` (minutes) goes before `network.start`. `run`, minutes after it, must be given
    where days differ (holidays, closures, rates by date, appointments).
    """
    dated = is_dated(network)
    if dated and run is None:
        raise ValueError("a network with dates needs the length of the run")
    span = Span(network, warmup, run or 0.0) if dated else None
    pathways = lower(network)
    rows = _rows(network, pathways)
    minute = _start_minute(network, warmup)
    sources = source_records(network, rows, span, minute, warmup)
    resources, rules, lines = resource_records(network, rows, minute)
    steps = _step_table(rows)
    changes = capacity_changes(network, span)
    if span:  # what holds at time 0 is the first of the calendar
        _set_first_levels(changes, resources, rules, lines)
    books, slots = _books(network, span)
    program = Program(
        steps=steps,
        names=tuple(rows.keys),
        held=tuple(name for name, _ in held_places(network)),
        groups=network.classes,
        resources=resources,
        rules=rules,
        lines=lines,
        edges=_edges(rows),
        books=books,
        slots=slots,
        changes=changes,
        cycle=FOREVER if span else MINUTES_PER_WEEK,
        week=0.0 if span else -minute,
        monday=-minute,
        start=warmup,
        sources=sources,
        distributions=np.array(rows.laws, dtypes.DISTRIBUTION).view(np.recarray),
        table=np.array(rows.table.values, np.float64),
        targets=np.array(rows.targets.values, np.int32),
        members=np.array(rows.members.values, np.int32),
        code=np.array(rows.code.values, dtypes.WORD).view(np.recarray),
        classes=len(network.classes),
        tallies=len(rows.tallies) * len(network.classes),
        places=len(rows.places),
        counters=int(steps.slot.max(initial=NONE)) + 1,
        picks=len(network.pools),
        attributes=len(network.attributes),
        uncommon=bool(np.any(steps.op > Op.LEAVE)) or bool(rules.general.any()),
        swap=network.swap,
        choices=_choices(rows),
    )
    return program, Legend(rows.steps, list(rows.tallies), rows.places, held_places(network))


def _rows(network: Network, pathways: Pathways) -> Rows:
    """Write all rows: pathways, what no pathway leads to, sources."""
    rows = Rows(network, kinds(network, pathways), _ranks(network))
    held = trace(network, pathways)
    begins: dict[str, Any] = {}
    for name, chain in pathways.items():
        begins[name] = len(rows.rows)
        rows.loose = []
        if chain and isinstance(chain[0].step, Go):
            begins[name] = chain[0].step.pathway
        for k, placed in enumerate(chain):
            following = chain[k + 1] if k + 1 < len(chain) else None
            rows.write(placed, held.get((name, k), {}), following)
    for name in network.pathways:
        target = name
        while isinstance(begins[target], str):
            target = begins[target]
        begins[name] = begins[target]
    rows.write_homes()
    rows.write_hidden()
    rows.write_breakdowns()
    rows.write_sources()
    rows.resolve(begins)
    return rows


def _ranks(network: Network) -> dict[int, int]:
    """Return the rank of each priority that somebody has; the lower is served first."""
    found = {source.priority for source in network.sources}
    for chain in network.pathways.values():
        found |= {p for step in chain if (p := getattr(step, "priority", None)) is not None}
    return {priority: rank for rank, priority in enumerate(sorted(found))}


def _start_minute(network: Network, warmup: float) -> float:
    weekday = network.start.weekday() if network.start else 0
    return (weekday * MINUTES_PER_DAY - warmup) % MINUTES_PER_WEEK if network.start else 0.0


def _step_table(rows: Rows) -> Records:
    steps = records(len(rows.rows), dtypes.STEP)
    for name in dtypes.STEP.names or ():
        if name not in ("key", "slot"):
            steps[name] = [row.get(name, ABSENT.get(name, 0)) for row in rows.rows]
    numbers = stable_keys(rows.keys)
    steps.key = [numbers[key] for key in rows.keys]
    steps.slot = visit_slots(steps, np.array(rows.targets.values, np.int64))
    return steps


def _edges(rows: Rows) -> Records:
    edges = records(len(rows.kinds.edge), dtypes.EDGE)
    for (origin, to), k in rows.kinds.edge.items():
        edges[k] = (rows.resource[str(origin)], rows.resource[to], 0, NONE)
    return edges


def _set_first_levels(changes: Records, resources: Records, rules: Records, lines: Records) -> None:
    """Let capacities at time 0 be those of the first rows of dated changes."""
    for change in changes[changes.minute <= 0.0]:
        resources[change.resource].capacity = rules[change.resource].scheduled = change.capacity
        line = lines[change.resource]
        line.keep = [kept_free(share, change.capacity) for share in line.share]


def _books(network: Network, span: Span | None) -> tuple[Records, Records]:
    books = records(len(network.books), dtypes.BOOK)
    slots: list[tuple[float, float, int, int]] = []
    for k, book in enumerate(network.books):
        assert span is not None  # books are dated
        rows = span.slots(book)
        books[k] = (len(slots), len(rows), len(slots), 0, book.horizon)
        slots += rows
    return books, np.array(slots, dtypes.SLOT).view(np.recarray)


def _choices(rows: Rows) -> Choices:
    options = [option for step, _ in rows.choices for option in step.options]
    n = np.array([len(step.options) for step, _ in rows.choices], np.int64)
    classes = len(rows.network.classes)
    waits = [NONE if o.wait_of is None else rows.resource[o.wait_of] for o in options]
    return Choices(
        first=np.cumsum(n) - n,
        n=n,
        wait_weight=np.array([step.wait_weight for step, _ in rows.choices], float),
        table=np.array([at for _, at in rows.choices], np.int64),
        utility=np.array([o.utility for o in options], float).reshape(len(options), classes),
        resource=np.array(waits, np.int64),
        memory=rows.network.choice_memory_days,
    )
