"""What a file of this package says of each of its words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypedDict

from simcore.network.steps import Step
from simcore.text import Label


class Common(TypedDict):
    """What every step of the model may be given: its key, its cost in yuan, what it is called."""

    key: str
    cost: float
    called: Label | None


@dataclass(frozen=True, slots=True)
class StepWord:
    """A word that says what a patient does. A file lists its own as `WORDS`.

    name: the word, as the YAML has it.
    text: the annotated type of what may stand behind it.
    lower: returns the steps of the model that it means.
    rank: its place where all words are listed, the commonest first.
    bare: whether it may stand alone, with nothing behind it.
    nothing_beside: why neither cost nor name may stand beside it, where none may.
    """

    name: str
    text: Any
    lower: Callable[[Any, Common], Iterable[Step]]
    rank: int
    bare: bool = False
    nothing_beside: Label | None = None
