"""Coming at a time: a seat of a slot book, or a moment of the week."""

from __future__ import annotations

from typing import Any

from simcore.engine.ops import Book, Until
from simcore.engine.records import NONE
from simcore.reference.patients import Patient
from simcore.reference.plays import plays
from simcore.reference.world import World


@plays(Until)
def wait_until(world: World, patient: Patient, row: Until) -> None:
    """Wait for the next of the minutes, later than now."""
    now, monday = world.env.now, world.program.monday
    cycle, *minutes = world.table[row.minutes : row.minutes + row.n + 2].tolist()
    begun = monday + (now - monday) // cycle * cycle
    world.at(patient, next(begun + m for m in minutes if begun + m > now), row.next)


@plays(Book)
def book(world: World, patient: Patient, row: Book) -> int | None:
    """Take the first free seat of the book, and come then."""
    now = world.env.now
    book = world.program.books[row.book]
    earliest, latest = now + float(world.table[row.notice]), now + float(book.horizon)
    slots = world.slots[book.first : book.first + book.n]
    for slot in (slot for slot in slots if earliest <= slot.minute <= latest):
        if not _take_seat(slot, entitled=bool(row.entitled), released=now >= slot.released):
            continue
        minute, late = float(slot.minute), 0.0
        world.tally(patient, row.tally, minute - now)
        if row.law != NONE:
            late = world.value_of_class(patient, row, row.law)
        world.at(patient, max(now, minute + late), row.next)
        return None
    return row.on_full


def _take_seat(slot: Any, *, entitled: bool, released: bool) -> bool:
    """Take a seat of a slot if there is one; the entitled have reserved ones, and first."""
    kinds = ["reserved", "seats"] if entitled else ["seats", "reserved"] if released else ["seats"]
    for kind in kinds:
        if slot[kind] > 0:
            slot[kind] -= 1
            return True
    return False
