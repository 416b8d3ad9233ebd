"""Any quantile of waits and stays, and the share beyond a time, with intervals."""

from __future__ import annotations

from math import exp, log
from pathlib import Path

import numpy as np
import pytest
from support.chance import half_width
from support.models import exponential, station

import simcore
from simcore.errors import RunError
from simcore.play import simulate
from simcore.results.histogram import RELATIVE_ERROR

DAY = 1440.0
LOAD, SERVICE = 0.8, 5.0
FALSE_ALARMS = 1e-4 / 4


@pytest.fixture(scope="module")
def results() -> simcore.Results:
    network = station(LOAD / SERVICE, 1, exponential(SERVICE))
    return simulate(network, warmup=5 * DAY, run=60 * DAY, replications=20)


def test_mm1_agrees_with_theory(results: simcore.Results) -> None:
    """P(W >= t) is load exp(-(1 - load) t / service); stays are exponential."""
    slower = (1 - LOAD) / SERVICE
    waits = results.quantiles("waits", q=[0.9], at_least=["1 h"])["value"]
    stays = results.quantiles("stays", q=[0.9], at_least=[60])["value"]
    right = [log(LOAD / 0.1) / slower, LOAD * exp(-slower * 60), log(10) / slower,
             exp(-slower * 60)]  # fmt: skip
    asked = [("waits", "quantile"), ("waits", "at least"), ("stays", "quantile"),
             ("stays", "at least")]  # fmt: skip
    for (of, kind), found, theory in zip(asked, [*waits, *stays], right, strict=True):
        each = [of_each(results, of, kind, k) for k in range(20)]
        slack = RELATIVE_ERROR * theory if kind == "quantile" else 0.0
        assert abs(found - theory) <= half_width(each, FALSE_ALARMS) + slack


def of_each(results: simcore.Results, of: str, kind: str, number: int) -> float:
    kept = results.table("histograms").query("replication == @number")
    times = kept[(kept["exit"] != "") == (of == "stays")]
    spread = np.repeat(times["minutes"], times["n"])
    if kind == "at least":
        return float(np.mean(spread >= 60.0))
    return float(np.quantile(spread, 0.9, method="inverted_cdf"))


def test_intervals_are_those_over_replications(results: simcore.Results) -> None:
    found = results.quantiles("waits", q=[0.9])
    each = [of_each(results, "waits", "quantile", k) for k in range(20)]
    assert found["half_width"][0] == pytest.approx(half_width(each, 0.05))


def test_levels_that_the_tables_have_are_the_same(results: simcore.Results) -> None:
    for of in ("waits", "group_waits", "stays"):
        table = results.table(of)
        found = results.quantiles(of, q=[0.5, 0.9, 0.95])["value"].to_numpy()
        named = table[["p50_minutes", "p90_minutes", "p95_minutes"]].to_numpy().ravel()
        assert found == pytest.approx(named, rel=1e-12)


def test_the_log_says_the_same() -> None:
    network = station(0.5, 3, exponential(5.0))
    results = simulate(network, warmup=0.0, run=20 * DAY, log=True)
    events = results.events
    served = events[(events["word"] == "use") & events["began_minutes"].notna()]
    waits = (served["began_minutes"] - served["asked_minutes"]).to_numpy()
    found = results.quantiles("group_waits", q=[0.99], at_least=["8 min"])
    assert found["n"][0] == len(waits)
    right = np.quantile(waits, 0.99, method="inverted_cdf")
    assert found["value"][0] == pytest.approx(right, rel=RELATIVE_ERROR)
    assert found["value"][1] == np.mean(waits >= 8.0)
    assert found["half_width"].isna().all()  # one replication has no interval of them


def test_a_saved_result_answers_too(results: simcore.Results, tmp_path: Path) -> None:
    again = simcore.load_results(results.save(tmp_path / "saved"))
    asked = {"of": "stays", "q": [0.25, 1.0], "at_least": ["2 h"]}
    assert again.quantiles(**asked).equals(results.quantiles(**asked))


@pytest.mark.parametrize(
    "asked", [{"of": "flows"}, {"q": [90]}, {"q": [float("nan")]}, {"at_least": [0]},
              {"at_least": ["4"]}]
)  # fmt: skip
def test_what_cannot_be_asked(results: simcore.Results, asked: dict[str, object]) -> None:
    with pytest.raises(RunError):
        results.quantiles(**asked)  # type: ignore[arg-type]
