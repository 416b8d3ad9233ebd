"""A delay with a name: counted as at a resource without limit, and nothing else is changed."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from support.models import exponential, leave, network, resource, source

from simcore.cli.report.report import print_report
from simcore.network.steps import Delay, Use
from simcore.play import simulate
from simcore.results.results import Results

RUN, REST = 8 * 1440.0, 30.0


def played(occupies: str) -> Results:
    visit = [Use("desk", exponential(3.0)), Delay(exponential(REST), occupies=occupies), leave()]
    model = network([resource("desk", 2)], [source("people", "visit", 0.2)], {"visit": visit})
    return simulate(model, run=RUN, replications=2)


@pytest.fixture(scope="module")
def named() -> Results:
    return played("rest")


def test_the_mean_number_there_is_that_of_their_stays(named: Results) -> None:
    """By the number in the system less those at the desk, which the delay is all the rest of."""
    found = named.resources.set_index("resource")
    assert list(found["kind"]) == ["resource", "delay"]
    desk, rest = found.loc["desk"], found.loc["rest"]
    system = named.replications["in_system_mean"].mean()
    assert rest["busy_mean"] == pytest.approx(system - desk["busy_mean"] - desk["queue_mean"])
    assert rest["busy_mean_half_width"] > 0.0
    assert rest["queue_mean"] == 0.0
    by_day = named.table("daily_resources").groupby("resource")["busy_mean"].mean()
    assert by_day["rest"] == pytest.approx(rest["busy_mean"])


def test_nothing_else_is_changed_by_the_name(named: Results) -> None:
    plain = played("")
    assert named.replications.equals(plain.replications)
    assert named.stays.equals(plain.stays)
    assert named.waits.equals(plain.waits)  # nobody waits for a place there


def test_the_report_says_how_many_are_there(named: Results) -> None:
    console = Console(file=io.StringIO(), width=100)
    print_report(named, "en", console)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    [line] = [
        line for line in text.splitlines() if line.strip().startswith("rest ") and "∞" in line
    ]
    assert f"{named.resources['busy_mean'][1]:.0f}" in line
