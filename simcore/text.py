"""Plain text: what planners read, in English and Chinese."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """A text as a planner reads it, in both languages.

    en, zh: the English and the Chinese text.

    >>> Label("ward", "病房")["zh"]
    '病房'
    """

    en: str
    zh: str

    def __getitem__(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


# What a terminal obeys, XML and UTF-8 lack, or lets a line read otherwise than it is written.
CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)


def visible(text: str) -> str:
    r"""Return a text with its control characters written out.

    >>> print(visible("\x1b]0;title\x07"))
    \x1b]0;title\x07
    """
    return CONTROLS.sub(lambda found: ascii(found[0])[1:-1], text)


MOST_SHOWN = 20  # names that a remedy lists before it breaks off
LONGEST_NAME = 100  # characters of a wrong name that are compared with the right ones


def nearest(word: object, known: Iterable[str], *, cutoff: float = 0.55) -> str:
    """Return the one of the known words that is most like a word, "" where none is.

    cutoff: likeness from 0 to 1 below which none is (Ratcliff and Obershelp, as `difflib`).

    >>> nearest("recource", ["resource", "pathway"])
    'resource'
    """
    short = str(word)[:LONGEST_NAME]  # difflib takes the square of the lengths
    found = difflib.get_close_matches(short, sorted(known), n=1, cutoff=cutoff)
    return found[0] if found else ""


def did_you_mean(word: object, known: Iterable[str], *, also: Iterable[str] = ()) -> Label:
    """Return the remedy for a name that is not known: the nearest that is, then all of them.

    also: further words that may be meant, which are too many to list.

    >>> did_you_mean("wrad", ["ward", "clinic"]).en
    'did you mean "ward"? known: clinic, ward'
    """
    names = sorted(dict.fromkeys(known))
    near = nearest(word, [*names, *also])
    some = ", ".join(names[:MOST_SHOWN]) + (", ..." if len(names) > MOST_SHOWN else "")
    there = Label(f"known: {some}", f"可用：{some}")
    if not names:
        there = Label("none is defined here", "此处没有可用的名称")
    if not near:
        return there
    return Label(f'did you mean "{near}"? {there.en}', f"是否想写“{near}”？{there.zh}")
