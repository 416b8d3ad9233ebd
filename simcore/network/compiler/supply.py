"""Resources, pools, gates and waiting rooms as records, and the changes of capacity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from simcore.engine import records as engine
from simcore.engine.kernels.resources import kept_free
from simcore.engine.levels import Curve
from simcore.engine.memory import records
from simcore.engine.program import Records
from simcore.engine.program_records import CapacityChange, Measure, Queue, Rules
from simcore.engine.records import NONE
from simcore.engine.rules import Order, PoolRule, Rule
from simcore.network.compiler.lower import implied_resources
from simcore.network.compiler.names import held_places, places_by_name, stable_keys
from simcore.network.compiler.pathways import Entries
from simcore.network.compiler.rows import Rows
from simcore.network.dated_calendar import DatedCalendar
from simcore.network.model import Network
from simcore.network.open_units import PLENTY, Levels
from simcore.network.resources import UNLIMITED, Pool, Resource
from simcore.network.timetable import weekly
from simcore.network.values import Expression


def _units(units: int) -> int:
    return PLENTY if units == UNLIMITED else units


def supply(
    network: Network, rows: Rows, entries: Entries, dated: DatedCalendar | None, minute: float
) -> tuple[Records, Records, Records, Records]:
    """Return resources, their rules and their queues, and the changes of capacity.

    dated: the days of the run, None where all weeks are alike.
    minute: of the week, at which the run begins.
    """
    levels = dated.capacities() if dated else None
    resources, rules, queues = _resources(network, rows, entries)
    for resource in (*network.resources, *implied_resources(network)):
        k = rows.resource(resource.name)
        laid = levels.get(resource.name) if levels else None
        units = laid[0][1] if laid else weekly(resource.capacity).at(minute)
        resources[k].capacity = rules[k].scheduled = _units(units)
        _keep(resource, rows, queues[k], int(resources[k].capacity))
    return resources, rules, queues, _capacity_changes(network, levels)


def _resources(network: Network, rows: Rows, entries: Entries) -> tuple[Records, Records, Records]:
    """Return resources, their rules and their queues, without their capacities."""
    places = held_places(network)
    resources = records(len(places), engine.Resource)
    rules = records(len(places), Rules)
    queues = records((len(places), max(len(rows.number.ranks), 1)), Queue)
    queues.head = queues.tail = NONE
    for name in ("points", "by", "home", "first", "last", "via", "column", "moves"):
        rules[name] = NONE
    for resource in (*network.resources, *implied_resources(network)):
        k = rows.resource(resource.name)
        _rules(resource, rows, rules[k])
        rules[k].home = entries.homes.get(resource.name, NONE)
    keys = stable_keys(f"resource {name}" for name, _ in places)
    rules.key = [keys[f"resource {name}"] for name, _ in places]
    for name, column in rows.kinds.columns.items():
        rules[rows.resource(name)].column = column
    _pools(network, rows, rules, entries.moves)
    return resources, rules, queues


def _keep(resource: Resource, rows: Rows, queue: Any, capacity: int) -> None:
    """Keep the reserved units from ranks that may not take them."""
    if resource.reserve:
        for priority, rank in rows.number.ranks.items():
            if priority > resource.reserve.priority:
                queue[rank].share = resource.reserve.share
                queue[rank].keep = kept_free(resource.reserve.share, capacity)


def _rules(resource: Resource, rows: Rows, rules: Any) -> None:
    rules.general = resource.name in rows.kinds.general
    if isinstance(resource.order, Expression):
        rules.order, rules.law = Order.LOWEST, rows.law(resource.order)
    else:
        rules.order = Order[resource.order.upper()]
    if resource.gains:
        gains = dict(resource.gains)
        rules.points = rows.table.add(gains.get(p, 0.0) for p in sorted(rows.number.ranks))
    if resource.preemption:
        by = resource.preemption.by
        allowed = [rank for p, rank in rows.number.ranks.items() if by is None or p <= by]
        rules.by = max(allowed, default=NONE)
        rules.preempting = Rule[resource.preemption.rule.upper()]
        rules.earliest = resource.preemption.victim == "earliest"
    rules.closing = Rule[resource.closing.serving.upper()]


def _pools(network: Network, rows: Rows, rules: Records, moves: Mapping[str, int]) -> None:
    feeds: dict[str, list[int]] = {}
    for pool in network.pools:
        k = rows.resource(pool.name)
        rules[k].members = rows.members.add(rows.resource(name) for name in pool.members)
        rules[k].n = len(pool.members)
        rules[k].choosing = PoolRule[pool.rule.upper()]
        rules[k].general = 1
        rules[k].moves = moves.get(pool.name, NONE)
        for name in _fed(pool):
            feeds.setdefault(name, []).append(k)
    for name, pools in feeds.items():
        k = rows.resource(name)
        rules[k].pools, rules[k].n_pools = rows.members.add(pools), len(pools)


def measures_of(network: Network, rows: Rows) -> Records:
    """Return for each resource whether it is measured, and which pools are with this member."""
    found = records(len(held_places(network)), Measure)
    found.levels = NONE
    pools_of: dict[str, list[int]] = {}
    every: list[Resource | Pool] = [*network.resources, *network.pools]
    for n, one in enumerate(one for one in every if one.measured):
        k = rows.resource(one.name)
        found[k].levels = n * len(Curve)
        for name in one.members if isinstance(one, Pool) else ():
            pools_of.setdefault(name, []).append(k)
    for name, pools in pools_of.items():
        k = rows.resource(name)
        found[k].pools, found[k].n_pools = rows.members.add(pools), len(pools)
    return found


def _fed(pool: Pool) -> Sequence[str]:
    """Return the members whose free units those in the pool's queue wait for."""
    return pool.members if pool.rule == "first_free" else ()


def _capacity_changes(network: Network, laid: Mapping[str, Levels] | None) -> Records:
    """Return the changes of capacity of a week, or of the whole run where days differ.

    laid: the capacities of such a run. Changes of one minute are in the order of the resources'
    names.
    """
    changes: list[tuple[float, int, int]] = []
    places = places_by_name(resource.name for resource in network.resources)
    by_name = [places[resource.name] for resource in network.resources]
    for k, resource in enumerate(network.resources):
        levels = laid[resource.name] if laid else weekly(resource.capacity).changes()
        changes += [(minute, k, _units(units)) for minute, units in levels]
    changes.sort(key=lambda change: (change[0], by_name[change[1]]))
    return np.array(changes, CapacityChange.dtype).view(np.recarray)
