"""Whether an interval can be relied on: few samples, and batches that follow each other."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from rich.console import Console
from scipy import stats
from support.chance import FALSE_ALARMS as OF_A_TEST
from support.models import exponential, leave, network, source, station

from simcore.cli.language import Lang
from simcore.cli.report.report import print_report
from simcore.play import simulate
from simcore.results.reliance import FALSE_ALARMS, chance
from simcore.results.results import Results

RUNS = 20_000
LAWS: dict[str, Callable[[Any, tuple[int, ...]], Any]] = {
    "normal": lambda rng, shape: rng.normal(size=shape),
    "exponential": lambda rng, shape: rng.exponential(size=shape),
    "lognormal": lambda rng, shape: rng.lognormal(sigma=2.0, size=shape),
    "zero for the most": lambda rng, shape: rng.poisson(0.1, size=shape).astype(float),
}


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize(("batches", "rows"), [(13, 1), (13, 20), (8, 4)])
def test_false_alarms_of_independent_batches_are_no_more_than_stated(
    law: str, batches: int, rows: int
) -> None:
    """Bonferroni over rows; more than so many of the runs would be 1e-4 by chance."""
    p = chance(LAWS[law](np.random.default_rng(8), (batches, RUNS, rows)))
    alarms = np.count_nonzero((p < FALSE_ALARMS / rows).any(axis=1))
    assert alarms <= stats.binom.isf(OF_A_TEST, RUNS, FALSE_ALARMS)


def test_of_independent_batches_the_chance_is_what_it_says() -> None:
    p = chance(np.random.default_rng(9).normal(size=(13, RUNS)))
    for level in (0.01, 0.05, 0.5):
        half = -stats.norm.ppf(OF_A_TEST / 6) * math.sqrt(level * (1 - level) / RUNS)
        assert np.mean(p < level) == pytest.approx(level, abs=half)


def test_batches_that_follow_each_other_are_told() -> None:
    noise = np.random.default_rng(10).normal(size=(13, 2000))
    assert np.mean(chance(noise.cumsum(axis=0)) < FALSE_ALARMS) > 0.6  # of random walks


def test_too_few_or_equal_batches_tell_nothing() -> None:
    assert chance(np.array([[1.0], [2.0], [3.0]])).tolist() == [1.0]
    assert chance(np.full((13, 1), 4.0)).tolist() == [1.0]


def played(load: float, replications: int, run: float) -> Results:
    return simulate(station(load, 1, exponential(1.0)), replications=replications, run=run)


def printed(results: Results, lang: Lang) -> str:
    out = io.StringIO()
    print_report(results, lang, Console(file=out, width=300))
    return out.getvalue()


def test_correlated_batches_are_named_in_the_manifest_and_the_report() -> None:
    """Batches of 150 minutes, of a queue that needs thousands to forget how long it was."""
    found = played(0.99, 1, 2000.0)
    assert [r["name"] for r in found.manifest["intervals"]["correlated"]] == ["server"]
    assert not found.manifest["intervals"]["few"]
    assert "Batches are correlated at server (false alarms: 1%)" in printed(found, "en")
    assert "各批次结果前后相关：server（误报率 1%）" in printed(found, "zh")


def test_independent_batches_are_not_called_correlated() -> None:
    found = played(0.5, 1, 20_000.0)
    assert found.manifest["intervals"]["correlated"] == []
    assert "correlated" not in printed(found, "en")


def test_a_network_without_resources_has_no_correlated_batches() -> None:
    model = network([], [source("people", "visit", 0.1)], {"visit": [leave()]})
    assert simulate(model, run=1000.0).manifest["intervals"]["correlated"] == []


@pytest.mark.parametrize(("replications", "few"), [(10, True), (11, False)])
def test_few_replications_are_told(replications: int, few: bool) -> None:
    found = played(0.5, replications, 300.0)
    assert found.manifest["intervals"]["few"] is few
    assert found.manifest["intervals"]["correlated"] == []
    assert ("10 replications are few" in printed(found, "en")) is few
    assert ("独立模拟仅 10 次" in printed(found, "zh")) is few
