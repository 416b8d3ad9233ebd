"""Who balks, gives up, is sent home or has to wait, and who is there, against the event log."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from support.chance import disagreements

import simcore
from simcore.results.results import Results

WARMUP, RUN = 2 * 1440.0, 30 * 1440.0
CLINIC = """
kind: network
name: clinic
time: {warmup: 2 d, run: 30 d}
replications: 3
resources:
  doctor: {capacity: {"08:00-20:00": 2, otherwise: 0}, on_close: {waiting: leave, go: home}}
  nurse: {capacity: 1}
  spare: {capacity: 1}
pools:
  desk: {members: [nurse, spare], rule: shortest_queue}
sources:
  street: {arrivals: {rate: 9 / h}, pathway: visit, mix: {mild: 70%, severe: 30%}}
pathways:
  visit:
    - use:
        resource: desk
        for: {exponential: 12 min}
        patience: {exponential: 30 min}
        on_renege: tired
    - use:
        resource: doctor
        for: {exponential: 12 min}
        balk: [{when: queue(doctor) >= 4, go: crowded}, {when: capacity(doctor) == 0, go: closed}]
    - leave: served
  tired: [{leave: gave up}]
  crowded: [{leave: crowded}]
  closed: [{leave: closed}]
  home: [{leave: sent home}]
