"""What a series reads of a run at its moments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simcore.engine.program import Floats, Ints, Records


@dataclass(frozen=True)
class Snapshots:
    """A run at many moments, in order. Nothing that happens at a moment has happened then.

    time: minutes of the simulated clock.
    in_system: patients then.
    arrived: patients since the end of the warm-up.
    resources: (moments, resources), records of `Reading`; areas in unit-minutes up to each moment.
    """

    time: Floats
    in_system: Ints
    arrived: Ints
    resources: Records

    @classmethod
    def of(cls, moments: Any, readings: Any) -> Snapshots:
        """Return what was read at the moments: records of `Moment`, and as many of `Reading`."""
        return cls(moments.time, moments.in_system, moments.arrived, readings)

    @property
    def left(self) -> Ints:
        """Return how many patients left, from the first moment to each."""
        return self.arrived - (self.in_system - self.in_system[:1])
