"""Deadlock: patients who block each other in a circle, each holding what the next waits for.

The edges of the graph are pairs of resources between which patients are transferred; an
edge counts while somebody waits along it.
"""

from __future__ import annotations

from simcore.engine.jit import part, rare
from simcore.engine.kernels import at
from simcore.engine.kernels.queues import stop_waiting, waits_at
from simcore.engine.kernels.resources import make_ready
from simcore.engine.kernels.units import begin_holding
from simcore.engine.ops import SeizeAny
from simcore.engine.records import NONE, State


@part
def _search(s: State, origin: int, to: int) -> bool:
    """Mark by which edge each resource is reached from `to`; tell whether `origin` is."""
    for k in range(s.rules.n):
        at.rules(s, k).via = NONE
    grew = True
    while grew and at.rules(s, origin).via == NONE:
        grew = False
        for e in range(s.edges.n):
            edge = at.edge(s, e)
            known = edge.origin == to or at.rules(s, edge.origin).via != NONE
            if edge.waiting > 0 and known and edge.to != to and at.rules(s, edge.to).via == NONE:
                at.rules(s, edge.to).via = e
                grew = True
    return at.rules(s, origin).via != NONE


@part
def _first_along(s: State, e: int) -> int:
    """Return the first who waits along an edge: the best rank, then the place in the queue."""
    to = at.edge(s, e).to
    for rank in range(s.queues.columns):
        i = at.queue(s, to, rank).head
        while i != NONE:
            if waits_at(s, at.patient(s, i)).edge == e:
                return i
            i = at.more(s, i).behind
    return NONE


@part
def _change_place(s: State, e: int) -> int:
    """Let the first along an edge have the unit that is given up for them; return who it is."""
    i = _first_along(s, e)
    p = at.patient(s, i)
    step = waits_at(s, p)
    wait = s.now - at.more(s, i).since
    stop_waiting(s, i)
    begin_holding(s, p, step, wait)
    p.step = at.step(s, p.step).next  # what was held is given up: not at a step of its own
    at.resource(s, step.resource).swapped += 1
    return i


@part
def _swap(s: State, i: int, own: int) -> bool:
    """Let one patient along each edge of the deadlock move on; tell whether i is among them."""
    to = at.edge(s, own).to
    here = at.edge(s, own).origin
    following = NONE
    while here != to:  # from the end back to the beginning
        e = at.rules(s, here).via
        at.edge(s, e).following = following
        following = e
        here = at.edge(s, e).origin
    first = _change_place(s, own)
    if first != i:
        make_ready(s, first)
    while following != NONE:
        make_ready(s, _change_place(s, following))
        following = at.edge(s, following).following
    return first == i


@rare
def resolve(s: State, i: int, step: SeizeAny) -> bool:
    """Look for a deadlock that patient i has closed; tell whether they move on at once."""
    own = step.edge
    if s.swap == 0 or not _search(s, at.edge(s, own).origin, at.edge(s, own).to):
        return False
    return _swap(s, i, own)
