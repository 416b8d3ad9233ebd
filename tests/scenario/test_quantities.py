"""Quantities: units in both languages, and what is refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pydantic_core import PydanticCustomError

from simcore.scenario.faults.base import faults_in
from simcore.scenario.values import quantities as q

READ: list[tuple[q.Quantity, str, float]] = [
    (q.DURATION, "3 min", 3.0),
    (q.DURATION, "30 s", 0.5),
    (q.DURATION, "1.5 d", 2160.0),
    (q.DURATION, "8 weeks", 80640.0),
    (q.DURATION, "2 小时", 120.0),
    (q.DURATION, "10分钟", 10.0),
    (q.DURATION, "0 min", 0.0),
    (q.DURATION, "1/2 h", 30.0),
    (q.DURATION, "1 / 3 h", 20.0),
    (q.DURATION, "1 h 30 min", 90.0),
    (q.DURATION, "1小时30分钟", 90.0),
    (q.DURATION, "1 d 2 h 3 min 30 s", 1563.5),
    (q.SIGNED, "-1 h 30 min", -90.0),
    (q.RATE, "1/4 / h", 1 / 240),
    (q.SHARE, "1/3", 1 / 3),
    (q.SHARE, "2 / 3", 2 / 3),
    (q.SHARE, "1/2 %", 0.005),
    (q.RATE, "12 / h", 0.2),
    (q.RATE, "0.5/min", 0.5),
    (q.RATE, "1440 per day", 1.0),
    (q.RATE, "1440 每天", 1.0),
    (q.SHARE, "70%", 0.7),
    (q.SHARE, "100 ％", 1.0),
    (q.MONEY, "120 yuan", 120.0),
    (q.MONEY, "1.2 万元", 12000.0),
    (q.PER_THOUSAND, "1.4 per 1000", 1.4),
    (q.PER_THOUSAND, "1.4 per 1,000", 1.4),
    (q.PER_THOUSAND, "1.4 每千人", 1.4),
    (q.YEARLY, "2.1 per person-year", 2.1),
    (q.YEARLY, "2.1 次/人年", 2.1),
    (q.YEARLY, "21 per 1000 person-years", 0.021),
]


@pytest.mark.parametrize(("kind", "text", "value"), READ)
def test_reads(kind: q.Quantity, text: str, value: float) -> None:
    assert kind.parse(text) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(("kind", "text", "value"), READ)
def test_schema_pattern_accepts_what_is_read(kind: q.Quantity, text: str, value: float) -> None:
    assert re.search(kind.schema()["pattern"], text.replace("1,000", "1000"))


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (q.DURATION, 30, '"30 min"'),
        (q.DURATION, "3 months", '"30 min"'),
        (q.DURATION, "1/2", '"30 min"'),
        (q.DURATION, "1/0 h", "10000 y"),
        (q.DURATION, "30-60 min", '"30 min"'),
        (q.DURATION, "30 min 1 h", '"30 min"'),
        (q.DURATION, "1 h 30", '"30 min"'),
        (q.DURATION, "h", '"30 min"'),
        (q.DURATION, "", '"30 min"'),
        (q.SHARE, "4/3", "0 to 100%"),
        (q.DURATION, "-1 min", "not negative"),
        (q.DURATION, "1e999 min", "10000 y"),
        (q.DURATION, "10001 y", "10000 y"),
        (q.SIGNED, "-10001 y", "10000 y"),
        (q.RATE, "1e300 / s", "1e9 / min"),
        (q.GROWTH, "1e300% a year", "1000%"),
        (q.FACTOR, "1e300%", "1e8%"),
        (q.DURATION, None, '"30 min"'),
        (q.DURATION, True, '"30 min"'),
        (q.RATE, "12", '"12 / h"'),
        (q.RATE, "12 h", '"12 / h"'),
        (q.SHARE, 0.7, '"70%"'),
        (q.SHARE, 70, '"70%"'),
        (q.SHARE, "101%", "0 to 100%"),
        (q.MONEY, "12 dollars", '"120 yuan"'),
        (q.PER_THOUSAND, 1.4, '"1.4 per 1000"'),
        (q.YEARLY, "2 / h", "per person-year"),
    ],
)
def test_refuses_with_a_remedy(kind: q.Quantity, value: Any, said: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        kind.parse(value)
    [fault] = faults_in(caught.value)
    assert said in fault.remedy.en
