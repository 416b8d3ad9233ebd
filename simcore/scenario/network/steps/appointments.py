"""The word that makes an appointment: book."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.network import steps
from simcore.scenario.faults.base import Strict
from simcore.scenario.network.steps.word import Common, StepWord
from simcore.scenario.values.fields import ABSENT, Name
from simcore.scenario.values.naming import NameOfPatient
from simcore.scenario.values.quantities import Duration, Share, Truth
from simcore.scenario.values.value import SignedTime


class Book(Strict):
    """Take a seat of a slot book, and come then."""

    book: NameOfPatient
    on_full: Name
    notice: Duration = 0.0
    entitled: Truth = False
    punctuality: SignedTime = ABSENT
    no_show: Share = 0.0
    on_no_show: Name = ""
    group: NameOfPatient = ""


def _book(text: Book, common: Common) -> Iterator[steps.Step]:
    yield steps.Book(
        book=text.book,
        on_full=text.on_full,
        notice=text.notice,
        entitled=text.entitled,
        punctuality=text.punctuality,
        no_show=text.no_show,
        on_no_show=text.on_no_show,
        group=text.group,
        **common,
    )


WORDS = (StepWord("book", Book, _book, rank=11),)
