"""Beds of two specialties and shared ones, out of which patients move back when one frees.

False alarms: 1e-4 a case, shared by its figures.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.analytic.chains import shared_beds
from support.analytic.shapes import LONG, Case, clinic, people, server, wrong
from support.models import exponential, gamma, label, leave

from simcore.network.model import Network
from simcore.network.resources import Pool
from simcore.network.steps import Balk, Step, Use
from simcore.network.values import Distribution, Expression


def wards(
    rates: tuple[float, float], own: tuple[int, int], shared: int, stay: float, run: float
) -> Case:
    right = shared_beds(rates, own, shared, stay)
    expected = {"s busy": right.shared}
    for k, name in enumerate("ab"):
        expected |= {
            f"no bed for {name} a minute": right.lost[k], f"{name} busy": right.own[k],
            f"moves in beds of {name}": right.moves[k],
        }  # fmt: skip

    def model(factor: float) -> Network:
        return beds(rates, own, shared, exponential(stay * factor))

    return Case(model, expected, run)


def beds(
    rates: tuple[float, float], own: tuple[int, int], shared: int, stay: Distribution
) -> Network:
    """Return two specialties, each of whose patients leave where no bed is free to them."""
    paths: dict[str, list[Step]] = {}
    for name in "ab":
        none_free = Balk(Expression(f"free(for_{name}) == 0"), f"not {name}")
        paths |= {
            f"visit {name}": [Use(f"for_{name}", stay, balk=(none_free,)), leave()],
            f"not {name}": [leave(f"no bed for {name}")],
        }
    pools = [
        Pool(f"for_{name}", label(f"beds of {name}"), (name, "s"), moves_back=True) for name in "ab"
    ]
    sources = [people(rates[k], name, to=f"visit {name}") for k, name in enumerate("ab")]
    rooms = [*(server(own[k], name) for k, name in enumerate("ab")), server(shared, "s")]
    model = clinic([], sources, rooms, paths, pools=tuple(pools))
    return replace(model, pathways=paths)


CASES = {
    "alike": wards((2.0, 2.0), (3, 3), 2, 1.0, 20_000.0),
    "unlike": wards((4.0, 1.0), (3, 2), 3, 1.0, 20_000.0),
    "all shared": wards((1.0, 2.0), (1, 1), 4, 1.0, 20_000.0),
}


@pytest.mark.parametrize("name", CASES)
def test_agrees_with_theory(name: str) -> None:
    assert wrong(CASES[name]) == []


@pytest.mark.long
@pytest.mark.parametrize("name", CASES)
def test_agrees_closely_and_notices_2_percent(name: str) -> None:
    assert wrong(CASES[name], times=LONG) == []
    assert wrong(CASES[name], 1.02, LONG)


def test_only_the_mean_of_a_stay_matters() -> None:
    """Who is where does not depend on the law of stays; how often they move does."""
    case = wards((4.0, 1.0), (3, 2), 3, 1.0, 20_000.0)
    expected = {name: x for name, x in case.expected.items() if "moves" not in name}
    assert (
        wrong(Case(lambda _: beds((4.0, 1.0), (3, 2), 3, gamma(1.0, 0.5)), expected, 20_000.0))
        == []
    )


def test_staying_where_they_are_is_noticed() -> None:
    case = CASES["unlike"]

    def stay(factor: float) -> Network:
        model = case.model(factor)
        return replace(model, pools=tuple(replace(p, moves_back=False) for p in model.pools))

    assert wrong(Case(stay, {k: x for k, x in case.expected.items() if "moves" not in k}, case.run))
