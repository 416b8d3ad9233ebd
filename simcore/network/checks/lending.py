"""Lending that cannot be: to nobody, without limit, of more than there is."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.network.findings import Finding, Where, finding
from simcore.network.model import Network
from simcore.network.open_units import lends_by_timetable, of_week, overlent
from simcore.network.resources import UNLIMITED
from simcore.text import Label, did_you_mean


def lending(network: Network) -> Iterator[Finding]:
    """Yield what is wrong with what resources lend to each other.

    Whether timetables lend more than there is shows when they are laid out over a run.
    """
    found = list(_lends(network))
    yield from found
    if not found and not lends_by_timetable(network.resources):
        for name in overlent(network.resources, of_week):
            yield finding(
                ("resources", name, "lends"), "it lends more than it has", "调出的数量多于自身容量",
                "lend less, or at another time", "请减少调出数量或更换时间",
            )  # fmt: skip


def _lends(network: Network) -> Iterator[Finding]:
    names = [resource.name for resource in network.resources]
    unlimited = {r.name for r in network.resources if UNLIMITED in r.capacity.values}
    for resource in network.resources:
        others = [name for name in names if name != resource.name]
        for k, lend in enumerate(resource.lends):
            where: Where = ("resources", resource.name, "lends", k)
            if lend.to not in others:
                message = Label(
                    f'there is no other resource "{lend.to}"', f"没有名为“{lend.to}”的其他资源"
                )
                yield Finding((*where, "to"), message, did_you_mean(lend.to, others))
            elif {resource.name, lend.to} & unlimited:
                yield finding(
                    where, "an unlimited capacity neither lends nor borrows",
                    "不限容量的资源不能调出或调入", "give both a number of units",
                    "请为两者设定数量",
                )  # fmt: skip
