"""Network to Program: names have become integers in its rows; here they become arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simcore.engine.laws import Law
from simcore.engine.links import Links
from simcore.engine.memory import records
from simcore.engine.ops import is_plain
from simcore.engine.program import Choices, Program, Records, write_rows
from simcore.engine.program_records import Book, Edge, Instruction, LawRow, Slot
from simcore.engine.records import FOREVER, NONE
from simcore.network.compiler.bytecode import to_bytecode
from simcore.network.compiler.demand import source_records
from simcore.network.compiler.laws import to_row
from simcore.network.compiler.names import held_places, places_of, stable_keys
from simcore.network.compiler.pathways import write_network
from simcore.network.compiler.rows import Growing, Rows, StepName
from simcore.network.compiler.supply import measures_of, supply
from simcore.network.compiler.visits import visit_counters
from simcore.network.dated_calendar import DatedCalendar, days_differ
from simcore.network.expressions.parser import parse
from simcore.network.expressions.postfix import draws
from simcore.network.model import Network
from simcore.network.open_units import planned
from simcore.network.scope import scope_of
from simcore.network.time_span import check_span
from simcore.network.values import Distribution, Expression
from simcore.text import Label
from simcore.time_units import MINUTES_PER_DAY, MINUTES_PER_WEEK

LEAST_LEVEL, MOST_LEVEL = 1023, 65535  # numbers up to which levels are told apart


@dataclass(frozen=True)
class Legend:
    """What the integers of a Program mean, for `results`.

    tallies: (outcome, name, group) of each row of the first class: how a wait ended, as the
    operations name it (`engine.ops`), or "left" for the time in the system by exit. places:
    sources, resources, exits, in the order of the flow matrix. held: names and labels of the rows
    of `resources`: those of the Network, then pools, gates, waiting rooms. expressions: the text of
    each, by its row in the table of laws.
    """

    steps: list[StepName]
    tallies: list[tuple[str, str, str]]
    places: list[tuple[str, str, Label]]
    held: list[tuple[str, Label]]
    expressions: dict[int, str]


def compile_network(
    network: Network, warmup: float = 0.0, run: float | None = None
) -> tuple[Program, Legend]:
    """Turn a checked Network into arrays, and say what their integers mean.

    network: one in which `network.checks.check` finds nothing.
    warmup: minutes before `network.start`.
    run: minutes after it; must be given where days differ (holidays, closures, rates by date,
        appointments).

    Raises ValueError where it is not given then, or where the network is not a checked one,
    TimeError where that time cannot be played, and LawError for a distribution that cannot be
    sampled by inversion.
    """
    check_span(warmup, run or 0.0)
    calendar = _dated_calendar(network, warmup, run)
    dated = calendar if days_differ(network) else None
    network = planned(network)
    rows, entries = write_network(network, dated.weekdays() if dated else ())
    minute = _start_minute(network, warmup)
    sources = source_records(network, rows, entries, dated, minute, warmup)
    resources, rules, queues, changes = supply(network, rows, entries, dated, minute)
    measures = measures_of(network, rows)
    steps = _step_table(rows, rules)
    books, slots = _books(network, calendar)
    laws, code = _laws(network, rows)
    program = Program(
        steps=steps,
        names=tuple(rows.keys),
        held=tuple(name for name, _ in held_places(network)),
        class_names=network.classes,
        resources=resources,
        rules=rules,
        measures=measures,
        queues=queues,
        edges=_edges(rows),
        books=books,
        slots=slots,
        changes=changes,
        cycle=FOREVER if dated else MINUTES_PER_WEEK,
        week=0.0 if dated else -minute,
        monday=-minute,
        start=warmup,
        sources=sources,
        distributions=laws,
        table=np.array(rows.table.values, np.float64),
        targets=np.array(rows.targets.values, np.int32),
        members=np.array(rows.members.values, np.int32),
        code=code,
        uncommon=not all(map(is_plain, set(steps.op.tolist()))) or bool(rules.general.any()),
        swap=network.swap,
        choices=_choices(network, rows),
        **_sizes(network, rows, steps),
    )
    texts = {k: v.text for k, (v, _) in enumerate(rows.laws) if isinstance(v, Expression)}
    held = held_places(network)
    return program, Legend(rows.names, list(rows.tallies), places_of(network), held, texts)


def _dated_calendar(network: Network, warmup: float, run: float | None) -> DatedCalendar | None:
    """Return warm-up and run day by day, None where all weeks are alike and nobody books."""
    if not (network.books or days_differ(network)):
        return None
    if run is None:
        raise ValueError("a network with dates or books needs the length of the run")
    return DatedCalendar(network, warmup, run)


def _sizes(network: Network, rows: Rows, steps: Records) -> dict[str, int]:
    """Return how many there are of what a run keeps arrays of."""
    return {
        "classes": len(network.classes),
        "tallies": len(rows.tallies) * len(network.classes),
        "places": len(rows.number.places),
        "counters": int(steps.counter.max(initial=NONE)) + 1,
        "holdings": len(rows.kinds.columns),
        "attributes": len(network.attributes),
        "measured": sum(r.measured for r in network.resources)
        + sum(p.measured for p in network.pools),
        "most_level": _most_level(network),
    }


def _most_level(network: Network) -> int:
    """Return up to which number levels are told apart: twice the units of what is measured.

    Between 1,023, so that capacities may change in a branch, and 65,535.
    """
    units = {r.name: r.most_units for r in network.resources}
    most = [units[r.name] for r in network.resources if r.measured]
    most += [sum(units[name] for name in p.members) for p in network.pools if p.measured]
    twice = [2 * int(n) for n in most if n <= MOST_LEVEL]
    return min(max(LEAST_LEVEL, (1 << max(twice, default=0).bit_length()) - 1), MOST_LEVEL)


def _start_minute(network: Network, warmup: float) -> float:
    weekday = network.start.weekday() if network.start else 0
    return (weekday * MINUTES_PER_DAY - warmup) % MINUTES_PER_WEEK if network.start else 0.0


def _step_table(rows: Rows, rules: Records) -> Records:
    homes = [rows.rows[k].next if k != NONE else NONE for k in rules.home.tolist()]
    links = Links(rows.targets.values, rows.members.values, homes)
    numbers = stable_keys(rows.keys)
    for row, key in zip(rows.rows, rows.keys, strict=True):
        row.key = numbers[key]
    for row, counter in zip(rows.rows, visit_counters(rows.rows, links).tolist(), strict=True):
        row.counter = counter
    return write_rows(rows.rows)


def _laws(network: Network, rows: Rows) -> tuple[Records, Records]:
    """Return the table of laws, and the bytecode of those that are expressions."""
    names = scope_of(network)
    pools = {pool.name: pool for pool in network.pools}
    code = Growing()

    def law(value: Distribution | Expression, signed: bool) -> tuple[float, ...]:
        if isinstance(value, Expression):
            instructions = parse(value.text, names).code
            bytecode = to_bytecode(instructions, rows, pools)
            begin = code.add(bytecode)
            return (Law.EXPRESSION, begin, len(bytecode), float(draws(instructions)), 0.0, 0.0)
        row = to_row(value, signed=signed)
        return (row.law, rows.table.add(row.values), row.n, row.a, row.b, row.c)

    laws = np.array([law(*one) for one in rows.laws], LawRow.dtype).view(np.recarray)
    return laws, np.array(code.values, Instruction.dtype).view(np.recarray)


def _edges(rows: Rows) -> Records:
    edges = records(len(rows.kinds.edge), Edge)
    for (origin, to), k in rows.kinds.edge.items():
        edges[k] = (rows.resource(str(origin)), rows.resource(to), 0, NONE)
    return edges


def _books(network: Network, calendar: DatedCalendar | None) -> tuple[Records, Records]:
    books = records(len(network.books), Book)
    slots: list[tuple[float, float, int, int]] = []
    for k, book in enumerate(network.books):
        assert calendar is not None  # as there are books
        own = calendar.slots(book)
        books[k] = (len(slots), len(own), len(slots), 0, book.horizon)
        slots += own
    return books, np.array(slots, Slot.dtype).view(np.recarray)


def _choices(network: Network, rows: Rows) -> Choices:
    options = [option for step, _ in rows.choices for option in step.options]
    n = np.array([len(step.options) for step, _ in rows.choices], np.int64)
    waits = [(k, rows.resource(name), w) for k, o in enumerate(options) for name, w in o.waits]
    utility = np.array([o.utility for o in options], float)
    return Choices(
        first=np.cumsum(n) - n,
        n=n,
        wait_option=np.array([k for k, _, _ in waits], np.int64),
        wait_resource=np.array([resource for _, resource, _ in waits], np.int64),
        wait_weight=np.array([weight for _, _, weight in waits], float),
        table=np.array([shares for _, shares in rows.choices], np.int64),
        utility=utility.reshape(len(options), len(network.classes)),
        lift=network.lift,
        lifted=np.array([o.lifted for o in options], float),
        memory=network.choice_memory_days,
    )
