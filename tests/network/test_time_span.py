"""Runs that are too long for the clock, or for the calendar: refused, with the number."""

from __future__ import annotations

from datetime import date

import pytest
from support.clinic import TEN, clinic, people, room

from simcore.building import program_of
from simcore.errors import RunError
from simcore.experiments.replicate import Plan
from simcore.network.compiler.compile import compile_network
from simcore.network.steps import Use
from simcore.network.time_span import TimeError
from simcore.time_units import MINUTES_PER_YEAR

YEAR = MINUTES_PER_YEAR
PLAIN = clinic(Use("a", TEN))
GROWING = clinic(Use("a", TEN), resources=[room()], sources=[people(growth=0.01)],
                 start=date(2020, 1, 6))  # fmt: skip


@pytest.mark.parametrize(("warmup", "run"), [(0.0, 1e10 * YEAR), (1e9 * YEAR, YEAR)])
def test_a_run_without_measure_is_refused(warmup: float, run: float) -> None:
    with pytest.raises(TimeError, match=r"last 1e\+\d+ years: let them last 20,000 years at most"):
        compile_network(PLAIN, warmup, run)


def test_a_run_of_centuries_is_played_where_weeks_are_alike() -> None:
    program, _ = compile_network(PLAIN, 9000 * YEAR, 9000 * YEAR)
    assert program.start == 9000 * YEAR


@pytest.mark.parametrize(("warmup", "run"), [(0.0, 9000 * YEAR), (3000 * YEAR, YEAR)])
def test_days_without_a_date_are_refused(warmup: float, run: float) -> None:
    with pytest.raises(RunError, match=r"days are needed from .* after 2020-01-06") as caught:
        program_of(GROWING, Plan(warmup, run))
    assert "9999" in caught.value.remedy.zh
