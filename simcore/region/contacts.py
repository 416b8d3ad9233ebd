"""Indicators of who is seen where, and of how patients move between tiers."""

from __future__ import annotations

from collections.abc import Mapping

from simcore.network.indicators import Indicator, Observed
from simcore.region.counting import Figure, count, hours, local, number, per_year, ratio, rows
from simcore.region.defining import percent, seen
from simcore.region.population import total_residents
from simcore.scenario.region.region import RegionScenario
from simcore.time_units import HOURS_PER_DAY

RANK_OF_TIER = {"primary": 1, "secondary": 2, "tertiary": 3, "outside": 3}
INSIDE = ("primary", "secondary", "tertiary")
PER_THOUSAND = "per 1,000 residents a year"


def contacts(model: RegionScenario, scale: float) -> list[Indicator]:
    """Return shares and rates of visits and admissions, then the moves between tiers."""
    people = total_residents(model) * scale
    needs = {name: RANK_OF_TIER[case.needs] for name, case in model.conditions.items()}
    return [*_where_seen(), *_how_often(people), *_first_contacts(needs), *_referrals(people)]


# Visits and admissions


def _primary_local(o: Observed) -> float:
    visits = local(o, "visit")
    return ratio(number(rows(visits, tier="primary")), number(visits))


def _share(event: str, **where: str) -> Figure:
    return lambda o: ratio(count(o, event=event, **where), count(o, event=event))


def _within(event: str) -> Figure:
    return lambda o: ratio(number(local(o, event)), count(o, event=event))


def _private(event: str) -> Figure:
    return lambda o: ratio(
        count(o, event=event, ownership="private", tier=INSIDE),
        count(o, event=event, tier=INSIDE),
    )


def _a_head(event: str, people: float) -> Figure:
    return lambda o: ratio(count(o, event=event) * per_year(o), people)


def _where_seen() -> list[Indicator]:
    return [
        seen("primary_visit_share", "Primary share of within-county visits",
             "基层诊疗量占县域内总诊疗量", "%",
             ("visits at primary institutions of the patient's county ÷ all visits in that county",
              "本县域基层医疗卫生机构诊疗人次 ÷ 本县域总诊疗人次"), percent(_primary_local), True),
        seen("primary_visit_share_all", "Primary share of all visits", "基层诊疗占比（全部）", "%",
             ("visits at primary institutions ÷ all residents' visits, wherever",
              "基层诊疗人次 ÷ 居民全部诊疗人次"), percent(_share("visit", tier="primary")), True),
        seen("within_county_visit_rate", "Visits within the county", "县域内就诊率", "%",
             ("residents' visits in their own county ÷ all residents' visits",
              "居民在本县域内的诊疗人次 ÷ 居民全部诊疗人次"), percent(_within("visit")), True),
        seen("within_county_admission_rate", "Admissions within the county", "县域内住院率", "%",
             ("residents' admissions in their own county ÷ all residents' admissions",
              "居民在本县域内的入院人次 ÷ 居民全部入院人次"), percent(_within("admission")), True),
        seen("private_visit_share", "Private share of visits", "社会办诊疗量占比", "%",
             ("visits at private institutions ÷ visits in the region",
              "社会办机构诊疗人次 ÷ 全市诊疗人次"), percent(_private("visit")), True),
        seen("private_admission_share", "Private share of admissions", "社会办住院量占比", "%",
             ("admissions to private institutions ÷ admissions in the region",
              "社会办机构入院人次 ÷ 全市入院人次"), percent(_private("admission")), True),
    ]  # fmt: skip


def _how_often(people: float) -> list[Indicator]:
    return [
        seen("visits_a_head", "Visits a head", "居民年均就诊次数", "a year",
             ("residents' visits a year ÷ residents", "居民全年诊疗人次 ÷ 常住人口"),
             _a_head("visit", people)),
        seen("admission_rate", "Admission rate", "居民年住院率", "%",
             ("residents' admissions a year ÷ residents", "居民全年入院人次 ÷ 常住人口"),
             percent(_a_head("admission", people))),
    ]  # fmt: skip


