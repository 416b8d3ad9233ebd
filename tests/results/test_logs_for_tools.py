"""The event log as pm4py and vidigi read it; as XES and CSV."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from support.lives import clinic, people, room
from support.models import constant, hospital, label

from simcore.errors import RunError
from simcore.network.resources import Preemption
from simcore.network.steps import Delay, Use
from simcore.play import simulate
from simcore.results.animation import vidigi_log
from simcore.results.mining import mining_table
from simcore.results.results import Results, load_results

XES = "{http://www.xes-standard.org/}"
MONDAY = date(2020, 1, 6)


def interrupted(start: date | None = MONDAY) -> Results:
    """Return a run in which one waits, one is interrupted, and one takes time alone."""
    model = clinic(
        [Use("a", constant(10.0)), Delay(constant(2.0))],
        [people(0, 5, priority=2), people(4, name="urgent")],
        [room(preemption=Preemption(1, "resume"))], start=start,
    )  # fmt: skip
    return simulate(model, run=1000.0, log=True)


def minutes(times: pd.Series) -> list[float]:
    return ((times - pd.Timestamp(MONDAY)) / pd.Timedelta("1min")).tolist()


def test_activities_have_a_start_and_an_end() -> None:
    found = mining_table(interrupted().events)
    assert found.columns.tolist() == [
        "case:concept:name", "concept:name", "start_timestamp", "time:timestamp", "org:resource",
    ]  # fmt: skip
    own = found[found["case:concept:name"] == "0/people/0"]
    assert own["concept:name"].tolist() == [
        "people", "interrupted: a", "a", "step 2 of visit: time spent", "home"
    ]  # fmt: skip
    assert minutes(own["start_timestamp"]) == [0, 4, 0, 20, 22]
    assert minutes(own["time:timestamp"]) == [0, 14, 20, 22, 22]
    late = found[found["case:concept:name"] == "0/people/1"].set_index("concept:name")
    assert minutes(late.loc[["wait: a"], "start_timestamp"]) == [5]
    assert minutes(late.loc[["wait: a"], "time:timestamp"]) == [20]


def test_names_of_activities_in_chinese() -> None:
    names = set(mining_table(interrupted().events, "zh")["concept:name"])
    assert {"等候：a", "中断：a", "visit 第 2 步：停留"} <= names


def test_no_dates_are_invented(tmp_path: Path) -> None:
    results = interrupted(start=None)
    with pytest.raises(RunError, match="start"):
        mining_table(results.events)
    with pytest.raises(RunError, match="start"):
        results.save(tmp_path / "out", ["xes"])
    assert not (tmp_path / "out").exists()


def test_csv_and_xes_beside_the_tables(tmp_path: Path) -> None:
    results = interrupted()
    results.save(tmp_path / "out", ["csv", "xes"])
    read = pd.read_csv(tmp_path / "out" / "events.csv")
    assert read["began_minutes"].tolist() == results.events["began_minutes"].tolist()
    assert read.columns.tolist() == results.events.columns.tolist()
    tree = ElementTree.parse(tmp_path / "out" / "events.xes").getroot()
    assert tree.tag == f"{XES}log"
    traces = tree.findall(f"{XES}trace")
    assert len(traces) == 3
    first = [
        {part.get("key"): part.get("value") for part in event}
        for event in traces[0].findall(f"{XES}event")
    ]
    assert [(e["concept:name"], e["lifecycle:transition"]) for e in first] == [
        ("people", "complete"), ("a", "start"), ("interrupted: a", "start"),
        ("interrupted: a", "complete"), ("a", "complete"),
        ("step 2 of visit: time spent", "start"), ("step 2 of visit: time spent", "complete"),
        ("home", "complete"),
    ]  # fmt: skip
    assert first[1] == {
        "concept:name": "a", "org:resource": "a", "lifecycle:transition": "start",
        "time:timestamp": "2020-01-06T00:00:00.000+00:00",
    }  # fmt: skip
    load_results(tmp_path / "out")
    results.save(tmp_path / "out")  # a result with logs is one that may be replaced
    assert not (tmp_path / "out" / "events.xes").exists()


def test_a_name_that_xml_would_read_as_its_own(tmp_path: Path) -> None:
    model = clinic([Use("a", constant(1.0), called=label('<b>"x" & y'))], [people(0)],
                   start=MONDAY)  # fmt: skip
    simulate(model, run=10.0, log=True).save(tmp_path / "out", ["xes"])
    tree = ElementTree.parse(tmp_path / "out" / "events.xes").getroot()
    assert '<b>"x" & y' in {part.get("value") for part in tree.iter(f"{XES}string")}


def test_as_vidigi_reads_it() -> None:
    log = vidigi_log(simulate(hospital(), run=10_000.0, log=True).events)
    assert log.columns.tolist() == [
        "entity_id", "pathway", "event_type", "event", "time", "resource_id",
    ]  # fmt: skip
    assert set(log["event_type"]) == {
        "arrival_departure", "queue", "resource_use", "resource_use_end",
    }  # fmt: skip
    assert log["time"].is_monotonic_increasing
    assert log["time"].iloc[0] == 0.0
    types = log.groupby("entity_id")["event_type"].agg(list)
    assert (types.str[0] == "arrival_departure").all()
    assert set(log[log["event_type"] == "arrival_departure"]["event"]) == {"arrival", "depart"}
    used = log["event_type"].isin(("resource_use", "resource_use_end"))
    assert log.loc[used, "resource_id"].notna().all()
    assert log.loc[~used, "resource_id"].isna().all()


def test_no_unit_is_drawn_twice_at_once() -> None:
    model = clinic([Use("a", constant(5.0))], [people(0, 1, 2, 6)], [room(2)])
    log = vidigi_log(simulate(model, run=100.0, log=True).events)
    starts = log[log["event_type"] == "resource_use"]
    assert starts[["time", "resource_id"]].values.tolist() == [[0, 1], [1, 2], [5, 1], [6, 2]]


def test_a_unit_that_is_taken_away_is_free_meanwhile() -> None:
    log = vidigi_log(interrupted().events)
    first = log[(log["entity_id"] == 1) & log["event_type"].str.startswith("resource")]
    assert first[["time", "event_type"]].values.tolist() == [
        [0, "resource_use"], [4, "resource_use_end"], [14, "resource_use"],
        [20, "resource_use_end"],
    ]  # fmt: skip
    assert set(log["resource_id"].dropna()) == {1.0}
