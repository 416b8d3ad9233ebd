"""A run that stopped as an expression had no finite value: which one, where, and what to do."""

from __future__ import annotations

from simcore.engine.totals import NoValue
from simcore.errors import RunError
from simcore.network.checks.expressions import given
from simcore.network.compiler.compile import Legend
from simcore.network.model import Network
from simcore.network.values import ByClass, Expression
from simcore.scenario.files import paths
from simcore.text import Label
from simcore.time_units import MINUTES_PER_HOUR

MOST_PLACES = 3


def without_value(error: NoValue, network: Network, legend: Legend) -> RunError:
    """Return the error for those who run a Network, with the places of the expression.

    error: what an engine raised. legend: of the Program that it played.
    """
    text = legend.expressions[error.law]
    places = [
        paths.join(tuple(map(str, where)))
        for where, value, _ in given(network)
        if Expression(text) in (value.values if isinstance(value, ByClass) else (value,))
    ]
    where = ", ".join(dict.fromkeys(places[:MOST_PLACES]))
    hours = error.time / MINUTES_PER_HOUR
    return RunError(
        Label(f'{where}: "{text}" had no finite value, {hours:.6g} h after the run began to play',
              f"{where}：“{text}”没有有限的值（运行开始后 {hours:.6g} 小时）"),
        Label("divide by nothing that can be 0, take roots and logarithms of numbers above 0, draw "
              "with parameters in order; or write a if c else b",
              "除数不可为 0，sqrt 与 log 的参数须大于 0，抽样参数须由小到大；"
              "或写成 a if c else b 避开"),
    )  # fmt: skip
