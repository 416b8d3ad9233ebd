"""How long each measured resource or pool had so many busy, waiting, present, blocked or free."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simcore.engine.levels import Curve
from simcore.engine.rules import PoolRule

if TYPE_CHECKING:
    from simcore.reference.resources import Resource
    from simcore.reference.world import World


class Measured:
    """A resource or pool whose numbers are measured. last: minutes, up to which they are."""

    def __init__(
        self, world: World, resource: Resource, members: Sequence[Resource], first: int
    ) -> None:
        self.world, self.resource, self.members, self.first = world, resource, members, first
        self.last = 0.0

    def note(self) -> None:
        """Note how long the numbers have been what they are, before one changes."""
        now = self.world.env.now
        for curve, number in self._numbers().items():
            column = min(number, self.world.program.most_level)
            self.world.time_at[self.first + curve, column] += now - self.last
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


def measured(world: World) -> dict[int, Measured]:
    """Return what is measured, by number of the resource, and let all that it needs tell it."""
    found = {}
    for k, first in enumerate(world.program.measures.levels.tolist()):
        if first >= 0:
            resource = world.resources[k]
            members = [world.resources[j] for j in resource.members]
            found[k] = Measured(world, resource, members, first)
            for one in (resource, *members):
                one.watched_by.append(found[k])
    return found
