"""Whole numbers, plain and as Chinese statistics write large ones."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pydantic import TypeAdapter
from pydantic_core import PydanticCustomError

from simcore.scenario.values import counts

ADAPTER: TypeAdapter[int] = TypeAdapter(counts.People)
[PATTERN] = [s["pattern"] for s in ADAPTER.json_schema()["anyOf"] if s["type"] == "string"]


@pytest.mark.parametrize(
    ("value", "number"),
    [(0, 0), (880000, 880000), ("88万", 880000), ("88 万人", 880000), ("88.35万", 883500),
     ("0.5亿", 50_000_000), ("880,000", 880000), ("880，000人", 880000), ("８８万", 880000),
     ("1,234,567", 1234567)],
)  # fmt: skip
def test_what_is_read(value: Any, number: int) -> None:
    assert ADAPTER.validate_python(value) == number
    assert not isinstance(value, str) or re.search(PATTERN, value)


@pytest.mark.parametrize(
    "value",
    [
        -1,
        True,
        1.5,
        "12",
        "万",
        "88.33335万",
        "1,23",
        "12,34,567",
        "88萬万",
        "100亿",
        2**31,
        None,
        [1],
    ],
)
def test_what_is_refused(value: Any) -> None:
    with pytest.raises(PydanticCustomError):
        counts.parse_count(value)


def test_whole_numbers() -> None:
    assert TypeAdapter(counts.FromOne).validate_python(0) == 0  # the network sees to too few
    kinds: list[tuple[Any, Any]] = [
        (counts.People, 1.0), (counts.PositiveCount, 0), (counts.FromOne, 1.0),
        (counts.FromOne, True),
    ]  # fmt: skip
    for kind, value in kinds:
        with pytest.raises(ValueError, match="a whole number is expected"):
            TypeAdapter(kind).validate_python(value)
