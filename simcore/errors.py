"""What can go wrong with an input, said so that its author can mend it."""

from __future__ import annotations

from dataclasses import dataclass

from simcore.text import Label


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where it is, what was found, and what would be right."""

    file: str
    line: int  # from 1; 0 where the fault has no line (a --set, a missing file)
    column: int
    path: str  # dotted, as --set takes it
    message: Label
    remedy: Label

    def text(self, lang: str = "en") -> str:
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        key = f" {self.path}:" if self.path else ""
        return f"{where}:{key} {self.message[lang]}\n    → {self.remedy[lang]}"


class ScenarioError(Exception):
    """Bad input: every problem found, together."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(p.text() for p in problems))

    def text(self, lang: str = "en") -> str:
        return "\n".join(p.text(lang) for p in self.problems)


class RunError(Exception):
    """A run or a save that failed: what happened, and what to do about it."""

    def __init__(self, message: Label, remedy: Label) -> None:
        self.message, self.remedy = message, remedy
        super().__init__(self.text())

    def text(self, lang: str = "en") -> str:
        return f"{self.message[lang]}\n    → {self.remedy[lang]}"
