"""Network to Program: the one place where names become integers.

A new kind of step needs its row here, its handler in `engine.steps`, its handler in
`reference` and its YAML in `scenario.network`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from simcore.engine import dtypes
from simcore.engine.dtypes import NONE, Op
from simcore.engine.program import Choices, Program, Records
from simcore.engine.simulation import records
from simcore.network.laws import to_row
from simcore.network.model import (
    MINUTES_PER_DAY,
    MINUTES_PER_WEEK,
    UNLIMITED,
    Branch,
    Choose,
    Delay,
    Go,
    Label,
    Leave,
    Network,
    Release,
    Resource,
    Seize,
    Source,
    Step,
    Transfer,
    Use,
)
from simcore.network.slots import visit_slots

PLENTY = 2**40  # units of an unlimited resource


@dataclass(frozen=True)
class StepName:
    """Where a row of the program comes from."""

    pathway: str
    index: int
    kind: str
    tags: Any


@dataclass(frozen=True)
class Legend:
    """What the integers of a Program mean, for `results`.

    tallies: (resource or exit, group) of each row of class 0. places: sources, resources,
    exits, in the order of the flow matrix.
    """

    steps: list[StepName]
    tallies: list[tuple[str, str]]
    places: list[tuple[str, str, Label]]  # kind, name, label


@dataclass
class _Table:
    """Values that grow while rows are written; `add` returns where they begin."""

    values: list[Any] = field(default_factory=list)

    def add(self, values: Iterable[Any]) -> int:
        at = len(self.values)
        self.values.extend(values)
        return at


def stable_keys(names: Iterable[str]) -> dict[str, int]:
    """Give each name a 32-bit number that depends on the name alone, 0 excepted.

    Two names that hash alike (1 chance in 10**5 for 300 names) are told apart by
    hashing again the one that comes later in the alphabet.
    """
    taken: set[int] = {0}
    keys: dict[str, int] = {}
    for name in sorted(set(names)):
        text, number = name, 0
        while number in taken:
            number = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "big")
            text += "#"
        taken.add(number)
        keys[name] = number
    return keys


class _Compiler:
    """Writes the rows of one Network."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.table = _Table()
        self.targets = _Table()
        self.rows: list[dict[str, int]] = []
        self.keys: list[str] = []
        self.steps: list[StepName] = []
        self.resource = {r.name: k for k, r in enumerate(network.resources)}
        self.places = self._places()
        self.place = {(kind, name): k for k, (kind, name, _) in enumerate(self.places)}
        self.tallies: dict[tuple[Op, str, str], int] = {}
        self.laws: dict[Any, int] = {}
        self.law_rows: list[Any] = []
        self.ranks = {p: k for k, p in enumerate(self._priorities())}
        self.choices: list[tuple[Choose, int]] = []

    def _all_steps(self) -> Iterable[Step]:
        return (step for steps in self.network.pathways.values() for step in steps)

    def _priorities(self) -> list[int]:
        found = {s.priority for s in self.network.sources}
        for step in self._all_steps():
            if isinstance(step, Seize | Use | Transfer) and step.priority is not None:
                found.add(step.priority)
        return sorted(found)

    def _places(self) -> list[tuple[str, str, Label]]:
        exits = {step.exit.en: step.exit for step in self._all_steps() if isinstance(step, Leave)}
        return [
            *(("source", s.name, s.label) for s in self.network.sources),
            *(("resource", r.name, r.label) for r in self.network.resources),
            *(("exit", name, label) for name, label in exits.items()),
        ]

    def tally(self, op: Op, name: str, group: str) -> int:
        row = self.tallies.setdefault((op, name, group), len(self.tallies))
        return row * len(self.network.classes)

    def law(self, time: Any) -> int:
        row = to_row(time)
        if row not in self.laws:
            self.laws[row] = len(self.law_rows)
            offset = self.table.add(row.values)
            self.law_rows.append((row.law, offset, row.n, row.a, row.b, row.c))
        return self.laws[row]

    # Every kind of step, as rows. `next` is filled in when all pathways are placed.

    def write(self, pathway: str, index: int, step: Step, key: str) -> None:
        """Append the rows of one step."""

        kind, start = type(step).__name__.lower(), len(self.rows)

        def row(op: Op, /, _key: str = key, **fields: int) -> None:
            tags = {} if len(self.rows) > start else step.tags
            self.rows.append({"op": op, **fields})
            self.keys.append(_key)
            self.steps.append(StepName(pathway, index, kind, tags))

        match step:
            case Seize():
                row(Op.SEIZE, key, **self._seize(step.resource, step))
            case Delay():
                row(Op.DELAY, a=self.law(step.time))
            case Release():
                row(Op.RELEASE, resource=self.resource[step.resource])
            case Use():
                row(Op.SEIZE, key, **self._seize(step.resource, step))
                row(Op.DELAY, f"{key}/time", a=self.law(step.time))
                row(Op.RELEASE, resource=self.resource[step.resource])
            case Transfer():
                origin = self.resource[step.origin]
                row(Op.SEIZE, key, **{**self._seize(step.to, step), "a": origin})
                row(Op.RELEASE, resource=origin)
            case Branch():
                row(Op.BRANCH, key, **self._branch(step))
            case Choose():
                row(Op.BRANCH, key, **self._choose(step))
            case Leave():
                name = step.exit.en
                row(Op.LEAVE, tally=self.tally(Op.LEAVE, name, ""), place=self.place["exit", name])

    def _seize(self, name: str, step: Seize | Use | Transfer) -> dict[str, int]:
        return {
            "resource": self.resource[name],
            "priority": NONE if step.priority is None else self.ranks[step.priority],
            "tally": self.tally(Op.SEIZE, name, step.group),
            "place": self.place["resource", name],
            "a": NONE,
        }

    def _branch(self, step: Branch) -> dict[str, int]:
        shares = step.by_class or ([share for share, _ in step.options],)
        at = self.table.add(x for row in shares for x in cumulative(row))
        return {
            "a": at,
            "n": len(step.options),
            "stride": len(step.options) if step.by_class else 0,
            "targets": self.targets.add(go for _, go in step.options),
        }

    def _choose(self, step: Choose) -> dict[str, int]:
        n = len(step.options)
        at = self.table.add([0.0] * (n * len(self.network.classes)))
        self.choices.append((step, at))
        targets = self.targets.add(option.go for option in step.options)
        return {"a": at, "n": n, "stride": n, "targets": targets}

    def place_pathways(self) -> dict[str, int]:
        """Write all pathways and their arrivals; return where each pathway begins."""
        begins: dict[str, int] = {}
        chained: list[tuple[int, str]] = []  # rows that go on to another pathway
        goes: dict[str, str] = {}  # pathways that begin with a Go
        for name, steps in self.network.pathways.items():
            begins[name] = len(self.rows)
            for index, (step, key) in enumerate(zip(steps, step_keys(name, steps), strict=True)):
                if isinstance(step, Go):
                    if len(self.rows) == begins[name]:
                        goes[name] = step.pathway
                    else:
                        chained.append((len(self.rows) - 1, step.pathway))
                    continue
                self.write(name, index, step, key)
        for name in goes:
            target = name
            while target in goes:
                target = goes[target]
            begins[name] = begins[target]
        for k, row in enumerate(self.rows):
            row["next"] = k + 1
        for k, name in chained:
            self.rows[k]["next"] = begins[name]
        self.targets.values = [begins[name] for name in self.targets.values]
        return begins


