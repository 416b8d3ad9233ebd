"""Gains: the baseline is played beside a region, on the same random numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from support.models import leave, network, resource, source
from support.played import played

from simcore.errors import RunError
from simcore.experiments.stages import Stage
from simcore.network.indicators import Indicator, Target
from simcore.network.model import Network
from simcore.play import simulate
from simcore.results.indicators import value_table
from simcore.results.intervals import half_width
from simcore.results.manifest import run_part
from simcore.results.results import Results, load_results, results_of
from simcore.scenario.load import Scenario, load_scenario
from simcore.text import Label

GAINS = {"T-S01": "within_county_visit_rate", "T-S08": "private_visit_share",
         "T-S07": "private_bed_share"}  # fmt: skip
HOW = {"scale": 0.005, "warmup": "1 d", "run": "13 d"}


GONE = "{keqiao: null, shangyu: null, zhuji: null, shengzhou: null}"
SMALL = f"areas: {GONE}\nalliances: {GONE}\npolicy: {{first_contact: behavioural}}\n"


@pytest.fixture(scope="module")
def shaoxing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with Shaoxing before and after the plan, two of its areas alone."""
    folder = tmp_path_factory.mktemp("shaoxing")
    then = f"extends: shaoxing/2015-baseline.yaml\n{SMALL}"
    now = f"extends: shaoxing/2020-targets.yaml\nbaseline: then.yaml\n{SMALL}"
    (folder / "then.yaml").write_text(then, encoding="utf-8")
    (folder / "now.yaml").write_text(now, encoding="utf-8")
    return folder


def planned(folder: Path, *targets: str) -> Scenario:
    return load_scenario(folder / "now.yaml", set_={"targets": targets or (*GAINS, "T-S02")})


def alone(file: Path, **how: object) -> Results:
    """Play one of the two by itself."""
    scenario = load_scenario(file, set_={"targets": []})
    return simulate(scenario, **{**HOW, "seed": 2020, **how})  # type: ignore[arg-type]


@pytest.mark.parametrize("replications", [1, 3])
def test_a_gain_is_the_difference_of_two_runs_to_the_bit(shaoxing: Path, replications: int) -> None:
    found = simulate(planned(shaoxing), replications=replications, **HOW)  # type: ignore[arg-type]
    now, then = (
        alone(shaoxing / name, replications=replications) for name in ("now.yaml", "then.yaml")
    )
    values = [run.indicators.set_index("id")["value"] for run in (now, then)]
    samples = [
        run.indicator_values.set_index(["indicator", "replication", "batch"])["value"]
        for run in (now, then)
    ]
    rows = found.targets.set_index("id")
    for target, indicator in GAINS.items():
        row = rows.loc[target]
        assert row["gain"]
        assert row["value"] == values[0][indicator] - values[1][indicator]
        assert row["baseline"] == values[1][indicator]
        both = [s[indicator] for s in samples]
        some = both[0].index.get_level_values("batch") > 0
        gains = (both[0] - both[1])[some if some.any() else ~some]
        expected = float(half_width(gains)) if len(gains) > 1 else np.nan
        assert row["half_width"] == pytest.approx(expected, nan_ok=True)
    assert not rows.loc["T-S02", "gain"]
    assert rows.loc["T-S02", "value"] == values[0]["within_county_visit_rate"]
    assert rows.loc["T-S08", "half_width"] > 0


def test_both_engines_find_the_same_gain(shaoxing: Path) -> None:
    short = {"scale": 0.002, "warmup": "1 d", "run": "2 d"}
    runs = [simulate(planned(shaoxing), engine=engine, **short) for engine in ("numba", "simpy")]  # type: ignore[arg-type]
    assert runs[0].targets.equals(runs[1].targets)


def test_the_baseline_is_told_and_saved(shaoxing: Path, tmp_path: Path) -> None:
    stages: list[Stage] = []
    found = simulate(planned(shaoxing), progress=stages.append, log="sample=5%", **HOW)  # type: ignore[arg-type]
    about, seconds = found.manifest["baseline"], found.manifest["seconds"]
    then = alone(shaoxing / "then.yaml")
    assert about["name"]["zh"] == "绍兴市2015年基线"
    assert about["path"] == str(shaoxing / "then.yaml")
    assert about["patients"] == then.manifest["patients"]
    assert about["start"] == "2015-01-05"
    assert not about["ended_early"]
    assert 0.0 < seconds["baseline"] < seconds["total"]
    phases = list(dict.fromkeys(stage.phase for stage in stages))
    assert phases.index("baseline") < phases.index("run")
    kept = found.table("baseline_values")
    assert set(kept["indicator"]) == set(GAINS.values())
    again = load_results(found.save(tmp_path / "out"))
    assert again.table("baseline_values").equals(kept)
    assert again.targets.equals(found.targets)


