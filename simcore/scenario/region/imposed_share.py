"""What an imposed share is brought about by must be able to act."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.scenario.region.policy import PrimaryShare
from simcore.scenario.region.region import RegionScenario
from simcore.text import Label

OTHERWISE = Label(
    "or write first_contact.by: trust, or price", "或将 first_contact.by 写为 trust 或 price"
)


def imposed_share(model: RegionScenario) -> Iterator[tuple[str, Label, Label]]:
    """Yield an imposed share whose instrument moves nobody, as `check.check` finds it."""
    policy = model.policy
    if not isinstance(policy.first_contact, PrimaryShare):
        return
    whom, by = policy.gatekeeping.applies_to, policy.first_contact.by
    if by == "compliance" and whom == "nobody":
        yield (
            "policy.gatekeeping.applies_to",
            Label("nobody is there to comply, and compliance is to bring the imposed share about",
                  "没有适用对象，而强制占比须由遵从比例实现"),
            Label(f"write contracted or all, {OTHERWISE.en}",
                  f"请写 contracted 或 all，{OTHERWISE.zh}"),
        )  # fmt: skip
    if by == "compliance" and whom == "contracted" and not policy.contracting.coverage:
        yield (
            "policy.contracting.coverage",
            Label("gatekeeping binds the contracted, and there are none",
                  "基层首诊只适用于签约居民，而签约率为零"),
            Label(f"contract some, let gatekeeping apply to all, {OTHERWISE.en}",
                  f"请设签约率，或使基层首诊适用于 all，{OTHERWISE.zh}"),
        )  # fmt: skip
    if by == "price" and model.choice.cost_per_yuan >= 0.0:
        yield (
            "policy.first_contact.by",
            Label("a price deters nobody: choice.cost_per_yuan is not below 0",
                  "费用不影响选择：choice.cost_per_yuan 不小于 0"),
            Label("give it a negative number, or write by: compliance, or trust",
                  "请将其设为负数，或将 by 写为 compliance 或 trust"),
        )  # fmt: skip
