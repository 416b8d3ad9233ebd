"""Every schedule of a Network: capacities, what is lent, rates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simcore.network.findings import Where
from simcore.network.model import Network
from simcore.network.timetable import Schedule, Timetable


def schedules(network: Network) -> Iterator[tuple[Where, Schedule[Any]]]:
    """Yield each schedule, with where it stands."""
    for resource in network.resources:
        where: Where = ("resources", resource.name)
        yield (*where, "capacity"), resource.capacity
        yield from (((*where, "lends", k, "units"), n.units) for k, n in enumerate(resource.lends))
    for source in network.sources:
        yield ("sources", source.name, "arrivals", "timetable"), source.rate


def timetables(network: Network) -> Iterator[tuple[Where, Timetable[Any]]]:
    """Yield each timetable among the schedules, with where it stands."""
    for where, schedule in schedules(network):
        if isinstance(schedule, Timetable):
            yield where, schedule
