"""Insurance: what a visit or an admission costs, and who pays it."""

from __future__ import annotations

from dataclasses import dataclass

from simcore.region.institutions import Site
from simcore.scenario.region.categories import Scheme
from simcore.scenario.region.conditions import Condition
from simcore.scenario.region.insurance import Cover
from simcore.scenario.region.region import RegionScenario


@dataclass(frozen=True, slots=True)
class Bill:
    """The money of one visit or admission, yuan."""

    cost: float
    in_scope: float
    fund: float

    @property
    def out_of_pocket(self) -> float:
        """Return what the patient pays."""
        return self.cost - self.fund


def settle(cost: float, scope: float, cover: Cover, penalty: float, waived: bool) -> Bill:
    """Split a cost: the fund pays its ratio of what is in scope above the deductible.

    cost: yuan.
    scope: the share of it that is insured at all.
    penalty: by how much the ratio falls for one who came past primary care, as a share of it.
    waived: no deductible, as for a referred patient where deductibles count over the whole chain
        of referral.
    """
    deductible = 0.0 if waived else cover.deductible
    covered = max(0.0, cost * scope - deductible)
    return Bill(cost, cost * scope, covered * cover.ratio * (1.0 - penalty))


def visit_bill(
    model: RegionScenario, site: Site, case: Condition, scheme: Scheme, referred: bool
) -> Bill:
    """Return the bill of one outpatient visit."""
    cost = site.type.visit_cost * case.visit_cost
    if scheme == "none":
        return Bill(cost, 0.0, 0.0)
    insurance = model.insurance
    cover = insurance.schemes[scheme].outpatient[site.tier]
    return settle(
        cost,
        insurance.in_scope_outpatient,
        cover,
        _penalty(model, site, case, referred),
        referred and model.policy.cumulative_deductible,
    )


def admission_bill(
    model: RegionScenario, site: Site, case: Condition, scheme: Scheme, referred: bool
) -> Bill:
    """Return the bill of one admission."""
    cost = site.type.admission_cost * case.admission_cost
    if scheme == "none":
        return Bill(cost, 0.0, 0.0)
    insurance = model.insurance
    cover = insurance.schemes[scheme].inpatient[site.tier]
    return settle(
        cost,
        insurance.in_scope_inpatient,
        cover,
        _penalty(model, site, case, referred),
        referred and model.policy.cumulative_deductible,
    )


def _penalty(model: RegionScenario, site: Site, case: Condition, referred: bool) -> float:
    excused = referred or site.primary or case.urgency == "emergency"
    return 0.0 if excused else model.policy.bypass_penalty
