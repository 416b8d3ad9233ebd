"""What the smallest run costs: an hour of M/M/1, as an optimiser asks for it again and again.

Of so few patients nearly all is beside playing them: building, compiling the network to its tables,
and handing out the results.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

import simcore
from benchmarks.measure import in_turns, ratios, show
from benchmarks.models import simpy_mm1
from simcore.time_units import MINUTES_PER_HOUR

QUEUE = "scenarios/examples/mmc.yaml"
RATE = "sources.customers.arrivals.rate"
AN_HOUR = 54  # customers, a load of 0.9
AS_ONE = {  # server; the model of `models.simpy_mm1`
    "resources.server.capacity": 1,
    RATE: f"{AN_HOUR} / h",
    "pathways.service.0.use.for": {"exponential": "1 min"},
}
GOAL = 4.0


def measure(patients: int, often: int, rounds: int) -> None:
    """Print milliseconds a run of an hour, as it is and with a number changed, and SimPy's.

    patients: of the long run by which the models are compared.
    often: runs of each in a round.
    """
    queue = simcore.load_scenario(QUEUE, set_=AS_ONE)
    rates = cycle((AN_HOUR - 1, AN_HOUR + 1))

    def again() -> None:
        _play(queue, AN_HOUR)

    def changed() -> None:
        _play(queue.with_({RATE: f"{next(rates)} / h"}), AN_HOUR)

    _check(queue, patients)
    works = [lambda: simpy_mm1(AN_HOUR), again, changed]
    peer, same, other = (
        spread.times(1e3 / often) for spread in in_turns([_often(w, often) for w in works], rounds)
    )
    show(
        f"an hour of M/M/1: milliseconds of processor time a run, {rounds} rounds of {often}",
        ("a run", "ms", "times SimPy's", "goal"),
        [
            ("SimPy", peer.text(".2f"), "1", ""),
            ("of the same scenario", same.text(".2f"), ratios(peer, same).text(".2f"),
             f"<= {GOAL:g}"),
            ("with a number changed", other.text(".2f"), ratios(peer, other).text(".2f"), ""),
        ],
    )  # fmt: skip


def _play(queue: simcore.Scenario, patients: int) -> simcore.Results:
    run = patients / AN_HOUR * MINUTES_PER_HOUR
    return simcore.simulate(queue, replications=1, warmup=0.0, run=run)


def _often(work: Callable[[], object], times: int) -> Callable[[], None]:
    def repeated() -> None:
        for _ in range(times):
            work()

    return repeated


def _check(queue: simcore.Scenario, patients: int) -> None:
    """Stop unless both sides play the same queue; this also compiles."""
    [ours] = _play(queue, patients).resources["wait_mean_minutes"]
    (theirs,) = simpy_mm1(patients)
    if not 0.65 < ours / theirs < 1.0 / 0.65:
        raise SystemExit(f"small: mean waits of {ours:.3g} and {theirs:.3g} minutes")
