"""Expressions: the code on a stack against their values, and what is said of wrong ones."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simcore.network.expressions.faults import ExpressionError
from simcore.network.expressions.names import Names
from simcore.network.expressions.parser import parse
from simcore.network.expressions.postfix import Instructions, draws
from simcore.text import Label

NAMES = Names(("severity", "病情"), ("adult", "child"), ("doctor", "ward b", "CT室"))
STATE = {"ATTRIBUTE": {"severity": 3.0, "病情": 2.0}, "QUEUE": {"doctor": 7.0, "ward b": 1.0}}
FREE = {"CT室": 4.0}
CLOCK = {"TIME": 90.0, "STAY": 30.0, "MINUTE_OF_DAY": 600.0, "WEEKDAY": 2.0, "IN_SYSTEM": 9.0}

UNARY: dict[str, Callable[[float], float]] = {
    "NEGATE": lambda x: -x,
    "NOT": lambda x: float(x == 0.0),
    "ABS": abs,
    "FLOOR": math.floor,
    "SQRT": math.sqrt,
    "LOG": math.log,
    "EXP": math.exp,
    "SIN": math.sin,
    "COS": math.cos,
    "NDTRI": NormalDist().inv_cdf,
}
BINARY: dict[str, Callable[[float, float], float]] = {
    "ADD": lambda x, y: x + y,
    "SUBTRACT": lambda x, y: x - y,
    "MULTIPLY": lambda x, y: x * y,
    "DIVIDE": lambda x, y: x / y,
    "MINIMUM": min,
    "MAXIMUM": max,
    "AT_LEAST": lambda x, y: x if x >= y else math.nan,
    "LESS": lambda x, y: float(x < y),
    "LESS_EQUAL": lambda x, y: float(x <= y),
    "EQUAL": lambda x, y: float(x == y),
    "AND": lambda x, y: float(x != 0.0 and y != 0.0),
    "OR": lambda x, y: float(x != 0.0 or y != 0.0),
}


def evaluate(instructions: Instructions, u: float = 0.5, class_: float = 0.0) -> float:
    """Return the value of postfix code, on a stack as the engine has one."""
    known: dict[str, Any] = {**STATE, "FREE": FREE}
    stack: list[float] = []
    for code, argument in instructions:
        if code in UNARY:
            stack.append(UNARY[code](stack.pop()))
        elif code in BINARY:
            y, x = stack.pop(), stack.pop()
            stack.append(BINARY[code](x, y))
        elif code == "SELECT":
            b, a, c = stack.pop(), stack.pop(), stack.pop()
            stack.append(a if c != 0.0 else b)
        elif code == "CONSTANT":
            stack.append(float(argument or 0.0))
        elif code in known:
            stack.append(known[code][argument])
        else:
            stack.append({**CLOCK, "RANDOM": u, "CLASS": class_}[code])
    [value] = stack
    return value


def value(text: str, u: float = 0.5, class_: float = 0.0) -> float:
    return evaluate(parse(text, NAMES).code, u, class_)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("10 - 4 - 3", 3.0),
        ("12 / 4 / 3", 1.0),
        ("-2 * -3", 6.0),
        ("- 2 - 3", -5.0),
        ("severity * 10 min", 30.0),
        ("2 h + 30 s + 1 d + 1周", 120 + 0.5 + 1440 + 10080),
        ("50% * 10分钟", 5.0),
        ("1.5e2", 150.0),
        ("病情 >= 2", 1.0),
        ("病情 > 2", 0.0),
        ("severity != 3 or not 0", 1.0),
        ("1 or 0 and 0", 1.0),
        ("not 1 == 2", 1.0),
        ("1 < 2 and 2 <= 2 and 3 > 2", 1.0),
        ("5 if severity > 2 else 6", 5.0),
        ("5 if severity > 3 else 6 if severity > 2 else 7", 6.0),
        ("1 + (2 if 0 else 3)", 4.0),
        ("min(4, 2, 3) + max(1, 5) + abs(-1) + floor(2.9)", 10.0),
        ("sqrt(16) + log(exp(2))", 6.0),
        ('queue(doctor) + queue("ward b") * free(CT室)', 11.0),
        ("(time + stay + minute_of_day) / 1 min + weekday + in_system", 90 + 30 + 600 + 2 + 9),
        ("3 min + stay", 33.0),
        ("1/2 h", 30.0),
        ("1/3 h + 1 h 30 min", 110.0),
        ("1小时30分钟 + 1h30min", 180.0),
        ("severity * 1/2 h", 90.0),
        ("stay / 1/2 h", 0.25),
        ("1/4%", 0.0025),
        ("max(0, stay - 20 min)", 10.0),
        ("sqrt(stay * stay)", 30.0),
        ("sin(pi / 2) + cos(2 * pi * minute_of_day / 10 h)", 2.0),
        ("floor(1e300)", 1e300),
    ],
)
def test_values(text: str, expected: float) -> None:
    assert value(text) == pytest.approx(expected, rel=1e-12)


def test_class_is_compared_by_name() -> None:
    assert value("class == child", class_=1.0) == 1.0
    assert value("class == child", class_=0.0) == 0.0
    assert value('class != "child" and severity == 3', class_=0.0) == 1.0


@pytest.mark.parametrize("u", [1e-9, 0.1, 0.37, 0.5, 0.9, 1 - 1e-9])
def test_random_variates_are_inverse_distribution_functions(u: float) -> None:
    from scipy import stats

    sd = math.sqrt(math.log(1 + 0.25))
    laws = {
        "exponential(4 min)": stats.expon(scale=4),
        "uniform(2, 6)": stats.uniform(2, 4),
        "normal(5, 2)": stats.norm(5, 2),
        "lognormal(10, 5)": stats.lognorm(sd, scale=10 / math.exp(sd**2 / 2)),
        "triangular(1, 2, 5)": stats.triang(0.25, 1, 4),
    }
    for text, law in laws.items():
        assert value(text, u) == pytest.approx(law.ppf(u), rel=1e-7), text


def test_draws_tells_who_draws() -> None:
    assert draws(parse("1 + uniform(0, severity)", NAMES).code)
    assert not draws(parse("severity + queue(doctor)", NAMES).code)


@pytest.mark.parametrize(
    ("text", "message", "remedy", "position"),
    [
        ("", "stops too early", "write a value", 0),
        ("1 +", "stops too early", "write a value", 3),
        ("(1 + 2", '")" is missing at the end', 'write ")"', 6),
        ("severty > 2", 'no attribute "severty"', '"severity"', 0),
        ("queu(doctor)", 'no attribute "queu"', '"queue"', 0),
        ("queue(doktor)", 'no resource "doktor"', '"doctor"', 6),
        ("queue", '"(" is missing', 'write "("', 5),
        ("class == chld", 'no class "chld"', '"child"', 9),
        ("class > 2", "class is a name", "class == child", 6),
        ("1 < 2 < 3", "two comparisons", "and b < c", 6),
        ("severity = 3", '"=" does not fit', "write ==", 9),
        ("1 & 2", '"&" does not fit', "write and", 2),
        ("severity（1）", '"（" does not fit', "write (", 8),
        ("1 2", '"2" does not fit at character 3', "write numbers", 2),
        ("1 if 2", '"else" is missing', 'write "else"', 6),
        ("uniform(1)", "uniform has 1 arguments", "uniform(low, high)", 0),
        ("sqrt(1, 2)", "sqrt has 2 arguments", "sqrt(x)", 0),
        ("uniform(1, 2) + normal(1, 2)", "one random number", "set an attribute", 16),
        ("exponential(uniform(1, 2))", "one random number", "set an attribute", 0),
        ("(" * 90 + "1" + ")" * 90, "nested too deeply", "set an attribute", 40),
        ("-" * 90 + "1", "nested too deeply", "set an attribute", 40),
        ("1 + " * 600 + "1", "characters", "set an attribute", 2000),
        ("__import__('os')", 'no attribute "__import__"', "known", 0),
        ("'severity", "does not fit", "write numbers", 0),
        ("30-60 min", "a number and a time", "uniform", 2),
        ("30 min - 60", "a time and a number", "uniform", 7),
        ("5 min + queue(doctor)", "a time and a number", "a unit, or none", 6),
        ("stay > 4", "a time and a number", "stay > 4 h", 5),
        ("stay == 1 / stay", "a time and a number per time", "a unit", 5),
        ("max(1, stay)", "a number and a time", "a unit", 0),
        ("1 if stay else 2", "needs a condition", "compare", 2),
        ("1 min if stay > 1 h else 2", "a time and a number", "a unit", 6),
        ("stay and 1", "needs a condition", "compare", 5),
        ("1 or stay", "needs a condition", "compare", 2),
        ("not stay", "needs a condition", "compare", 0),
        ("floor(stay)", "floor takes a number", "stay / 1 h", 0),
        ("sqrt(stay)", "sqrt takes a number", "stay / 1 h", 0),
        ("log(stay * stay)", "not a time squared", "stay / 1 h", 0),
        ("normal(5 min, 2)", "a time and a number", "a unit", 0),
        ("30 min 1 h", '"1" does not fit', "write numbers", 7),
        ("1 h 30", '"30" does not fit', "write numbers", 4),
        ("1 h / 0", 'no finite value at "/"', "divide by nothing", 4),
        ("0 / 0", "no finite value", "divide by nothing", 2),
        ("1/0 h", "no finite value", "divide by nothing", 0),
        ("sqrt(-1)", "no finite value", "roots", 0),
        ("log(0)", "no finite value", "roots", 0),
        ("exp(1000)", "no finite value", "divide by", 0),
        ("1e999", "no finite value", "divide by", 0),
        ("1e308 + 1e308", "no finite value", "divide by", 0),
        ("floor(1 / 0)", "no finite value", "divide by", 8),
        ("lognormal(0, 0)", "no finite value", "in order", 0),
        ("triangular(3, 2, 5)", "no finite value", "low, mode, high", 0),
        ("triangular(3, 6, 5)", "no finite value", "low, mode, high", 0),
        ("uniform(5, 1)", "no finite value", "low, mode, high", 0),
        ("normal(5, -1)", "no finite value", "in order", 0),
        ("exponential(-1 min)", "no finite value", "in order", 0),
    ],
)
def test_wrong_ones(text: str, message: str, remedy: str, position: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text, NAMES)
    error = caught.value
    assert message in error.message.en
    assert remedy in error.remedy.en
    assert error.position == position
    for label in (error.message, error.remedy):
        assert isinstance(label, Label)
        assert any("\u4e00" <= c <= "\u9fff" for c in label.zh)


Pair = tuple[str, float]  # an expression and its value, built side by side


def _deeper(inner: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    two, three = st.tuples(inner, inner), st.tuples(inner, inner, inner)
    return st.one_of(
        two.map(lambda p: (f"{p[0][0]} + ({p[1][0]})", p[0][1] + p[1][1])),
        two.map(lambda p: (f"{p[0][0]} - ({p[1][0]})", p[0][1] - p[1][1])),
        two.map(lambda p: (f"({p[0][0]}) * ({p[1][0]}) / 4", p[0][1] * p[1][1] / 4)),
        inner.map(lambda p: (f"-({p[0]})", -p[1])),
        two.map(lambda p: (f"max({p[0][0]}, {p[1][0]})", max(p[0][1], p[1][1]))),
        two.map(lambda p: (f"(({p[0][0]}) <= ({p[1][0]}))", float(p[0][1] <= p[1][1]))),
        two.map(
            lambda p: (f"(({p[0][0]}) and not ({p[1][0]}))", float(p[0][1] != 0 and p[1][1] == 0))
        ),
        three.map(
            lambda p: (
                f"({p[0][0]} if ({p[1][0]}) < 2 else {p[2][0]})",
                p[0][1] if p[1][1] < 2 else p[2][1],
            )
        ),
    )


PLAIN = st.one_of(
    st.integers(0, 9).map(lambda n: (str(n), float(n))),
    st.sampled_from([("severity", 3.0), ("病情", 2.0), ("0.5", 0.5), ("50%", 0.5)]),
)
EXPRESSIONS = st.recursive(PLAIN, _deeper, max_leaves=12)


@given(EXPRESSIONS)
def test_agrees_with_its_parts(pair: Pair) -> None:
    text, expected = pair
    assert value(text) == pytest.approx(expected, rel=1e-12, abs=1e-12)
