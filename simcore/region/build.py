"""Build the Network of a region. Nothing here simulates."""

from __future__ import annotations

from dataclasses import replace

from simcore.network.model import Network
from simcore.network.resources import Resource
from simcore.network.sources import Source
from simcore.network.steps import Book, Step
from simcore.network.weekly_profile import WeeklyProfile
from simcore.region.alliance import shared_resources, test_place
from simcore.region.appointments import books
from simcore.region.areas import areas
from simcore.region.choice import first_contact, gate, gatekept
from simcore.region.demand import source
from simcore.region.indicators import catalogue
from simcore.region.inpatient import admission, wards
from simcore.region.institutions import Site, units
from simcore.region.instruments import Instrument
from simcore.region.layout import Layout
from simcore.region.notes import notes
from simcore.region.population import CLASSES
from simcore.region.referral import Pathways, follow_down, takes_over, up
from simcore.region.routes import base
from simcore.region.targets import targets, with_imposed
from simcore.region.visits import OWN_WAY, away, decision, entries, exits, follow_up, seen
from simcore.region.workforce import clinics
from simcore.scenario.region.region import RegionScenario
from simcore.text import Label
from simcore.time_units import MINUTES_PER_DAY


def build(model: RegionScenario, *, scale: float = 1.0) -> Network:
    """Return the Network of a region.

    scale: of residents and capacity together, above 0 and at most 1; a capacity above none keeps
        at least one unit.
    """
    layout = Layout(model, scale)
    pathways = reached(all_pathways(layout), [s.pathway for s in all_sources(layout)])
    booked = {book for steps in pathways.values() for book in books_of(steps)}
    used = {r for steps in pathways.values() for r in resources_of(steps)}
    return Network(
        name=model.name,
        resources=tuple(r for r in all_resources(layout) if r.name in used),
        sources=tuple(all_sources(layout)),
        books=tuple(b for b in books(layout) if b.name in booked),
        pathways=pathways,
        attributes=(OWN_WAY,),
        classes=tuple(class_.name for class_ in CLASSES),
        indicators=with_imposed(model, catalogue(layout)),
        areas=areas(layout),
        targets=targets(model),
        choice_memory_days=model.choice.memory / MINUTES_PER_DAY,
        start=model.calendar.start,
        holidays=model.calendar.holidays or "",
        notes=notes(layout),
    )


def with_instrument(
    network: Network, model: RegionScenario, instrument: Instrument, value: float, scale: float
) -> Network:
    """Return a region with the instrument of its imposed share at a value.

    network: of the model at the scale, with the instrument at the scenario's own value.
    """
    layout = Layout(instrument.written(model, value), scale)
    pathways = dict(network.pathways)
    if instrument.name == "compliance":
        starts = [start for start in pathways if gatekept(start) in pathways]
        pathways |= {start: (gate(start, instrument.complying(value)),) for start in starts}
    return replace(
        network, lift=instrument.lift(value), pathways=pathways,
        indicators=with_imposed(model, catalogue(layout)), areas=areas(layout),
    )  # fmt: skip


def all_sources(layout: Layout) -> list[Source]:
    """Return a source for each area and condition that has patients."""
    model = layout.model
    made = (source(model, a, d, layout.scale) for a in model.areas for d in model.conditions)
    return [s for s in made if s is not None]


def all_resources(layout: Layout) -> list[Resource]:
    """Return physicians, test rooms and beds of every site, and what alliances share."""
    model, resources = layout.model, []
    for site in layout.sites:
        name = layout.name(site)
        resources += clinics(model, site, name, layout.scale)
        resources += test_rooms(layout, site, name)
        resources += wards(layout, site)
    for alliance in model.alliances:
        resources += shared_resources(model, layout.sites, alliance, layout.scale)
    return resources


def test_rooms(layout: Layout, site: Site, name: Label) -> list[Resource]:
    """Return a site's own test rooms, unless its alliance shares them."""
    place = test_place(layout.model, site)
    if place is None or place.resource != f"{site.id}/tests":
        return []
    label = Label(f"{name.en}, tests", f"{name.zh}检查")
    tags = {**site.tags(), "type": "tests"}
    rooms = WeeklyProfile.constant(units(site.rooms, layout.scale))
    return [Resource(place.resource, label, rooms, tags=tags)]


def all_pathways(layout: Layout) -> Pathways:
    """Return every pathway of every area's residents, reached or not."""
    pathways = exits(layout)
    for home in layout.model.areas:
        for condition in layout.model.conditions:
            pathways |= first_contact(layout, home, condition)
            for site in layout.reachable(home, condition):
                pathways |= at_site(layout, site, home, condition)
    return pathways


def at_site(layout: Layout, site: Site, home: str, condition: str) -> Pathways:
    """Return everything that can happen to residents of `home` with a condition at a site."""
    if site.outside:
        return away(layout, site, home, condition, ["first", "referred", "self"])
    phases = layout.phases(site.kind)
    moved = follow_down(layout, site, home, condition)
    pathways: Pathways = {}
    for phase in phases:
        decide = decision(layout, site, home, condition, phase, moved)
        pathways |= entries(layout, site, home, condition, phase)
        pathways |= seen(layout, site, home, condition, phase)
        pathways[f"{base(site, home, condition)}/decide {phase}"] = (decide,)
        pathways |= up(layout, site, home, condition, phase)
    lower = takes_over(layout, home, condition)
    pathways |= follow_up(layout, site, home, condition, moved, lower)
    return pathways | admission(layout, site, home, condition, phases)


def resources_of(steps: tuple[object, ...]) -> set[str]:
    """Return the names of the resources that steps take."""
    names = {getattr(step, name, None) for step in steps for name in ("resource", "to")}
    return {name for name in names if isinstance(name, str)}


def books_of(steps: tuple[object, ...]) -> set[str]:
    """Return the names of the books that steps take a seat of."""
    return {str(step.book) for step in steps if isinstance(step, Book)}


def targets_of(step: Step) -> list[str]:
    """Return the pathways that a step may lead to."""
    return [exit_.pathway for exit_ in step.exits()]


def reached(pathways: Pathways, starts: list[str]) -> Pathways:
    """Return only the pathways that some patient can come to, in their order."""
    seen_, todo = set(starts), list(starts)
    while todo:
        for step in pathways[todo.pop()]:
            new = [name for name in targets_of(step) if name not in seen_]
            seen_.update(new)
            todo.extend(new)
    return {name: steps for name, steps in pathways.items() if name in seen_}
