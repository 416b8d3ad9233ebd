"""The catalogue of indicators: one definition each, in both languages.

Structural ones follow from the scenario alone; the others are computed from the events
of the window. A visit is an outpatient or emergency visit, counted as the patient joins
the queue; an admission is counted as the patient asks for the bed.
"""

from __future__ import annotations

from simcore.network.indicators import Indicator, Observed
from simcore.region.beds import children_beds, paediatricians, private_beds, total_beds
from simcore.region.counting import (
    Figure,
    count,
    hours,
    local,
    mean_wait,
    number,
    per_year,
    ratio,
    rows,
)
from simcore.region.layout import Layout
from simcore.region.money import money
from simcore.region.population import contract_coverage, residents_by_band, total_residents
from simcore.text import Label
from simcore.time_units import HOURS_PER_DAY, MINUTES_PER_HOUR

TIER_NAMES = {
    "primary": Label("primary", "基层"),
    "secondary": Label("secondary", "二级"),
    "tertiary": Label("tertiary", "三级"),
}
RANK_OF_TIER = {"primary": 1, "secondary": 2, "tertiary": 3, "outside": 3}
WORKING_DAYS = 251.0  # of the yearbook's visits per physician-day


def catalogue(layout: Layout) -> tuple[Indicator, ...]:
    """Return every indicator that the region can give, structural ones first."""
    return (
        *structural(layout),
        *use(layout),
        *flows(layout),
        *waiting(),
        *(i for tier in TIER_NAMES for i in by_tier(layout, tier)),
        *money(layout),
    )


def fixed(
    id_: str, en: str, zh: str, unit: str, definition: tuple[str, str], value: float
) -> Indicator:
    """Return an indicator that follows from the scenario alone."""
    return Indicator(
        id_,
        Label(en, zh),
        unit,
        Label(*definition),
        lambda observed: value,
        structural=True,
        higher_is_better=True,
        counted=Label("the scenario, not the run", "由情景给定，不取决于运行"),
    )


def seen(
    id_: str,
    en: str,
    zh: str,
    unit: str,
    definition: tuple[str, str],
    value: Figure,
    better: bool | None = None,
) -> Indicator:
    """Return an indicator that follows from the run; better: whether more of it is better."""
    return Indicator(id_, Label(en, zh), unit, Label(*definition), value, higher_is_better=better)


def percent(figure: Figure) -> Figure:
    """Return a share as a percentage."""
    return lambda observed: 100.0 * figure(observed)


def structural(layout: Layout) -> list[Indicator]:
    """Return the indicators that follow from the scenario alone."""
    model, sites = layout.model, layout.sites
    people, bands = total_residents(model), residents_by_band(model)
    children = bands["0-14"]
    aged = sum(
        a.residents
        * (model.population.aged_65_and_over if a.aged_65_and_over is None else a.aged_65_and_over)
        for a in model.areas.values()
    )
    private, beds = private_beds(sites), total_beds(sites)
    per = "per 1,000"
    return [
        fixed("residents", "Residents", "常住人口", "people",
              ("all areas, full size", "各区、县（市）合计，全规模"), float(people)),
        fixed("aged_60_and_over", "Aged 60 and over", "60岁及以上占比", "%",
              ("residents aged 60+ ÷ residents", "60岁及以上人口 ÷ 常住人口"),
              100 * bands["60+"] / people),
        fixed("aged_65_and_over", "Aged 65 and over", "65岁及以上占比", "%",
              ("residents aged 65+ ÷ residents", "65岁及以上人口 ÷ 常住人口"), 100 * aged / people),
        fixed("beds_per_1000", "Beds per 1,000 residents", "每千常住人口床位", per,
              ("beds of all institutions ÷ residents × 1,000", "全部床位 ÷ 常住人口 × 1000"),
              1000 * beds / people),
        fixed("private_beds_per_1000", "Private beds per 1,000 residents", "每千常住人口社会办床位",
              per, ("private beds ÷ residents × 1,000", "社会办床位 ÷ 常住人口 × 1000"),
              1000 * private / people),
        fixed("private_bed_share", "Private share of beds", "社会办床位占比", "%",
              ("private beds ÷ all beds", "社会办床位 ÷ 全部床位"), 100 * ratio(private, beds)),
        fixed("contract_coverage", "Contracted residents", "规范签约服务覆盖率", "%",
              ("contracted residents ÷ residents", "签约居民 ÷ 常住人口"),
              100 * contract_coverage(model)),
        fixed("children_beds_per_1000", "Children's beds per 1,000 children", "每千名儿童床位数",
              per, ("children's beds ÷ residents aged 0-14 × 1,000",
                    "儿科床位 ÷ 0-14岁人口 × 1000"),
              1000 * ratio(children_beds(sites), children)),
        fixed("paediatricians_per_1000", "Paediatricians per 1,000 children",
              "每千名儿童儿科执业（助理）医师数", per,
              ("paediatric physicians ÷ residents aged 0-14 × 1,000",
               "儿科医师 ÷ 0-14岁人口 × 1000"),
              1000 * ratio(paediatricians(sites), children)),
    ]  # fmt: skip


