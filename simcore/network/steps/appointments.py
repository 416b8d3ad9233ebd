"""Appointments: a seat of a slot book."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from simcore.engine import ops
from simcore.network.compiler.rows import Rows, Written
from simcore.network.findings import Finding, Where, go_together
from simcore.network.naming import Naming, names_of, naming_faults, value_of
from simcore.network.steps.base import Exit, PartTakesTime, Step, Surroundings
from simcore.network.steps.naming_rows import write_each
from simcore.network.values import Expression, Need, Value
from simcore.text import Label


@dataclass(frozen=True, slots=True)
class Book(Step):
    """Take the first free seat of a slot book at least `notice` minutes ahead, and come then.

    Patients come `punctuality` minutes late (early where negative), not before now. A share
    `no_show` of them do not come: they go to `on_no_show` at the time of the slot. Where the
    book is full up to its horizon: `on_full`. The wait in days is tallied under the book.
    """

    book: Naming
    on_full: str
    notice: float = 0.0
    entitled: bool = False
    punctuality: Value | None = None
    no_show: float = 0.0
    on_no_show: str = ""
    group: Naming = ""

    word: ClassVar[str] = "book"
    title: ClassVar[Label] = Label("appointment {}", "预约{}")

    @property
    def about(self) -> str:
        return self.book if isinstance(self.book, str) else ""

    def exits(self) -> Iterator[Exit]:
        if self.on_full:
            yield Exit(("book", "on_full"), self.on_full)
        if self.on_no_show:
            yield Exit(("book", "on_no_show"), self.on_no_show, at_once=False)

    def other_names(self) -> Iterator[tuple[Where, str, str]]:
        yield from ((("book", "book"), "book", name) for name in names_of(self.book))

    def values(self) -> Iterator[tuple[Where, Value, Need]]:
        if self.punctuality is not None:
            yield ("book", "punctuality"), self.punctuality, Need.SIGNED_TIME
        yield from value_of(("book", "book"), self.book)
        yield from value_of(("book", "group"), self.group)

    def takes_time(self, part: PartTakesTime) -> bool:
        return True  # or there are so many seats

    def faults(self, around: Surroundings) -> Iterator[Finding]:
        for key, name in (("book", self.book), ("group", self.group)):
            yield from naming_faults(("book", key), name, len(around.classes))
        if bool(self.no_show) != bool(self.on_no_show):
            yield go_together(("book", "on_no_show"), "no_show", "on_no_show")

    def write(self, rows: Rows, key: str) -> Written:
        def write_one(book: str, group: str) -> Written:
            row = self._row(rows, key, book, group)
            return Written(row, [row])

        def write_book(book: str) -> Written:
            return write_each(rows, self.group, f"{key}/group", lambda g: write_one(book, g))

        main, loose = write_each(rows, self.book, f"{key}/book", write_book)
        if not self.no_show:
            return Written(main, loose)
        rows.go_on(loose)
        missed = rows.law(Expression(f"uniform(0, 1) < {self.no_show!r}"))
        go = rows.pathway(self.on_no_show)
        return Written(main, [rows.add(ops.If(law=missed, go=go), f"{key}/no_show")])

    def _row(self, rows: Rows, key: str, book: str, group: str) -> int:
        row = ops.Book(
            book=rows.number.books[book], entitled=int(self.entitled),
            notice=rows.constant(self.notice), on_full=rows.pathway(self.on_full),
            tally=rows.tally("booked", book, group),
        )  # fmt: skip
        if self.punctuality is not None:
            row.law, row.by_class = rows.value(self.punctuality, signed=True)
        return rows.add(row, f"{key}/punctuality")
