"""Every function of an expression, in and out of its range: both engines give the same, or stop.

NaN and infinity are no values of an expression: the run ends, and names it.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, reject, settings
from hypothesis import strategies as st
from support.clinic import clinic
from support.models import constant, label

from simcore.engine.simulation import Simulation
from simcore.engine.totals import NoValue
from simcore.network.compiler.compile import compile_network
from simcore.network.expressions.faults import ExpressionError
from simcore.network.expressions.names import Names
from simcore.network.expressions.parser import parse
from simcore.network.sources import Source, Trace
from simcore.network.steps import Delay, Set
from simcore.network.values import Expression
from simcore.network.weekly_profile import WeeklyProfile
from simcore.reference import Reference

NUMBERS = [0.0, -0.0, 1.0, -1.0, 0.5, 2.5, -7.25, 1e300, -1e300, 5e-324, 709.8, -745.2, 1e16,
           1e-170]  # fmt: skip
ONE = ["-({0})", "not ({0})", *(f"{name}({{0}})" for name in
       ("abs", "floor", "sqrt", "log", "exp", "sin", "cos"))]  # fmt: skip
TWO = [*(f"({{0}}) {sign} ({{1}})" for sign in ("+", "-", "*", "/", "<", "<=", "==", "!=", ">")),
       "min({0}, {1})", "max({0}, {1})", "({0}) and ({1})", "({0}) or ({1})"]  # fmt: skip
DRAWS = ["exponential({0})", "uniform({0}, {1})", "normal({0}, {1})", "lognormal({0}, {1})",
         "triangular({0}, {1}, {2})"]  # fmt: skip


def _deeper(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def made(forms: list[str], n: int) -> st.SearchStrategy[str]:
        parts = st.tuples(*[inner] * n)
        return st.sampled_from(forms).flatmap(lambda form: parts.map(lambda p: form.format(*p)))

    return st.one_of(made(ONE, 1), made(TWO, 2), made(["({0}) if ({1}) else ({2})"], 3))


TEXTS = st.recursive(st.sampled_from(["a", "b", "1", "0.5"]), _deeper, max_leaves=8)
DRAWN = st.tuples(st.sampled_from(DRAWS), TEXTS, TEXTS, TEXTS).map(lambda p: p[0].format(*p[1:]))


def result(kind: type[Simulation] | type[Reference], text: str, a: float, b: float) -> str:
    """Return what an engine makes of an expression for one patient: the value, or that it stops."""
    source = Source(
        "s", label("s"), "visit", WeeklyProfile.constant(0.0), (("adult", 1.0),),
        process=Trace((1.0,)), values=(("a", constant(a)), ("b", constant(b))),
    )  # fmt: skip
    steps = [Set("x", Expression(text)), Delay(constant(60.0))]
    program, _ = compile_network(clinic(*steps, sources=[source], attributes=("a", "b", "x")))
    engine: Any = kind(program, 1, 0)
    try:
        engine.advance(30.0)
    except NoValue as error:
        return repr(error)
    if kind is Simulation:
        assert engine.clock.in_system == 1
        return float(engine.attributes[0][2]).hex()
    [patient] = engine.world.present
    return float(patient.values[2]).hex()


def agree(text: str, a: float, b: float) -> str:
    try:
        parse(text, Names(("a", "b", "x")))
    except ExpressionError:
        reject()  # it has no value for anybody: that is said before a run
    engine, reference = (result(kind, text, a, b) for kind in (Simulation, Reference))
    assert engine == reference
    return engine


some = st.sampled_from(NUMBERS)


@settings(max_examples=300, deadline=None)
@example("floor(-a)", 0.0, 0.0)
@example("1 / floor(-a)", 0.0, 0.0)
@given(TEXTS, some, some)
def test_functions_agree_whatever_they_are_given(text: str, a: float, b: float) -> None:
    agree(text, a, b)


@settings(max_examples=200, deadline=None)
@given(DRAWN, some, some)
def test_variates_agree_whatever_their_parameters(text: str, a: float, b: float) -> None:
    agree(text, a, b)


@pytest.mark.long
@settings(max_examples=20_000, deadline=None)
@given(st.one_of(TEXTS, DRAWN), some, some)
def test_many_agree(text: str, a: float, b: float) -> None:
    agree(text, a, b)


VALUES = {
    "floor(a)": {1e300: 1e300, -7.25: -8.0, 5e-324: 0.0},
    "abs(a)": {-1e300: 1e300},
    "1 / a > 5": {0.0: 1.0, 1.0: 0.0},
    "1 / -a > 5": {0.0: 1.0},
    "exp(a)": {709.8: None, -745.2: 0.0},
    "exp(-a)": {709.8: 5.4e-309},
    "log(a)": {0.0: None, -1.0: None, 1.0: 0.0},
    "sqrt(a)": {-1.0: None, -0.0: 0.0, 1.0: 1.0},
    "a / a": {0.0: None, 2.5: 1.0},
    "1 / a": {0.0: None},
    "floor(1 / a)": {0.0: None},
    "sin(1 / a)": {0.0: None},
    "cos(a)": {0.0: 1.0},
    "a * a": {1e300: None},
    "not sqrt(a)": {-1.0: None, 0.0: 1.0},
    "min(5, sqrt(a))": {-1.0: None},
    "max(sqrt(a), 5)": {-1.0: None},
    "sqrt(a) > 1": {-1.0: None},
    "a >= 0 and sqrt(a) > 1": {-1.0: 0.0, 2.5: 1.0},
    "sqrt(a) > 1 and a >= 0": {-1.0: 0.0},
    "a < 0 or sqrt(a) > 1": {-1.0: 1.0},
    "a >= 0 or sqrt(a) > 1": {-1.0: None},
    "sqrt(a) if a >= 0 else 7": {-1.0: 7.0},
    "1 if sqrt(a) > 1 else 2": {-1.0: None},
    "triangular(a, 2, 5)": {2.5: None},
    "triangular(1, a, 5)": {-1.0: None, -7.25: None},
    "triangular(1, 2, a)": {1.0: None, 0.0: None},
    "triangular(a, a, a)": {2.5: 2.5},
    "uniform(a, 1)": {2.5: None, 1.0: 1.0},
    "exponential(a)": {-1.0: None, 0.0: 0.0},
    "normal(5, a)": {-1.0: None, 0.0: 5.0},
    "lognormal(a, 1)": {0.0: None, -1.0: None},
    "lognormal(a, a)": {0.0: None},
    "lognormal(1, a)": {-1.0: None, 0.0: 1.0},
}


@pytest.mark.parametrize("text", VALUES)
def test_out_of_range(text: str) -> None:
    for a, expected in VALUES[text].items():
        found = agree(text, a, 0.0)
        if expected is None:
            assert found.startswith("NoValue"), (a, found)
        else:
            assert float.fromhex(found) == pytest.approx(expected, rel=1e-2), a
