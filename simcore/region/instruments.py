"""What is turned until primary care has the share of visits that a scenario imposes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simcore.region.population import CLASSES
from simcore.scenario.region.policy import By, Policy, PrimaryShare
from simcore.scenario.region.region import RegionScenario
from simcore.text import Label

FARTHEST_TRUST = 10.0  # of 22,000 who choose, one still does otherwise
DEAREST = 1000.0  # yuan, more than any visit costs in all
LABELS = {
    "compliance": Label("compliance with gatekeeping", "基层首诊遵从比例"),
    "trust": Label("a constant of utility on primary care", "基层吸引力常数"),
    "price": Label("a charge on visits that bypass primary care", "越级就诊加收费用"),
}


@dataclass(frozen=True, slots=True)
class Instrument:
    """What brings an imposed share about: compliance, trust or a price.

    own: its value in the scenario. low, high: between which it is looked for. bound: whether
    gatekeeping binds each class.
    """

    name: By
    own: float
    low: float
    high: float
    bound: tuple[bool, ...]

    @property
    def label(self) -> Label:
        """Return a planner's words for it."""
        return LABELS[self.name]

    def lift(self, value: float) -> float:
        """Return the Network's lift at a value: utility, or yuan above the scenario's own."""
        return 0.0 if self.name == "compliance" else value - self.own

    def complying(self, value: float) -> list[float]:
        """Return the share of each class that keeps to gatekeeping at a value of compliance."""
        return [value if bound else 0.0 for bound in self.bound]

    def written(self, model: RegionScenario, value: float) -> RegionScenario:
        """Return a region whose policy has a value; of trust, policy says nothing."""
        change: dict[str, Any] = {}
        if self.name == "compliance":
            rule = model.policy.gatekeeping.model_copy(update={"compliance": value})
            change = {"gatekeeping": rule}
        elif self.name == "price":
            change = {"bypass_charge": value}
        policy = model.policy.model_copy(update=change)
        return model.model_copy(update={"policy": policy})

    def said(self, value: float) -> Label:
        """Return a value with its unit."""
        if self.name == "compliance":
            return Label(f"{value:.1%}", f"{value:.1%}")
        if self.name == "price":
            return Label(f"{value:,.0f} yuan", f"{value:,.0f} 元")
        return Label(f"{value:+.2f}", f"{value:+.2f}")

    @property
    def unit(self) -> str:
        """Return the unit of its values, as data."""
        return {"compliance": "share", "trust": "utility", "price": "yuan a visit"}[self.name]


def instrument(model: RegionScenario) -> Instrument | None:
    """Return what brings the share about that a region imposes; None where it imposes none."""
    policy = model.policy
    if not isinstance(policy.first_contact, PrimaryShare):
        return None
    name = policy.first_contact.by
    own, low, high = {
        "compliance": (policy.gatekeeping.compliance, 0.0, 1.0),
        "trust": (0.0, -FARTHEST_TRUST, FARTHEST_TRUST),
        "price": (policy.bypass_charge, 0.0, DEAREST),
    }[name]
    return Instrument(name, own, low, max(own, high), bound(policy))


def bound(policy: Policy) -> tuple[bool, ...]:
    """Tell of each class whether gatekeeping binds it."""
    whom = {"nobody": [], "contracted": [True], "all": [False, True]}
    return tuple(c.contracted in whom[policy.gatekeeping.applies_to] for c in CLASSES)
