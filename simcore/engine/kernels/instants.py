"""Several things at one instant: all that ends is over, and all capacities have changed, before
what has come free is given out and anybody goes on. The whole order is in the engine's README.

An event that is alone at its instant needs none of this: whoever gives one thing back, and goes
on, leaves the same behind as here.
"""

from __future__ import annotations

from simcore.engine.jit import part, rare
from simcore.engine.kernels import at
from simcore.engine.kernels.calendar import moment, take_due
from simcore.engine.kernels.freed import note_free, take_freed
from simcore.engine.kernels.handlers import call
from simcore.engine.kernels.logs import has_room, meet
from simcore.engine.kernels.resources import grant, make_ready, set_capacity, settle
from simcore.engine.ops import CARDS, Moment, Op, Release, ReleaseAny, Routine, bits
from simcore.engine.records import FOREVER, NONE, State

GIVING_BACK = bits(op for op, card in CARDS.items() if card.gives_back)
release_row = at.step_as(Release)
release_any_row = at.step_as(ReleaseAny)


# What has come free


@part
def give_out(s: State, index: int) -> None:
    """Give what is free of a general resource to those who wait, or note it for later."""
    if s.together != 0:
        note_free(s, index)
    else:
        call(s, Routine.GRANT, index)


@part
def give_out_all(s: State) -> None:
    """Give out all that has come free, in the order in which it did."""
    s.together, s.giving = 0, 1
    while s.freed != NONE:
        index = take_freed(s)
        if at.rules(s, index).general == 0:
            grant(s, index)
        else:
            call(s, Routine.GRANT, index)
    s.giving = 0


# What happens


@part
def next_change(s: State) -> None:
    """Find the time of the next change of capacity."""
    if s.change == s.changes.n:
        s.change = 0
        s.week += s.cycle
    s.change_at = FOREVER
    if s.changes.n > 0:
        s.change_at = s.week + at.change(s, s.change).minute


@part
def _change_capacity(s: State) -> None:
    """Do the change of capacity that is due."""
    change = at.change(s, s.change)
    index = change.resource
    s.change += 1
    next_change(s)
    if at.rules(s, index).general == 0:
        set_capacity(s, index, change.capacity)
        note_free(s, index)
    else:
        s.new_capacity = change.capacity
        call(s, Routine.CHANGE, index)


@part
def _gives_back(s: State, row: int) -> bool:
    """Tell whether a row gives something back at once, and does nothing else."""
    op = at.step(s, row).op
    later = op == Op.RELEASE_ANY and release_any_row(s, row).law != NONE
    return (GIVING_BACK >> op) & 1 != 0 and not later


@part
def _end(s: State, i: int) -> None:
    """Let patient i, whose time is over, give back what they do; they go on when all have."""
    p = at.patient(s, i)
    while _gives_back(s, p.step):
        meet(s, i)
        op = at.step(s, p.step).op
        if op == Op.RELEASE:
            step = release_row(s, p.step)
            settle(at.resource(s, step.resource), s.now)
            at.resource(s, step.resource).busy -= 1
            note_free(s, step.resource)
            p.step = step.next
        elif call(s, op, i) == 0:
            return
    make_ready(s, i)


@part
def _next_is(s: State, which: int) -> bool:
    """Tell whether the next event is of this instant, and of a Moment."""
    i = s.due
    return i != NONE and at.patient(s, i).time == s.now and moment(s, at.patient(s, i)) == which


@rare
def play_together(s: State) -> None:
    """Play all that ends, changes and breaks down at this instant; then give out what is free.

    Where there is a log, it may return before, to be called again when the log has room.
    """
    s.together = 1
    while has_room(s):
        if _next_is(s, Moment.END):
            _end(s, take_due(s))
        elif s.change_at <= s.now:
            s.events += 1
            _change_capacity(s)
        elif _next_is(s, Moment.BREAKDOWN):
            i = take_due(s)
            meet(s, i)
            call(s, Op.FAIL, i)
            make_ready(s, i)
        else:
            give_out_all(s)
            return


@part
def is_alone(s: State) -> bool:
    """Tell whether the next event may be played by itself."""
    p = at.patient(s, s.due)
    if p.next != NONE and at.patient(s, p.next).time == p.time and _goes_with(s, p.next):
        return False
    return s.more.n == 0 or not _gives_much(s, p.step)


@rare
def _goes_with(s: State, i: int) -> bool:
    """Tell whether patient i, whose event is behind the next one, does not arrive; nor does it."""
    return moment(s, at.patient(s, i)) != Moment.ARRIVAL


@part
def _gives_much(s: State, row: int) -> bool:
    """Tell whether more than one resource that is not plain is given back from a row on."""
    while at.step(s, row).op == Op.RELEASE:
        row = at.step(s, row).next
    if at.step(s, row).op == Op.END:
        row = at.step(s, row).next
    return at.step(s, row).op == Op.RELEASE_ANY and _gives_back(s, at.step(s, row).next)
