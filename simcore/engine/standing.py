"""Whether everybody stands at a row that means something where they are.

Kernels read a row as the card that fits where a patient is: in a queue as one of those who wait,
after a part as one who joins. One who is elsewhere would be read as what they are not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from simcore.engine.audited_state import AuditedState
from simcore.engine.ops import Deadline, End, Join, Op, Queued, StepRow
from simcore.engine.program import Program
from simcore.engine.records import FOREVER, NONE


class Lists(NamedTuple):
    """Where patients are; waiting: by resource and rank."""

    calendar: list[int]
    ready: list[int]
    waiting: list[list[list[int]]]


def misplaced(s: AuditedState, lists: Lists, reached: Collection[int]) -> Iterator[str]:
    """Yield who is where nobody at their row could be, in words.

    reached: the rows at which a patient can be.
    """
    step, queued = s.patients.step, {i for r in lists.waiting for queue in r for i in queue}
    acting = [i for i in (*lists.calendar, *lists.ready) if i not in queued]
    for i in {*acting, *queued, *_elsewhere(s)}:
        if step[i] not in reached:
            yield f"patient {i} is at row {step[i]}, which nobody reaches"
            return  # nothing can be said of one who is nowhere
    yield from _acting(s, acting, set(lists.ready))
    calendar = set(lists.calendar)
    yield from _deadlines(s, queued, calendar)
    for r, queues in enumerate(lists.waiting):
        for i in (i for queue in queues for i in queue if s.apart(r)):
            if (s.patients.time[i] < FOREVER) != (i in calendar):
                yield f"patient {i} waits until {s.patients.time[i]}, which is in no calendar"
        yield from _waiting(s, r, queues)
    yield from _parts(s)
    if lists.ready and s.clock.ready_tail != lists.ready[-1]:
        yield "the last who is ready is not the last"


def _elsewhere(s: AuditedState) -> Iterator[int]:
    """Yield who waits for parts to join, whoever a part belongs to, and who is taken along."""
    for i, step in enumerate(s.patients.step if s.more.queue else ()):
        if step != NONE:
            yield i
            yield from (k for k in (s.more.parent[i], s.more.followers[i]) if k != NONE)


def _acting(s: AuditedState, acting: list[int], ready: set[int]) -> Iterator[str]:
    """Check those who act when it is their turn: at a row that is played by who stands there."""
    for i in acting:
        row = s.rows[s.patients.step[i]]
        if not row.played or isinstance(row, Deadline) or (isinstance(row, End) and i in ready):
            yield f"patient {i} is to act at row {s.patients.step[i]}, where they cannot"


def _deadlines(s: AuditedState, queued: set[int], calendar: set[int]) -> Iterator[str]:
    for i in queued:
        row = s.rows[s.patients.step[i]]
        if isinstance(row, Deadline) and (row.waits_at == NONE or i not in calendar):
            yield f"patient {i} waits for a moment that does not come"


def _waiting(s: AuditedState, r: int, queues: list[list[int]]) -> Iterator[str]:
    """Check that each queue of a resource is of those who wait for it, and hangs together."""
    for rank, queue in enumerate(queues):
        for i in queue:
            if not _waits_for(s, i, r, rank):
                yield f"patient {i} is in queue {r}, and does not wait there"
        tail, last = s.queues.tail[r][rank], queue[-1] if queue else NONE
        if tail != last and (queue or s.apart(r)):
            yield f"resource {r}, rank {rank}: the last who waits is not the last"
        if s.apart(r) and [s.more.ahead[i] for i in queue] != [NONE, *queue[:-1]][: len(queue)]:
            yield f"resource {r}, rank {rank}: the queue does not lead back"


def _waits_for(s: AuditedState, i: int, r: int, rank: int) -> bool:
    row = s.standing_at(i)
    if not isinstance(row, Queued):
        return False
    own = rank == s.rank_at(i, row)
    if r in s.gates:
        return row.at_gate and row.resource == r and rank == 0 == s.more.rank[i]
    if not s.rules.general[r]:
        return own and row.OP is Op.SEIZE and row.resource == r
    first, n = s.rules.members[row.resource], s.rules.n[row.resource]
    members = s.program.links.members
    asked = {row.resource, *members[first : first + n], *members[row.also : row.also + row.n_also]}
    fits = row.OP in (Op.SEIZE_ANY, Op.REGAIN) and r in asked
    return own and fits and s.more.queue[i] == r and s.more.rank[i] == rank


def _parts(s: AuditedState) -> Iterator[str]:
    """Check that whoever will join has somebody to join."""
    if not s.more.queue:
        return
    of_parts = rows_of_parts(s.program)
    for i, step in enumerate(s.patients.step):
        if step in of_parts and s.more.parent[i] == NONE:
            yield f"patient {i} is nobody's part, and will join"


def rows_of_parts(program: Program) -> set[int]:
    """Return the rows from which a patient comes to the end of a part."""
    before: dict[int, list[int]] = {}
    rows: list[StepRow] = program.rows
    for k, row in enumerate(rows):
        for lead in row.leads(program.links):
            if not lead.part:
                before.setdefault(lead.row, []).append(k)
    work = [k for k, row in enumerate(rows) if isinstance(row, Join)]
    found = set(work)
    while work:
        new = [k for k in before.get(work.pop(), ()) if k not in found]
        found.update(new)
        work += new
    return found
