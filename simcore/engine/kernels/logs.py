"""The event log: one record for each thing that happens to a patient at a row."""

from __future__ import annotations

from simcore.engine.jit import part, rare
from simcore.engine.kernels import at
from simcore.engine.phases import Happening
from simcore.engine.records import PART, State

_MET, _INTERRUPTED, _TAKEN_ALONG, _MOVED = map(int, Happening)
_PARTS = (1 << PART) - 1


@part
def log_meeting(s: State, i: int) -> None:
    """Append that patient i meets the row they are at, if a log is kept."""
    if s.log.n > 0:
        _append(s, i, _MET)


@part
def has_room(s: State) -> bool:
    """Tell whether a log has room for what an event may bring.

    One event may interrupt, or send on their way, all patients that there are.
    """
    return s.log.n == 0 or s.logged + s.steps.n + s.patients.n <= s.log.n


@part
def meet(s: State, i: int) -> int:
    """Count that patient i meets the row they are at, log it if a log is kept; return the row."""
    log_meeting(s, i)
    p = at.patient(s, i)
    row = p.step
    at.count(s, row, p.class_).n += 1
    return row


@part
def log_interruption(s: State, i: int) -> None:
    """Append that patient i, at a REGAIN row, has lost what it waits for."""
    if s.log.n > 0:
        _append(s, i, _INTERRUPTED)


@part
def log_move(s: State, i: int, row: int) -> None:
    """Count, and append, that patient i has moved to what a MOVE_BACK row names."""
    p = at.patient(s, i)
    at.count(s, row, p.class_).n += 1
    if s.log.n > 0:
        stands_at, p.step = p.step, row
        _append(s, i, _MOVED)
        p.step = stands_at


@part
def log_departure(s: State, i: int) -> None:
    """Append that patient i leaves the gate of their row, taken along by another."""
    if s.log.n > 0:
        _append(s, i, _TAKEN_ALONG)


@rare
def _append(s: State, i: int, kind: int) -> None:
    p, event = at.patient(s, i), at.event(s, s.logged)
    event.time = s.now
    event.ordinal = p.turn >> PART
    event.source = p.source
    event.step = p.step
    event.class_ = p.class_
    event.part = p.turn & _PARTS
    event.kind = kind
    own = at.more(s, i).root if s.more.n > 0 else i
    for k in range(s.log_values.columns):
        attribute = at.logged_attribute(s, k).n
        at.logged_value(s, s.logged, k).x = at.attribute(s, own, attribute).x
    s.logged += 1
