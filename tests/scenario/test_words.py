"""The planner's words for a network, and the values of the model that they become."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

import jsonschema
import pytest
from pydantic_core import PydanticCustomError

from simcore.network import resources, sources, steps
from simcore.network.model import Network
from simcore.network.naming import NameBy, NameByClass
from simcore.network.timetable import Timetable
from simcore.network.values import ByClass, Distribution, Expression
from simcore.network.weekly_profile import WeeklyProfile
from simcore.scenario.faults.base import faults_in
from simcore.scenario.files import yaml
from simcore.scenario.network.network import NetworkScenario
from simcore.scenario.schema import json_schema
from simcore.scenario.values.seasons import day_of_year, parse_shape
from simcore.scenario.values.value import is_quantity, names_of
from simcore.scenario.values.weekly import moments
from simcore.text import Label

DAY = 1440.0
HEAD = """
kind: network
name: Clinic
time: {run: 30 d}
start: 2020-01-06
attributes: [severity, visits]
"""
PARTS = {
    "resources": "{doctor: {capacity: 2}, nurse: {capacity: 3}}",
    "sources": "{s: {arrivals: {rate: 2 / h}, mix: {adult: 80%, child: 20%}, pathway: p}}",
    "pathways": "{p: [{leave: home}]}",
}


@cache
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json_schema())


def document(**parts: str) -> Any:
    """Return a document of YAML texts by top key, held to the schema."""
    text = HEAD + "\n".join(f"{key}: {value}" for key, value in (PARTS | parts).items())
    plain = yaml.parse(text, "f.yaml", []).plain()
    validator().validate(plain)
    return plain


def network(**parts: str) -> Network:
    plain = document(**parts)
    context = {"names": names_of(plain)}
    return NetworkScenario.model_validate(plain, context=context).to_network()


def pathway(text: str) -> tuple[steps.Step, ...]:
    """Return the steps of a pathway, without the exit of those who come to its end."""
    found = network(pathways=f"{{p: [{text}]}}").pathways["p"]
    return found[:-1] if found[-1] == steps.Leave(Label("p", "p")) else found


def fixed(minutes: float) -> Distribution:
    return Distribution("deterministic", {"value": minutes})


def source(text: str) -> sources.Source:
    return network(sources=f"{{s: {{{text}, pathway: p}}}}").sources[0]


# Steps


def test_waiting() -> None:
    [use] = pathway(
        "{use: {resource: doctor, for: severity * 10 min, units: 2, also: nurse, after: 45 min,"
        " patience: {by_class: {child: 30 min, otherwise: {exponential: 1 h}}}, on_renege: p},"
        " cost: 120 yuan, id: u}"
    )
    patience = ByClass((Distribution("exponential", {"mean": 60.0}), fixed(30.0)))
    assert use == steps.Use(
        "doctor", Expression("severity * 10 min"), units=2, also=("nurse",), after=fixed(45.0),
        patience=patience, on_renege="p", cost=120.0, key="u",
    )  # fmt: skip


def test_units_and_priorities_may_depend_on_the_patient() -> None:
    [use] = pathway("{use: {resource: doctor, for: 10 min, units: 1 + severity, priority: visits}}")
    assert isinstance(use, steps.Use)
    assert use.units == Expression("1 + severity")
    assert use.priority == Expression("visits")
    by = "{by_class: {child: 2, otherwise: severity}}"
    [seize] = pathway(f"{{seize: {{resource: doctor, units: {by}, priority: {by}}}}}")
    assert isinstance(seize, steps.Seize)
    assert seize.units == seize.priority == ByClass((Expression("severity"), Expression("2")))
    mix = "mix: {adult: 50%, child: 50%}"
    of_class = source(f"arrivals: {{rate: 2 / h}}, {mix}, class: {{priority: {by}}}")
    assert of_class.priority == seize.units


def test_values_may_come_in_order() -> None:
    visits = "{sequence: {values: [2 h, 5 min]}}"
    given = source(
        "arrivals: {at: [1 h, 2 h]}, mix: {adult: 80%, child: 20%},"
        f" values: {{severity: {{sequence: [3, -1]}}, visits: {visits}}}"
    )
    assert given.values == (
        ("severity", Distribution("sequence", {"values": (3.0, -1.0)})),
        ("visits", Distribution("sequence", {"values": (120.0, 5.0)})),
    )


def test_groups_and_books_may_depend_on_the_patient() -> None:
    by_class = "{by_class: {child: young, otherwise: old}}"
    by = "{by: severity, table: {3: severe, 0: mild}}"
    [seize] = pathway(f"{{seize: {{resource: doctor, group: {by_class}}}}}")
    assert isinstance(seize, steps.Seize)
    assert seize.group == NameByClass(("old", "young"))
    [book] = pathway(f"{{book: {{book: {by_class}, group: {by}, on_full: p}}}}")
    assert isinstance(book, steps.Book)
    assert book.book == NameByClass(("old", "young"))
    assert book.group == NameBy(Expression("severity"), ((0.0, "mild"), (3.0, "severe")))


def test_balking() -> None:
    [use] = pathway(
        "{use: {resource: doctor, for: {exponential: 12 min}, balk: [{queue: 10, go: p},"
        " {full: true, go: p}, {expected_wait: 1 h, go: p}, {when: 'severity > 2', go: p}]}}"
    )
    assert isinstance(use, steps.Use)
    assert [balk.when.text for balk in use.balk] == [
        'queue("doctor") >= 10',
        'free("doctor") <= 0',
        'capacity("doctor") <= 0 or queue("doctor") * 12.0 > 60.0 * capacity("doctor")',
        "severity > 2",
    ]


def test_transfer_and_release_may_leave_a_unit_busy() -> None:
    assert pathway("{release: doctor}") == (steps.Release("doctor"),)
    assert pathway("{release: {resource: doctor, after: 5 min}}") == (
        steps.Release("doctor", after=fixed(5.0)),
    )
    [move] = pathway("{transfer: {from: doctor, to: nurse, after: severity * 1 h}}")
    assert move == steps.Transfer("doctor", "nurse", after=Expression("severity * 1 h"))


def test_a_delay_may_be_counted_by_a_name() -> None:
    at_rest, plain = pathway(
        "{delay: {for: 1 h, occupies: recovery}, name: Rest}, {delay: {for: 1 h}}"
    )
    assert at_rest == steps.Delay(
        fixed(60.0), occupies="recovery", called=Label("Rest", "Rest"), key=at_rest.key
    )
    assert plain.occupied() == ""


def test_set_is_one_step_for_each_attribute() -> None:
    first, second = pathway("{set: {visits: visits + 1, severity: {uniform: {low: -1 h,"
                          " high: 2 h}}}, id: x, cost: 3 yuan}")  # fmt: skip
    assert first == steps.Set("visits", Expression("visits + 1"), key="x", cost=3.0)
    law = Distribution("uniform", {"low": -60.0, "high": 120.0})
    assert second == steps.Set("severity", law, key="x/severity")


def test_branches() -> None:
    [route] = pathway("{branch: [{if: 'severity > 3 and class == child', go: p}, {else: p}]}")
    assert route == steps.Route(((Expression("severity > 3 and class == child"), "p"),), "p")
    [by_class] = pathway("{branch: [{share: {adult: 20%, child: 5%}, go: p},"
                       " {share: {adult: 80%, child: 95%}, go: q}]}")  # fmt: skip
    assert by_class == steps.Branch(((0.2, "p"), (0.8, "q")), ((0.2, 0.8), (0.05, 0.95)))
    [rest] = pathway("{branch: [{share: {adult: 20%, child: 5%}, go: p}, {share: 10%, go: q},"
                     " {else: p}]}")  # fmt: skip
    assert rest == steps.Branch(((0.2, "p"), (0.1, "q")), ((0.2, 0.1), (0.05, 0.1)), "p")
    [table] = pathway("{branch: {by: visits, table: {3: {q: 100%}, 1: {p: 30%, q: 70%}}}}")
    assert table == steps.Branch(
        ((0.3, "p"), (0.7, "q")),
        by=Expression("visits"),
        table=((1.0, (0.3, 0.7)), (3.0, (0.0, 1.0))),
    )


def test_time_and_company() -> None:
    until, fork, join, gather, scatter = pathway(
        "{until: ['mon 08:00', 'wed,fri 08:00']}, {fork: [p, p]}, join,"
        " {gather: {gate: bus, size: 8, longest: 30 min}}, {scatter: true}"
    )
    assert until == steps.Until((480.0, 2 * DAY + 480, 4 * DAY + 480))
    assert fork == steps.Fork(("p", "p"))
    assert (join, scatter) == (steps.Join(), steps.Scatter())
    assert gather == steps.Gather("bus", Label("bus", "bus"), 8, fixed(30.0))


def test_signals() -> None:
    hold, named, all_, two = pathway(
        "{hold: bell}, {hold: {signal: bell, name: {en: bell, zh: 铃}}}, {signal: bell},"
        " {signal: {signal: bell, most: 2}}"
    )
    assert hold == steps.Hold("bell", Label("bell", "bell"))
    assert named == steps.Hold("bell", Label("bell", "铃"))
    assert (all_, two) == (steps.Signal("bell"), steps.Signal("bell", 2))


def test_a_milestone_may_be_called_otherwise() -> None:
    plain, called = pathway("{milestone: seen}, {milestone: seen, name: {en: Seen, zh: 见到医师}}")
    assert plain == steps.Milestone("seen")
    assert called == steps.Milestone("seen", called=Label("Seen", "见到医师"), key=called.key)


BOOKS = """{c: {sessions: {"mon 08:00-09:00": {every: 20 min, seats: 2},
 "mon 08:40-09:00": {every: 10 min}}, horizon: 28 d, reserved: {share: 20%, released: 2 d},
 overbook: 10%}}"""


def test_booking() -> None:
    [book] = network(books=BOOKS).books
    assert book.slots == ((480.0, 2), (500.0, 2), (520.0, 3), (530.0, 1))
    assert (book.horizon, book.reserved, book.released) == (28 * DAY, 0.2, 2 * DAY)
    assert book.overbook == 0.1
    [step] = pathway(
        "{book: {book: c, on_full: p, no_show: 10%, on_no_show: p, notice: 1 d, entitled: true,"
        " punctuality: {uniform: {low: -10 min, high: 5 min}}}}"
    )
    early = Distribution("uniform", {"low": -10.0, "high": 5.0})
    assert step == steps.Book("c", "p", DAY, True, early, 0.1, "p")


# Resources


def test_resource() -> None:
    [r] = network(
        resources="{doctor: {capacity: 2, order: {lowest: severity}, gains: {2: 1 / h, 1: 3 / h},"
        " waiting_room: 10, preempt: {by: 1}, on_close: {waiting: leave, go: p},"
        " breakdowns: [{every: 30 d, repair: 2 h}], cost_per_hour: 120 yuan, measure: levels,"
        " closures: [{from: 2020-02-01, to: 2020-02-10},"
        " {from: 2020-03-01 12:00, to: 2020-03-01 13:00}]}}"
    ).resources
    assert r.order == Expression("severity")
    assert r.gains == ((1, 3 / 60), (2, 1 / 60))
    assert r.preemption == resources.Preemption(1, "resume", "latest")
    assert r.closing == resources.Closing("finish", "leave", "p")
    assert r.breakdowns == (resources.Breakdown(fixed(30 * DAY), fixed(120.0)),)
    assert r.closures == (
        resources.Closure(datetime(2020, 2, 1), datetime(2020, 2, 11)),
        resources.Closure(datetime(2020, 3, 1, 12), datetime(2020, 3, 1, 13)),
    )
    assert (r.waiting_room, r.cost_per_hour, r.measured) == (10, 120.0, True)


def test_capacity_moves_by_the_week() -> None:
    a, b = network(
        resources="{a: {capacity: 10, lends: [{to: b, units: 2, when: 'sat,sun'}]},"
        " b: {capacity: {'mon-fri': 8, otherwise: 7}}}"
    ).resources
    assert a.lends == (resources.Lend("b", WeeklyProfile(((0.0, 0), (5 * DAY, 2)))),)
    assert (a.capacity, b.lends) == (WeeklyProfile.constant(10), ())


def test_timetables_are_by_steps_once_or_in_a_cycle() -> None:
    a, b = network(
        resources="{a: {capacity: {steps: [[0 h, 3], [12 h, unlimited]], cycle: 4 d,"
        " from: 2021-01-04}, lends: []}, b: {capacity: 2, lends: [{to: c, units:"
        " {steps: [[0 s, 1], [30 s, 0]]}}]}, c: {capacity: 1}}",
    ).resources[:2]
    day = datetime(2021, 1, 4)
    assert a.capacity == Timetable(((0.0, 3), (720.0, resources.UNLIMITED)), 4 * DAY, day)
    assert b.lends == (resources.Lend("c", Timetable(((0.0, 1), (0.5, 0)))),)


def test_windows_may_be_unlimited() -> None:
    [a] = network(resources="{a: {capacity: {'mon-fri': unlimited, otherwise: 2}}}").resources
    assert a.capacity.pieces == ((0.0, resources.UNLIMITED), (5 * DAY, 2))


def test_a_priority_gains_points_once() -> None:
    with pytest.raises(ValueError, match="has its points already"):
        network(resources="{a: {capacity: 1, gains: {1: 3 / h, '01': 1 / h}}}")


def test_pools_and_the_rest() -> None:
    n = network(pools="{all: {members: [doctor, nurse], rule: random}}", circles="stand",
                holidays="china")  # fmt: skip
    assert n.pools == (resources.Pool("all", Label("all", "all"), ("doctor", "nurse"), "random"),)
    assert (n.swap, n.holidays, n.attributes) == (False, "china", ("severity", "visits"))
    assert str(n.start) == "2020-01-06"


# Arrivals


def test_processes() -> None:
    gap = Distribution("exponential", {"mean": 5.0})
    assert source("arrivals: {every: {exponential: 5 min}}").process == sources.Renewal(gap)
    by_table = source("arrivals: {timetable: {steps: [[0 h, 1 / min], [6 h, 0 / h]], cycle: 1 d}}")
    assert by_table.rate == Timetable(((0.0, 1.0), (360.0, 0.0)), DAY)
    assert source("arrivals: {at: [8 h, 8.5 h]}").process == sources.Trace((480.0, 510.0))
    assert source("arrivals: {population: 12}").process == sources.Population(12)


def test_seasons_growth_and_surges() -> None:
    s = source(
        "arrivals: {rate: 1 / min, growth: -3% a year, yearly: {7-1: 80%, 1: 120%}, limit: 9,"
        " surges: [{from: 2020-01-20, shape: [[0 d, 100%], [12 h, 250%]]},"
        " {from: 3 d, shape: [[0 d, 90%]]}], size: {empirical: {values: [1, 2]}}},"
        " values: {severity: 3}"
    )
    assert s.multipliers == (
        sources.Multiplier(((1.0, 1.2), (182.0, 0.8)), yearly=True),
        sources.Multiplier(((14.0, 1.0), (14.5, 2.5))),
        sources.Multiplier(((3.0, 0.9),)),
    )
    assert (s.growth, s.limit, s.values) == (-0.03, 9, (("severity", fixed(3.0)),))
    assert s.size == Distribution("empirical", {"values": (1.0, 2.0), "weights": (1.0, 1.0)})


def test_a_surge_without_units_is_told_each_of_them() -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parse_shape([[0, "100%"], ["1 d", 2]])
    assert [fault.keys for fault in faults_in(caught.value)] == [(0, 0), (1, 1)]


@pytest.mark.parametrize(
    ("text", "day"),
    [("1", 1), ("365", 365), ("2-29", 59), ("1-31", 31), ("3-1", 60), ("12-31", 365)],
)
def test_day_of_year(text: str, day: int) -> None:
    assert day_of_year(text) == day


@pytest.mark.parametrize("keys", ["1: 120%, 1-1: 80%", "2-28: 120%, 2-29: 80%"])
def test_a_day_of_the_year_is_given_once(keys: str) -> None:
    with pytest.raises(ValueError, match="the same day as"):
        source(f"arrivals: {{rate: 1 / min, yearly: {{{keys}}}}}")


@pytest.mark.parametrize("text", ["0", "367", "2-30", "13-1", "July", "-1"])
def test_no_day_of_year(text: str) -> None:
    with pytest.raises(PydanticCustomError):
        day_of_year(text)


# Texts


@pytest.mark.parametrize("text", ["4 min", "-4 min", "4 mins.", "30 分钟", "4", "1e3 s", "70%"])
def test_quantities(text: str) -> None:
    assert is_quantity(text)


@pytest.mark.parametrize("text", ["severity", "4 min * 2", "-severity", "(4)", "2 if a else 3"])
def test_expressions(text: str) -> None:
    assert not is_quantity(text)


def test_moments() -> None:
    assert moments("mon 08:00:30") == [480.5]
    assert moments("08:00") == [d * DAY + 480 for d in range(7)]
    assert moments("周一,周三 08:00, 14:00") == [480.0, 840.0, 2 * DAY + 480, 2 * DAY + 840]