def test_who_goes_on_from_a_state_gains_as_much(shaoxing: Path, tmp_path: Path) -> None:
    state = tmp_path / "warm.npz"
    first = simulate(planned(shaoxing), save_state=state, **HOW)  # type: ignore[arg-type]
    again = simulate(planned(shaoxing), from_state=state, **HOW)  # type: ignore[arg-type]
    assert again.targets.equals(first.targets)


def test_without_the_baseline_gains_are_undecided_and_all_else_is_the_same(shaoxing: Path) -> None:
    told: list[Stage] = []
    quick = simulate(planned(shaoxing), baseline=False, progress=told.append, **HOW)  # type: ignore[arg-type]
    assert quick.manifest["baseline"] is None
    assert "baseline" not in {stage.phase for stage in told}
    assert "baseline_values" not in quick.names
    rows = quick.targets.set_index("id")
    assert list(rows.loc[["T-S01", "T-S08"], "verdict"]) == ["undecided"] * 2
    assert rows.loc[list(GAINS), "value"].isna().all()
    assert quick.indicators.equals(simulate(planned(shaoxing), **HOW).indicators)  # type: ignore[arg-type]


def test_nothing_is_played_beside_what_asks_for_no_gain(shaoxing: Path) -> None:
    assert simulate(planned(shaoxing, "T-S02"), **HOW).manifest["baseline"] is None  # type: ignore[arg-type]


def test_a_baseline_may_impose_a_share_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "then.yaml").write_text(
        "extends: shaoxing/2015-baseline.yaml\n"
        "policy: {first_contact: {primary_share: 60%, by: trust}}\n"
        "sources: {policy.first_contact: assumption}\n", encoding="utf-8",
    )  # fmt: skip
    (tmp_path / "now.yaml").write_text(
        "extends: shaoxing/2020-targets.yaml\nbaseline: then.yaml\ntargets: [T-S01]\n"
        "policy: {first_contact: behavioural}\n", encoding="utf-8",
    )  # fmt: skip
    found = simulate(tmp_path / "now.yaml", scale=0.01, warmup="1 d", run="6 d")
    assert found.manifest["imposed"] is None
    assert found.manifest["baseline"]["path"] == str(tmp_path / "then.yaml")
    base = simulate(tmp_path / "then.yaml", scale=0.01, warmup="1 d", run="6 d", seed=2020)
    was = base.indicators.set_index("id").loc["within_county_visit_rate", "value"]
    assert found.targets.loc[0, "baseline"] == was


def test_a_baseline_that_ends_early_gives_no_gain(
    shaoxing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import simcore.baseline as module

    whole = module.value_table

    def ended(run: object, indicators: object) -> object:
        run.replications[0] = replace(run.replications[0], status="overload")  # type: ignore[attr-defined]
        return whole(run, indicators)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "value_table", ended)
    found = simulate(planned(shaoxing), **HOW)  # type: ignore[arg-type]
    assert found.manifest["baseline"]["ended_early"]
    assert found.targets.set_index("id").loc["T-S01", "verdict"] == "undecided"


def test_a_run_that_ends_early_has_gained_nothing_that_is_known() -> None:
    run = played(two_ways(), warmup=0.0, run=1440.0)
    values = value_table(run)
    whole = results_of(run, run_part(run), values).targets
    assert list(whole["value"]) == [0.0]
    run.replications[0] = replace(run.replications[0], status="overload")
    assert results_of(run, run_part(run), values).targets["value"].isna().all()


def two_ways() -> Network:
    """Return a network with a target that is a gain."""
    label = Label("a", "甲")
    made = network([resource("desk", 1)], [source("a", "visit", 0.1)], {"visit": [leave()]})
    target = Target("T-1", "x", ">=", 5.0, "2020", "plan", "1", "quote", gain=True)
    indicator = Indicator("x", label, "%", label, lambda o: o.days)
    return replace(made, indicators=(indicator,), targets=(target,))


def test_a_network_names_no_baseline() -> None:
    with pytest.raises(RunError, match="T-1 is a gain on a baseline") as caught:
        simulate(two_ways(), run=10.0)
    assert simulate(two_ways(), run=10.0, baseline=False).targets["value"].isna().all()
    assert "baseline=False" in caught.value.remedy.zh
