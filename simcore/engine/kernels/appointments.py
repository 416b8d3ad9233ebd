"""Appointments: the first free seat of a slot book."""

from __future__ import annotations

from simcore.engine import program_records
from simcore.engine.jit import part, rare
from simcore.engine.kernels import at
from simcore.engine.kernels.calendar import schedule
from simcore.engine.kernels.draws import value_of_class
from simcore.engine.kernels.handlers import handler
from simcore.engine.kernels.tallies import tally
from simcore.engine.ops import Book, Op
from simcore.engine.program_records import Slot
from simcore.engine.records import NONE, State

book_row = at.step_as(Book)


@part
def _first_at(s: State, book: program_records.Book, time: float) -> int:
    """Return the first slot of a book at or after a time, its last + 1 if there is none."""
    low, high = book.open, book.first + book.n
    while low < high:
        middle = (low + high) // 2
        if at.slot(s, middle).minute < time:
            low = middle + 1
        else:
            high = middle
    return low


@part
def _take_seat(slot: Slot, now: float, entitled: bool) -> bool:
    if entitled and slot.reserved > 0:
        slot.reserved -= 1
    elif slot.seats > 0:
        slot.seats -= 1
    elif slot.reserved > 0 and now >= slot.released:
        slot.reserved -= 1
    else:
        return False
    return True


@rare
def find_seat(s: State, index: int, earliest: float, entitled: bool) -> float:
    """Take the first seat from `earliest` on; return the minute of its slot, -1 for none."""
    book, now = at.book(s, index), s.now
    end = book.first + book.n
    while book.open < end:  # those before it are past or full, and stay so
        slot = at.slot(s, book.open)
        if slot.minute >= now and slot.seats + slot.reserved > 0:
            break
        book.open += 1
    k = _first_at(s, book, earliest)
    while k < end and at.slot(s, k).minute <= now + book.horizon:
        if _take_seat(at.slot(s, k), now, entitled):
            return at.slot(s, k).minute
        k += 1
    return -1.0


@handler(Op.BOOK)
def book(s: State, i: int) -> int:
    """Book a seat and come then; tell whether the patient goes on at once, the book being full."""
    p = at.patient(s, i)
    step = book_row(s, p.step)
    now = s.now
    minute = find_seat(s, step.book, now + at.number(s, step.notice).x, step.entitled != 0)
    if minute < 0.0:
        p.step = step.on_full
        return 1
    tally(s, step.tally + p.class_, minute - now)
    late = 0.0
    if step.law != NONE:
        late = value_of_class(s, p, i, at.common(step), step.law)
    p.step = step.next
    schedule(s, i, max(now, minute + late))
    return 0
