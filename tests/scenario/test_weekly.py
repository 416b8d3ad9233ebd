"""Windows of the week."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from simcore.scenario.faults.base import faults_in
from simcore.scenario.values.counts import parse_count
from simcore.scenario.values.weekly import is_window, parse_weekly, spans, weekly_schema
from simcore.time_units import MINUTES_PER_WEEK

H = 60.0
D = 24 * H


def weekly(value: Any) -> tuple[tuple[float, int], ...]:
    return parse_weekly(value, parse_count).pieces


def test_sessions_and_the_rest() -> None:
    found = weekly({"mon-fri 08:00-17:00": 6, "otherwise": 2})
    assert found[:3] == ((0.0, 2), (8 * H, 6), (17 * H, 2))
    assert found[-1] == (4 * D + 17 * H, 2)
    assert len(found) == 11


@pytest.mark.parametrize(
    ("value", "pairs"),
    [
        ({"mon-sun": 1}, ((0.0, 1),)),
        ({"otherwise": 3}, ((0.0, 3),)),
        ({"sat,sun": 2, "mon-fri": 2}, ((0.0, 2),)),
        ({"sat-mon 00:00-12:00": 1, "otherwise": 0},
         ((0.0, 1), (12 * H, 0), (5 * D, 1), (5 * D + 12 * H, 0), (6 * D, 1), (6 * D + 12 * H, 0))),
        ({"sun 22:00-02:00": 5, "otherwise": 1}, ((0.0, 5), (2 * H, 1), (6 * D + 22 * H, 5))),
        ({"sun 24:00-02:00": 5, "otherwise": 1}, ((0.0, 5), (2 * H, 1))),
        ({"mon 00:00:30-00:01": 1, "otherwise": 0}, ((0.0, 0), (0.5, 1), (1.0, 0))),
        ({"周一 08:00-12:00": 1, "其余时间": 0}, ((0.0, 0), (8 * H, 1), (12 * H, 0))),
        ({"mon 08:00-12:00, 13:00-17:00": 1, "otherwise": 0},
         ((0.0, 0), (8 * H, 1), (12 * H, 0), (13 * H, 1), (17 * H, 0))),
    ],
)  # fmt: skip
def test_reads(value: Any, pairs: Any) -> None:
    assert weekly(value) == pairs


@pytest.mark.parametrize(
    ("value", "message", "keys"),
    [
        ({"mon-fri": 1, "wed 16:00-18:00": 2, "otherwise": 0}, "overlaps", ("wed 16:00-18:00",)),
        ({"mon-fri 08:00-17:00": 1}, "nothing is said for Mon 00:00", ()),
        ({"mon-fry": 1, "otherwise": 0}, "not a time of the week", ("mon-fry",)),
        ({"mon-wed-fri": 1, "otherwise": 0}, "not a time of the week", ("mon-wed-fri",)),
        ({"otherwise": 1, "其余时间": 0}, '"otherwise" says the same', ("其余时间",)),
        ({"mon 08:00:61-09:00": 1, "otherwise": 0}, "not a time of day", ("mon 08:00:61-09:00",)),
        ({"mon 08:60-09:00": 1, "otherwise": 0}, "not a time of day", ("mon 08:60-09:00",)),
        ({"mon-sun": -1}, "whole number", ("mon-sun",)),
        ({}, "windows of the week", ()),
        (3, "windows of the week", ()),
    ],
)
def test_refuses(value: Any, message: str, keys: tuple[str, ...]) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        weekly(value)
    [fault] = faults_in(caught.value)
    assert message in fault.message.en
    assert fault.keys == keys


DAYS = st.sampled_from(["mon", "tue-thu", "fri,sat", "sun", "sat-mon", ""])
TIMES = st.tuples(st.integers(0, 23), st.integers(0, 59), st.integers(0, 23), st.integers(0, 59))


@given(DAYS, TIMES.filter(lambda t: t[:2] != t[2:]))
def test_profile_agrees_with_its_windows(days: str, times: tuple[int, int, int, int]) -> None:
    key = f"{days} {times[0]:02d}:{times[1]:02d}-{times[2]:02d}:{times[3]:02d}".strip()
    pairs = weekly({key: 1, "otherwise": 0})
    assert pairs[0][0] == 0.0
    assert all(a < b and x != y for (a, x), (b, y) in pairwise(pairs))
    ends = [minute for minute, _ in pairs[1:]] + [MINUTES_PER_WEEK]
    open_minutes = sum(e - m for (m, v), e in zip(pairs, ends, strict=True) if v)
    assert open_minutes == sum(span.end - span.start for span in spans(key))
    [pattern] = weekly_schema({})["patternProperties"]
    assert is_window(key)
    assert re.search(pattern, key)
