"""What a run needs is told before it begins, with its cause and what to do about it."""

from __future__ import annotations

from typing import Any

import pytest

from simcore import RunError, load_scenario, simulate
from simcore.experiments import memory_need

QUEUE = "scenarios/examples/mmc.yaml"
CLINIC = "scenarios/examples/outpatient-clinic.yaml"
SESSIONS = "books.clinic_book.sessions"


@pytest.fixture(autouse=True)
def little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_need, "available_bytes", lambda: 2**30)
    monkeypatch.setattr("simcore.player.replicate", lambda *a, **k: pytest.fail("it was played"))


@pytest.mark.parametrize(
    ("scenario", "how", "cause", "remedy"),
    [
        (QUEUE, {"replications": 10**12}, "keeping 1,000,000,000,000 replications", "seeds"),
        (QUEUE, {"replications": 1, "run": "100 y", "series_step": "1 min"},
         "52,560,000 steps of the series", "--series-step"),
        (CLINIC, {"replications": 1, "run": "1000 y"}, "appointments of", "shorter time"),
    ],
)  # fmt: skip
def test_too_much_is_refused_with_its_cause(
    scenario: str, how: dict[str, Any], cause: str, remedy: str
) -> None:
    often = {SESSIONS: {"mon-fri 08:00-12:00": {"every": "1 s"}}}
    loaded = load_scenario(scenario, set_=often if scenario == CLINIC else {})
    with pytest.raises(RunError) as caught:
        simulate(loaded, **how)
    assert cause in caught.value.message.en
    assert "1.0 GiB are free" in caught.value.message.en
    assert "空闲 1.0 GiB" in caught.value.message.zh
    assert remedy in caught.value.remedy.en


def test_many_classes_at_many_resources_are_refused() -> None:
    classes = {f"class {k}": "1/500" for k in range(500)}
    resources = {f"r{k}": {"capacity": 1} for k in range(300)}
    steps = [{"use": {"resource": name, "for": "1 min"}} for name in resources]
    several = load_scenario(QUEUE).with_(
        {"resources": {"server": None, **resources}, "pathways": {"service": steps},
         "sources.customers.mix": classes}
    )  # fmt: skip
    with pytest.raises(RunError, match=r"statistics of .* steps and 500 classes"):
        simulate(several, replications=1)


def test_what_is_estimated_is_what_is_kept() -> None:
    """The arrays of results, and the snapshots of a series, are of the size that is said."""
    from simcore.building import network_of, program_of
    from simcore.experiments.replicate import Plan, play

    plan = Plan(warmup=0.0, run=1440.0, series_step=1.0)
    program, _ = program_of(network_of(load_scenario(QUEUE)), plan)
    _, series, _ = memory_need.run_needs(program, plan, 1, 1)
    found = play(program, plan, 0)
    assert found.snapshots.resources.nbytes <= series.bytes < 5 * found.snapshots.resources.nbytes
    [statistics, *_] = memory_need.run_needs(program, plan, 1, 1)
    whole = found.totals
    kept = whole.histogram.nbytes + whole.counts.nbytes + whole.tallies.nbytes + whole.flows.nbytes
    assert kept <= statistics.bytes < 5 * kept
