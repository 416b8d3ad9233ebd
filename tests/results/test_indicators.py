"""Indicators and targets of a run, by batches and by replications."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from support.models import constant, exponential, leave, network, resource, source
from support.played import played, results

from simcore.network.indicators import Indicator, Observed, Target
from simcore.network.model import Network
from simcore.network.resources import Resource
from simcore.network.steps import Branch, Seize, Use
from simcore.network.steps import Delay as Pause
from simcore.network.steps import Release as Free
from simcore.results.observed import Observer
from simcore.text import Label

DAY = 1440.0
SEEN = {"event": "visit", "tier": "primary"}


def share_of_primary(observed: Observed) -> float:
    visits = observed.counts[observed.counts["event"] == "visit"]
    primary = visits[visits["tier"] == "primary"]["count"].sum()
    return float(100 * primary / visits["count"].sum())


def indicator(name: str, value: object, **rest: object) -> Indicator:
    label = Label(name, f"{name}（中）")
    return Indicator(name, label, "%", label, value, **rest)  # type: ignore[arg-type]


def target(name: str, comparator: str, value: float, tolerance: float = 0.0) -> Target:
    return Target(f"T-{name}", name, comparator, value, "2020", "plan", "1", "quote", tolerance)


def two_tiers() -> Network:
    """70% to a clinic, 30% to a hospital; two classes; every visit is tagged."""
    made = network(
        [resource("clinic", 5), resource("hospital", 5)],
        [source("people", "choose", 0.5, (("old", 0.5), ("young", 0.5)))],
        {
            "choose": [Branch(((0.7, "primary"), (0.3, "tertiary")))],
            "primary": [
                Seize("clinic", tags=SEEN), Pause(exponential(4.0)), Free("clinic"), leave(),
            ],
            "tertiary": [
                Use("hospital", constant(6.0), tags={**SEEN, "tier": "tertiary"}), leave(),
            ],
        },
        classes=("old", "young"),
        indicators=(
            indicator("share", share_of_primary),
            indicator("beds", lambda o: 1.4, structural=True),
            indicator("never", lambda o: float("nan")),
        ),
        targets=(target("share", ">=", 60.0), target("beds", "=", 1.4), target("never", ">=", 1.0)),
    )  # fmt: skip
    tags = {"clinic": {"tier": "primary"}, "hospital": {"tier": "tertiary"}}
    resources: tuple[Resource, ...] = tuple(replace(r, tags=tags[r.name]) for r in made.resources)
    return replace(made, resources=resources)


def test_observed_is_as_its_contract_says() -> None:
    run = played(two_tiers(), warmup=0.0, run=13 * DAY)
    seen = Observer(run)(run.windows[0])
    assert seen.days == 13.0
    assert list(seen.counts) == ["event", "tier", "class", "count"]
    assert len(seen.counts) == 4  # two tagged steps, two classes
    hours = ["capacity_hours", "busy_hours", "blocked_hours", "queue_hours"]
    assert list(seen.resources) == ["resource", "tier", *hours]
    assert list(seen.resources["capacity_hours"]) == pytest.approx([5 * 24 * 13] * 2)
    columns = ["resource", "group", "tier", "class", "count", "mean_minutes", "p50", "p90", "p95"]
    assert list(seen.waits) == columns
    assert seen.waits["count"].sum() == pytest.approx(seen.counts["count"].sum(), abs=5)


def test_batches_add_up_to_the_window() -> None:
    run = played(two_tiers(), warmup=DAY, run=13 * DAY)
    observe = Observer(run)
    whole, parts = observe(run.windows[0]), [observe(w) for w in run.batches]
    assert [p.days for p in parts] == pytest.approx([1.0] * 13)
    assert sum(p.counts["count"].sum() for p in parts) == whole.counts["count"].sum()
    assert sum(p.waits["count"].sum() for p in parts) == whole.waits["count"].sum()
    busy = sum(p.resources["busy_hours"].to_numpy() for p in parts)
    assert busy == pytest.approx(whole.resources["busy_hours"].to_numpy())
    assert parts[0].waits[["p50", "p90", "p95"]].isna().all(axis=None)


def test_one_replication_has_batch_means() -> None:
    run = played(two_tiers(), warmup=0.0, run=13 * DAY)
    found = results(run)
    row = found.indicators.set_index("id").loc["share"]
    observe = Observer(run)
    samples = [share_of_primary(observe(w)) for w in run.batches]
    assert row["value"] == share_of_primary(observe(run.windows[0]))
    # t(0.975, 12 degrees) = 2.178813
    assert row["half_width"] == pytest.approx(2.178813 * np.std(samples, ddof=1) / 13**0.5)
    assert row["method"] == "batch means"
    assert sorted(found.indicator_values.query("indicator == 'share'")["batch"]) == list(range(14))


def test_several_replications_have_students_t() -> None:
    run = played(two_tiers(), warmup=0.0, run=2 * DAY, replications=3)
    row = results(run).indicators.set_index("id").loc["share"]
    observe = Observer(run)
    samples = [share_of_primary(observe(w)) for w in run.windows]
    assert row["value"] == pytest.approx(np.mean(samples))
    assert row["half_width"] == pytest.approx(4.302653 * np.std(samples, ddof=1) / 3**0.5)
    assert row["method"] == "replications"


def test_structural_indicators_are_exact() -> None:
    found = results(played(two_tiers(), warmup=0.0, run=DAY)).indicators.set_index("id")
    assert found.loc["beds", "kind"] == "structural"
    assert found.loc["beds", "value"] == 1.4
    assert np.isnan(found.loc["beds", "half_width"])
    assert found.loc["beds", "method"] == "none"


def test_targets_have_verdicts_and_clauses() -> None:
    found = results(played(two_tiers(), warmup=0.0, run=13 * DAY)).targets
    assert list(found["verdict"]) == ["met", "set", "undecided"]
    assert list(found["kind"]) == ["simulated", "input", "simulated"]
    assert list(found["id"]) == ["T-share", "T-beds", "T-never"]
    assert set(found["clause"]) == {"1"}
    assert found["label_zh"][0] == "share（中）"


def test_a_model_without_indicators_has_empty_tables() -> None:
    plain = replace(two_tiers(), indicators=(), targets=())
    found = results(played(plain, warmup=0.0, run=DAY))
    assert found.indicators.empty
    assert found.targets.empty
    assert "verdict" in found.targets
