"""The indicators of each area: of those who live there, and of the institutions there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from simcore.network.indicators import Area, Indicator, Observed
from simcore.region.contacts import contacts
from simcore.region.counting import rows
from simcore.region.indicators import TIER_NAMES, by_tier, structural, waiting
from simcore.region.layout import Layout
from simcore.region.money import Bills, bills_of, money
from simcore.region.population import total_residents
from simcore.region.settled import as_settled, settled


def areas(layout: Layout) -> tuple[Area, ...]:
    """Return the areas of a region, each with every indicator of the catalogue in its order."""
    bills, rates = bills_of(layout), settled(layout)
    return tuple(
        Area(name, area.name, tuple(as_settled(
            rates if area.residents else {}, _indicators(layout, bills, name)
        )))
        for name, area in layout.model.areas.items()
    )  # fmt: skip


def _indicators(layout: Layout, bills: Bills, name: str) -> Iterator[Indicator]:
    """Yield the indicators of an area: visits count where patients live, waits where they wait."""
    model = layout.model.model_copy(update={"areas": {name: layout.model.areas[name]}})
    sites = [site for site in layout.sites if site.area == name]
    people = total_residents(model) * layout.scale
    living, working = _Seen("area", name), _Seen("place", name)
    yield from structural(model, sites)
    yield from _of(living, contacts(model, layout.scale))
    yield from _of(working, waiting())
    for tier in TIER_NAMES:
        yield from _of(working, by_tier(sites, layout.scale, tier))
    yield from _of(living, money(bills, people))


class _Seen:
    """What a run observed of an area; the last that was asked for is kept, for all indicators."""

    def __init__(self, tag: str, area: str) -> None:
        """Look at one area; tag: that by which steps are told, resources always by their place."""
        self.tag, self.area = tag, area
        self.last: tuple[Observed, Observed] | None = None

    def __call__(self, whole: Observed) -> Observed:
        """Return the part of what was observed that is of the area."""
        if self.last is None or self.last[0] is not whole:
            part = Observed(
                counts=rows(whole.counts, **{self.tag: self.area}),
                resources=rows(whole.resources, place=self.area),
                waits=rows(whole.waits, place=self.area),
                days=whole.days,
            )
            self.last = whole, part
        return self.last[1]


def _of(seen: _Seen, indicators: Iterable[Indicator]) -> Iterator[Indicator]:
    """Yield indicators with their values taken from a part of what was observed."""
    for indicator in indicators:
        yield replace(indicator, value=_value(seen, indicator))


def _value(seen: _Seen, indicator: Indicator) -> Callable[[Observed], float]:
    return lambda whole: indicator.value(seen(whole))
