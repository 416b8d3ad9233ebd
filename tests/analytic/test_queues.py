"""Queues with a known answer: each agrees with theory, and each fault is told from it.

Figures are means over independent replications, judged by Student intervals whose rate of
false alarms is 1e-4 a case, shared by its figures. The long runs tell 1% from 5%.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pytest
from support.analytic.theory import (
    erlang_c,
    jackson_rates,
    mg1_wait,
    mmc_wait,
    mmc_wait_over,
    priority_waits,
)
from support.chance import disagreements
from support.models import (
    constant,
    exponential,
    gamma,
    leave,
    lognormal,
    network,
    resource,
    source,
    station,
)

from simcore.engine.sampling.histogram import histogram_bin
from simcore.experiments.replicate import Plan, Replication, replicate
from simcore.network.compiler.compile import Legend, compile_network
from simcore.network.model import Network
from simcore.network.steps import Branch, Delay, Milestone, Release, Seize, Step, Use
from simcore.network.values import Distribution

REPLICATIONS = 20
OVER = (2.0**-10, 1.0, 4.0)  # minutes: edges of the histogram's bins


@dataclass(frozen=True)
class Case:
    """A model whose service is `factor` times as long as it should be, and the theory of 1."""

    model: Callable[[float], Network]
    expected: Mapping[str, float]
    run: float


def figures(replication: Replication, network: Network, legend: Legend) -> dict[str, float]:
    """Return all that theory could speak of, by name."""
    totals = replication.totals
    found: dict[str, float] = {}
    for r, of in zip(network.resources, totals.resources, strict=True):
        minutes = of.capacity_area / of.capacity
        found[f"{r.name}: queue"] = of.waiting_area / minutes
        found[f"{r.name}: busy"] = of.busy_area / minutes
        found[f"{r.name}: rate"] = of.started / minutes
    for k, (_, name, _) in enumerate(legend.tallies):
        for j, group in enumerate(network.classes):
            row = k * len(network.classes) + j
            n = max(int(totals.tallies[row].n), 1)
            at = f"{name}, {group}"
            found[f"{at}: mean"] = totals.tallies[row].total / n
            for minutes in OVER:
                over = totals.histogram[row, histogram_bin(minutes) :].sum()
                found[f"{at}: over {minutes:g}"] = over / n
    return found


def played(network: Network, run: float) -> list[dict[str, float]]:
    """Return the figures of each replication; a tenth of the run goes before as warm-up."""
    program, legend = compile_network(network)
    done = replicate(program, Plan(run / 10.0, run, seed=1), REPLICATIONS)
    return [figures(replication, network, legend) for replication in done]


# Models


def mmc(servers: int, rate: float, run: float) -> Case:
    def model(factor: float) -> Network:
        return station(rate, servers, exponential(factor))

    wait = mmc_wait(rate, servers, 1.0)
    expected = {
        "server: queue": rate * wait,
        "server: busy": rate,
        "server, patient: mean": wait,
        "home, patient: mean": wait + 1.0,
    }
    for minutes in OVER:
        share = mmc_wait_over(minutes, rate, servers, 1.0)
        expected[f"server, patient: over {minutes:g}"] = share
    assert abs(mmc_wait_over(0.0, rate, servers, 1.0) - erlang_c(servers, rate)) < 1e-12
    return Case(model, expected, run)


def mg1(law: Callable[[float], Distribution], cv: float, run: float) -> Case:
    def model(factor: float) -> Network:
        return station(0.8, 1, law(factor))

    wait = mg1_wait(0.8, 1.0, cv)
    expected = {"server: queue": 0.8 * wait, "server: busy": 0.8, "server, patient: mean": wait}
    return Case(model, expected, run)


CLASSES = ("urgent", "soon", "late")
RATES = (0.4, 0.5, 0.8)


def priorities(ranks: Sequence[int] = (1, 2, 3), factor: float = 1.0) -> Network:
    return network(
        [resource("server", 2)],
        [
            source(name, "visit", rate, ((name, 1.0),), rank)
            for name, rate, rank in zip(CLASSES, RATES, ranks, strict=True)
        ],
        {"visit": [Use("server", exponential(factor)), leave()]},
        classes=CLASSES,
    )


def cobham() -> Case:
    waits = priority_waits(RATES, 2, 1.0)
    expected = {f"server, {c}: mean": wait for c, wait in zip(CLASSES, waits, strict=True)}
    return Case(lambda factor: priorities(factor=factor), expected, 20_000.0)


STATIONS = {"a": 1, "b": 2, "c": 3}  # servers
OUTSIDE = (0.4, 0.2, 0.0)
ROUTING = ((0.0, 0.4, 0.3), (0.3, 0.0, 0.0), (0.0, 0.2, 0.1))
SERVICE = (1.0, 2.0, 8.0)


def jackson(factor: float = 1.0, routing: Sequence[Sequence[float]] = ROUTING) -> Network:
    def visit(name: str, service: float, row: Sequence[float]) -> list[Step]:
        ways = [*zip(row, STATIONS, strict=True), (1.0 - sum(row), "end")]
        return [Use(name, exponential(factor * service)), Branch(tuple(ways))]

    rows = zip(STATIONS, SERVICE, routing, strict=True)
    return network(
        [resource(name, servers) for name, servers in STATIONS.items()],
        [source(f"to {n}", n, rate) for n, rate in zip(STATIONS, OUTSIDE, strict=True) if rate],
        {**{name: visit(name, service, row) for name, service, row in rows}, "end": [leave()]},
    )


def three_stations() -> Case:
    expected = {}
    rates = jackson_rates(OUTSIDE, ROUTING)
    for (name, servers), rate, service in zip(STATIONS.items(), rates, SERVICE, strict=True):
        expected[f"{name}: rate"] = rate
        expected[f"{name}: busy"] = rate * service
        expected[f"{name}: queue"] = rate * mmc_wait(rate, servers, service)
    return Case(jackson, expected, 30_000.0)


def to_the_start_of_service() -> Case:
    """Return M/M/1 in parts, with a milestone where service begins."""

    def model(factor: float) -> Network:
        service = Delay(exponential(factor))
        visit = [Seize("server"), Milestone("seen"), service, Release("server"), leave()]
        return network([resource("server", 1)], [source("people", "visit", 0.8)], {"visit": visit})

    expected = {"seen, patient: mean": mmc_wait(0.8, 1, 1.0)}
    for minutes in OVER:
        expected[f"seen, patient: over {minutes:g}"] = mmc_wait_over(minutes, 0.8, 1, 1.0)
    return Case(model, expected, 40_000.0)


CASES = {
    "M/M/1": mmc(1, 0.8, 40_000.0),
    "M/M/3": mmc(3, 2.4, 15_000.0),
    "M/M/20": mmc(20, 18.0, 6_000.0),
    "M/D/1": mg1(constant, 0.0, 30_000.0),
    "M/G/1 lognormal": mg1(lambda mean: lognormal(mean, 1.5), 1.5, 60_000.0),
    "M/G/1 gamma": mg1(lambda mean: gamma(mean, 0.5), 0.5, 30_000.0),
    "M/M/2 in three classes": cobham(),
    "three stations": three_stations(),
    "to the start of service": to_the_start_of_service(),
}
each_case = pytest.mark.parametrize("name", CASES)


@each_case
def test_agrees_with_theory(name: str) -> None:
    case = CASES[name]
    assert disagreements(played(case.model(1.0), case.run), case.expected) == []


def wrong_waits(case: Case, factor: float, run: float) -> list[str]:
    """Return the figures on waiting that disagree where service is slower by `factor`."""
    wrong = disagreements(played(case.model(factor), run), case.expected)
    return [text for text in wrong if "busy" not in text]


@each_case
def test_slower_service_is_noticed(name: str) -> None:
    assert wrong_waits(CASES[name], 1.05, CASES[name].run)


@pytest.mark.long
@each_case
def test_agrees_closely(name: str) -> None:
    case = CASES[name]
    assert disagreements(played(case.model(1.0), 25 * case.run), case.expected) == []


@pytest.mark.long
@each_case
def test_slightly_slower_service_is_noticed(name: str) -> None:
    assert wrong_waits(CASES[name], 1.01, 25 * CASES[name].run)


def test_ignored_priorities_are_noticed() -> None:
    case = CASES["M/M/2 in three classes"]
    for ranks in ((1, 1, 1), (1, 3, 2)):
        wrong = disagreements(played(priorities(ranks), case.run), case.expected)
        assert any("late" in text for text in wrong)
        assert any("soon" in text for text in wrong)


def test_a_wrong_way_is_noticed() -> None:
    case = CASES["three stations"]
    lost = ((0.0, 0.4, 0.3), (0.27, 0.0, 0.0), (0.0, 0.2, 0.1))
    assert any(
        "rate" in t for t in disagreements(played(jackson(1.0, lost), case.run), case.expected)
    )
