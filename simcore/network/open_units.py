"""Which units are open when: by the schedule, less what closures and lending leave.

A closure limits what a resource has open, its own and what it has borrowed; of several the least
holds. It lends from what is open, in the order of its list; who is closed lends nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from simcore.network.model import Network
from simcore.network.resources import UNLIMITED, Resource
from simcore.network.timetable import Schedule, Timetable, weekly
from simcore.network.weekly_profile import WeeklyProfile

PLENTY = 2**40  # units of an unlimited resource

Ints = npt.NDArray[np.int64]
Levels = list[tuple[float, int]]  # (minute, units), rising; each lasts until the next
Limit = tuple[float, float, int]  # from, to, units at most
Lay = Callable[[Schedule[int]], Sequence[tuple[float, int]]]
T = TypeVar("T")


def planned(network: Network) -> Network:
    """Return a Network whose capacities are those of a week without closures, after lending.

    network: whose lending is checked, see `overlent`. Where timetables lend or are lent to, no week
    is like the other: the capacity is then own units and all that is ever borrowed.
    """
    moving = _moving(network.resources)
    if not moving:
        return network
    if lends_by_timetable(moving):
        after = {r.name: _with_borrowed(r, moving) for r in moving}
    else:
        levels = open_units(moving, of_week, {})
        after = {r.name: replace(r, capacity=WeeklyProfile.merged(levels[r.name]), lends=())
                 for r in moving}  # fmt: skip
    return replace(network, resources=tuple(after.get(r.name, r) for r in network.resources))


def _with_borrowed(resource: Resource, resources: Sequence[Resource]) -> Resource:
    to = resource.name
    borrowed = sum(max(n.units.values) for r in resources for n in r.lends if n.to == to)
    return replace(resource, capacity=resource.capacity.map(lambda n: n + borrowed), lends=())


def _moving(resources: Sequence[Resource]) -> list[Resource]:
    """Return those who lend or borrow."""
    names = {name for r in resources for lend in r.lends for name in (r.name, lend.to)}
    return [resource for resource in resources if resource.name in names]


def lends_by_timetable(resources: Sequence[Resource]) -> bool:
    """Tell whether a timetable says what somebody has who lends or borrows, or what is lent."""
    moving = _moving(resources)
    every = [*(r.capacity for r in moving), *(lend.units for r in moving for lend in r.lends)]
    return any(isinstance(schedule, Timetable) for schedule in every)


def of_week(schedule: Schedule[T]) -> Sequence[tuple[float, T]]:
    """Lay a schedule out over a week."""
    return weekly(schedule).pieces


def overlent(resources: Sequence[Resource], lay: Lay) -> Iterator[str]:
    """Yield the names of those who at some time lend more than they have.

    resources: that lend to each other only, and none of them unlimited.
    lay: lays a schedule out over that time, from minute 0 on.
    """
    moving = _moving(resources)
    times = _times(lay(resource.capacity) for resource in moving)
    times = np.union1d(times, _times(lay(n.units) for r in moving for n in r.lends))
    left = {r.name: _at(lay(r.capacity), times) for r in moving}
    for resource in moving:
        for lend in resource.lends:
            units = _at(lay(lend.units), times)
            left[resource.name] = left[resource.name] - units
            left[lend.to] = left[lend.to] + units
    for resource in moving:
        if resource.lends and left[resource.name].min() < 0:
            yield resource.name


def open_units(
    resources: Sequence[Resource], lay: Lay, limits: Mapping[str, Sequence[Limit]]
) -> dict[str, Levels]:
    """Return the units of each resource that are open, UNLIMITED where there is no limit.

    resources: whose lending is checked.
    lay: lays a schedule out over the time that is asked for, from minute 0 on.
    limits: the closures of a resource, where it has some.
    """
    own = {r.name: _numbers(lay(r.capacity)) for r in resources}
    lent = [(r.name, n.to, lay(n.units)) for r in resources for n in r.lends]
    moving = {name for origin, to, _ in lent for name in (origin, to)}
    found: dict[str, Levels] = {}
    for name in own.keys() - moving:
        times = _times([own[name], _ends(limits.get(name, ()))])
        most = _most(limits.get(name, ()), times)
        found[name] = _levels(times, np.minimum(_at(own[name], times), most))
    if moving:
        found |= _after_lending({n: own[n] for n in own if n in moving}, lent, limits)
    return found


def _after_lending(
    own: Mapping[str, Levels],
    lent: Sequence[tuple[str, str, Sequence[tuple[float, int]]]],
    limits: Mapping[str, Sequence[Limit]],
) -> dict[str, Levels]:
    """Return what is open after lending. own: units; lent: (from, to, units by minute)."""
    ends = [_ends(limits.get(name, ())) for name in own]
    times = _times([*own.values(), *(pieces for _, _, pieces in lent), *ends])
    has = {name: _at(levels, times) for name, levels in own.items()}
    most = {name: _most(limits.get(name, ()), times) for name in own}
    units = [_at(pieces, times) for _, _, pieces in lent]
    while True:  # who has borrowed less has less to lend, and so on
        left = {
            name: np.minimum(
                has[name] + sum(u for u, (_, to, _) in zip(units, lent, strict=True) if to == name),
                most[name],
            )
            for name in own
        }
        before, units = units, []
        for wanted, (origin, _, _) in zip(before, lent, strict=True):
            units.append(np.minimum(wanted, left[origin]))
            left[origin] = left[origin] - units[-1]
        if all(np.array_equal(a, b) for a, b in zip(before, units, strict=True)):
            return {name: _levels(times, left[name]) for name in own}


def _numbers(levels: Sequence[tuple[float, int]]) -> Levels:
    return [(minute, PLENTY if units == UNLIMITED else units) for minute, units in levels]


def _levels(times: npt.NDArray[np.float64], units: Ints) -> Levels:
    """Return the changes of some units over time."""
    changed = np.flatnonzero(np.diff(units, prepend=-1))
    return [
        (minute, UNLIMITED if n == PLENTY else n)
        for minute, n in zip(times[changed].tolist(), units[changed].tolist(), strict=True)
    ]


def _times(every: Iterable[Sequence[tuple[float, T]]]) -> npt.NDArray[np.float64]:
    return np.unique([minute for pieces in every for minute, _ in pieces])


def _at(pieces: Sequence[tuple[float, int]], times: npt.NDArray[np.float64]) -> Ints:
    starts, units = zip(*pieces, strict=True)
    found: Ints = np.array(units, np.int64)[np.searchsorted(starts, times, side="right") - 1]
    return found


def _ends(limits: Sequence[Limit]) -> Sequence[tuple[float, int]]:
    """Return where limits begin and end, from minute 0 on."""
    return [(max(minute, 0.0), n) for start, end, n in limits for minute in (start, end)]


def _most(limits: Sequence[Limit], times: npt.NDArray[np.float64]) -> Ints:
    """Return the least of the limits that hold at each time."""
    most = np.full(len(times), PLENTY, np.int64)
    for start, end, units in limits:
        within = (start <= times) & (times < end)
        most[within] = np.minimum(most[within], units)
    return most
