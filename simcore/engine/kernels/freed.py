"""The list of resources of which something has come free, to be given out in that order."""

from __future__ import annotations

from simcore.engine.jit import part
from simcore.engine.kernels import at
from simcore.engine.records import NONE, State


@part
def note_free(s: State, index: int) -> None:
    """Note that something of resource `index` has come free, to be given out later."""
    rules = at.rules(s, index)
    if rules.freed == 0:
        rules.freed, rules.next_freed = 1, NONE
        if s.freed == NONE:
            s.freed = index
        else:
            at.rules(s, s.freed_tail).next_freed = index
        s.freed_tail = index


@part
def take_freed(s: State) -> int:
    """Return the first of the list, which is no longer in it."""
    index = s.freed
    rules = at.rules(s, index)
    s.freed, rules.freed = rules.next_freed, 0
    return index
