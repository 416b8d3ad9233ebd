"""A queue that can only grow is named, and the run is kept."""

from __future__ import annotations

import pytest
from support.models import constant, station
from support.played import played, results

from simcore.results.results import Results

DAY = 1440.0
BUSY = station(rate=0.3, servers=2, service=constant(10.0))  # 3 units of work for 2 servers


def test_a_growing_queue_is_named_with_its_load() -> None:
    found = results(played(BUSY, warmup=DAY, run=5 * DAY))
    row = found.overloads.iloc[0]
    assert (row["resource"], bool(row["stopped"])) == ("server", False)
    assert row["offered_load"] == pytest.approx(1.5, rel=0.1)
    assert row["queue_end"] - row["queue_start"] == pytest.approx(0.1 * 5 * DAY, rel=0.2)
    assert found.manifest["status"] == "complete"


def test_what_keeps_up_is_not_named() -> None:
    quiet = station(rate=0.3, servers=4, service=constant(10.0))
    assert results(played(quiet, warmup=DAY, run=5 * DAY)).overloads.empty


@pytest.fixture(params=[(DAY, 60 * DAY), (60 * DAY, DAY)], ids=["in the run", "in the warm-up"])
def stopped(request: pytest.FixtureRequest) -> Results:
    warmup, run = request.param
    return results(played(BUSY, warmup=warmup, run=run, max_patients=2000))


def test_an_overloaded_run_is_kept_and_marked(stopped: Results) -> None:
    assert stopped.manifest["status"] == "overload"
    assert stopped.overloads["stopped"].all()
    assert stopped.overloads["resource"].tolist() == ["server"]
    assert stopped.resources["utilisation"][0] == pytest.approx(1.0, abs=0.02)
    r = stopped.replications
    assert (r["in_system_start"] + r["arrived"] == r["left"] + r["in_system_end"]).all()
    for name in stopped.names:
        assert stopped.table(name) is not None
