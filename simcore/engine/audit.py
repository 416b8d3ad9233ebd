"""The auditor: every invariant of the state that must hold after any event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from simcore.engine.dtypes import FOREVER, NONE, Op
from simcore.engine.program import Program, Records
from simcore.engine.simulation import Simulation


def holdings(program: Program) -> dict[int, Counter[int]]:
    """Return the resources held before each row that can be reached.

    Relies on `network.check`: whoever reaches a row holds the same there.
    """
    steps = program.steps
    held: dict[int, Counter[int]] = {int(row): Counter() for row in program.sources.entry}
    work = list(held)
    while work:
        row = work.pop()
        step = steps[row]
        now = held[row].copy()
        if step.op == Op.SEIZE:
            now[int(step.resource)] += 1
        elif step.op == Op.RELEASE:
            now[int(step.resource)] -= 1
        for following in _following(program, row):
            if following not in held:
                held[following] = +now
                work.append(following)
    return held


def _following(program: Program, row: int) -> list[int]:
    step = program.steps[row]
    if step.op == Op.LEAVE:
        return []
    if step.op == Op.BRANCH:
        return [int(t) for t in program.targets[step.targets : step.targets + step.n]]
    return [int(step.next)]


@dataclass(frozen=True)
class _State:
    """The state as plain lists: reading records one by one is 40 times slower."""

    program: Program
    clock: Any
    patients: SimpleNamespace
    resources: SimpleNamespace
    heads: list[list[int]]  # of the lines
    keeps: list[list[int]]
    buckets: list[int]
    entries: frozenset[int]  # ARRIVE rows: patients still to come

    def chain(self, i: int) -> Iterator[int]:
        for _ in range(len(self.patients.next) + 1):
            if i == NONE:
                return
            yield i
            i = self.patients.next[i]
        raise AssertionError("a linked list runs in a circle")


def _columns(table: Records) -> SimpleNamespace:
    return SimpleNamespace(**{name: table[name].tolist() for name in table.dtype.names or ()})


def audit(simulation: Simulation, held: dict[int, Counter[int]] | None = None) -> list[str]:
    """Return what is wrong with the state, in words; nothing where all is well."""
    held = holdings(simulation.program) if held is None else held
    s = _State(
        simulation.program,
        simulation.clock,
        _columns(simulation.patients),
        _columns(simulation.resources),
        simulation.lines["head"].tolist(),
        simulation.lines["keep"].tolist(),
        simulation.buckets.tolist(),
        frozenset(simulation.program.sources.entry.tolist()),
    )
    due = list(s.chain(int(s.clock.due)))
    later = {k: list(s.chain(head)) for k, head in enumerate(s.buckets) if head != NONE}
    calendar = [*due, *(i for bucket in later.values() for i in bucket)]
    waiting = [[list(s.chain(head)) for head in heads] for heads in s.heads]
    in_line = [i for lines in waiting for line in lines for i in line]
    present = [*calendar, *in_line, *s.chain(int(s.clock.ready))]
    return [
        *_audit_links(s, present),
        *_audit_calendar(s, due, later, len(calendar)),
        *_audit_lines(s, waiting),
        *_audit_holders(s, present, in_line, held),
    ]


def _audit_links(s: _State, present: list[int]) -> Iterator[str]:
    everyone = Counter([*present, *s.chain(int(s.clock.free))])
    twice = [i for i, n in everyone.items() if n > 1]
    if twice:
        yield f"patients in two lists at once: {twice}"
    lost = len(s.patients.next) - len(everyone)
    unscheduled = sum(1 for t in s.patients.time if not t < FOREVER)  # sources that stay silent
    if lost != unscheduled:
        yield f"{lost - unscheduled} records are neither free nor in use"
    inside = sum(1 for i in present if s.patients.step[i] not in s.entries)
    if inside != s.clock.in_system:
        yield f"{inside} patients are in the system, {s.clock.in_system} were counted"
    to_come = len(present) - inside + unscheduled
    if to_come != len(s.entries):
        yield f"{to_come} patients are expected by {len(s.entries)} sources"


def _audit_calendar(
    s: _State, due: list[int], later: dict[int, list[int]], events: int
) -> Iterator[str]:
    p = s.patients
    if events != s.clock.pending:
        yield f"{events} events are linked, {s.clock.pending} were counted"
    order = [(p.time[i], p.source[i], p.ordinal[i]) for i in due]
    if order != sorted(order):
        yield f"what is due is out of order: {order}"
    for k, bucket in [(NONE, due), *later.items()]:
        for i in bucket:
            belongs = int(p.time[i] * s.clock.per_width)
            if p.time[i] < s.clock.now:
                yield f"patient {i} is due at {p.time[i]}, before now ({s.clock.now})"
            if k != NONE and (belongs <= s.clock.bucket or belongs % len(s.buckets) != k):
                yield f"patient {i} is in bucket {k}, and belongs to {belongs}"


def _audit_lines(s: _State, waiting: list[list[list[int]]]) -> Iterator[str]:
    for r, lines in enumerate(waiting):
        n = sum(map(len, lines))
        if n != s.resources.waiting[r]:
            yield f"resource {r}: {n} wait, {s.resources.waiting[r]} were counted"
        if sum(1 << k for k, line in enumerate(lines) if line) != s.resources.lines[r]:
            yield f"resource {r}: the set of lines with someone waiting is wrong"
        for k, line in enumerate(lines):
            since = [s.patients.time[i] for i in line]
            if since != sorted(since):
                yield f"resource {r}, priority {k}: not first come, first served"
            if line and s.resources.capacity[r] - s.resources.busy[r] > s.keeps[r][k]:
                yield f"resource {r}: priority {k} waits for a unit that is free"


def _audit_holders(
    s: _State, present: list[int], in_line: list[int], held: dict[int, Counter[int]]
) -> Iterator[str]:
    holders: Counter[int] = Counter()
    for i in present:
        holders.update(held[s.patients.step[i]])
    blocked = Counter(int(s.program.steps.a[s.patients.step[i]]) for i in in_line)
    for r, busy in enumerate(s.resources.busy):
        if holders[r] != busy:
            yield f"resource {r}: {holders[r]} patients hold it, {busy} units are busy"
        if blocked[r] != s.resources.blocked[r]:
            yield f"resource {r}: {blocked[r]} are blocked, {s.resources.blocked[r]} were counted"
