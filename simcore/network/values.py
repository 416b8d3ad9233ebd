"""Values: distributions, expressions, one for each class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


@dataclass(frozen=True, slots=True)
class Distribution:
    """A distribution by name, with parameters in the form `network.compiler.laws` takes.

    `name` is one of deterministic, exponential, uniform, triangular, normal, lognormal,
    gamma, weibull, empirical, sequence or scipy. For `scipy`, `family` names the scipy.stats
    distribution and `scale_to_minutes` multiplies its values. Of a `sequence`, which stands among
    the values of a source, its n-th patient has the n-th; behind the last it begins anew.
    `dimension` is 1 where they are known to be times, 0 where they are known to be plain numbers
    (`network.expressions.dimensions`).
    """

    name: str
    parameters: Mapping[str, float | tuple[float, ...]]
    family: str = ""
    scale_to_minutes: float = 1.0
    dimension: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Expression:
    """A value that depends on the patient, in the grammar of `network.expressions.parser`.

    Times in it are minutes, written with their unit. It may draw one random number, which belongs
    to its step.
    """

    text: str


@dataclass(frozen=True, slots=True)
class ByClass:
    """A value of its own for each class of the Network, in its order."""

    values: tuple[Distribution | Expression, ...]


Value = Distribution | Expression | ByClass


class Need(Enum):
    """What a place asks of the value that stands there."""

    RATE = "a number per time, of the clock alone"
    TIME = "a time to be spent, 0 where the value is below 0"
    SIGNED_TIME = "a time, early where it is below 0"
    NUMBER = "a number, or a condition"
    ANY = "a time or a number"
