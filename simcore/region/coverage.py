"""How far what a plan asks for everywhere reaches: indicators that follow from the scenario."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from simcore.network.indicators import Indicator
from simcore.region.alliance import alliance_of
from simcore.region.counting import ratio
from simcore.region.defining import fixed
from simcore.region.institutions import Site
from simcore.scenario.region.categories import TIERS
from simcore.scenario.region.region import RegionScenario


def coverage(model: RegionScenario, sites: Sequence[Site]) -> list[Indicator]:
    """Return the shares of areas that alliances, and posted physicians, reach."""
    return [
        fixed("alliance_coverage", "Alliance coverage of township hospitals", "医联体覆盖率", "%",
              ("areas whose township hospitals and community centres are in an alliance led by a "
               "public hospital ÷ areas that have such",
               "乡镇卫生院（社区卫生服务中心）参加由公立医院牵头的医联体的区、县（市）数"
               " ÷ 设有此类机构的区、县（市）数"),
              _share(_led(model, sites), _townships(sites))),
        fixed("posting_coverage", "Coverage of postings at both levels", "双下沉覆盖率", "%",
              ("areas to whose county hospitals city hospitals post physicians, and to whose "
               "township hospitals county hospitals do ÷ areas",
               "市级医院下派医师到县级医院、且县级医院下派医师到乡镇的区、县（市）数"
               " ÷ 区、县（市）数"),
              _share(_posted(model, sites), _lived_in(model))),
    ]  # fmt: skip


def _share(some: Iterable[str], every: Iterable[str]) -> float:
    """Return how many of all areas are among some, %."""
    everywhere = set(every)
    return 100 * ratio(len(everywhere & set(some)), len(everywhere))


def _lived_in(model: RegionScenario) -> set[str]:
    return {name for name, area in model.areas.items() if area.residents}


def _townships(sites: Sequence[Site]) -> set[str]:
    """Return the areas that have public township hospitals or community centres for somebody."""
    towns = (s for s in sites if s.type.level == "township" and s.type.ownership == "public")
    return {site.area for site in towns if site.residents}


def _led(model: RegionScenario, sites: Sequence[Site]) -> set[str]:
    """Return the areas whose township hospitals a public hospital leads."""
    found = {area: alliance_of(model, area) for area in _townships(sites)}
    leads = {area: model.institutions[of[1].lead] for area, of in found.items() if of}
    return {
        area
        for area, lead in leads.items()
        if lead.ownership == "public" and TIERS[lead.level] in ("secondary", "tertiary")
    }


def _posted(model: RegionScenario, sites: Sequence[Site]) -> set[str]:
    """Return the areas that city physicians, and county physicians in turn, are posted to."""
    return _reached(model, sites, "tertiary", "secondary") & _reached(
        model, sites, "secondary", "township"
    )


def _reached(model: RegionScenario, sites: Sequence[Site], origin: str, to: str) -> set[str]:
    """Return the areas to whose institutions of a level a tier posts physicians."""
    kinds = {
        posting.to
        for posting in model.policy.postings.values()
        if posting.share > 0 and TIERS[model.institutions[posting.origin].level] == origin
    }
    return {site.area for site in sites if site.kind in kinds and site.type.level == to}
