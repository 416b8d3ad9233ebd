"""The names of pathways: who stands where, at which phase of his episode.

Phase 1 is the first contact, 2 and 3 follow a referral. A patient meets each phase at
most once, so random keys name the phase and never the institution: he meets the same
fate wherever he goes.
"""

from __future__ import annotations

from simcore.region.institutions import Site

TREATED = "treated"
DISCHARGED = "discharged"
UNMET = "left without the care needed"


def base(site: Site, home: str, condition: str) -> str:
    """Return the stem of a site's pathways; sites that serve all keep the home area."""
    stem = f"{site.id}/{condition}"
    return f"{stem}/of {home}" if site.serves_all else stem


def first_entry(site: Site, home: str, condition: str) -> str:
    """Return the entry of one whose first contact is here."""
    return f"{base(site, home, condition)}/first"


def later_entry(site: Site, home: str, condition: str, route: str, phase: int) -> str:
    """Return the entry of one who comes `referred` or as `self` after another site."""
    number = "" if site.outside else f" {phase}"
    return f"{base(site, home, condition)}/{route}{number}"