def use(layout: Layout) -> list[Indicator]:
    """Return who is seen where, as shares of visits and admissions."""
    people = total_residents(layout.model) * layout.scale

    def primary_local(o: Observed) -> float:
        visits = local(o, "visit")
        return ratio(number(rows(visits, tier="primary")), number(visits))

    def share(event: str, **where: str) -> Figure:
        return lambda o: ratio(count(o, event=event, **where), count(o, event=event))

    def within(event: str) -> Figure:
        return lambda o: ratio(number(local(o, event)), count(o, event=event))

    def private(event: str) -> Figure:
        return lambda o: ratio(
            count(o, event=event, ownership="private", tier=INSIDE),
            count(o, event=event, tier=INSIDE),
        )

    def a_head(event: str) -> Figure:
        return lambda o: count(o, event=event) * per_year(o) / people

    visits = ("visits", "诊疗人次")
    return [
        seen("primary_visit_share", "Primary share of within-county visits",
             "基层诊疗量占县域内总诊疗量", "%",
             ("visits at primary institutions of the patient's county ÷ all visits in that county",
              "本县域基层医疗卫生机构诊疗人次 ÷ 本县域总诊疗人次"), percent(primary_local), True),
        seen("primary_visit_share_all", "Primary share of all visits", "基层诊疗占比（全部）", "%",
             (f"{visits[0]} at primary institutions ÷ all residents' visits, wherever",
              "基层诊疗人次 ÷ 居民全部诊疗人次"), percent(share("visit", tier="primary")), True),
        seen("within_county_visit_rate", "Visits within the county", "县域内就诊率", "%",
             ("residents' visits in their own county ÷ all residents' visits",
              "居民在本县域内的诊疗人次 ÷ 居民全部诊疗人次"), percent(within("visit")), True),
        seen("within_county_admission_rate", "Admissions within the county", "县域内住院率", "%",
             ("residents' admissions in their own county ÷ all residents' admissions",
              "居民在本县域内的入院人次 ÷ 居民全部入院人次"), percent(within("admission")), True),
        seen("private_visit_share", "Private share of visits", "社会办诊疗量占比", "%",
             ("visits at private institutions ÷ visits in the region",
              "社会办机构诊疗人次 ÷ 全市诊疗人次"), percent(private("visit")), True),
        seen("private_admission_share", "Private share of admissions", "社会办住院量占比", "%",
             ("admissions to private institutions ÷ admissions in the region",
              "社会办机构入院人次 ÷ 全市入院人次"), percent(private("admission")), True),
        seen("visits_a_head", "Visits a head", "居民年均就诊次数", "a year",
             ("residents' visits a year ÷ residents", "居民全年诊疗人次 ÷ 常住人口"),
             a_head("visit")),
        seen("admission_rate", "Admission rate", "居民年住院率", "%",
             ("residents' admissions a year ÷ residents", "居民全年入院人次 ÷ 常住人口"),
             percent(a_head("admission"))),
    ]  # fmt: skip


INSIDE = ("primary", "secondary", "tertiary")
FIRST = ("first", "emergency")


