"""The auditor: every invariant of the state that must hold after any event."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from simcore.engine.audited_state import AuditedState, audited
from simcore.engine.bounds import out_of_range, out_of_step
from simcore.engine.held_units import held_units
from simcore.engine.links import Units
from simcore.engine.ops import Arrive, End
from simcore.engine.records import FOREVER, NONE, PART
from simcore.engine.rules import PoolRule
from simcore.engine.simulation import Simulation
from simcore.engine.standing import Lists, misplaced

Held = dict[int, Units]


def audit(simulation: Simulation, held: Held | None = None) -> list[str]:
    """Return what is wrong with the state, in words; nothing where all is well."""
    held = held_units(simulation.program) if held is None else held
    if wrong := out_of_range(simulation) or list(out_of_step(simulation)):
        return wrong  # what lies elsewhere cannot be read
    s = audited(simulation)
    due = s.chain(int(s.clock.due), s.patients.next, "due")
    later = {
        k: s.chain(head, s.patients.next, f"bucket {k}")
        for k, head in enumerate(s.buckets)
        if head != NONE
    }
    calendar = [*due, *(i for bucket in later.values() for i in bucket)]
    waiting = [s.queues_of(r) for r in range(len(s.resources.busy))]
    queued = [i for queues in waiting for queue in queues for i in queue]
    ready, free = (s.chain(int(s.clock[k]), s.patients.next, k) for k in ("ready", "free"))
    if wrong := [*s.wrong, *misplaced(s, Lists(calendar, ready, waiting), held)]:
        return wrong  # nor what means something else there
    used = _audit_records(s, calendar, queued, ready, free)
    return [
        *s.wrong,
        *_audit_calendar(s, due, later, len(calendar)),
        *_audit_queues(s, waiting),
        *_audit_holders(s, used, queued, held),
        *_audit_movers(s, used, held),
        *_audit_services(s, calendar),
        *_audit_edges(simulation, s, queued),
    ]


def _audit_records(
    s: AuditedState, calendar: list[int], queued: list[int], ready: list[int], free: list[int]
) -> list[int]:
    """Check that every record is where it belongs, once; return those in use."""
    n = len(s.patients.next)
    used = [i for i in range(n) if s.patients.step[i] != NONE]
    with_deadline = {i for i in queued if s.more.queue and s.patients.time[i] < FOREVER}
    with_deadline &= set(calendar)
    silent = {i for i in used if not s.patients.time[i] < FOREVER} - {*queued, *ready}
    parents = [i for i in used if s.more.queue and s.more.children[i] > 0]
    followers = [k for i in used if s.more.queue and (k := s.more.followers[i]) != NONE]
    places = Counter([*free, *ready, *calendar, *queued])
    places.subtract(with_deadline)
    elsewhere = Counter([*parents, *followers])
    entries = [int(row) for row in s.program.sources.entry]
    for i in range(n):
        times = places[i] + elsewhere[i]
        to_come = i in silent and s.patients.step[i] in entries
        if times > 1:
            s.wrong.append(f"patient {i} is in {times} lists at once")
        if times == 0 and not to_come:
            s.wrong.append(f"record {i} is neither free nor in use")
    s.wrong += [f"record {i} is free and in use" for i in free if s.patients.step[i] != NONE]
    _audit_counts(s, used, entries)
    return [i for i in used if not (i in silent and s.patients.step[i] in entries)]


def _audit_counts(s: AuditedState, used: list[int], entries: list[int]) -> None:
    arrives = {k for k, row in enumerate(entries) if isinstance(s.rows[row], Arrive)}
    own = [i for i in used if s.patients.turn[i] % (1 << PART) == 0]
    own = [i for i in own if s.patients.source[i] in arrives]
    inside = sum(1 for i in own if s.patients.step[i] != entries[s.patients.source[i]])
    if inside != s.clock.in_system:
        s.wrong.append(f"{inside} patients are in the system, {s.clock.in_system} were counted")
    expected = Counter(
        s.patients.source[i] for i in own if s.patients.step[i] == entries[s.patients.source[i]]
    )
    if any(expected[k] != 1 for k in arrives):
        s.wrong.append(f"patients expected by source: {dict(expected)}, not one each")
    if s.more.queue:
        children = Counter(s.more.parent[i] for i in used if s.more.parent[i] != NONE)
        for i in used:
            if s.more.children[i] != children[i]:
                s.wrong.append(f"patient {i} has {children[i]} parts, {s.more.children[i]} counted")


def _audit_calendar(
    s: AuditedState, due: list[int], later: dict[int, list[int]], events: int
) -> Iterator[str]:
    p = s.patients
    if events != s.clock.pending:
        yield f"{events} events are linked, {s.clock.pending} were counted"
    places = s.program.sources.place
    order = [(p.time[i], s.rows[p.step[i]].moment, places[p.source[i]], p.turn[i]) for i in due]
    if order != sorted(order):
        yield f"what is due is out of order: {order}"
    for k, bucket in [(NONE, due), *later.items()]:
        for i in bucket:
            belongs = int(p.time[i] * s.clock.per_width)
            if p.time[i] < s.clock.now:
                yield f"patient {i} is due at {p.time[i]}, before now ({s.clock.now})"
            if k != NONE and (belongs <= s.clock.bucket or belongs % len(s.buckets) != k):
                yield f"patient {i} is in bucket {k}, and belongs to {belongs}"


def _audit_queues(s: AuditedState, waiting: list[list[list[int]]]) -> Iterator[str]:
    for r, queues in enumerate(waiting):
        n = sum(map(len, queues))
        if n != s.resources.waiting[r]:
            yield f"resource {r}: {n} wait, {s.resources.waiting[r]} were counted"
        if sum(1 << k for k, queue in enumerate(queues) if queue) != s.resources.waiting_ranks[r]:
            yield f"resource {r}: the set of ranks with someone waiting is wrong"
        own = s.apart(r)
        places = s.more.since if r in s.gates else s.more.order if own else s.patients.time
        for k, queue in enumerate(queues):
            place = [places[i] for i in queue]
            if place != sorted(place):
                yield f"resource {r}, rank {k}: the queue is out of order"
            if own and [s.more.queue[i] for i in queue] != [r] * len(queue):
                yield f"resource {r}, rank {k}: someone thinks they wait elsewhere"
        yield from _audit_first(s, r, queues)


def _audit_first(s: AuditedState, r: int, queues: list[list[int]]) -> Iterator[str]:
    """Check that the first in a queue could not be served."""
    first = next(((k, queue[0]) for k, queue in enumerate(queues) if queue), None)
    if first is None or r in s.gates:
        return
    rank, i = first
    row = s.waits_at(i)
    pooled = s.rules.n[r] > 0 and s.rules.choosing[r] == PoolRule.FIRST_FREE
    first_member = s.rules.members[r]
    members = s.program.members[first_member : first_member + s.rules.n[r]] if pooled else [r]
    for m in members if row.n_also == 0 else []:
        free = s.resources.capacity[m] - s.resources.busy[m] - s.units_at(i, row)
        if free >= s.queues.keep[m][rank] and not _held_up(s, r, m, rank):
            yield f"resource {r}: rank {rank} waits for a unit of {m} that is free"


def _held_up(s: AuditedState, r: int, m: int, rank: int) -> bool:
    """Tell whether someone else who is not behind rank waits for resource m, and not at r."""
    pools = s.program.members[s.rules.pools[m] : s.rules.pools[m] + s.rules.n_pools[m]].tolist()
    return any(s.resources.waiting_ranks[k] & ((2 << rank) - 1) for k in {m, *pools} - {r})


def _audit_holders(
    s: AuditedState, used: list[int], queued: list[int], held: Held
) -> Iterator[str]:
    holders: Counter[int] = Counter()
    for i in used:
        holders.update(s.units_held(i, held))
    blocked = Counter(s.waits_at(i).origin for i in queued)
    for r, busy in enumerate(s.resources.busy):
        if holders[r] != busy:
            yield f"resource {r}: {holders[r]} units are held, {busy} are busy"
        if blocked[r] != s.resources.blocked[r]:
            yield f"resource {r}: {blocked[r]} are blocked, {s.resources.blocked[r]} were counted"
        level = max(s.rules.scheduled[r] - s.rules.down[r], 0)
        if s.rules.general[r] and level != s.resources.capacity[r]:
            yield f"resource {r}: {s.resources.capacity[r]} units, {level} are not out of order"


def _audit_movers(s: AuditedState, used: list[int], held: Held) -> Iterator[str]:
    """Check who may move back: all holders, in the order in which they took, and nobody can."""
    for pool in (k for k, row in enumerate(s.rules.moves) if row != NONE):
        column, members = s.rules.column[pool], s.members(pool)
        later, earlier = ([links[column] for links in x]
                          for x in (s.holdings.later, s.holdings.earlier))  # fmt: skip
        forth = s.chain(s.rules.first[pool], later, f"holders of {pool}")
        back = s.chain(s.rules.last[pool], earlier, f"holders of {pool}")
        units = {i: s.units_held(i, held)[pool] for i in used}
        if forth != back[::-1] or set(forth) != {i for i, n in units.items() if n}:
            yield f"pool {pool}: the list of its holders is wrong"
            return
        numbers = [s.holdings.taken[i][column] for i in forth]
        if numbers != sorted(set(numbers)) or any(n >= s.clock.takings for n in numbers):
            yield f"pool {pool}: its holders are out of order"
        for i in forth:
            at, rank = s.holdings.member[i][column], s.holdings.rank[i][column]
            if at not in members or s.holdings.units[i][column] != units[i]:
                yield f"patient {i} holds what pool {pool} does not have"
                return
            for m in members[: members.index(at)]:
                free = s.resources.capacity[m] - s.resources.busy[m] - units[i]
                if free >= s.queues.keep[m][rank] and not _held_up(s, NONE, m, rank):
                    yield f"patient {i} could move to {m}"


def _audit_services(s: AuditedState, calendar: list[int]) -> Iterator[str]:
    """Check the lists of those who can be interrupted."""
    served = defaultdict(set)
    for i in calendar:
        row = s.rows[s.patients.step[i]]
        if isinstance(row, End):
            served[row.resource].add(i)
    for r, first in enumerate(s.rules.first if s.more.queue else []):
        if s.rules.moves[r] != NONE:
            continue  # it is of those who may move back
        forth = s.chain(first, s.more.later, f"service {r}")
        back = s.chain(s.rules.last[r], s.more.earlier, f"service {r}")
        if forth != back[::-1] or set(forth) != served[r]:
            yield f"resource {r}: the list of those served is wrong"


def _audit_edges(simulation: Simulation, s: AuditedState, queued: list[int]) -> Iterator[str]:
    along = Counter(s.waits_at(i).edge for i in queued)
    for e, waiting in enumerate(simulation.edges.waiting.tolist()):
        if along[e] != waiting:
            yield f"edge {e}: {along[e]} wait along it, {waiting} were counted"
