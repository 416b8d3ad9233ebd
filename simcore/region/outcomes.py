"""What follows a consultation: whom an institution treats, admits, sees again or refers."""

from __future__ import annotations

from dataclasses import dataclass

from simcore.region.institutions import Site
from simcore.region.layout import Layout


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Shares of those who were seen; the others are treated and go home."""

    refer: float
    admit: float
    again: float


def outcomes(layout: Layout, site: Site, condition: str, phase: int) -> Outcomes:
    """Return what follows a consultation of a phase.

    refer = (1 - competence) + competence * need * (1 - admits).
    """
    follow = layout.case(condition).follow_up
    able, need = layout.competence(site, condition), bed_need(layout, condition, phase)
    admits = takes_in(layout, site, condition)
    refer = (1.0 - able) + able * need * (1.0 - admits)
    admit = able * need * admits
    again = (follow.again if follow else 0.0) * (1.0 - refer - admit)
    return Outcomes(refer, admit, again)


def bed_need(layout: Layout, condition: str, phase: int) -> float:
    """Return the chance that a patient needs a bed, at a first contact or after a referral."""
    admission = layout.case(condition).admission
    if admission is None:
        return 0.0
    return admission.first if phase == 1 else admission.referred


def takes_in(layout: Layout, site: Site, condition: str) -> float:
    """Return the share of those in need of a bed whom the site admits."""
    admission = layout.case(condition).admission
    fits = admission is not None and site.specialty(admission.bed) is not None
    return site.type.admits if fits else 0.0


def test_share(layout: Layout, condition: str, phase: int) -> float:
    """Return the chance of a test; after a referral, recognised results are not repeated."""
    share = layout.case(condition).tests
    return share if phase == 1 else share * (1.0 - layout.model.policy.referral.recognised_tests)
