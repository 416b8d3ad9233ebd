"""Event logs on request: samples of patients, one resource."""

from __future__ import annotations

import pandas as pd
import pytest
from support.models import exponential, hospital, station

from simcore.errors import RunError
from simcore.experiments.logs import LogPlan, log_plan
from simcore.play import simulate

RUN = 10_000.0


@pytest.fixture(scope="module")
def everything() -> pd.DataFrame:
    return simulate(hospital(), run=RUN, log=True).events


def test_a_sample_has_all_events_of_its_patients(everything: pd.DataFrame) -> None:
    """Of n patients a binomial number is drawn: 4 standard deviations either side."""
    some = simulate(hospital(), run=RUN, log="sample=20%").events
    patients = set(some["patient"])
    whole = everything[everything["patient"].isin(patients)].reset_index(drop=True)
    pd.testing.assert_frame_equal(whole, some)
    n = everything["patient"].nunique()
    assert abs(len(patients) - 0.2 * n) < 4 * (0.16 * n) ** 0.5


def test_the_sample_is_the_same_in_every_scenario() -> None:
    slow, fast = (
        set(simulate(station(0.2, 3, exponential(mean)), run=RUN, log="sample=0.1", seed=k).events
            ["patient"])
        for k, mean in ((1, 2.0), (2, 10.0))
    )  # fmt: skip
    last = min(max(int(p.rsplit("/", 1)[1]) for p in group) for group in (slow, fast))

    def first(group: set[str]) -> set[str]:
        return {p for p in group if int(p.rsplit("/", 1)[1]) <= last}

    assert first(slow) == first(fast)
    assert len(first(slow)) > 100


def test_a_resource_has_waits_services_and_returns(everything: pd.DataFrame) -> None:
    name = everything["resource"].dropna().iloc[0]
    some = simulate(hospital(), run=RUN, log=f"resource={name}").events
    assert 0 < len(some) < len(everything)

    def of_the_resource(events: pd.DataFrame) -> pd.DataFrame:
        found = events[(events["resource"] == name) & events["word"].isin(("use", "seize"))]
        return found[["patient", "asked_minutes", "began_minutes", "ended_minutes"]].reset_index()

    pd.testing.assert_frame_equal(
        of_the_resource(some).drop(columns="index"),
        of_the_resource(everything).drop(columns="index"),
    )


def test_the_reference_keeps_the_same_sample() -> None:
    numba, simpy = (
        simulate(hospital(), run=3000.0, log="sample=30%", engine=engine).events
        for engine in ("numba", "simpy")
    )
    pd.testing.assert_frame_equal(numba, simpy)


@pytest.mark.parametrize(
    "text", ["some", "sample=0%", "sample=150%", "sample", "resource=", "all=1"]
)
def test_what_is_no_log_is_refused(text: str) -> None:
    with pytest.raises(RunError, match="sample=5%"):
        log_plan(text)


def test_an_attribute_that_nobody_has_is_refused() -> None:
    with pytest.raises(RunError, match='no attribute "age"'):
        simulate(hospital(), run=RUN, log=LogPlan(attributes=("age",)))


def test_a_resource_that_nobody_takes_is_refused() -> None:
    with pytest.raises(RunError, match='no step takes "piano"'):
        simulate(hospital(), run=RUN, log=LogPlan(resource="piano"))
