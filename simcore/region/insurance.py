"""Insurance: what visits, tests and stays cost, and who pays it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from simcore.network.means import mean
from simcore.region.institutions import Site
from simcore.scenario.region.categories import Scheme
from simcore.scenario.region.conditions import Condition
from simcore.scenario.region.insurance import Cover
from simcore.scenario.region.region import RegionScenario
from simcore.time_units import MINUTES_PER_DAY

Care = Literal["outpatient", "inpatient"]


@dataclass(frozen=True, slots=True)
class Bill:
    """The money of one visit, test or stay, yuan."""

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
    """Return the bill of one outpatient visit, without tests.

    A charge for bypassing is not insured.
    """
    cost = site.type.visit_cost * case.visit_cost
    waived = referred and model.policy.cumulative_deductible
    penalty = _penalty(model, site, case, referred)
    bill = _bill(model, site, scheme, "outpatient", cost, penalty=penalty, waived=waived)
    charge = 0.0 if _excused(site, case, referred) else model.policy.bypass_charge
    return replace(bill, cost=cost + charge)


def test_bill(
    model: RegionScenario, site: Site, case: Condition, scheme: Scheme, referred: bool
) -> Bill:
    """Return the bill of one test; the deductible is that of its visit."""
    cost = site.type.test_cost
    penalty = _penalty(model, site, case, referred)
    return _bill(model, site, scheme, "outpatient", cost, penalty=penalty, waived=True)


def admission_bill(
    model: RegionScenario, site: Site, case: Condition, scheme: Scheme, referred: bool
) -> Bill:
    """Return the bill of one admission up to the end of the acute stay, of its mean length."""
    acute = case.admission.acute if case.admission else None
    days = mean(acute) * site.type.stay / MINUTES_PER_DAY if acute else 0.0
    cost = site.type.admission_cost * case.admission_cost + site.type.bed_day_cost * days
    waived = referred and model.policy.cumulative_deductible
    penalty = _penalty(model, site, case, referred)
    return _bill(model, site, scheme, "inpatient", cost, penalty=penalty, waived=waived)


def recovery_bill(model: RegionScenario, site: Site, case: Condition, scheme: Scheme) -> Bill:
    """Return the bill of one recovery, of its mean length, where it is spent.

    The deductible was that of the admission. Nothing is cut for bypassing.
    """
    recovery = case.admission.recovery if case.admission else None
    days = mean(recovery) * site.type.stay / MINUTES_PER_DAY if recovery else 0.0
    cost = site.type.bed_day_cost * days
    return _bill(model, site, scheme, "inpatient", cost, penalty=0.0, waived=True)


def _bill(
    model: RegionScenario, site: Site, scheme: Scheme, care: Care, cost: float, *,
    penalty: float, waived: bool,
) -> Bill:  # fmt: skip
    """Return who pays a cost of some care; penalty and waived: as `settle` takes them."""
    if scheme == "none":
        return Bill(cost, 0.0, 0.0)
    insurance = model.insurance
    cover: Cover = getattr(insurance.schemes[scheme], care)[site.tier]
    scope = insurance.in_scope_outpatient if care == "outpatient" else insurance.in_scope_inpatient
    return settle(cost, scope, cover, penalty, waived)


def _penalty(model: RegionScenario, site: Site, case: Condition, referred: bool) -> float:
    return 0.0 if _excused(site, case, referred) else model.policy.bypass_penalty


def _excused(site: Site, case: Condition, referred: bool) -> bool:
    """Tell whether nobody can say that a patient came past primary care."""
    return referred or site.primary or case.urgency == "emergency"
