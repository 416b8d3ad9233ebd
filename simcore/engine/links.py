"""How the rows of a step table hang together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

Units = Counter[int]  # by resource


class Lead(NamedTuple):
    """A row that can come next, and what of each resource is taken or given back until then.

    taken: units by resource k; by ~k, 1 stands for as many as the patient has asked for.
    part: a patient's part or a unit left behind goes on there, and holds only what is taken.
    """

    row: int
    taken: Mapping[int, int] = {}
    part: bool = False


@dataclass(frozen=True)
class Links:
    """What rows point into.

    targets, members: tables of rows and of resources. homes: by resource, the row at which those
    sent home go on, or NONE.
    """

    targets: Sequence[int]
    members: Sequence[int]
    homes: Sequence[int]
