"""The planner's words for how patients choose where to go first."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simcore.scenario.faults.base import Strict
from simcore.scenario.region.categories import Level, Severity
from simcore.scenario.values.quantities import Duration, Number, Share


class Choice(Strict):
    """Coefficients of the multinomial logit of first contact, in utility; that of no care is 0."""

    trust: dict[Severity, dict[Level, Number]]
    private: Number
    suited_tcm: Number
    specialised: Number
    size: Share  # of what a larger place draws more: 100% is in proportion
    cost_per_yuan: Number
    foresight: Share  # of the cost of what may follow a visit
    travel_per_minute: Number
    wait_per_minute: Number  # for a physician
    bed_wait_per_day: Number  # for a bed, as often as it comes to an admission
    contract: Number
    weight: dict[Severity, Share]  # of cost, travel and wait
    memory: Annotated[Duration, Field(gt=0)]