def step_keys(pathway: str, steps: Sequence[Step]) -> list[str]:
    """Name each step by its pathway, kind and resource, not by its position.

    So a step put in before it leaves its random numbers alone. A delay belongs to the
    resource taken last.
    """
    seen: dict[str, int] = {}
    keys = []
    holding = ""
    for step in steps:
        if isinstance(step, Seize | Use):
            holding = step.resource
        elif isinstance(step, Transfer):
            holding = step.to
        about = holding if isinstance(step, Seize | Use | Transfer | Delay) else ""
        name = f"{pathway}/{type(step).__name__.lower()} {about}"
        seen[name] = seen.get(name, 0) + 1
        keys.append(step.key or f"{name} {seen[name]}")
    return keys


def cumulative(shares: Sequence[float]) -> list[float]:
    """Return rising cumulative shares that end at 1 exactly."""
    below = np.cumsum(shares)
    return [float(x) for x in below / below[-1]]


def at_minute(pairs: Sequence[tuple[float, Any]], minute: float) -> int:
    """Return the piece of a weekly profile that holds at a minute of the week."""
    return max(k for k, (begin, _) in enumerate(pairs) if begin <= minute)


def compile_network(network: Network, warmup: float = 0.0) -> tuple[Program, Legend]:
    """Turn a checked Network into arrays. `warmup` (minutes) goes before `network.start`."""
    c = _Compiler(network)
    begins = c.place_pathways()
    minute = _start_minute(network, warmup)
    source_keys = stable_keys(s.name for s in network.sources)
    sources = records(len(network.sources), dtypes.SOURCE)
    for k, source in enumerate(network.sources):
        c.rows.append(
            {"op": Op.ARRIVE, "a": k, "place": c.place["source", source.name],
             "next": begins[source.pathway]}
        )  # fmt: skip
        c.keys.append("")
        c.steps.append(StepName(source.pathway, NONE, "arrive", source.tags))
        _fill_source(sources[k], source, c, source_keys[source.name], minute)
        sources[k].entry = len(c.rows) - 1
    steps = _step_table(c)
    resources, lines = _resource_tables(network.resources, c.ranks, minute)
    program = Program(
        steps=steps,
        resources=resources,
        lines=lines,
        changes=_changes(network.resources),
        week=-minute,
        sources=sources,
        distributions=np.array(c.law_rows, dtypes.DISTRIBUTION).view(np.recarray),
        table=np.array(c.table.values, np.float64),
        targets=np.array(c.targets.values, np.int32),
        classes=len(network.classes),
        tallies=len(c.tallies) * len(network.classes),
        places=len(c.places),
        slots=int(steps.slot.max(initial=NONE)) + 1,
        choices=_choices(c),
    )
    return program, Legend(c.steps, [(name, group) for _, name, group in c.tallies], c.places)


