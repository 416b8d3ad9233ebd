"""How long each measured resource or pool had so many busy, waiting, present, blocked or free."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simcore.engine.levels import Curve
from simcore.engine.program import Program
from simcore.engine.rules import PoolRule
from simcore.reference.resources import Resource


class Measured:
    """A resource or pool whose numbers are measured.

    minutes: at each number, (curves, numbers), up to `last`, a time of the clock.
    """

    def __init__(self, resource: Resource, members: Sequence[Resource], most: int) -> None:
        self.resource, self.members, self.most = resource, members, most
        self.clear()

    def clear(self) -> None:
        """Forget all minutes."""
        self.minutes = np.zeros((len(Curve), self.most + 1))
        self.last = self.resource.env.now

    def note(self) -> None:
        """Note how long the numbers have been what they are, before one changes."""
        now = self.resource.env.now
        for curve, number in self._numbers().items():
            self.minutes[curve, min(number, self.most)] += now - self.last
        self.last = now

    def _numbers(self) -> dict[Curve, int]:
        own, units = self.resource, self.members or [self.resource]
        waiting = own.waiting
        if own.choosing != PoolRule.FIRST_FREE:
            waiting += sum(member.waiting for member in self.members)
        found = {
            Curve.BUSY: own.busy, Curve.WAITING: waiting, Curve.PRESENT: own.busy + waiting,
            Curve.BLOCKED: own.blocked,
        }  # fmt: skip
        if any(one.capacity > 0 for one in units):
            found[Curve.FREE] = sum(max(one.capacity - one.busy, 0) for one in units)
        return found


def measured(program: Program, resources: Sequence[Resource]) -> dict[int, Measured]:
    """Return what is measured, by number of the resource, and let all that it needs tell it."""
    found = {}
    for k, first in enumerate(program.measures.levels.tolist()):
        if first >= 0:
            members = [resources[j] for j in resources[k].members]
            found[k] = Measured(resources[k], members, program.most_level)
            for one in (resources[k], *members):
                one.watched_by.append(found[k].note)
    return found
