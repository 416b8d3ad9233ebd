"""The tables of a region's words in the page of scenarios have what is read, and nothing else."""

from __future__ import annotations

import re
import typing
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from simcore.scenario.region.region import RegionScenario

PAGE = (Path(__file__).parents[2] / "scenarios" / "README.md").read_text(encoding="utf-8")
TABLE = re.compile(r"^(\w[^|`\n]*)(?:`([\w.*]+)`)?[^|`\n]*\n\n\| key \|.*\n.*\n((?:\|.*\n)+)", re.M)
ROW = re.compile(r"^\| (.+?) \| (.+?) \| (.+?) \|$", re.M)  # words, meaning, 含义
OTHER_VALUE = re.compile(r" \\\| `[^`]*`")  # behind a word with the first of its values
WORD = re.compile(r"`([\w.*]+)(?:: [^`]*)?`")


def section() -> str:
    return PAGE.split("## A region, word by word\n")[1].split("\n## ")[0]


def rows() -> Iterator[tuple[str, str, str, str]]:
    """Yield the heading's path, the words, the meaning and the 含义 of each row."""
    for _, path, table in TABLE.findall(section()):
        for words, en, zh in ROW.findall(OTHER_VALUE.sub("", table)):
            yield path, words, en, zh


def written() -> list[str]:
    """Return the whole path of each word that has a row."""
    return [
        f"{path}.{word}".lstrip(".") for path, words, _, _ in rows() for word in WORD.findall(words)
    ]


def words_of(kind: Any, path: str = "") -> Iterator[str]:
    """Yield the path of each key of the records that an annotation leads to; `*` is any name."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            key = f"{path}.{field.alias or name}".lstrip(".")
            yield key
            yield from words_of(field.annotation, key)
        return
    below = f"{path}.*" if typing.get_origin(kind) in (dict, list, tuple) else path
    for inner in typing.get_args(kind):
        yield from words_of(inner, below)


def test_each_word_has_a_row_and_each_row_a_word() -> None:
    read = set(words_of(RegionScenario))
    assert len(read) > 120
    assert {word for word, n in Counter(written()).items() if n > 1} == set()
    assert read - set(written()) == set()
    assert set(written()) - read == set()


@pytest.mark.parametrize("row", list(rows()), ids=lambda row: ".".join(row[:2]))
def test_each_row_is_in_both_languages(row: tuple[str, str, str, str]) -> None:
    _, words, en, zh = row
    assert WORD.findall(words)
    assert en.strip()
    assert re.search("[\u4e00-\u9fff]", zh)


def test_a_key_that_is_no_word_would_be_noticed() -> None:
    assert "areas.*.residents" in written()
    assert "areas.*.people" not in set(words_of(RegionScenario))
