"""What can go wrong with an input, said so that its author can mend it."""

from __future__ import annotations

from dataclasses import dataclass

from simcore.text import Label, visible


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where it is, what was found, and what would be right.

    file: its path, or what stands for one, such as "--set".
    line, column: from 1; 0 where the fault has no line (a --set, a missing file).
    path: of the key, dotted, as --set takes it; "" where no key is at fault.
    message, remedy: what was found, and what to do about it.
    """

    file: str
    line: int
    column: int
    path: str
    message: Label
    remedy: Label

    def text(self, lang: str = "en") -> str:
        """Return place, key and message on a line, and the remedy below; lang: "en" or "zh"."""
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        key = f" {self.path}:" if self.path else ""
        return visible(f"{where}:{key} {self.message[lang]}\n    → {self.remedy[lang]}")


class ScenarioError(Exception):
    """Bad input: every problem found, together.

    problems: in the order of files and lines.
    """

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(p.text() for p in problems))

    def text(self, lang: str = "en") -> str:
        """Return the texts of all problems, one below the other; lang: "en" or "zh"."""
        return "\n".join(p.text(lang) for p in self.problems)


class RunError(Exception):
    """A run or a save that failed: what happened, and what to do about it.

    >>> error = RunError(Label("no bed", "无床位"), Label("add one", "请增加一张"))
    >>> print(error.text("zh"))
    无床位
        → 请增加一张
    """

    def __init__(self, message: Label, remedy: Label) -> None:
        self.message, self.remedy = message, remedy
        super().__init__(self.text())

    def text(self, lang: str = "en") -> str:
        """Return the message, and the remedy below; lang: "en" or "zh"."""
        return visible(f"{self.message[lang]}\n    → {self.remedy[lang]}")


class ArgumentError(RunError, ValueError):
    """What a function was given cannot be meant: which argument, and what it may be."""
