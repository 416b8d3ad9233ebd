"""Indicators of money: bills of visits and admissions, multiplied by how many there were."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pandas as pd

from simcore.network.indicators import Indicator, Observed
from simcore.region.counting import Figure, number, per_year, ratio, rows
from simcore.region.insurance import Bill, admission_bill, recovery_bill, test_bill, visit_bill
from simcore.region.layout import Layout
from simcore.region.population import CLASSES
from simcore.text import Label

KEY = ("event", "kind", "condition", "scheme", "referred")
OUTPATIENT, INPATIENT = ("visit", "test"), ("admission", "recovery")
REFERRED_ROUTES = ("referred", "followup")  # excused from the cut for bypassing
SCHEME = {class_.name: class_.scheme for class_ in CLASSES}


def prices(layout: Layout) -> pd.DataFrame:
    """Return the bill of every kind of visit, test and stay, one row each, yuan."""
    kinds = {site.kind: site for site in layout.sites}
    bills = {"visit": visit_bill, "test": test_bill, "admission": admission_bill,
             "recovery": lambda *of: recovery_bill(*of[:-1])}  # fmt: skip
    table = []
    for event, bill in bills.items():
        for kind, site in kinds.items():
            for condition, case in layout.model.conditions.items():
                for scheme in ("employee", "resident", "none"):
                    for referred in (False, True):
                        row: Bill = bill(layout.model, site, case, scheme, referred)
                        key = (event, kind, condition, scheme, referred)
                        table.append((*key, row.cost, row.in_scope, row.fund))
    return pd.DataFrame(table, columns=[*KEY, "cost", "in_scope", "fund"])


def priced(table: pd.DataFrame, observed: Observed) -> pd.DataFrame:
    """Return all that is paid for, with its total cost, in-scope cost and fund payment."""
    events = rows(observed.counts, event=(*OUTPATIENT, *INPATIENT))
    events = events.assign(
        scheme=events["class"].map(SCHEME), referred=events["route"].isin(REFERRED_ROUTES)
    )
    joined = events.merge(table, on=list(KEY), how="left")
    for column in ("cost", "in_scope", "fund"):
        joined[column] *= joined["count"]
    return joined


Bills = Callable[[Observed], pd.DataFrame]


def money(bills: Bills, people: float) -> list[Indicator]:
    """Return reimbursement rates and who pays how much a resident and year.

    people: whose bills they are, at the scale of the run.
    """
    return [*_reimbursement(bills), *_means(bills), *_payers(bills, people)]


def bills_of(layout: Layout) -> Bills:
    """Return what gives the priced events of a window; several figures ask for one in turn."""
    table = lru_cache(maxsize=1)(lambda: prices(layout))
    last: list[tuple[Observed, pd.DataFrame]] = []

    def bills(observed: Observed) -> pd.DataFrame:
        if not last or last[0][0] is not observed:
            last[:] = [(observed, priced(table(), observed))]
        return last[0][1]

    return bills


def _reimbursement(bills: Bills) -> list[Indicator]:
    def reimbursed(**where: str | tuple[str, ...]) -> Figure:
        def figure(o: Observed) -> float:
            part = rows(bills(o), **where)
            return 100 * ratio(float(part["fund"].sum()), float(part["in_scope"].sum()))

        return figure

    ratio_text = (
        "fund payment ÷ in-scope cost, urban-rural resident insurance",
        "基金支付 ÷ 政策范围内费用（城乡居民医保）",
    )
    return [
        Indicator("inpatient_reimbursement",
                  Label("Inpatient reimbursement within policy scope", "政策范围内住院报销比例"),
                  "%", Label(*ratio_text), reimbursed(event=INPATIENT, scheme="resident"),
                  higher_is_better=True),
        Indicator("primary_outpatient_reimbursement",
                  Label("Primary outpatient reimbursement within policy scope",
                        "基层医疗机构政策范围内门诊报销比例"),
                  "%", Label(f"{ratio_text[0]}, visits at primary institutions",
                             f"{ratio_text[1]}，基层机构门诊"),
                  reimbursed(event=OUTPATIENT, scheme="resident", tier="primary"),
                  higher_is_better=True),
    ]  # fmt: skip


def _means(bills: Bills) -> list[Indicator]:
    def mean_cost(events: tuple[str, ...]) -> Figure:
        def figure(o: Observed) -> float:
            part = rows(bills(o), event=events)
            return ratio(float(part["cost"].sum()), number(rows(part, event=events[0])))

        return figure

    return [
        Indicator("cost_a_visit", Label("Cost of a visit", "次均门诊费用"), "yuan",
                  Label("cost of visits and their tests ÷ visits", "门诊与检查费用 ÷ 诊疗人次"),
                  mean_cost(OUTPATIENT), higher_is_better=False),
        Indicator("cost_an_admission", Label("Cost of an admission", "次均住院费用"), "yuan",
                  Label("cost of admissions and recovery, wherever ÷ admissions",
                        "住院及恢复期费用 ÷ 入院人次"),
                  mean_cost(INPATIENT), higher_is_better=False),
    ]  # fmt: skip


def _payers(bills: Bills, people: float) -> list[Indicator]:
    def a_resident(column: Callable[[pd.DataFrame], float]) -> Figure:
        return lambda o: ratio(column(bills(o)) * per_year(o), people)

    return [
        Indicator("patient_cost", Label("Patients pay", "个人负担"), "yuan a resident a year",
                  Label("cost less fund payment, visits, tests and stays ÷ residents",
                        "（门诊与住院费用 − 基金支付）÷ 常住人口"),
                  a_resident(_paid_by_patients), higher_is_better=False),
        Indicator("fund_cost", Label("Insurance funds pay", "医保基金支出"),
                  "yuan a resident a year",
                  Label("fund payment, visits, tests and stays ÷ residents",
                        "门诊与住院基金支付 ÷ 常住人口"),
                  a_resident(_paid_by_fund), higher_is_better=None),
    ]  # fmt: skip


def _paid_by_patients(frame: pd.DataFrame) -> float:
    return float((frame["cost"] - frame["fund"]).sum())


def _paid_by_fund(frame: pd.DataFrame) -> float:
    return float(frame["fund"].sum())
