"""Two-way referral: up to those who can treat, down for recovery and follow-up."""

from __future__ import annotations

from simcore.network.steps import Delay, Go, Leave, Release, Step, Transfer
from simcore.network.values import Distribution
from simcore.region.alliance import lower_beds, lower_site
from simcore.region.appointments import booking
from simcore.region.institutions import Site
from simcore.region.layout import Layout
from simcore.region.routes import base, later_entry, unmet
from simcore.region.visits import END_OF_STAY, branch, event
from simcore.region.workforce import REFERRED

Pathways = dict[str, tuple[Step, ...]]


AT_ONCE = 30.0  # minutes to the next institution of one who is expected there


def exactly(minutes: float) -> Distribution:
    """Return the distribution of a length of time without chance."""
    return Distribution("deterministic", {"value": minutes})


def up(layout: Layout, site: Site, home: str, condition: str, phase: int) -> Pathways:
    """Return what follows where a site cannot treat: agree, go alone, or go without.

    Of those who agree, a share goes to a private partner where there is one.
    """
    stem, rule = base(site, home, condition), layout.model.policy.referral.up
    target = layout.upward(site, home, condition)
    start, agreed = f"{stem}/refer {phase}", f"{stem}/up {phase}"
    if target is None:
        return {start: (Go(unmet(home)),)}
    partner = layout.partner(site, home, condition)
    private = rule.agreed * rule.to_private if partner else 0.0
    options = [
        (rule.agreed - private, agreed),
        (private, f"{agreed} private"),
        (rule.self_referred, later_entry(target, home, condition, "self", phase + 1)),
        (max(0.0, 1.0 - rule.agreed - rule.self_referred), unmet(home)),
    ]
    pathways: Pathways = {
        start: (branch(options, f"referral/{phase}"),),
        agreed: _travel(layout, site, home, condition, target, phase),
    }
    if partner:
        way = _travel(layout, site, home, condition, partner, phase)
        pathways[f"{agreed} private"] = way
    return pathways


def _travel(
    layout: Layout, site: Site, home: str, condition: str, target: Site, phase: int
) -> tuple[Step, ...]:
    """Return a referred patient's way to the target, where they get an appointment if any are made.

    A planned wait in whole days, where none are made, keeps the hour at which they come.
    """
    tags = event(site, home, condition, "up_referral", "referred")
    return (
        Delay(exactly(_wait(layout, condition, target)), key=f"referral wait/{phase}", tags=tags),
        Go(later_entry(target, home, condition, "referred", phase + 1)),
    )


def _wait(layout: Layout, condition: str, target: Site) -> float:
    planned = layout.case(condition).urgency == "planned"
    if planned and booking(layout, target, condition) is None:
        return layout.model.policy.referral.up.wait
    return AT_ONCE


def steps_down(layout: Layout, site: Site, home: str, condition: str) -> float:
    """Return the share of a site's inpatients who recover at the lower level."""
    admission, rule = layout.case(condition).admission, layout.model.policy.referral.down
    if admission is None or site.tier not in ("secondary", "tertiary"):
        return 0.0
    if site.type.ownership == "private" or not lower_beds(layout.model, layout.sites, home):
        return 0.0
    return admission.step_down * rule.recovery * rule.accepted


def down(layout: Layout, site: Site, home: str, condition: str, bed: str) -> Pathways:
    """Return the recovery at the lower level; till a bed is free the acute one is kept."""
    admission = layout.case(condition).admission
    lower = lower_beds(layout.model, layout.sites, home)
    if admission is None or admission.recovery is None or lower is None:
        return {}
    tags = event(site, home, condition, "down_referral", "recovery")
    below = lower_site(layout.sites, home) or site  # its price is that of the bed below
    lies = event(below, home, condition, "recovery", "stay")
    return {
        f"{base(site, home, condition)}/down": (
            Transfer(bed, lower, priority=REFERRED, group="down_referral", tags=tags),
            Delay(admission.recovery, key="recovery", tags=lies),
            Release(lower),
            Leave(END_OF_STAY),
        )
    }


def follow_down(layout: Layout, site: Site, home: str, condition: str) -> float:
    """Return the share of a hospital's stable follow-ups that primary care takes over."""
    follow, rule = layout.case(condition).follow_up, layout.model.policy.referral.down
    if (
        follow is None
        or not follow.moves_down
        or site.primary
        or not takes_over(layout, home, condition)
    ):
        return 0.0
    return rule.chronic * rule.accepted


def takes_over(layout: Layout, home: str, condition: str) -> Site | None:
    """Return the township institution of an area that takes over stable patients, if any does."""
    found = (s for s in layout.reachable(home, condition) if s.type.level == "township")
    return next((s for s in found if s.type.ownership == "public"), None)
