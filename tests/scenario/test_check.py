"""The checks of a Network, as Python users meet them."""

from __future__ import annotations

from dataclasses import replace

from support.models import profile

from simcore.network.checks.check import check
from simcore.network.model import Network
from simcore.network.resources import Resource
from simcore.network.sources import Source
from simcore.network.steps import (
    Branch,
    Choose,
    Delay,
    Go,
    Leave,
    Option,
    Release,
    Seize,
    Step,
    Transfer,
    Use,
)
from simcore.network.values import Distribution
from simcore.text import Label

NAME = Label("x", "某")
MINUTE = Distribution("deterministic", {"value": 1.0})
NOTHING = Distribution("deterministic", {"value": 0.0})
HOME = (Leave(NAME),)


def network(**pathways: tuple[Step, ...]) -> Network:
    """Return a Network of resources a and b whose patients begin in `start`."""
    return Network(
        name=NAME,
        resources=(Resource("a", NAME, profile(1)), Resource("b", NAME, profile(1))),
        sources=(Source("s", NAME, "start", profile(1.0), (("patient", 1.0),)),),
        pathways=pathways,
    )


def wheres(n: Network) -> list[tuple[str | int, ...]]:
    return [finding.where for finding in check(n)]


USE_BOTH = (Use("a", MINUTE), Use("b", MINUTE))


def test_a_sound_network_has_no_findings() -> None:
    options = (Option("up", (0.0,)), Option("home", (0.0,)))
    up = (Seize("a"), Delay(MINUTE), Transfer("a", "b"), Release("b"), Go("home"))
    assert check(network(start=(Choose(options),), up=up, home=HOME)) == []


def test_a_choice_is_followed_like_a_branch() -> None:
    options = (Option("home", (0.0,)), Option("nowhere", (0.0,)))
    n = network(start=(*USE_BOTH, Choose(options)), home=HOME)
    assert wheres(n) == [("pathways", "start", 2, "choose", 1, "go")]


def test_what_is_held_must_agree_wherever_patients_come_from() -> None:
    n = network(
        start=(Use("b", MINUTE), Branch(((0.5, "one"), (0.5, "two")))),
        one=(Seize("a"), Go("end")),
        two=(Delay(MINUTE), Go("end")),
        end=(Release("a"), Leave(NAME)),
    )
    [finding] = check(n)
    assert finding.where == ("pathways", "two", 1, "go")
    assert "holding nothing" in finding.message.en
    assert "占用：a" in finding.message.zh


def test_transfer_needs_the_one_and_not_the_other() -> None:
    steps = (Seize("b"), Transfer("a", "b"), Release("b"), Leave(NAME))
    assert wheres(network(start=steps)) == [
        ("pathways", "start", 1, "transfer", "from"),
        ("pathways", "start", 1, "transfer", "to"),
    ]


def test_a_seize_or_a_delay_of_nothing_is_no_time() -> None:
    spin = (Seize("a"), Delay(NOTHING), Release("a"), Branch(((0.5, "start"), (0.5, "end"))))
    n = network(start=spin, end=(Use("b", MINUTE), *HOME))
    assert wheres(n) == [("pathways", "start", 3)]
    spin = (Use("a", MINUTE), *spin[3:])
    assert check(network(start=spin, end=(Use("b", MINUTE), *HOME))) == []


def test_two_loops_are_two_findings() -> None:
    n = network(
        start=(*USE_BOTH, Branch(((0.5, "p"), (0.5, "q")))),
        p=(Go("p"),),
        q=(Go("r"),),
        r=(Go("q"),),
    )
    assert {where[1] for where in wheres(n)} <= {"p", "q", "r"}
    assert len(check(n)) == 2


def test_nothing_is_said_about_a_loop_that_no_patient_reaches_but_that() -> None:
    n = network(start=(*USE_BOTH, *HOME), lost=(Go("lost"),))
    assert wheres(n) == [("pathways", "lost")]


def test_capacity_that_never_opens() -> None:
    n = network(start=(*USE_BOTH, *HOME))
    shut = Resource("a", NAME, profile(((0.0, 0), (600.0, 0))))
    n = replace(n, resources=(shut, n.resources[1]))
    assert wheres(n) == [("resources", "a", "capacity")]


def test_who_comes_to_the_end_of_a_pathway_leaves_under_its_name() -> None:
    n = network(start=(*USE_BOTH, Go("empty")), empty=())
    assert wheres(n) == []
    assert n.pathways["empty"] == (Leave(Label("empty", "empty")),)
    assert wheres(network(start=(Seize("a"), Use("b", MINUTE)))) == [
        ("pathways", "start", 2, "leave")
    ]


def test_a_gap_stops_the_judgement_of_what_follows() -> None:
    steps: tuple[Step, ...] = (None, Release("a"), Leave(NAME))  # type: ignore[assignment]
    assert check(network(start=steps), whole=False) == []
