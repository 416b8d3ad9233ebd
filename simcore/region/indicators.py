"""The catalogue of indicators: one definition each, in both languages.

Structural ones follow from the scenario alone; the others are computed from the events
of the window. A visit is an outpatient or emergency visit, counted as the patient joins
the queue; an admission is counted as the patient asks for the bed.
"""

from __future__ import annotations

from collections.abc import Sequence

from simcore.network.indicators import Indicator, Observed
from simcore.region.beds import children_beds, paediatricians, private_beds, total_beds
from simcore.region.contacts import contacts
from simcore.region.counting import count, hours, mean_wait, per_year, ratio
from simcore.region.coverage import coverage
from simcore.region.defining import fixed, percent, seen
from simcore.region.institutions import Site
from simcore.region.layout import Layout
from simcore.region.money import bills_of, money
from simcore.region.population import contract_coverage, residents_by_band, total_residents
from simcore.region.settled import as_settled, settled
from simcore.scenario.region.region import RegionScenario
from simcore.text import Label
from simcore.time_units import MINUTES_PER_DAY, MINUTES_PER_HOUR

TIER_NAMES = {
    "primary": Label("primary", "基层"),
    "secondary": Label("secondary", "二级"),
    "tertiary": Label("tertiary", "三级"),
}
WORKING_DAYS = 251.0  # of the yearbook's visits per physician-day


def catalogue(layout: Layout) -> tuple[Indicator, ...]:
    """Return every indicator that the region can give, structural ones first."""
    model, sites, scale = layout.model, layout.sites, layout.scale
    return (
        *structural(model, sites),
        *contacts(model, scale),
        *waiting(),
        *(i for tier in TIER_NAMES for i in by_tier(sites, scale, tier)),
        *as_settled(settled(layout), money(bills_of(layout), total_residents(model) * scale)),
    )


def structural(model: RegionScenario, sites: Sequence[Site]) -> list[Indicator]:
    """Return the indicators that follow from the scenario alone."""
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
              ratio(100 * bands["60+"], people)),
        fixed("aged_65_and_over", "Aged 65 and over", "65岁及以上占比", "%",
              ("residents aged 65+ ÷ residents", "65岁及以上人口 ÷ 常住人口"),
              ratio(100 * aged, people)),
        fixed("beds_per_1000", "Beds per 1,000 residents", "每千常住人口床位", per,
              ("beds of all institutions ÷ residents × 1,000", "全部床位 ÷ 常住人口 × 1000"),
              ratio(1000 * beds, people)),
        fixed("private_beds_per_1000", "Private beds per 1,000 residents",
              "每千常住人口社会办医床位数（张）", per,
              ("private beds ÷ residents × 1,000", "社会办医床位数 ÷ 常住人口 × 1000"),
              ratio(1000 * private, people)),
        fixed("private_bed_share", "Private share of beds", "社会办医床位占比", "%",
              ("private beds ÷ all beds", "社会办医床位数 ÷ 全部床位数"),
              100 * ratio(private, beds)),
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
        *coverage(model, sites),
    ]  # fmt: skip


def waiting() -> list[Indicator]:
    """Return the waits that no tier owns alone."""
    return [
        seen("wait_referred", "Wait of referred patients on the day", "转诊患者当日候诊时间", "min",
             ("mean wait for the physician, referred patients", "转诊患者平均候诊时间"),
             lambda o: mean_wait(o, type="physicians", group="referred"), False),
        seen("wait_booking", "Wait for an appointment", "预约等候时间", "days",
             ("mean time from booking to the appointment, planned visits",
              "自预约至就诊时段的平均时间（择期就诊）"),
             lambda o: mean_wait(o, type="appointments") / MINUTES_PER_DAY, False),
        seen("wait_booking_referred", "Wait of referred patients for an appointment",
             "转诊患者预约等候时间", "days",
             ("mean time from booking to the appointment, referred patients",
              "转诊患者自预约至就诊时段的平均时间"),
             lambda o: mean_wait(o, type="appointments", group="referred") / MINUTES_PER_DAY,
             False),
        seen("wait_test", "Wait for a test", "候检时间", "min",
             ("mean wait for a test room", "平均等候检查时间"),
             lambda o: mean_wait(o, type="tests"), False),
        seen("boarding", "Wait of emergencies for a bed", "急诊患者等候住院床位时间", "min",
             ("mean wait for a bed of emergencies who are admitted",
              "急诊入院患者平均等候住院床位时间"),
             lambda o: mean_wait(o, type="beds", group="boarding"), False),
    ]  # fmt: skip


def by_tier(sites: Sequence[Site], scale: float, tier: str) -> list[Indicator]:
    """Return waits, occupancy and workload of a tier."""
    name = TIER_NAMES[tier]
    doctors = scale * sum(sum(site.physicians.values()) for site in sites if site.tier == tier)

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
        seen(f"occupancy_{tier}", f"Bed occupancy, {name.en}", f"{name.zh}床位使用率", "%",
             ("bed-hours in use ÷ bed-hours open", "实际占用床时 ÷ 开放床时"),
             percent(occupancy)),
        seen(f"wait_bed_{tier}", f"Wait for a bed, {name.en}", f"{name.zh}等候住院床位时间", "h",
             ("mean wait for a bed of those admitted", "入院患者平均等候住院床位时间"),
             lambda o: mean_wait(o, type="beds", tier=tier, group=ADMITTED) / MINUTES_PER_HOUR,
             False),
        seen(f"visits_per_physician_day_{tier}", f"Visits per physician-day, {name.en}",
             f"{name.zh}医师日均担负诊疗人次", "visits",
             ("visits a year ÷ (physicians × 251 working days)",
              "全年诊疗人次 ÷（医师数 × 251 个工作日）"), workload),
    ]  # fmt: skip


ADMITTED = ("admission", "boarding")
VISITORS = ("first", "self", "referred", "followup", "emergency")
