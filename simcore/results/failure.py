"""A run or a save that failed, said in both languages with its remedy."""

from __future__ import annotations

from simcore.errors import RunError
from simcore.network.model import Label


class Failure(RunError):
    """What happened, and what to do about it."""

    def __init__(self, message: Label, remedy: Label) -> None:
        self.message, self.remedy = message, remedy
        super().__init__(self.text())

    def text(self, lang: str = "en") -> str:
        return f"{self.message[lang]}\n    → {self.remedy[lang]}"
