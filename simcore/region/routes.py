"""The names of pathways: who stands where, at which phase of an episode.

Phase 1 is the first contact, 2 and 3 follow a referral. A patient meets each phase at
most once, so random keys name the phase and never the institution: they meet the same
fate wherever they go.
"""

from __future__ import annotations

from simcore.region.institutions import Site

TREATED = "treated"
DISCHARGED = "discharged"


def unmet(home: str) -> str:
    """Return the end of those who live in an area and leave without the care needed."""
    return f"left without the care needed/of {home}"


def did_not_come(home: str) -> str:
    """Return the end of those who live in an area and miss their appointment."""
    return f"did not come/of {home}"


def no_care(home: str, condition: str) -> str:
    """Return the end of those who stay at home, or go to a pharmacy."""
    return f"{home}/{condition}/no care"


def base(site: Site, home: str, condition: str) -> str:
    """Return the stem of a site's pathways; sites that serve all keep the home area."""
    stem = f"{site.id}/{condition}"
    return f"{stem}/of {home}" if site.serves_all else stem


def first_entry(site: Site, home: str, condition: str) -> str:
    """Return the entry of one whose first contact the site is."""
    return f"{base(site, home, condition)}/first"


def later_entry(site: Site, home: str, condition: str, route: str, phase: int) -> str:
    """Return the entry of one who comes `referred` or as `self` after another site."""
    number = "" if site.outside else f" {phase}"
    return f"{base(site, home, condition)}/{route}{number}"