def flows(layout: Layout) -> list[Indicator]:
    """Return how patients move between tiers."""
    conditions = layout.model.conditions
    people = total_residents(layout.model) * layout.scale
    needs = {name: RANK_OF_TIER[case.needs] for name, case in conditions.items()}

    def bypass(o: Observed) -> float:
        first = rows(o.counts, event="visit", route="first")
        if not len(first):
            return float("nan")
        above = first["tier"].map(RANK_OF_TIER) > first["condition"].map(needs)
        return ratio(number(first[above]), number(first))

    def contracted_first(o: Observed) -> float:
        first = rows(o.counts, event="visit", route="first")
        own = first[first["class"].str.endswith("/contracted")] if len(first) else first
        return ratio(number(rows(own, tier="primary", ownership="public")), number(own))

    def per_thousand(event: str, **where: str) -> Figure:
        return lambda o: 1000 * count(o, event=event, **where) * per_year(o) / people

    def stepped_down(o: Observed) -> float:
        inside = count(o, event="admission", tier=("secondary", "tertiary"), ownership="public")
        return ratio(count(o, event="down_referral", route="recovery"), inside)

    unit = "per 1,000 residents a year"
    return [
        seen("bypass_rate", "First contacts above the tier needed", "越级就诊率", "%",
             ("planned and urgent first contacts above the tier needed ÷ such first contacts",
              "高于所需层级的首诊人次 ÷ 首诊人次（不含急诊）"), percent(bypass), False),
        seen("contracted_first_contact", "Contracted residents who start at primary care",
             "签约居民基层首诊率", "%",
             ("first contacts of contracted residents at public primary institutions ÷ all theirs",
              "签约居民在公立基层机构首诊人次 ÷ 签约居民首诊人次"),
             percent(contracted_first), True),
        seen("up_referrals", "Up-referrals", "上转人次", unit,
             ("patients who go where they are referred", "按转诊上转的人次"),
             per_thousand("up_referral")),
        seen("down_referrals", "Down-referrals for recovery", "恢复期下转人次", unit,
             ("inpatients who move to a lower bed", "转入下级床位的住院人次"),
             per_thousand("down_referral", route="recovery"), True),
        seen("down_referrals_chronic", "Down-referrals of stable patients", "慢性期下转人次", unit,
             ("hospital follow-ups that primary care takes over", "由基层接管的医院复诊患者"),
             per_thousand("down_referral", route="chronic"), True),
        seen("stepped_down_share", "Inpatients moved down", "住院患者下转率", "%",
             ("down-referrals for recovery ÷ public hospital admissions",
              "恢复期下转人次 ÷ 公立医院入院人次"), percent(stepped_down), True),
        seen("unmet", "Left without the care needed", "未获所需诊治", unit,
             ("patients who refuse a referral or have nowhere to be referred",
              "拒绝转诊或无处可转的患者"), per_thousand("unmet"), False),
        seen("blocked_bed_days", "Blocked bed-days", "滞留床日", "days a year",
             ("days that patients keep an acute bed while they wait for a lower one",
              "等候下级床位期间占用急性期床位的天数"),
             lambda o: hours(o, "blocked_hours") / HOURS_PER_DAY * per_year(o), False),
    ]  # fmt: skip


def waiting() -> list[Indicator]:
    """Return the waits that no tier owns alone."""
    return [
        seen("wait_referred", "Wait of referred patients on the day", "转诊患者当日候诊", "min",
             ("mean wait for the physician, referred patients", "转诊患者平均候诊时间"),
             lambda o: mean_wait(o, type="physicians", group="referred"), False),
        seen("wait_test", "Wait for a test", "候检时间", "min",
             ("mean wait for a test room", "平均等候检查时间"),
             lambda o: mean_wait(o, type="tests"), False),
        seen("boarding", "Wait of emergencies for a bed", "急诊候床", "min",
             ("mean wait for a bed of emergencies who are admitted", "急诊入院患者平均候床时间"),
             lambda o: mean_wait(o, type="beds", group="boarding"), False),
    ]  # fmt: skip


def by_tier(layout: Layout, tier: str) -> list[Indicator]:
    """Return waits, occupancy and workload of a tier."""
    name = TIER_NAMES[tier]
    doctors = layout.scale * sum(
        sum(site.physicians.values()) for site in layout.sites if site.tier == tier
    )

    def occupancy(o: Observed) -> float:
        busy = hours(o, "busy_hours", type="beds", tier=tier)
        return ratio(busy, hours(o, "capacity_hours", type="beds", tier=tier))

    def workload(o: Observed) -> float:
        return ratio(count(o, event="visit", tier=tier) * per_year(o), doctors * WORKING_DAYS)

    return [
        seen(f"wait_consultation_{tier}", f"Wait for a physician, {name.en}", f"{name.zh}候诊时间",
             "min", ("mean wait for the physician of those who come for a visit",
                     "就诊患者平均候诊时间"),
             lambda o: mean_wait(o, type="physicians", tier=tier, group=VISITORS), False),
        seen(f"occupancy_{tier}", f"Bed occupancy, {name.en}", f"{name.zh}病床使用率", "%",
             ("bed-hours in use ÷ bed-hours open", "实际占用床时 ÷ 开放床时"),
             percent(occupancy)),
        seen(f"wait_bed_{tier}", f"Wait for a bed, {name.en}", f"{name.zh}候床时间", "h",
             ("mean wait for a bed of those admitted", "入院患者平均候床时间"),
             lambda o: mean_wait(o, type="beds", tier=tier, group=ADMITTED) / MINUTES_PER_HOUR,
             False),
        seen(f"visits_per_physician_day_{tier}", f"Visits per physician-day, {name.en}",
             f"{name.zh}医师日均担负诊疗人次", "visits",
             ("visits a year ÷ (physicians × 251 working days)",
              "全年诊疗人次 ÷（医师数 × 251 个工作日）"), workload),
    ]  # fmt: skip


ADMITTED = ("admission", "boarding")
VISITORS = ("first", "self", "referred", "followup", "emergency")
