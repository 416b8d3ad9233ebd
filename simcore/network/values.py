"""Values: distributions, expressions, one for each class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Distribution:
    """A distribution by name, with parameters in the form `network.compiler.laws` takes.

    `name` is one of deterministic, exponential, uniform, triangular, normal, lognormal,
    gamma, weibull, empirical, sequence or scipy. For `scipy`, `family` names the scipy.stats
    distribution and `scale_to_minutes` multiplies its values. Of a `sequence`, which stands among
    the values of a source, its n-th patient has the n-th; behind the last it begins anew.
    """

    name: str
    parameters: Mapping[str, float | tuple[float, ...]]
    family: str = ""
    scale_to_minutes: float = 1.0


@dataclass(frozen=True, slots=True)
class Expression:
    """A value that depends on the patient, in the grammar of `network.expressions.parser`.

    Times in it are minutes. It may draw one random number, which belongs to its step.
    """

    text: str


@dataclass(frozen=True, slots=True)
class ByClass:
    """A value of its own for each class of the Network, in its order."""

    values: tuple[Distribution | Expression, ...]


Value = Distribution | Expression | ByClass
