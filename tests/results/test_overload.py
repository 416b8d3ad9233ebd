"""A queue that can only grow is named, and the run is kept.

False alarms: `growth.FALSE_ALARMS` a run; the long test measures them.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from support.models import (
    constant,
    exponential,
    label,
    leave,
    lognormal,
    network,
    resource,
    source,
    station,
)
from support.played import played, results

from simcore.network.model import Network
from simcore.network.steps import Balk, Delay, Hold, Signal, Use
from simcore.network.values import Expression
from simcore.results.growth import FALSE_ALARMS, chance, lasting
from simcore.results.results import Results

DAY = 1440.0
BUSY = station(rate=0.3, servers=2, service=constant(10.0))  # 3 units of work for 2 servers


def test_a_growing_queue_is_named_with_its_load() -> None:
    found = results(played(BUSY, warmup=DAY, run=5 * DAY))
    row = found.overloads.iloc[0]
    assert (row["resource"], bool(row["stopped"])) == ("server", False)
    assert row["offered_load"] == pytest.approx(1.5, rel=0.1)
    assert row["queue_end"] - row["queue_start"] == pytest.approx(0.1 * 5 * DAY, rel=0.2)
    assert found.manifest["status"] == "overload"


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


def beds() -> Network:
    """Return 23 beds at a load of 0.94: electives do not come where all are full."""
    stay = lognormal(5 * DAY, 1.0)
    planned = Use("bed", stay, balk=(Balk(Expression("free(bed) == 0"), "off"),))
    return network(
        [resource("bed", 23)],
        [source("emergency", "now", 3.6 / DAY), source("elective", "planned", 2.0 / DAY)],
        {"now": [Use("bed", stay), leave()], "planned": [planned, leave()], "off": [leave("off")]},
    )


def impatient() -> Network:
    """Return a station at a load of 1.5, of which those who would wait too long leave."""
    step = Use("server", constant(10.0), patience=exponential(2 * DAY), on_renege="away")
    return network(
        [resource("server", 2)],
        [source("people", "visit", 0.3)],
        {"visit": [step, leave()], "away": [leave("away")]},
    )


def office() -> Network:
    """Return servers that are there by day only, from Monday to Friday, and keep up."""
    open_, day = 480.0, DAY
    hours = [(k * day + t, n) for k in range(5) for t, n in ((open_, 3), (open_ + 600.0, 0))]
    return network(
        [resource("server", ((0.0, 0), *hours))],
        [source("people", "visit", 0.1)],
        {"visit": [Use("server", exponential(8.0)), leave()]},
    )


@pytest.mark.parametrize("replications", [1, 20])
@pytest.mark.parametrize(
    ("model", "run"),
    [(beds, 40 * DAY), (beds, 365 * DAY), (impatient, 10 * DAY), (office, 5 * DAY),
     (office, 12 * DAY), (office, 60 * DAY)],
    ids=["beds, 40 days", "beds, a year", "impatient", "a week", "12 days", "60 days"],
)  # fmt: skip
def test_what_comes_to_rest_is_not_named(model: object, run: float, replications: int) -> None:
    assert callable(model)
    found = results(played(model(), warmup=0.0, run=run, replications=replications))
    assert found.overloads.empty
    assert found.manifest["status"] == "complete"


def test_a_signal_that_comes_too_rarely_lets_its_queue_grow() -> None:
    model = network(
        [],
        [source("people", "visit", 0.1), source("signals", "give", 0.01)],
        {
            "visit": [Hold("results", label("results")), leave()],
            "give": [Signal("results", most=5), Delay(constant(1.0)), leave()],
        },
    )
    assert results(played(model, warmup=0.0, run=20 * DAY)).overloads["resource"].tolist() == [
        "results"
    ]


def test_growth_is_over_all_replications() -> None:
    gains = np.array([[[3], [-1], [2], [1], [2], [-1]]])
    alone, together = chance(gains)[0], chance(np.repeat(gains, 10, axis=0))[0]
    assert alone == pytest.approx(2 * stats.t.sf(1.0 / (np.sqrt(14.0 / 5) / np.sqrt(6)), 5))
    assert together == pytest.approx(stats.chi2.sf(-20 * np.log(alone), 20))


def test_growth_that_dies_away_does_not_last() -> None:
    assert not lasting(np.array([[[8], [4], [2], [1]]]))[0]
    assert lasting(np.array([[[2], [2], [1], [1]]]))[0]


@pytest.mark.long
@pytest.mark.parametrize("together", [1, 5])
@pytest.mark.parametrize(
    ("model", "run", "times"),
    [(station(0.097, 1, exponential(10.0)), 20 * DAY, 1), (beds(), 120 * DAY, 1),
     (station(0.1, 1, exponential(10.0)), 20 * DAY, 2)],
    ids=["load 0.97", "beds", "load 1"],
)  # fmt: skip
def test_false_alarms_are_as_rare_as_stated(
    model: Network, run: float, times: int, together: int
) -> None:
    """A load of 1 may have twice as many: no run shows that it is not a little more."""
    played_ = played(model, warmup=0.0, run=run, replications=3000).replications
    gains = np.diff(np.array([r.queues for r in played_]), axis=1)
    runs = gains.reshape(-1, together, *gains.shape[1:])
    alarms = sum(bool(lasting(g)[0] and chance(g)[0] < FALSE_ALARMS) for g in runs)
    assert alarms <= stats.binom.ppf(1 - 1e-4, len(runs), times * FALSE_ALARMS)
