"""Event logs on request: samples of patients, one resource, and forms for other tools."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from support.models import exponential, hospital, station

from simcore.errors import RunError
from simcore.experiments.logs import LogPlan, log_plan
from simcore.play import simulate
from simcore.results.mining import mining_table, vidigi_log
from simcore.results.results import load_results

RUN = 10_000.0
XES = "{http://www.xes-standard.org/}"


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
    assert len(some) < len(everything)
    takes = everything[(everything["event"] == "seize") & (everything["resource"] == name)]
    kept = some[(some["event"] == "seize") & (some["resource"] == name)]
    assert kept["begins_minutes"].tolist() == takes["begins_minutes"].tolist()
    finished = kept[kept["ends_minutes"].notna()].index
    full = takes.set_index(["patient", "begins_minutes"])["ends_minutes"]
    for k in finished:
        assert full[kept.loc[k, "patient"], kept.loc[k, "begins_minutes"]] == pytest.approx(
            kept.loc[k, "ends_minutes"]
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


def test_a_resource_that_nobody_takes_is_refused() -> None:
    with pytest.raises(RunError, match='no step takes "piano"'):
        simulate(hospital(), run=RUN, log=LogPlan(resource="piano"))


# For other tools


def test_starts_and_completions(everything: pd.DataFrame) -> None:
    log = mining_table(everything)
    assert log.columns.tolist() == ["case_id", "activity", "timestamp", "resource", "lifecycle"]
    assert log["timestamp"].is_monotonic_increasing
    arrivals = log["activity"].str.startswith("arrival")
    assert arrivals.sum() == (everything["event"] == "arrive").sum()
    inner = log[~arrivals & ~log["activity"].str.startswith("exit")]
    counts = inner.groupby(["case_id", "activity"])["lifecycle"].value_counts().unstack()
    assert (counts["start"] == counts["complete"]).all()
    waits = inner[inner["activity"].str.startswith("wait")]
    ended = everything[(everything["event"] == "seize") & everything["ends_minutes"].notna()]
    assert len(waits) == 2 * len(ended)
    services = inner[~inner["activity"].str.startswith("wait")]
    assert services["resource"].notna().all()


def test_csv_and_xes_beside_the_tables(tmp_path: Path) -> None:
    results = simulate(hospital(), run=2000.0, log="all")
    results.save(tmp_path / "out", ["csv", "xes"])
    log = mining_table(results.events)
    read = pd.read_csv(tmp_path / "out" / "events.csv")
    assert len(read) == len(log)
    assert (pd.to_datetime(read["timestamp"]).dt.tz_localize(None) - log["timestamp"]).abs().max(
    ) < pd.Timedelta("1ms")  # fmt: skip
    tree = ElementTree.parse(tmp_path / "out" / "events.xes").getroot()
    assert tree.tag == f"{XES}log"
    events = tree.findall(f"{XES}trace/{XES}event")
    assert len(events) == len(log)
    keys = {part.get("key") for part in events[-1]}
    assert {"concept:name", "lifecycle:transition", "time:timestamp"} <= keys
    load_results(tmp_path / "out")
    results.save(tmp_path / "out")  # a result with logs is one that may be replaced
    assert not (tmp_path / "out" / "events.xes").exists()


def test_as_vidigi_reads_it(everything: pd.DataFrame) -> None:
    log = vidigi_log(everything)
    assert log.columns.tolist() == [
        "entity_id", "pathway", "event_type", "event", "time", "resource_id",
    ]  # fmt: skip
    assert set(log["event_type"]) == {
        "arrival_departure", "queue", "resource_use", "resource_use_end",
    }  # fmt: skip
    assert log["time"].is_monotonic_increasing
    types = log.groupby("entity_id")["event_type"].agg(list)
    assert (types.str[0] == "arrival_departure").all()
    used = log["event_type"].isin(("resource_use", "resource_use_end"))
    assert log.loc[used, "resource_id"].notna().all()
    assert log.loc[~used, "resource_id"].isna().all()
