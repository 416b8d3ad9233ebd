"""Distributions: the parameters people state come back as moments and quantiles."""

from __future__ import annotations

import math
from typing import Any

import pytest
from pydantic_core import PydanticCustomError
from scipy import stats

from simcore.network.values import Distribution
from simcore.scenario.faults.base import faults_in
from simcore.scenario.values.distribution import parse_distribution
from simcore.scenario.values.families import FAMILIES


def frozen(d: Distribution) -> Any:
    """Return the scipy twin of canonical parameters, in minutes."""
    p: Any = d.parameters
    match d.name:
        case "exponential":
            return stats.expon(scale=p["mean"])
        case "uniform":
            return stats.uniform(p["low"], p["high"] - p["low"])
        case "triangular":
            width = p["high"] - p["low"]
            return stats.triang((p["mode"] - p["low"]) / width, p["low"], width)
        case "normal":
            return stats.norm(p["mean"], p["sd"])
        case "lognormal":
            return stats.lognorm(p["log_sd"], scale=math.exp(p["log_mean"]))
        case "gamma":
            return stats.gamma(p["shape"], scale=p["scale"])
        case _:
            return stats.weibull_min(p["shape"], scale=p["scale"])


STATED: list[tuple[dict[str, Any], dict[str, float]]] = [
    ({"exponential": "4 h"}, {"mean": 240.0}),
    ({"exponential": {"rate": "12 / h"}}, {"mean": 5.0}),
    ({"uniform": {"low": "1 min", "high": "3 min"}}, {"mean": 2.0}),
    ({"triangular": {"low": "1 min", "mode": "2 min", "high": "6 min"}}, {"mean": 3.0}),
    ({"normal": {"mean": "10 min", "sd": "2 min"}}, {"mean": 10.0, "sd": 2.0}),
    ({"normal": {"mean": "10 min", "cv": 0.2}}, {"mean": 10.0, "sd": 2.0}),
    ({"lognormal": {"mean": "3 min", "sd": "1 min"}}, {"mean": 3.0, "sd": 1.0}),
    ({"lognormal": {"mean": "2 h", "cv": 0.5}}, {"mean": 120.0, "sd": 60.0}),
    ({"lognormal": {"median": "6 d", "p90": "13 d"}}, {"median": 8640.0, "p90": 18720.0}),
    ({"lognormal": {"log_mean": 0.0, "log_sd": 1.0, "unit": "h"}}, {"median": 60.0}),
    ({"gamma": {"mean": "12 min", "sd": "6 min"}}, {"mean": 12.0, "sd": 6.0}),
    ({"gamma": {"mean": "12 min", "cv": 0.8}}, {"mean": 12.0, "sd": 9.6}),
    ({"gamma": {"shape": 2, "scale": "3 min"}}, {"mean": 6.0}),
    ({"erlang": {"stages": 4, "mean": "8 min"}}, {"mean": 8.0, "sd": 4.0}),
    ({"weibull": {"shape": 1.5, "scale": "10 min"}}, {"p63": 10.0}),
    ({"weibull": {"shape": 1.5, "mean": "10 min"}}, {"mean": 10.0}),
]


@pytest.mark.parametrize(("text", "moments"), STATED)
def test_stated_moments_come_back(text: dict[str, Any], moments: dict[str, float]) -> None:
    twin = frozen(parse_distribution(text))
    measured = {
        "mean": twin.mean(),
        "sd": twin.std(),
        "median": twin.median(),
        "p90": twin.ppf(0.9),
        "p63": twin.ppf(1 - math.exp(-1)),
    }
    for name, value in moments.items():
        assert measured[name] == pytest.approx(value, rel=1e-12)


def test_every_form_of_every_family_is_stated_above() -> None:
    stated = {(n, frozenset(p)) for t, _ in STATED for n, p in t.items() if isinstance(p, dict)}
    forms = {
        (name, frozenset(form.parsers))
        for name, family in FAMILIES.items()
        for form in family
        if name not in ("deterministic", "empirical", "sequence") and set(form.parsers) != {"mean"}
        if not form.plain
    }
    assert forms == stated


def test_fixed_empirical_and_scipy() -> None:
    assert parse_distribution("5 min").parameters == {"value": 5.0}
    listed = parse_distribution({"empirical": {"values": ["1 min", "1 h"], "weights": [3, 1]}})
    assert listed.parameters == {"values": (1.0, 60.0), "weights": (3.0, 1.0)}
    named = {"distribution": "genpareto", "parameters": {"c": 0.1, "scale": 3}, "unit": "h"}
    pareto = parse_distribution({"scipy": named})
    assert (pareto.family, pareto.scale_to_minutes) == ("genpareto", 60.0)
    assert pareto.parameters == {"c": 0.1, "scale": 3.0}


@pytest.mark.parametrize(
    ("text", "keys", "said"),
    [
        ({"gama": {}}, ("gama",), '"gamma"'),
        ({"gamma": {"mean": "1 min", "cvv": 1}}, ("gamma", "cvv"), '"cv"'),
        ({"gamma": {"mean": "1 min"}}, ("gamma",), "{mean, cv}"),
        ({"gamma": {"mean": "1 min", "cv": 0}}, ("gamma", "cv"), "above 0"),
        ({"uniform": {"low": "3 min", "high": "3 min"}}, ("uniform", "high"), "less than"),
        ({"lognormal": {"median": "3 min", "p90": "2 min"}}, ("lognormal", "p90"), "less than"),
        ({"lognormal": "3 min"}, ("lognormal",), "{mean, sd}"),
        ({"erlang": {"stages": 1.5, "mean": "3 min"}}, ("erlang", "stages"), "whole number"),
        ({"empirical": {"values": []}}, ("empirical", "values"), "[a, b, c]"),
        ({"scipy": {"distribution": "norm"}}, ("scipy",), "genpareto"),
        ({}, (), "write one"),
        (4, (), '"4 min"'),
    ],
)
def test_refuses(text: Any, keys: tuple[str, ...], said: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parse_distribution(text)
    [fault] = faults_in(caught.value)
    assert fault.keys == keys
    assert said in fault.remedy.en


def test_two_wrong_parameters_are_two_faults() -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parse_distribution({"lognormal": {"mean": 3, "sd": 1}})
    assert [f.keys for f in faults_in(caught.value)] == [("lognormal", "mean"), ("lognormal", "sd")]
