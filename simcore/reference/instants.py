"""One instant: what ends is over and capacities have changed before anybody goes on."""

from __future__ import annotations

from simcore.engine.ops import Fail, ReleaseAny, StepRow
from simcore.engine.records import NONE
from simcore.reference.environment import Turn
from simcore.reference.resources import Resource
from simcore.reference.seizing import grant
from simcore.reference.world import World


def is_over_first(row: StepRow) -> bool:
    """Tell whether a row is played before anybody goes on: what gives back, or breaks down."""
    later = isinstance(row, ReleaseAny) and row.law != NONE
    return isinstance(row, Fail) or (row.gives_back and not later)


def give_out(world: World, resource: Resource) -> None:
    """Give what is free to those who wait; where more may end at this instant, later."""
    if world.together:
        world.freed[resource.index] = None
    else:
        grant(world, resource)


def begin_together(world: World) -> None:
    """Let nobody go on, and nothing be given out, until all of this instant is over."""
    if not world.together:
        world.together = True
        event = world.env.at(world.env.now, (Turn.GIVING_OUT,))
        assert event.callbacks is not None
        event.callbacks.append(lambda _: _give_out_all(world))


def _give_out_all(world: World) -> None:
    world.together = False
    for patient, row in world.going_on:
        world.ready(patient, row)
    world.going_on = []
    for resource in world.take_freed():
        grant(world, resource)
