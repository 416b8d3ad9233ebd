"""What patients did at steps, put together from the events of a log by whole arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from simcore.engine.phases import Happening
from simcore.engine.program import Floats, Ints, Records
from simcore.engine.records import NONE
from simcore.results.log_rows import KEEPING, Flags, LogRows

DONE, RENEGED, SENT_HOME, BALKED, FULL, INTERRUPTED, RESUMED = range(7)
OPEN = -1  # not over yet


@dataclass(frozen=True)
class Visits:
    """One entry for each step that a patient did, for each interruption, and for each move.

    place: of the first event of each in the log.
    step: number in `LogRows.steps`.
    resource: number of what it is about, NONE for nothing.
    interruption: whether it is one.
    asked, began, ended: minutes of the simulated clock, NaN where it did not happen.
    outcome: number in OUTCOMES, or OPEN.
    """

    place: Ints
    step: Ints
    resource: Ints
    interruption: Flags
    asked: Floats
    began: Floats
    ended: Floats
    outcome: Ints

    OUTCOMES: ClassVar = (
        "done", "reneged", "sent home", "balked", "full", "interrupted", "resumed"
    )  # fmt: skip


@dataclass(frozen=True)
class _Events:
    """Events patient by patient, each patient's in order of time.

    place: of each in the log. patient: a number for each patient and part.
    next_at: when the patient's next event is, NaN for none. next_row: at which row, else NONE.
    """

    facts: LogRows
    place: Ints
    at: Floats
    row: Ints
    kind: Ints
    patient: Ints
    next_at: Floats
    next_row: Ints

    @cached_property
    def interrupted(self) -> Flags:
        """Tell at which a unit is taken away."""
        found: Flags = self.kind == Happening.INTERRUPTED
        return found

    @cached_property
    def resumed(self) -> Flags:
        """Tell at which it is, and the patient gets one back."""
        found = self.interrupted.copy()
        k = np.flatnonzero(found)
        found[k] = self.next_row[k] == self.facts.resumed_to[self.row[k]]
        return found


def visits_of(facts: LogRows, log: Records) -> Visits:
    """Return what patients did, in the order in which they came to it.

    log: events of a replication, in order of time.
    """
    e = _events(facts, log)
    begins = np.flatnonzero(_beginning(e))
    begins_own = ~facts.internal[e.row[begins]]
    moved = np.flatnonzero(log.kind == Happening.MOVED)
    lost = np.flatnonzero(e.interrupted)
    parts = [[x[begins_own] for x in _visits(e, begins)], _interruptions(e),
             _moves(facts, log, moved)]  # fmt: skip
    step, resource, began, ended, outcome = (np.concatenate(x) for x in zip(*parts, strict=True))
    places = [e.place[begins[begins_own]], e.place[lost], moved]
    place = np.concatenate(places)
    interruption = np.repeat([False, True, False], list(map(len, places)))
    by_time = np.argsort(place * 2 + interruption)
    place = place[by_time]
    return Visits(
        place, step[by_time], resource[by_time], interruption[by_time], log.time[place],
        began[by_time], ended[by_time], outcome[by_time],
    )  # fmt: skip


def _events(facts: LogRows, log: Records) -> _Events:
    """Return what patients do, not what units that are being cleaned do, nor moves."""
    patient, n = _patient(log), log.size
    if int(patient.max(initial=0) + 1) * n < 2**63:  # all told apart: an order is found sooner
        order = np.argsort(patient * n + np.arange(n))
    else:
        order = np.argsort(patient, kind="stable")
    beside = facts.cleaning | facts.moves
    if beside.any():
        order = order[~beside[log.step[order]]]
    at, row, patient = log.time[order], log.step[order], patient[order]
    next_at, next_row = np.empty_like(at), np.empty_like(row)
    next_at[:-1], next_row[:-1] = at[1:], row[1:]
    last = np.append(np.flatnonzero(patient[1:] != patient[:-1]), order.size - 1)[: order.size]
    next_at[last], next_row[last] = np.nan, NONE
    return _Events(facts, order, at, row, log.kind[order], patient, next_at, next_row)


def _patient(log: Records) -> Ints:
    """Return a number for the patient and part of each event."""
    ordinals, parts = (int(log[name].max(initial=0)) + 1 for name in ("ordinal", "part"))
    found: Ints = (log.source.astype(np.int64) * ordinals + log.ordinal) * parts + log.part
    return found


def _beginning(e: _Events) -> Flags:
    """Tell at which events a patient comes to a step."""
    found = np.ones(e.row.size, bool)
    facts, step = e.facts, e.facts.step[e.row]
    sent_home = facts.internal & facts.ends_waiting
    again = (facts.first & ~sent_home)[e.row] & (e.kind == Happening.MET)
    again[1:] &= ~e.resumed[:-1]
    anew = (step[1:] != step[:-1]) & ~sent_home[e.row[1:]]
    found[1:] = (e.patient[1:] != e.patient[:-1]) | anew | again[1:]
    return found


def _visits(e: _Events, begins: Ints) -> tuple[Any, ...]:
    """Return step, resource, beginning, end and outcome of each step that a patient came to."""
    facts, n = e.facts, begins.size
    step = facts.step[e.row[begins]]
    after = np.append(begins[1:], e.row.size)[:n]
    visit, last = np.repeat(np.arange(n), after - begins), after - 1
    ended = np.where(facts.lasting[e.row[last]] & (e.kind[last] != Happening.TAKEN_ALONG),
                     e.next_at[last], e.at[last])  # fmt: skip
    asking = np.flatnonzero(facts.waits[e.row] & (e.kind == Happening.MET))
    asked = _last_of_each(n, visit[asking], asking)
    next_row, elsewhere = e.next_row[asked], facts.refused_to[e.row[asked]]
    no_seat = (asked != NONE) & (elsewhere != NONE) & (next_row == elsewhere)
    unserved = facts.ends_waiting[next_row] & (next_row != NONE)
    granted = (asked != NONE) & ~unserved & ~no_seat
    waits = facts.of_steps(facts.waits)[step]
    began = np.where(granted, e.next_at[asked], np.where(waits, np.nan, e.at[begins]))
    outcome = np.full(n, DONE, np.int8)
    outcome[waits & (asked == NONE)] = BALKED
    outcome[no_seat] = FULL
    leaving = np.flatnonzero(facts.ends_waiting[e.row])
    outcome[visit[leaving]] = np.where(facts.internal[e.row[leaving]], SENT_HOME, RENEGED)
    outcome[e.interrupted[last]] = INTERRUPTED
    kept = granted & np.isin(step, [k for k, one in enumerate(facts.steps) if one.word in KEEPING])
    ended[kept], lost = _given_back(e, asked[kept])
    outcome[np.flatnonzero(kept)[lost]] = INTERRUPTED
    outcome[np.isnan(ended)] = OPEN
    return step, facts.resource_of_step[step], began, ended, outcome


def _last_of_each(n: int, group: Ints, values: Ints) -> Ints:
    """Return the last of the values of each of n groups, NONE where there is none."""
    found = np.full(n, NONE)
    found[group] = values  # of several, the last stays
    return found


def _given_back(e: _Events, takes: Ints) -> tuple[Floats, Flags]:
    """Return when each unit was given back, NaN for not yet, and whether it was lost instead.

    takes: events at which patients asked for a unit and had it.
    """
    lost = e.interrupted & ~e.resumed
    gives = np.flatnonzero((e.facts.gives[e.row] & (e.kind == Happening.MET)) | lost)
    events = np.concatenate([takes, gives])
    holder = e.patient[events] * len(e.facts.run.held_names) + e.facts.resource[e.row[events]]
    order = np.lexsort((events, holder))
    take = np.flatnonzero(order < takes.size)
    following = np.minimum(take + 1, order.size - 1)
    give = order[following]
    same = (holder[order[take]] == holder[give]) & (give >= takes.size)
    when, was_lost = np.full(takes.size, np.nan), np.zeros(takes.size, bool)
    when[order[take]] = np.where(same, e.at[events[give]], np.nan)
    was_lost[order[take]] = same & lost[events[give]]
    return when, was_lost


def _interruptions(e: _Events) -> tuple[Any, ...]:
    """Return step, resource, beginning, end and outcome of each interruption."""
    k = np.flatnonzero(e.interrupted)
    row, ended = e.row[k], e.next_at[k]
    next_row = e.next_row[k]
    sent_home = (e.facts.internal & e.facts.ends_waiting)[next_row] & (next_row != NONE)
    outcome = np.where(e.resumed[k], RESUMED, np.where(sent_home, SENT_HOME, INTERRUPTED))
    outcome[np.isnan(ended)] = OPEN
    return e.facts.step[row], e.facts.resource[row], e.at[k], ended, outcome


def _moves(facts: LogRows, log: Records, moved: Ints) -> tuple[Any, ...]:
    """Return step, resource, beginning, end and outcome of each move within a pool."""
    row, at = log.step[moved], log.time[moved]
    return facts.step[row], facts.resource[row], at, at, np.full(moved.size, DONE)
