"""Every table against the same figure worked out from the event log, patient by patient."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import pandas as pd
import pytest
from support.meetings import meetings
from support.models import hospital
from support.played import played, results

from simcore.results.results import Results
from simcore.results.run import Run

WARMUP, RUN = 3 * 1440.0, 13 * 1440.0


@pytest.fixture(scope="module")
def run() -> Run:
    return played(hospital(), warmup=WARMUP, run=RUN, replications=2, log=True)


@pytest.fixture(scope="module")
def found(run: Run) -> Results:
    return results(run)


@pytest.fixture(scope="module")
def events(run: Run) -> pd.DataFrame:
    return meetings(run)


def seized(events: pd.DataFrame) -> pd.DataFrame:
    """Return the waits that ended within the window."""
    waits = events[(events["event"] == "seize") & events["ends_minutes"].between(0, RUN)]
    return waits.assign(wait=waits["ends_minutes"] - waits["begins_minutes"])


def test_patients_are_conserved(found: Results) -> None:
    r = found.replications
    assert (r["arrived"] > 500).all()
    assert (r["in_system_start"] + r["arrived"] == r["left"] + r["in_system_end"]).all()


def test_arrivals_and_departures(found: Results, events: pd.DataFrame) -> None:
    for event, column in (("arrive", "arrived"), ("leave", "left")):
        happened = events[(events["event"] == event) & (events["begins_minutes"] >= 0)]
        assert list(happened.groupby("replication").size()) == list(found.replications[column])


def test_waits(found: Results, events: pd.DataFrame) -> None:
    by_resource = seized(events).groupby("resource")["wait"]
    waits = found.waits.groupby("resource")
    assert dict(waits["n"].sum()) == dict(by_resource.size())
    assert dict(waits["max_minutes"].max()) == pytest.approx(dict(by_resource.max()))


def test_waits_of_a_group(found: Results, events: pd.DataFrame) -> None:
    waits = seized(events)
    ward = waits[waits["resource"] == "ward"]["wait"]
    row = found.group_waits.set_index("group").loc["admitted"]
    assert row["n"] == len(ward)
    assert row["mean_minutes"] == pytest.approx(ward.mean())
    assert row["sd_minutes"] == pytest.approx(ward.std())
    p90 = np.sort(ward)[int(np.ceil(0.9 * len(ward))) - 1]
    assert row["p90_minutes"] == pytest.approx(p90, rel=1 / 64)


def test_classes_add_up_to_their_group(found: Results) -> None:
    keys = ["resource", "group"]
    assert dict(found.waits.groupby(keys)["n"].sum()) == dict(
        found.group_waits.groupby(keys)["n"].sum()
    )


def test_stays(found: Results, events: pd.DataFrame) -> None:
    patients = events.groupby(["replication", "patient"], sort=False)
    ends = events[(events["event"] == "leave") & (events["begins_minutes"] >= 0)]
    arrived = patients["begins_minutes"].first()
    stay = (
        ends["begins_minutes"].to_numpy()
        - arrived.loc[list(zip(ends["replication"], ends["patient"], strict=True))].to_numpy()
    )
    by_exit = pd.Series(stay).groupby(ends["exit"].to_numpy())
    table = found.stays.assign(total=found.stays["n"] * found.stays["mean_minutes"])
    total = table.groupby("exit")["total"].sum()
    assert dict(found.stays.groupby("exit")["n"].sum()) == dict(by_exit.size())
    assert dict(total) == pytest.approx(dict(by_exit.sum()))


def held(events: pd.DataFrame) -> dict[str, float]:
    """Return unit-minutes that each resource was held within the window."""
    since: dict[tuple[int, str, str], float] = {}
    busy: dict[str, float] = defaultdict(float)

    def add(resource: str, begin: float, end: float) -> None:
        busy[resource] += max(0.0, end - max(begin, 0.0))

    for e in events.itertuples():
        key = (e.replication, e.patient, e.resource)
        if e.event == "seize" and e.ends_minutes == e.ends_minutes:
            since[key] = e.ends_minutes
        elif e.event == "release":
            add(e.resource, since.pop(key), e.begins_minutes)
    for (_, _, resource), begin in since.items():
        add(resource, begin, RUN)
    return busy


def test_resources_in_use(found: Results, events: pd.DataFrame) -> None:
    busy = held(events)
    resources = found.resources.set_index("resource")
    expected = {name: busy[name] / (2 * RUN) for name in resources.index}
    assert dict(resources["busy_mean"]) == pytest.approx(expected)


def test_capacity_and_utilisation(found: Results) -> None:
    resources = found.resources.set_index("resource")
    ward = resources.loc["ward"]
    assert ward["capacity_mean"] == pytest.approx(6.0, rel=1e-12)
    assert ward["utilisation"] == pytest.approx(ward["busy_mean"] / 6.0)
    laboratory = resources.loc["laboratory"]  # without limit
    assert np.isnan([laboratory["capacity_mean"], laboratory["utilisation"]]).all()
    assert laboratory["busy_mean"] > 0


def test_resource_waits(found: Results, events: pd.DataFrame) -> None:
    waits = seized(events).groupby("resource")["wait"]
    resources = found.resources.set_index("resource")
    assert dict(resources["wait_mean_minutes"]) == pytest.approx(dict(waits.mean()))
    assert dict(resources["started"]) == pytest.approx(dict(waits.size() / 2))


def test_blocking_is_of_those_who_wait_to_be_transferred(found: Results) -> None:
    blocked = found.resources.set_index("resource")["blocked_mean"]
    assert blocked["ward"] > 0
    assert (blocked.drop("ward") == 0).all()


def moves(events: pd.DataFrame) -> Counter[tuple[str, str]]:
    place: dict[tuple[int, str], str] = {}
    found: Counter[tuple[str, str]] = Counter()
    timed = [(e.ends_minutes if e.event == "seize" else e.begins_minutes, k, e)
             for k, e in enumerate(events.itertuples())]  # fmt: skip
    for time, _, e in sorted(t for t in timed if t[0] == t[0]):
        key = (e.replication, e.patient)
        if e.event == "arrive":
            place[key] = e.source
        elif e.event in ("seize", "leave"):
            to = e.resource if e.event == "seize" else e.exit
            if 0 <= time <= RUN:
                found[place[key], to] += 1
            place[key] = to
    return found


def test_flows(found: Results, events: pd.DataFrame) -> None:
    expected = {pair: n / 2 for pair, n in moves(events).items()}
    flows = found.flows.set_index(["from", "to"])
    assert dict(flows["patients_mean"]) == expected
    assert dict(flows.groupby("from")["share"].sum()) == pytest.approx(
        dict.fromkeys(found.flows["from"], 1.0)
    )


def test_daily(found: Results) -> None:
    days = found.daily.groupby("replication")
    assert list(days.size()) == [13, 13]
    replications = found.replications
    assert list(days["arrivals"].sum()) == list(replications["arrived"])
    assert list(days["departures"].sum()) == list(replications["left"])
    assert list(days["in_system"].last()) == list(replications["in_system_end"])
    assert str(found.daily["date"].iloc[12]) == "2020-01-13 00:00:00"


def test_daily_resources(found: Results) -> None:
    daily, whole = found.daily_resources, found.resources.set_index("resource")
    assert len(daily) == 2 * 13 * 5
    means = daily.groupby("resource")[["busy_mean", "queue_mean", "blocked_mean"]].mean()
    for name in means:
        assert dict(means[name]) == pytest.approx(dict(whole[name]))
    assert dict(daily.groupby("resource")["started"].sum() / 2) == dict(whole["started"])


def test_half_widths_are_over_replications(found: Results) -> None:
    one = found.resources.set_index("resource").loc["ward"]
    values = found.daily_resources[found.daily_resources["resource"] == "ward"]
    a, b = values.groupby("replication")["busy_mean"].mean()
    assert one["busy_mean_half_width"] == pytest.approx(12.706205 * abs(a - b) / 2, rel=1e-6)


def test_a_mean_stands_beside_that_of_the_replications(
    found: Results, events: pd.DataFrame
) -> None:
    waits = seized(events)
    ward = waits[waits["resource"] == "ward"].groupby("replication")["wait"]
    row = found.group_waits.set_index("group").loc["admitted"]
    assert row["sample_mean_minutes"] == pytest.approx(ward.mean().mean())
    a, b = ward.mean()
    assert row["sample_mean_half_width"] == pytest.approx(12.706205 * abs(a - b) / 2, rel=1e-6)
    residual = ward.sum() - row["mean_minutes"] * ward.size()
    half = 12.706205 * np.sqrt((residual**2).sum() * 2) / ward.size().sum()
    assert row["mean_half_width"] == pytest.approx(half, rel=1e-6)


def test_event_times_are_dated(found: Results) -> None:
    first = found.events[~found.events["warmup"]].iloc[0]
    since = (first["asked"] - pd.Timestamp("2020-01-01")).total_seconds() / 60
    assert since == pytest.approx(first["asked_minutes"], abs=1 / 60)
