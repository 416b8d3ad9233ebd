"""How many are busy, wait, are blocked or free, and for how long: by hand and by theory."""

from __future__ import annotations

from math import factorial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from support.chance import disagreements

import simcore
from simcore.results.results import Results

BY_HAND = """
kind: network
name: ward
time: {run: 100 min}
resources:
  bed: {capacity: 2, measure: levels}
  home: {capacity: 1, measure: levels}
sources:
  one: {arrivals: {at: [0 min, 10 min, 20 min]}, pathway: stay}
pathways:
  stay:
    - seize: bed
    - delay: 20 min
    - transfer: {from: bed, to: home, after: 5 min}
    - delay: 30 min
    - release: home
    - leave: well
"""
# bed: first 0-20, cleaned to 25; second 10-30, blocked to 50, cleaned to 55; third waits from 20,
# has the bed at 25, is ready at 45 and blocked to 80, then it is cleaned to 85.
# home: first 20-50, second 50-80, third from 80 on.
EXPECTED = {
    ("bed", "busy"): {0: 15, 1: 10 + 30, 2: 45},
    ("bed", "waiting"): {0: 95, 1: 5},
    ("bed", "present"): {0: 15, 1: 10 + 30, 2: 40, 3: 5},
    ("bed", "blocked"): {0: 30 + 20, 1: 15 + 30, 2: 5},
    ("bed", "free"): {0: 45, 1: 40, 2: 15},
    ("home", "busy"): {0: 20, 1: 80},
    ("home", "waiting"): {0: 50, 1: 45, 2: 5},
}


def played(text: str, **how: Any) -> Results:
    return simcore.simulate(simcore.parse_scenario(text), **how)


def shares(found: Results, resource: str, what: str) -> dict[int, float]:
    levels = found.levels
    own = levels[(levels["resource"] == resource) & (levels["what"] == what)]
    return dict(zip(own["number"], own["share"], strict=True))


@pytest.mark.parametrize("engine", ["numba", "simpy"])
def test_every_minute_by_hand(engine: Any) -> None:
    found = played(BY_HAND, engine=engine)
    for (resource, what), minutes in EXPECTED.items():
        expected = {number: m / 100 for number, m in minutes.items()}
        assert shares(found, resource, what) == pytest.approx(expected), (resource, what)


def test_busy_units_serve_are_cleaned_or_blocked() -> None:
    bed = played(BY_HAND).resources.set_index("resource").loc["bed"]
    split = {name: bed[f"{name}_mean"] * 100 for name in ("serving", "cleaning", "blocked", "busy")}
    assert split == pytest.approx({"serving": 60, "cleaning": 15, "blocked": 55, "busy": 130})


def test_chances_and_quantiles_by_hand() -> None:
    bed = played(BY_HAND).measured.set_index("resource").loc["bed"]
    assert bed["all_busy_share"] == pytest.approx(0.45)
    assert bed["somebody_waits_share"] == pytest.approx(0.05)
    assert bed["somebody_blocked_share"] == pytest.approx(0.5)
    assert list(bed[["busy_p50", "busy_p90", "busy_most"]]) == [1, 2, 2]
    assert list(bed[["waiting_p95", "waiting_most"]]) == [0, 1]


def test_several_units_that_are_blocked_are_not_split() -> None:
    text = BY_HAND.replace("seize: bed", "seize: {resource: bed, units: 2}")
    bed = played(text).resources.set_index("resource").loc["bed"]
    assert np.isnan(bed["serving_mean"])
    assert bed["blocked_mean"] > 0


QUEUE = """
kind: network
name: queue
time: {warmup: 10 d, run: 40 d}
replications: 30
resources: {server: {capacity: 3, measure: levels}}
sources: {people: {arrivals: {rate: 24 / h}, pathway: visit}}
pathways:
  visit:
    - use: {resource: server, for: {exponential: 5 min}}
    - leave: done
"""
LOSS = QUEUE.replace("for:", "balk: [{when: free(server) == 0, go: lost}], for:")
LOSS += "  lost: [{leave: lost}]\n"


def erlang(load: float, servers: int, most: int) -> list[float]:
    """Return P(N = n) of M/M/c with so many in the system at most (Gross and Harris, 2.3, 2.5)."""
    weights = [
        load**n / factorial(min(n, servers)) / servers ** max(n - servers, 0)
        for n in range(most + 1)
    ]
    return [w / sum(weights) for w in weights]


def samples(found: Results, numbers: int) -> list[dict[str, float]]:
    """Return P(N = n) and the chance that all are busy, of each replication."""
    levels, measured = found.table("replication_levels"), found.table("replication_measured")
    present = levels[levels["what"] == "present"].set_index(["replication", "number"])["share"]
    return [
        {
            **{f"P(N = {n})": present.get((row.replication, n), 0.0) for n in range(numbers)},
            "all busy": row.all_busy_share,
        }
        for row in measured.itertuples()
    ]


@pytest.mark.parametrize(("text", "most"), [(QUEUE, 200), (LOSS, 3)], ids=["M/M/3", "Erlang B"])
def test_agrees_with_theory(text: str, most: int) -> None:
    found = samples(played(text), min(most, 8) + 1)
    exact = erlang(2.0, 3, most)
    expected = {f"P(N = {n})": exact[n] for n in range(min(most, 8) + 1)}
    expected["all busy"] = sum(exact[3:])
    assert disagreements(found, expected) == []
    slower = {name: 1.05 * x for name, x in expected.items()}
    assert disagreements(found, slower)


def test_the_interval_covers_theory_and_is_that_of_replications() -> None:
    found = played(QUEUE)
    row = found.measured.iloc[0]
    each = found.table("replication_measured")["all_busy_share"]
    half = 2.045230 * each.std() / np.sqrt(30)
    assert row["all_busy_share_half_width"] == pytest.approx(half, rel=1e-6)
    assert row["all_busy_share"] == pytest.approx(each.mean())


def test_measuring_changes_nothing_else() -> None:
    plain = played(QUEUE.replace(", measure: levels", ""), replications=2)
    measured = played(QUEUE, replications=2)
    assert plain.levels.empty
    assert plain.measured.empty
    for name in ("resources", "waits", "stays", "flows", "daily"):
        pd.testing.assert_frame_equal(plain.table(name), measured.table(name), check_exact=True)


def test_numbers_beyond_the_last_are_told_as_such() -> None:
    crowd = QUEUE.replace("24 / h", "4800 / h").replace("warmup: 10 d, run: 40 d", "run: 60 min")
    found = played(crowd, replications=1).levels
    waiting = found[found["what"] == "waiting"]
    assert list(waiting[waiting["or_more"]]["number"]) == [1023]
    assert waiting["share"].sum() == pytest.approx(1.0)
    assert waiting["or_more"].sum() == 1


def test_numbers_of_a_pool_are_those_of_its_members() -> None:
    text = QUEUE.replace("{server: {capacity: 3, measure: levels}}",
                         "{a: {capacity: 1}, b: {capacity: 2}}\n"
                         "pools: {server: {members: [a, b], measure: levels}}")  # fmt: skip
    one, pool = (played(t, replications=2) for t in (QUEUE, text))
    for what in ("busy", "waiting", "present", "free"):
        assert shares(pool, "server", what) == pytest.approx(shares(one, "server", what))


def test_a_lone_run_has_intervals_from_its_batches() -> None:
    row = played(QUEUE, replications=1).measured.iloc[0]
    assert 0 < row["all_busy_share_half_width"] < 0.1
