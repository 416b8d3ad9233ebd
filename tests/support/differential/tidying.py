"""What is cut off a random Network in the end, so that nothing in it is wrong or idle."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

from simcore.network.compiler.kinds import is_circular
from simcore.network.model import Network
from simcore.network.steps import Book, Choose, Hold, Release, Seize, Signal, Step, Transfer, Use
from simcore.network.values import Expression
from simcore.network.wholes import possible_priorities


def tidy(network: Network) -> Network:
    """Cut off what nobody reaches or uses, and what circles and moves within pools forbid."""
    moves = {move for c in network.pathways.values() for s in c for move in s.moves()}
    if is_circular(moves):
        chains = {n: tuple(map(_changeable, c)) for n, c in network.pathways.items()}
        network = replace(network, pathways=chains)
    moving = {pool.name for pool in network.pools if pool.moves_back}
    network = replace(
        network,
        pathways={
            n: tuple(_without_after(s, moving) for s in c) for n, c in network.pathways.items()
        },
    )
    network = _without_lone_signals(_without_the_unreachable(network))
    kept = sorted(r.name for r in network.resources)
    return _rewrite(network, kept[0] if kept else "", set(kept))


def _changeable(step: Step) -> Step:
    """Return the step so that who does it can change places with someone."""
    if isinstance(step, Transfer):
        return replace(step, after=None)
    return replace(step, units=1) if isinstance(step, Seize | Use) else step


def _without_after(step: Step, moving: set[str]) -> Step:
    """Return the step so that what is left of these pools is free at once."""
    if moving & set(step.left_after()):
        assert isinstance(step, Use | Release | Transfer)
        return replace(step, after=None)
    return step


def _without_lone_signals(network: Network) -> Network:
    """Cut off those who hold where nobody signals, and signals where nobody holds."""
    kinds = {type(step) for steps in network.pathways.values() for step in steps}
    if {Hold, Signal} <= kinds:
        return network
    pathways = {
        name: tuple(s for s in steps if not isinstance(s, Hold | Signal))
        for name, steps in network.pathways.items()
    }
    return replace(network, pathways=pathways)


def _without_the_unreachable(network: Network) -> Network:
    go = {r.name: r.closing.go for r in network.resources}
    members = {pool.name: pool.members for pool in network.pools}
    reached: set[str] = set()
    used: set[str] = set()
    new = {source.pathway for source in network.sources}
    while new:
        reached |= new
        steps = [step for name in sorted(reached) for step in network.pathways[name]]
        named = {name for step in steps for _, name in step.resources()}
        used = named | {m for name in named for m in members.get(name, ())}
        new = {exit.pathway for step in steps for exit in step.exits()}
        new = (new | {go[name] for name in used if go.get(name)}) - reached
    pathways = {name: steps for name, steps in network.pathways.items() if name in reached}
    pathways = {name: tuple(_forget(s, used) for s in p) for name, p in pathways.items()}
    resources = [r for r in network.resources if r.name in used]
    least = {r.name: _least_priority(network, pathways, r.name) for r in resources}
    kept = tuple(
        replace(r, reserve=None) if r.reserve and r.reserve.priority < least[r.name] else r
        for r in resources
    )
    booked = any(isinstance(step, Book) for steps in pathways.values() for step in steps)
    return replace(
        network, pathways=pathways, resources=kept, books=network.books if booked else (),
        pools=tuple(pool for pool in network.pools if pool.name in used),
    )  # fmt: skip


def _forget(step: Step, used: set[str]) -> Step:
    """Let no choice look at a resource that is cut off."""
    if not isinstance(step, Choose):
        return step
    options = (replace(o, waits=tuple(w for w in o.waits if w[0] in used)) for o in step.options)
    return replace(step, options=tuple(options))


def _least_priority(network: Network, pathways: dict[str, tuple[Step, ...]], resource: str) -> int:
    own = min(min(possible_priorities(source.priority)) for source in network.sources)
    names = {resource, *(p.name for p in network.pools if resource in p.members)}
    found = (
        possible_priorities(getattr(step, "priority", None)) or {own}
        for step in (step for steps in pathways.values() for step in steps)
        if {name for _, name in step.waited_for()} & names
    )
    return min(map(min, found), default=9)


def _rewrite(thing: Any, name: str, kept: set[str]) -> Any:
    """Return the same, but with expressions that look only at resources that are left."""

    def look(match: re.Match[str]) -> str:
        if match[2] in kept:
            return match[0]
        return f"{match[1]}({name})" if name else "in_system"

    if isinstance(thing, Expression):
        return Expression(re.sub(r"(queue|busy|free)\((\w+)\)", look, thing.text))
    if isinstance(thing, tuple):
        return tuple(_rewrite(one, name, kept) for one in thing)
    if isinstance(thing, dict):
        return {key: _rewrite(one, name, kept) for key, one in thing.items()}
    if is_dataclass(thing) and not isinstance(thing, type):
        parts = {f.name: _rewrite(getattr(thing, f.name), name, kept) for f in fields(thing)}
        return replace(thing, **parts)
    return thing