"""


@pytest.fixture(scope="module")
def found() -> Results:
    return simcore.simulate(simcore.parse_scenario(CLINIC), log=True)


@pytest.fixture(scope="module")
def steps(found: Results) -> pd.DataFrame:
    """Return what was decided within the window: began, was refused or given up."""
    events = found.events[found.events["resource"].isin(["doctor", "desk"])]
    events = events[events["word"] == "use"]
    unserved = events["outcome"].isin(["reneged", "sent home", "balked"])
    settled = events["ended_minutes"].where(unserved, events["began_minutes"])
    wait = np.where(events["outcome"] == "balked", np.nan, settled - events["asked_minutes"])
    events = events.assign(settled=settled, wait=wait)
    return events[(events["settled"] >= 0) & (events["settled"] < RUN)]


def test_who_was_lost_stands_beside_who_asked(found: Results, steps: pd.DataFrame) -> None:
    resources = found.resources.set_index("resource")
    for name, own in steps.groupby("resource", observed=True):
        row, n = resources.loc[name], len(own)
        balked = (own["outcome"] == "balked").sum()
        unserved = own["outcome"].isin(["reneged", "sent home"]).sum()
        assert row["balked"] * 3 == pytest.approx(balked)
        assert row["balked_share"] == pytest.approx(balked / n)
        assert row["reneged_share"] == pytest.approx(unserved / n)
        assert row["lost_share"] == pytest.approx((balked + unserved) / n)
        assert unserved > 20
        assert balked > 20 or name == "desk"


def test_the_interval_of_a_share_is_that_of_a_ratio(found: Results, steps: pd.DataFrame) -> None:
    own = steps[steps["resource"] == "doctor"]
    balked = (own["outcome"] == "balked").groupby(own["replication"]).sum()
    asked = own.groupby("replication").size()
    row = found.resources.set_index("resource").loc["doctor"]
    residual = balked - row["balked_share"] * asked
    half = 4.302653 * np.sqrt((residual**2).sum() / 2 * 3) / asked.sum()
    assert row["balked_share_half_width"] == pytest.approx(half, rel=1e-6)


def test_all_who_queued_together(found: Results, steps: pd.DataFrame) -> None:
    resources = found.resources.set_index("resource")
    for name, own in steps.dropna(subset="wait").groupby("resource", observed=True):
        row, waits = resources.loc[name], np.sort(own["wait"])
        assert row["queued_mean_minutes"] == pytest.approx(waits.mean(), abs=1e-9)
        p90 = waits[int(np.ceil(0.9 * len(waits))) - 1]
        assert row["queued_p90_minutes"] == pytest.approx(p90, rel=1 / 64)
        assert row["waited_share"] == pytest.approx((waits >= 2.0**-10).mean())
        assert row["waited_share_half_width"] > 0


def test_the_number_in_the_system(found: Results) -> None:
    events = found.events
    patients = events.groupby(["replication", "patient"], observed=True)
    came = patients["asked_minutes"].first()
    leaves = events[events["word"] == "leave"].set_index(["replication", "patient"])[
        "ended_minutes"
    ]
    gone = leaves.reindex(came.index).fillna(np.inf)
    there = (gone.clip(0, RUN) - came.clip(0, RUN)).groupby("replication").sum() / RUN
    assert list(found.replications["in_system_mean"]) == pytest.approx(list(there))
    system = found.system.set_index("id")
    assert system.loc["in_system", "value"] == pytest.approx(there.mean())
    half = 4.302653 * there.std() / np.sqrt(3)
    assert system.loc["in_system", "half_width"] == pytest.approx(half, rel=1e-6)


def test_figures_of_the_whole_system(found: Results, steps: pd.DataFrame) -> None:
    value = found.system.set_index("id")["value"]
    arrived = found.replications["arrived"].sum()
    balked = (steps["outcome"] == "balked").sum()
    unserved = steps["outcome"].isin(["reneged", "sent home"]).sum()
    assert value["balked"] == pytest.approx(balked / arrived)
    assert value["reneged"] == pytest.approx(unserved / arrived)
    assert value["lost"] == pytest.approx((balked + unserved) / arrived)
    assert value["queued"] == pytest.approx(steps["wait"].mean())
    stays = found.stays
    stay = (stays["n"] * stays["mean_minutes"]).sum() / stays["n"].sum()
    assert value["stay"] == pytest.approx(stay)


def test_exits(found: Results) -> None:
    exits = found.exits.set_index("exit")
    n = found.stays.groupby("exit")["n"].sum()
    assert dict(exits["patients_mean"] * 3) == pytest.approx(dict(n))
    assert exits["share"].sum() == pytest.approx(1.0)
    assert (exits["share_half_width"] > 0).all()


@pytest.mark.parametrize(("name", "keys"), [
    ("waits", ["resource", "group", "outcome", "class"]), ("stays", ["exit", "class"]),
])  # fmt: skip
def test_each_replication_adds_up_to_all(found: Results, name: str, keys: list[str]) -> None:
    each, whole = found.table(f"replication_{name}"), found.table(name).set_index(keys)
    assert set(each["replication"]) == {0, 1, 2}
    assert not [c for c in each if "half_width" in c]
    by_key = each.assign(total=each["n"] * each["mean_minutes"]).groupby(keys)
    assert dict(by_key["n"].sum()) == dict(whole["n"])
    assert dict(by_key["total"].sum() / by_key["n"].sum()) == pytest.approx(
        dict(whole["mean_minutes"])
    )
    assert dict(by_key["max_minutes"].max()) == dict(whole["max_minutes"])


def test_flows_exits_and_resources_of_each_replication(found: Results) -> None:
    moves = found.table("replication_flows").groupby(["from", "to"])["patients"].sum() / 3
    assert dict(moves) == pytest.approx(
        dict(found.flows.set_index(["from", "to"])["patients_mean"])
    )
    left = found.table("replication_exits").groupby("replication")["patients"].sum()
    assert list(left) == list(found.replications["left"])
    own = found.table("replication_resources").groupby("resource")["busy_mean"].mean()
    assert dict(own) == pytest.approx(dict(found.resources.set_index("resource")["busy_mean"]))


def test_they_stand_in_the_result_folder(found: Results, tmp_path: object) -> None:
    again = simcore.load_results(found.save(f"{tmp_path}/clinic"))
    for name in ("system", "exits", "replication_waits", "replication_stays",
                 "replication_flows", "replication_exits", "replication_resources"):  # fmt: skip
        pd.testing.assert_frame_equal(again.table(name), found.table(name))


def test_a_lost_call_is_erlangs() -> None:
    """Erlang B: 3 units, 2 erlangs; 4/19 of those who come find all busy."""
    text = """
    kind: network
    name: loss
    time: {run: 20 d}
    replications: 40
    resources: {line: {capacity: 3}}
    sources: {calls: {arrivals: {rate: 1 / min}, pathway: call}}
    pathways:
      call:
        - use:
            resource: line
            for: {exponential: 2 min}
            balk: [{when: free(line) == 0, go: lost}]
        - leave: answered
      lost: [{leave: lost}]
    """
    found = simcore.simulate(simcore.parse_scenario(text))
    each = found.table("replication_resources")["balked_share"].to_numpy()
    there = found.replications["in_system_mean"].to_numpy()
    played = [{"lost": x, "there": y} for x, y in zip(each, there, strict=True)]
    exact = {"lost": 4 / 19, "there": 2 * 15 / 19}
    assert disagreements(played, exact) == []
    assert disagreements(played, {name: 1.01 * x for name, x in exact.items()})
