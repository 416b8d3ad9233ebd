"""Seasons, growth and surges: patients expected in each stretch of time, by exact integrals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import pytest
from scipy import integrate
from support.clinic import TEN, clinic, people

from simcore.network.dated_calendar import DatedCalendar
from simcore.network.sources import Multiplier, Source
from simcore.network.steps import Use

DAY = 1440.0
Rates = Sequence[tuple[float, float]]


def rates(source: Source, start: date | None, run: float, warmup: float = 0.0) -> Rates:
    return DatedCalendar(clinic(Use("a", TEN), start=start), warmup, run).rate(source)


def expected(found: Rates, start: float, end: float) -> float:
    """Return how many patients these rates let expect between two minutes."""
    ends = [minute for minute, _ in found[1:]] + [float("inf")]
    return sum(
        rate * max(0.0, min(stop, end) - max(minute, start))
        for (minute, rate), stop in zip(found, ends, strict=True)
    )


def by_day(source: Source, start: date, days: int, warmup: float = 0.0) -> list[float]:
    found = rates(source, start, days * DAY, warmup)
    return [expected(found, k * DAY, (k + 1) * DAY) for k in range(days)]


def season(*points: tuple[float, float]) -> tuple[Multiplier, ...]:
    return (Multiplier(points, yearly=True),)


# Seasons


def test_a_day_has_the_factor_that_is_given_for_it() -> None:
    daily = people(rate=100 / 60, multipliers=season((2.0, 1.0), (3.0, 0.0), (4.0, 1.0)))
    assert by_day(daily, date(2021, 1, 1), 4) == pytest.approx([2400.0, 2400.0, 0.0, 2400.0])


def test_days_between_lie_on_a_line_and_a_step_takes_two_days() -> None:
    line = people(rate=1 / DAY, multipliers=season((1.0, 0.0), (101.0, 1.0)))
    assert by_day(line, date(2020, 1, 31), 2) == pytest.approx([0.30, 0.31])
    step = people(rate=1 / DAY, multipliers=season((1.0, 1.0), (31.0, 1.0), (32.0, 3.0)))
    assert by_day(step, date(2021, 1, 30), 3) == pytest.approx([1.0, 1.0, 3.0])


def test_a_season_is_alike_in_leap_years_and_leads_over_to_the_next_year() -> None:
    summer = people(rate=1 / DAY, multipliers=season((1.0, 1.0), (181.0, 1.0), (182.0, 2.0)))
    for year in (2023, 2024):
        assert by_day(summer, date(year, 6, 30), 2) == pytest.approx([1.0, 2.0])
    assert by_day(summer, date(2023, 12, 31), 2) == pytest.approx([1.0 + 1 / 184, 1.0])
    rising = people(rate=1 / DAY, multipliers=season((1.0, 0.0), (365.0, 1.0)))
    assert by_day(rising, date(2024, 2, 28), 2) == pytest.approx([58 / 364, 58 / 364])


def test_a_factor_holds_from_midnight_to_midnight_of_the_calendar() -> None:
    daily = people(rate=1.0, multipliers=season((5.0, 1.0), (6.0, 2.0), (7.0, 1.0)))
    found = rates(daily, date(2020, 1, 6), DAY, warmup=1.5 * DAY)  # from noon of the 4th
    assert found == ((0.0, 1.0), (1.5 * DAY, 2.0))


# Surges and growth


HOUR = 1 / 24
RISE = ((0.0, 1.0), (HOUR, 10.0), (3 * HOUR, 10.0), (4 * HOUR, 1.0))


@pytest.mark.parametrize("onset", [1.0, 1.0 + 10 * HOUR, 0.03, 1.987])
def test_a_surge_of_hours_brings_all_its_patients_whenever_it_begins(onset: float) -> None:
    surge = Multiplier(tuple((onset + day, factor) for day, factor in RISE))
    source = people(rate=1000 / 60, multipliers=(surge,))
    found = rates(source, date(2021, 1, 1), 3 * DAY)
    assert expected(found, 0.0, 3 * DAY) == pytest.approx(72_000 + 27_000)
    assert expected(found, 0.0, onset * DAY) == pytest.approx(onset * 24_000)
    middle = (onset + HOUR) * DAY, (onset + 3 * HOUR) * DAY
    assert expected(found, *middle) == pytest.approx(20_000)


def test_within_a_step_the_factor_moves_little() -> None:
    surge = Multiplier(tuple((1.0 + day, factor) for day, factor in RISE))
    found = rates(people(rate=1.0, multipliers=(surge,)), None, 2 * DAY)
    assert max(abs(b - a) for (_, a), (_, b) in pairwise(found)) == pytest.approx(0.05 * 10.0)


def test_a_wave_counts_days_from_the_start_of_the_run() -> None:
    source = people(rate=0.1, multipliers=(Multiplier(((0.0, 1.0), (2.0, 3.0))),))
    found = by_day(source, date(2020, 1, 6), 4, warmup=DAY)
    assert found == pytest.approx([144.0, 216.0, 360.0, 432.0])


def test_a_wave_may_jump() -> None:
    jump = Multiplier(((0.0, 1.0), (0.5, 1.0), (0.5, 3.0), (1.0, 3.0), (1.0, 1.0)))
    found = rates(people(rate=1.0, multipliers=(jump,)), None, 2 * DAY)
    assert found == ((0.0, 1.0), (720.0, 3.0), (DAY, 1.0))


def test_growth_is_that_of_a_year_after_a_year() -> None:
    found = rates(people(rate=1.0, growth=0.1), date(2020, 1, 1), 366 * DAY)
    assert len(found) == 366
    exact, _ = integrate.quad(lambda m: 1.1 ** (m / DAY / 365.25), 0.0, 366 * DAY)
    assert expected(found, 0.0, 366 * DAY) == pytest.approx(exact, rel=1e-12)


def test_all_at_once_is_the_integral_of_the_product() -> None:
    waves = (Multiplier(((0.2, 0.0), (0.9, 4.0))), Multiplier(((0.1, 3.0), (0.8, 0.5), (1.5, 2.0))))
    source = people(
        rate=((0.0, 1.0), (300.0, 2.0)), growth=0.5,
        multipliers=(*waves, *season((6.0, 1.0), (7.0, 2.0))),
    )  # fmt: skip
    found = rates(source, date(2020, 1, 6), 2 * DAY)

    def rate(minute: float) -> float:
        day = minute / DAY
        first = 4.0 * min(max((day - 0.2) / 0.7, 0.0), 1.0)
        second = 3.0 - 2.5 * min(max((day - 0.1) / 0.7, 0.0), 1.0)
        second += 1.5 * min(max((day - 0.8) / 0.7, 0.0), 1.0)
        weekly = 1.0 if minute < 300.0 else 2.0
        return weekly * first * second * 1.5 ** (day / 365.25) * (1.0 if day < 1 else 2.0)

    turns = [0.2 * DAY, 0.1 * DAY, 0.9 * DAY, 0.8 * DAY, 300.0, DAY, 1.5 * DAY]
    for start, end in [(0.0, 2 * DAY), (300.0, DAY), (0.2 * DAY, 0.8 * DAY)]:
        exact, _ = integrate.quad(rate, start, end, points=[t for t in turns if start < t < end])
        assert expected(found, start, end) == pytest.approx(exact, rel=1e-9)


def test_a_weekly_profile_keeps_its_shape() -> None:
    doubled = people(
        rate=((0.0, 0.0), (480.0, 4.0), (1020.0, 0.0)), multipliers=(Multiplier(((0.0, 2.0),)),)
    )
    assert rates(doubled, date(2020, 1, 6), DAY) == ((0.0, 0.0), (480.0, 8.0), (1020.0, 0.0))