def _start_minute(network: Network, warmup: float) -> float:
    weekday = network.start.weekday() if network.start else 0
    return (weekday * MINUTES_PER_DAY - warmup) % MINUTES_PER_WEEK if network.start else 0.0


def _fill_source(record: Any, source: Source, c: _Compiler, key: int, minute: float) -> None:
    rate = source.rate if isinstance(source.rate, tuple) else ((0.0, source.rate),)
    if not any(r > 0.0 for _, r in rate):
        rate = ((0.0, 0.0),)  # a profile of zeros would be searched for ever
    share = dict(source.mix)
    record.key = key
    record.priority = c.ranks[source.priority]
    record.rate = c.table.add(x for pair in rate for x in pair)
    record.n = len(rate)
    record.piece = at_minute(rate, minute)
    record.week = -minute
    mix = cumulative([share.get(name, 0.0) for name in c.network.classes])
    record.mix = c.table.add([len(mix), *mix])


def _step_table(c: _Compiler) -> Records:
    steps = records(len(c.rows), dtypes.STEP)
    for name in dtypes.STEP.names or ():
        if name not in ("key", "slot"):
            steps[name] = [row.get(name, 0) for row in c.rows]
    numbers = stable_keys(c.keys)
    steps.key = [numbers[key] for key in c.keys]
    steps.slot = visit_slots(steps, np.array(c.targets.values, np.int64))
    return steps


def _resource_tables(
    resources: Sequence[Resource], ranks: dict[int, int], minute: float
) -> tuple[Records, Records]:
    table = records(len(resources), dtypes.RESOURCE)
    lines = records((len(resources), max(len(ranks), 1)), dtypes.LINE)
    lines.head = lines.tail = NONE
    for k, resource in enumerate(resources):
        capacity = resource.capacity
        if isinstance(capacity, tuple):
            capacity = capacity[at_minute(capacity, minute)][1]
        table[k].capacity = PLENTY if capacity == UNLIMITED else capacity
        if resource.reserve:
            for priority, rank in ranks.items():
                if priority > resource.reserve.priority:
                    lines[k, rank].share = resource.reserve.share
                    lines[k, rank].keep = int(resource.reserve.share * table[k].capacity)
    return table, lines


def _changes(resources: Sequence[Resource]) -> Records:
    rows = []
    for k, resource in enumerate(resources):
        if isinstance(resource.capacity, tuple):
            before = resource.capacity[-1][1]
            for minute, units in resource.capacity:
                if units != before:
                    rows.append((minute, k, PLENTY if units == UNLIMITED else units))
                before = units
    return np.array(sorted(rows), dtypes.CHANGE).view(np.recarray)


def _choices(c: _Compiler) -> Choices:
    options = [option for step, _ in c.choices for option in step.options]
    n = np.array([len(step.options) for step, _ in c.choices], np.int64)
    classes = len(c.network.classes)
    waits = [NONE if o.wait_of is None else c.resource[o.wait_of] for o in options]
    return Choices(
        first=np.cumsum(n) - n,
        n=n,
        wait_weight=np.array([step.wait_weight for step, _ in c.choices], float),
        table=np.array([at for _, at in c.choices], np.int64),
        utility=np.array([o.utility for o in options], float).reshape(len(options), classes),
        resource=np.array(waits, np.int64),
        memory=c.network.choice_memory_days,
    )
