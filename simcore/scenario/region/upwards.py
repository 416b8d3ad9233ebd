"""Who may refer to whom, lead whom and post physicians where: upwards, and to where they work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from simcore.scenario.region.categories import TIERS, Tier
from simcore.scenario.region.institutions import Alliance
from simcore.scenario.region.region import RegionScenario
from simcore.scenario.region.supply import Finding
from simcore.text import Label

RANK = {tier: rank for rank, tier in enumerate(get_args(Tier))}
HOSPITALS = ("secondary", "tertiary")


def refers_down(model: RegionScenario, name: str) -> Iterator[Finding]:
    """Yield that an institution type refers to a lower tier, from where patients would come back.

    name: of the type.
    """
    kind = model.institutions[name]
    target = model.institutions.get(kind.refers_to or "")
    if target is not None and RANK[TIERS[target.level]] < RANK[TIERS[kind.level]]:
        yield (
            f"institutions.{name}.refers_to",
            Label(f'"{kind.refers_to}" is of a lower tier', f"“{kind.refers_to}”的层级更低"),
            Label("refer upwards only", "请只向上级转诊"),
        )


def led_by_none(model: RegionScenario, name: str, alliance: Alliance) -> Iterator[Finding]:
    """Yield that an alliance is led by something other than a hospital of the region."""
    lead = model.institutions.get(alliance.lead)
    if lead is not None and TIERS[lead.level] not in HOSPITALS:
        yield (
            f"alliances.{name}.lead",
            Label(f'"{alliance.lead}" is no hospital', f"“{alliance.lead}”不是医院"),
            Label("name a secondary or tertiary hospital", "请写二级或三级医院"),
        )


def posted_from_nowhere(model: RegionScenario) -> Iterator[Finding]:
    """Yield postings from or to institution types that have no clinic."""
    for name, posting in model.policy.postings.items():
        for field in ("origin", "to"):
            kind = model.institutions.get(getattr(posting, field))
            if kind is not None and "clinic" not in kind.physicians:
                yield (
                    f"policy.postings.{name}.{field}",
                    Label("it has no clinic physicians", "该机构没有门诊医师"),
                    Label("name an institution type that has", "请写有门诊医师的机构类型"),
                )
