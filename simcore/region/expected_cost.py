"""What going to an institution is expected to cost a patient, before they choose."""

from __future__ import annotations

from simcore.region.alliance import test_place
from simcore.region.institutions import Site
from simcore.region.insurance import admission_bill, test_bill, visit_bill
from simcore.region.layout import Layout
from simcore.region.outcomes import bed_need, outcomes, test_share
from simcore.scenario.region.categories import Scheme


def expected_cost(layout: Layout, site: Site, home: str, condition: str, scheme: Scheme) -> float:
    """Return what a patient expects to pay out of pocket for a first contact at a site, yuan.

    The bill of the visit and its tests, and of what may follow (an admission there; a referral, and
    what that leads to) the share that people take into account: `choice.foresight`.
    """
    visit = _visit(layout, site, condition, scheme, phase=1, referred=False)
    later = _later(layout, site, home, condition, scheme, phase=1, referred=False)
    return visit + layout.model.choice.foresight * later


def _visit(
    layout: Layout, site: Site, condition: str, scheme: Scheme, *, phase: int, referred: bool
) -> float:
    """Return the mean of what a visit and its tests cost."""
    model, case = layout.model, layout.case(condition)
    paid = visit_bill(model, site, case, scheme, referred).out_of_pocket
    if test_place(model, site) is not None:
        test = test_bill(model, site, case, scheme, referred).out_of_pocket
        paid += test_share(layout, condition, phase) * test
    return paid


def _later(
    layout: Layout, site: Site, home: str, condition: str, scheme: Scheme, *,
    phase: int, referred: bool,
) -> float:  # fmt: skip
    """Return the mean of all that is paid after a visit in a phase, follow-ups left out."""
    case = layout.case(condition)
    bed = admission_bill(layout.model, site, case, scheme, referred).out_of_pocket
    if site.outside:
        return bed_need(layout, condition, phase) * bed
    found = outcomes(layout, site, condition, phase)
    later = found.admit * bed
    target, rule = layout.upward(site, home, condition), layout.model.policy.referral.up
    if target is None:
        return later
    for share, as_referred in ((rule.agreed, True), (rule.self_referred, False)):
        whole = _whole(
            layout, target, home, condition, scheme, phase=phase + 1, referred=as_referred
        )
        later += found.refer * share * whole
    return later


def _whole(
    layout: Layout, site: Site, home: str, condition: str, scheme: Scheme, *,
    phase: int, referred: bool,
) -> float:  # fmt: skip
    """Return the mean of a visit in a phase and of all that follows; many places refer to it."""
    key = (site.id, home, condition, scheme, phase, referred)
    if key not in layout.costs:
        visit = _visit(layout, site, condition, scheme, phase=phase, referred=referred)
        layout.costs[key] = visit + _later(
            layout, site, home, condition, scheme, phase=phase, referred=referred
        )
    return layout.costs[key]