# Moves between tiers


def _bypass(needs: Mapping[str, int]) -> Figure:
    def figure(o: Observed) -> float:
        first = rows(o.counts, event="visit", route="first")
        if not len(first):
            return float("nan")
        above = first["tier"].map(RANK_OF_TIER) > first["condition"].map(needs)
        return ratio(number(first[above]), number(first))

    return figure


def _no_care(o: Observed) -> float:
    at_home = count(o, event="no_care")
    return ratio(at_home, at_home + count(o, event="visit", route="first"))


def _contracted_first(o: Observed) -> float:
    first = rows(o.counts, event="visit", route="first")
    own = first[first["class"].str.endswith("/contracted")] if len(first) else first
    return ratio(number(rows(own, tier="primary", ownership="public")), number(own))


def _per_thousand(people: float, event: str, **where: str) -> Figure:
    return lambda o: ratio(1000 * count(o, event=event, **where) * per_year(o), people)


def _stepped_down(o: Observed) -> float:
    inside = count(o, event="admission", tier=("secondary", "tertiary"), ownership="public")
    return ratio(count(o, event="down_referral", route="recovery"), inside)


def _first_contacts(needs: Mapping[str, int]) -> list[Indicator]:
    return [
        seen("bypass_rate", "First contacts above the tier needed", "越级就诊率", "%",
             ("planned and urgent first contacts above the tier needed ÷ such first contacts",
              "高于所需层级的首诊人次 ÷ 首诊人次（不含急诊）"), percent(_bypass(needs)), False),
        seen("contracted_first_contact", "Contracted residents who start at primary care",
             "签约居民基层首诊率", "%",
             ("first contacts of contracted residents at public primary institutions ÷ all theirs",
              "签约居民在公立基层机构首诊人次 ÷ 签约居民首诊人次"),
             percent(_contracted_first), True),
        seen("no_care_share", "Illness for which no care is sought", "患病未就诊率", "%",
             ("planned and urgent illness without a visit ÷ all such illness",
              "未就诊的患病人次 ÷ 患病人次（不含急诊）"), percent(_no_care), None),
    ]  # fmt: skip


def _referrals(people: float) -> list[Indicator]:
    return [
        seen("up_referrals", "Up-referrals", "上转人次", PER_THOUSAND,
             ("patients who go where they are referred", "按转诊上转的人次"),
             _per_thousand(people, "up_referral")),
        seen("down_referrals", "Down-referrals for recovery", "恢复期下转人次", PER_THOUSAND,
             ("inpatients who move to a lower bed", "转入下级床位的住院人次"),
             _per_thousand(people, "down_referral", route="recovery"), True),
        seen("down_referrals_chronic", "Down-referrals of stable patients", "慢性期下转人次",
             PER_THOUSAND,
             ("hospital follow-ups that primary care takes over", "由基层接管的医院复诊患者"),
             _per_thousand(people, "down_referral", route="chronic"), True),
        seen("stepped_down_share", "Inpatients moved down", "住院患者下转率", "%",
             ("down-referrals for recovery ÷ public hospital admissions",
              "恢复期下转人次 ÷ 公立医院入院人次"), percent(_stepped_down), True),
        seen("unmet", "Left without the care needed", "未获所需诊治", PER_THOUSAND,
             ("patients who refuse a referral or have nowhere to be referred",
              "拒绝转诊或无处可转的患者"), _per_thousand(people, "unmet"), False),
        seen("no_shows", "Appointments missed", "预约爽约", PER_THOUSAND,
             ("patients who do not come to their appointment", "预约后未到诊的人次"),
             _per_thousand(people, "no_show"), False),
        seen("blocked_bed_days", "Blocked bed-days", "压床床日数", "days a year",
             ("days that patients keep an acute bed while they wait for a lower one",
              "等候下级床位期间占用急性期床位的天数"),
             lambda o: hours(o, "blocked_hours") / HOURS_PER_DAY * per_year(o), False),
    ]  # fmt: skip
