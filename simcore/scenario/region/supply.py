"""What the supply of a region must agree on: units that can be counted, seats that can be had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simcore.network.resources import MOST_UNITS
from simcore.scenario.region.institutions import Booking
from simcore.scenario.region.region import RegionScenario
from simcore.text import Label
from simcore.time_units import MINUTES_PER_DAY

Finding = tuple[str, Label, Label]  # dotted path, what was found, what would be right


def countable(model: RegionScenario, path: str, supply: Mapping[str, float]) -> Iterator[Finding]:
    """Yield factors that make more units of an institution type than can be counted."""
    everybody = sum(area.residents for area in model.areas.values())
    for kind, factor in supply.items():
        if kind not in model.institutions:
            continue
        type_ = model.institutions[kind]
        rooms = type_.tests.rooms if type_.tests else 0.0
        densest = max(
            *(p.density for p in type_.physicians.values()), *type_.beds.values(), rooms, 0.0
        )
        if factor * densest * everybody / 1000 > MOST_UNITS:
            yield (
                f"{path}.supply.{kind}",
                Label(f"this makes {factor * densest * everybody / 1000:,.0f} units",
                      f"由此得到 {factor * densest * everybody / 1000:,.0f} 个单位"),
                Label("write a smaller factor", "请写较小的倍数"),
            )  # fmt: skip


def bookings(path: str, rule: Booking | None) -> Iterator[Finding]:
    """Yield what keeps anybody from a seat of a book, and slots that are no part of a day.

    path: of the institution type.
    """
    if rule is None:
        return
    if rule.capacity <= 0.0:
        yield (
            f"{path}.booking.capacity",
            Label("there is no seat", "没有号源"),
            Label(
                "write a share above 0%, or leave booking out", "请写大于 0% 的比例，或去掉 booking"
            ),
        )
    if rule.notice >= rule.horizon:
        yield (
            f"{path}.booking.notice",
            Label("no seat is ever so far ahead", "可预约期内没有如此靠后的号源"),
            Label("let it be shorter than horizon", "请使其短于 horizon"),
        )
    if rule.slot > MINUTES_PER_DAY:
        yield (
            f"{path}.booking.slot",
            Label("a slot is longer than a day", "号段长于一天"),
            Label("write minutes or hours", "请写分钟或小时"),
        )


def kept_slots(model: RegionScenario) -> Iterator[Finding]:
    """Yield slots that are kept where no appointments are made, or released where none are kept."""
    up = model.policy.referral.up
    if up.reserved_slots and not any(kind.booking for kind in model.institutions.values()):
        yield (
            "policy.referral.up.reserved_slots",
            Label("no institution makes appointments", "没有机构设预约号源"),
            Label("give some booking, or write 0%", "请为有关机构写明 booking，或写 0%"),
        )
    if up.released and not up.reserved_slots:
        yield (
            "policy.referral.up.released",
            Label("no slots are reserved", "没有预留号源"),
            Label(
                "set reserved_slots, or leave released out", "请设 reserved_slots，或去掉 released"
            ),
        )
