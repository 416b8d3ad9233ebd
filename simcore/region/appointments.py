"""Appointments: books of slots at the clinics of hospitals, and who takes a seat."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simcore.network.means import mean
from simcore.network.resources import SlotBook
from simcore.network.steps import Book
from simcore.region.institutions import Site
from simcore.region.layout import Layout
from simcore.region.workforce import seeing
from simcore.scenario.region.institutions import Booking
from simcore.text import Label
from simcore.time_units import MINUTES_PER_WEEK

HALF = 0.5  # appointments are made where so many of those who ever are in session are there
APPOINTMENTS = Label("appointments", "预约号源")


def booking(layout: Layout, site: Site, condition: str) -> Booking | None:
    """Return how patients with a condition book at a site; None where they only walk in."""
    case = layout.case(condition)
    seen_at = site.department(case.department)
    return site.type.booking if case.urgency == "planned" and seen_at == "clinic" else None


def book_of(site: Site) -> str:
    """Return the name of the book of a site."""
    return f"{site.id}/appointments"


def appointment(site: Site, rule: Booking, walks_in: str, stays_away: str, route: str) -> Book:
    """Return the step that takes a seat: of all kept for the referred, where they are.

    walks_in: where one goes for whom no seat is left. stays_away: where one goes who does not come.
    """
    return Book(
        book_of(site),
        on_full=walks_in,
        notice=rule.notice,
        entitled=route == "referred",
        no_show=rule.no_show,
        on_no_show=stays_away if rule.no_show > 0 else "",
        group=route,
    )


def books(layout: Layout) -> Iterator[SlotBook]:
    """Yield the book of every site that has one, with the seats kept for referred patients."""
    up = layout.model.policy.referral.up
    for site in layout.sites:
        rule = site.type.booking
        if rule is None or site.physicians.get("clinic", 0.0) <= 0.0:
            continue
        name = layout.name(site)
        yield SlotBook(
            name=book_of(site),
            label=Label(f"{name.en}, {APPOINTMENTS.en}", f"{name.zh}{APPOINTMENTS.zh}"),
            slots=tuple(seats(layout, site, rule)),
            horizon=rule.horizon,
            reserved=up.reserved_slots,
            released=up.released,
            tags={**site.tags(), "type": "appointments"},
        )


def seats(layout: Layout, site: Site, rule: Booking) -> list[tuple[float, int]]:
    """Return slots by minute of the week, each with its seats.

    They are `rule.capacity` of the patients whom the physicians in session could see; over a week
    whole seats stay within one of that, at any scale, and there is one at least.
    """
    calendar = seeing(layout.model, site, "clinic")
    seen = rule.slot / mean(site.type.consultation)
    minutes = np.arange(0.0, MINUTES_PER_WEEK, rule.slot)
    there = np.array([calendar.at(minute) for minute in minutes.tolist()])
    open_ = there >= HALF * there.max()
    due = np.cumsum(seen * there[open_] * rule.capacity * layout.scale)
    whole = np.diff(np.floor(due), prepend=0.0).astype(int)
    if not whole.any():
        whole[np.argmax(there[open_])] = 1
    return list(zip(minutes[open_].tolist(), whole.tolist(), strict=True))
