"""The planner's words for what an insurance scheme pays."""

from __future__ import annotations

from simcore.scenario.faults.base import Strict
from simcore.scenario.region.categories import Payer, Tier
from simcore.scenario.values.quantities import Money, Share


class Cover(Strict):
    """What a scheme pays: a ratio of the in-scope cost above the deductible."""

    ratio: Share
    deductible: Money


class SchemeCover(Strict):
    """What a scheme reimburses, by tier."""

    outpatient: dict[Tier, Cover]
    inpatient: dict[Tier, Cover]


class Insurance(Strict):
    """Shares of cost within policy scope, and what each scheme reimburses of it."""

    in_scope_outpatient: Share
    in_scope_inpatient: Share
    schemes: dict[Payer, SchemeCover]
