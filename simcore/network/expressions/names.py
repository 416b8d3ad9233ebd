"""The names that an expression may use, and what they measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from simcore.network.expressions.dimensions import Dimension
from simcore.network.expressions.postfix import Instructions


class Term(NamedTuple):
    """An expression, or a part of one: its postfix code, and what its value measures."""

    code: Instructions
    dimension: Dimension


@dataclass(frozen=True, slots=True)
class Names:
    """The names that an expression may use.

    resources: pools too. constants: what each stands for. dimensions: of the attributes, as far as
    they are known.
    """

    attributes: Sequence[str] = ()
    classes: Sequence[str] = ()
    resources: Sequence[str] = ()
    constants: Mapping[str, Term] = field(default_factory=dict)
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
