"""Figures as text: digits that are known, units that fit, both languages."""

from __future__ import annotations

import math

import pytest

from simcore.cli import figures
from simcore.cli.language import Lang


@pytest.mark.parametrize(
    ("value", "half", "expected"),
    [
        (90.7165, 0.0664, "90.72 ± 0.07"),
        (69.99, 0.13, "70.0 ± 0.1"),
        (78.9, 2.3, "79 ± 2"),
        (42551.6, 219.3, "42,552 ± 219"),
        (1.4, math.nan, "1.4"),
        (23.524825, math.nan, "23.52"),
        (50.0, 0.0, "50"),
        (math.nan, math.nan, "–"),
        (math.inf, math.nan, "∞"),
    ],
)
def test_no_more_digits_than_are_known(value: float, half: float, expected: str) -> None:
    assert figures.with_half(value, half) == expected


@pytest.mark.parametrize(
    ("minutes", "lang", "expected"),
    [
        (0.0, "en", "0"),
        (0.25, "en", "0.25 min"),
        (14.375, "en", "14.4 min"),
        (119.0, "en", "119 min"),
        (300.0, "en", "5 h"),
        (300.0, "zh", "5 小时"),
        (9504.0, "en", "6.6 d"),
        (9504.0, "zh", "6.6 天"),
        (math.nan, "zh", "–"),
    ],
)
def test_durations_in_units_that_fit(minutes: float, lang: Lang, expected: str) -> None:
    assert figures.duration(minutes, lang) == expected


def test_a_duration_and_its_half_width_share_a_unit() -> None:
    assert figures.duration(300.0, "en", 30.0) == "5.0 ± 0.5 h"


@pytest.mark.parametrize(
    ("minutes", "en", "zh"),
    [
        (524160.0, "52 weeks", "52 周"),
        (10080.0, "1 week", "1 周"),
        (14400.0, "10 days", "10 天"),
        (720.0, "12 hours", "12 小时"),
        (0.5, "0.5 min", "0.5 分钟"),
        (0.0, "0 min", "0 分钟"),
    ],
)
def test_windows_as_they_were_written(minutes: float, en: str, zh: str) -> None:
    assert (figures.days(minutes, "en"), figures.days(minutes, "zh")) == (en, zh)


def test_units_are_translated() -> None:
    assert figures.unit("per 1,000", "zh") == "每千人"
    assert figures.unit("per 1,000", "en") == "per 1,000"


@pytest.mark.parametrize(
    ("line", "two"),
    [
        ("14.0 ± 0.1 min", "14.0 min\n± 0.1"),
        ("70 ± 3%", "70%\n± 3"),
        ("2,534", "2,534"),
        ("–", "–"),
    ],
)
def test_a_half_width_goes_below_its_figure(line: str, two: str) -> None:
    assert figures.stacked(line) == two
