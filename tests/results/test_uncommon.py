"""Tables of what the uncommon steps leave: pools, gates, rooms, reneging, costs, deadlock."""

from __future__ import annotations

import pytest
from support.chance import half_width
from support.models import constant, exponential, label, profile, station

import simcore
from simcore.network.model import Network
from simcore.network.resources import Pool, Resource
from simcore.network.sources import Source
from simcore.network.steps import Delay, Gather, Leave, Release, Scatter, Seize, Step, Transfer, Use
from simcore.play import simulate

DAY = 1440.0
GONE = Leave(label("gone"))


def centre() -> Network:
    visit = (
        Use("room", constant(4.0), patience=constant(3.0), on_renege="away", cost=25.0),
        Gather("door", label("door"), 2),
        Scatter(),
        Use("desk", constant(5.0)),
        GONE,
    )
    return Network(
        label("centre"),
        resources=(
            Resource("one", label("one"), profile(1), cost_per_hour=100.0),
            Resource("two", label("two"), profile(2)),
            Resource("desk", label("desk"), profile(2), waiting_room=3),
        ),
        pools=(Pool("room", label("room"), ("one", "two")),),
        sources=(Source("all", label("all"), "visit", profile(0.8), (("patient", 1.0),)),),
        pathways={"visit": visit, "away": (GONE,)},
    )


@pytest.fixture(scope="module")
def results() -> simcore.Results:
    return simulate(centre(), warmup=DAY, run=5 * DAY, replications=3)


def test_every_kind_of_resource(results: simcore.Results) -> None:
    table = results.resources.set_index("resource")
    assert table["kind"].to_dict() == {
        "one": "resource", "two": "resource", "desk": "resource", "room": "pool",
        "door": "gate", "desk/room": "waiting_room",
    }  # fmt: skip
    assert table["capacity_mean"].dropna().to_dict() == pytest.approx(
        {"one": 1.0, "two": 2.0, "desk": 2.0, "room": 3.0, "desk/room": 3.0}
    )
    busy = table["busy_mean"]
    assert busy["room"] == pytest.approx(busy["one"] + busy["two"])
    assert set(results.daily_resources["resource"]) == set(table.index)


def test_those_who_gave_up(results: simcore.Results) -> None:
    waits = results.group_waits.set_index(["resource", "outcome"])
    lost = waits.loc[("room", "reneged")]
    assert lost["mean_minutes"] == pytest.approx(3.0)
    reneged = results.resources.set_index("resource").loc["room", "reneged"]
    assert lost["n"] == round(3 * reneged)
    assert lost["n"] > 100
    assert waits.loc[("room", "started"), "max_minutes"] <= 3.0


def test_costs_add_up(results: simcore.Results) -> None:
    costs = results.costs.set_index("kind")
    met = results.resources.set_index("resource").loc["room"]
    assert costs.loc["resource", "yuan_mean"] == pytest.approx(100.0 * 5 * 24)
    assert costs.loc["resource", "yuan_half_width"] == pytest.approx(0.0)
    steps = costs.loc["step"]
    assert steps["yuan_mean"] == pytest.approx(25.0 * steps["quantity_mean"])
    came = met["started"] + met["reneged"]
    assert abs(steps["quantity_mean"] - came) <= 5  # who waits at either end
    total = costs.loc["total", "yuan_mean"]
    assert total == pytest.approx(12_000.0 + steps["yuan_mean"])


def test_nothing_costs() -> None:
    assert simulate(station(0.1, 1, constant(1.0)), run=DAY).costs.empty


def circular(swap: bool) -> Network:
    def via(first: str, then: str) -> tuple[Step, ...]:
        return (
            Use("door", constant(0.1)),
            Seize(first),
            Delay(exponential(10.0)),
            Transfer(first, then),
            Delay(exponential(10.0)),
            Release(then),
            GONE,
        )

    names = ("a", "b", "door")
    sources = tuple(Source(n, label(n), n, profile(0.05), (("patient", 1.0),)) for n in ("a", "b"))
    return Network(
        label("circle"),
        resources=tuple(Resource(n, label(n), profile(1)) for n in names),
        sources=sources,
        pathways={"a": via("a", "b"), "b": via("b", "a")},
        swap=swap,
    )


def test_a_deadlock_is_told() -> None:
    found = simulate(circular(False), run=3 * DAY).manifest["deadlocks"]
    assert [r["name"] for r in found[0]["resources"]] == ["a", "b"]
    assert 0.0 < found[0]["minute"] < 3 * DAY


def test_the_time_to_a_deadlock_has_an_interval() -> None:
    results = simulate(circular(False), warmup=60.0, run=3 * DAY, replications=5)
    minutes = [60.0 + found["minute"] for found in results.manifest["deadlocks"]]
    table = results.deadlocks.iloc[0]
    assert table["deadlocked"] == len(minutes) > 1
    assert table["deadlocked"] + table["not_deadlocked"] == table["replications"] == 5
    assert table["minutes_mean"] == pytest.approx(sum(minutes) / len(minutes))
    assert table["minutes_half_width"] == pytest.approx(half_width(minutes, 0.05))


def test_without_a_deadlock_there_is_no_time_to_it() -> None:
    table = simulate(circular(True), run=3 * DAY).deadlocks.iloc[0]
    assert (table["deadlocked"], table["not_deadlocked"]) == (0, 1)
    assert table[["minutes_mean", "minutes_half_width"]].isna().all()


def test_those_who_changed_places_are_counted() -> None:
    results = simulate(circular(True), run=3 * DAY)
    assert results.manifest["deadlocks"] == []
    assert results.manifest["swapped"] == results.resources["swapped"].sum() > 0


def test_a_finer_series() -> None:
    network = station(0.2, 2, constant(3.0))
    hourly = simulate(network, warmup=90.0, run=2 * DAY, series_step=60.0)
    daily = simulate(network, warmup=90.0, run=2 * DAY)
    assert len(hourly.daily) == 48
    assert hourly.daily["arrivals"].sum() == daily.daily["arrivals"].sum()
    assert hourly.daily_resources["busy_mean"].mean() == pytest.approx(
        daily.daily_resources["busy_mean"].mean()
    )
