"""Givens that make no sense by themselves: shares, times, numbers, dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from simcore.network.dated_calendar import UnknownYear, played_as
from simcore.network.expressions.parser import RESERVED
from simcore.network.findings import Finding, Where, finding, no_such
from simcore.network.flow import each_step
from simcore.network.model import Network
from simcore.network.ranges import least
from simcore.network.resources import MOST_UNITS, UNLIMITED, Resource, SlotBook
from simcore.network.schedules import timetables
from simcore.network.sources import Multiplier, Population, Renewal, Source, Trace
from simcore.network.steps.base import is_nothing
from simcore.network.values import ByClass, Distribution
from simcore.network.wholes import random_parts


def wrong_givens(network: Network) -> Iterator[Finding]:
    """Yield numbers, shares and dates that cannot be meant."""
    for resource in network.resources:
        yield from _capacity(resource)
    for book in network.books:
        yield from _book(book)
    for source in network.sources:
        yield from _source(network, source)
    for where, step in each_step(network):
        for key, value, _ in step.values():
            if isinstance(value, ByClass):
                yield from _by_class(network, (*where, *key), value)
    yield from _names(network)
    yield from _words(network)
    yield from _dates(network)


# Resources, books and sources


def _capacity(resource: Resource) -> Iterator[Finding]:
    wrong = [n for n in resource.capacity.values if not UNLIMITED <= n <= MOST_UNITS]
    if wrong:
        where: Where = ("resources", resource.name, "capacity")
        yield finding(where, f"{wrong[0]} units", f"容量为 {wrong[0]}",
                      f"write a whole number from 0 to {MOST_UNITS}",
                      f"请写 0 至 {MOST_UNITS} 的整数")  # fmt: skip


def _book(book: SlotBook) -> Iterator[Finding]:
    where: Where = ("books", book.name)
    if not any(seats > 0 for _, seats in (*book.slots, *book.overnight)):
        yield finding((*where, "sessions"), "there is no seat", "没有号源",
                      "write a session with seats", "请写带号源数的门诊时段")  # fmt: skip
    if book.horizon <= 0.0:
        yield finding((*where, "horizon"), "nothing can be booked ahead", "无法预约",
                      "write a horizon such as 14 d", "请写预约期，例如 14 d")  # fmt: skip


def _source(network: Network, source: Source) -> Iterator[Finding]:
    where: Where = ("sources", source.name)
    for name, _ in source.mix:
        if name not in network.classes:
            yield no_such((*where, "mix"), "class", name, network.classes)
    if not any(share > 0.0 for _, share in source.mix):
        yield finding(
            (*where, "mix"), "no class has a share of the arrivals", "没有任何类别的到达比例",
            "give each class its share", "请为各类别写出比例",
        )  # fmt: skip
    yield from random_parts((*where, "class", "priority"), source.priority)
    if isinstance(source.priority, ByClass):
        yield from _by_class(network, (*where, "class", "priority"), source.priority)
    for name, value in source.values:
        if isinstance(value, ByClass):
            yield from _by_class(network, (*where, "values", name), value)
    yield from _process((*where, "arrivals"), source)
    if source.size is not None:
        yield from _size((*where, "arrivals", "size"), source.size)
    for multiplier in source.multipliers:
        yield from _multiplier((*where, "arrivals"), multiplier)


def _process(where: Where, source: Source) -> Iterator[Finding]:
    by_rate = source.formula is not None or any(rate > 0.0 for rate in source.rate.values)
    if source.process is not None and by_rate:
        yield finding(where, "arrivals come in two ways", "到达方式有两种",
                      "keep the rate or the process", "rate 与 process 只保留一个")  # fmt: skip
    if source.process is not None and (source.multipliers or source.growth):
        yield finding(
            (*where, _varying(source)),
            "factors and growth change a rate, and this source has none",
            "系数与增长只作用于到达率，而此来源没有到达率",
            "write rate, weekly or timetable", "请写 rate、weekly 或 timetable",
        )  # fmt: skip
    match source.process:
        case Population(size) if size < 1:
            yield finding((*where, "population"), "there is nobody", "人数为零",
                          "write a whole number from 1", "请写不小于 1 的整数")  # fmt: skip
        case Population() if source.size is not None or source.limit is not None:
            key = "size" if source.size is not None else "limit"
            yield finding((*where, key), "a population is there from the start, all of it",
                          "固定人群一开始就全部在内", f"remove {key}", f"请删去 {key}")  # fmt: skip
        case Trace() if source.size is not None:
            yield finding((*where, "size"), "patients at given times come one by one",
                          "按给定时刻到达的患者逐个到达", "write a time once for each patient",
                          "请为每名患者各写一次时刻")  # fmt: skip
        case Trace(minutes) if not minutes:
            yield finding((*where, "at"), "no time of arrival is given", "未写到达时刻",
                          "write at least one", "请至少写一个")  # fmt: skip
        case Trace(minutes):
            yield from _rising((*where, "at"), minutes)
        case Renewal(gap) if is_nothing(gap) and source.limit is None:
            yield finding((*where, "every"), "arrivals without end at one instant",
                          "同一时刻有无穷多次到达", "write a longer gap, or a limit",
                          "请写更长的间隔，或写 limit")  # fmt: skip


def _size(where: Where, size: Distribution) -> Iterator[Finding]:
    """Yield a number of patients together that can be 0 or less, or a part of one."""
    fixed: Any = size.parameters.get("values", (least(size),))
    listed = size.name in ("deterministic", "empirical")
    if least(size) < 0.5 or (listed and any(value % 1.0 for value in fixed)):
        yield finding(
            where, "the number that come together can be less than 1, or a part of one",
            "同时到达人数可能小于 1，或不是整数",
            "write whole numbers from 1, such as {empirical: {values: [1, 2], weights: [3, 1]}}",
            "请写不小于 1 的整数，例如 {empirical: {values: [1, 2], weights: [3, 1]}}",
        )  # fmt: skip


def _varying(source: Source) -> str:
    """Return the first key by which a source varies a rate."""
    if any(multiplier.yearly for multiplier in source.multipliers):
        return "yearly"
    return "growth" if source.growth else "surges"


def _rising(where: Where, minutes: Sequence[float]) -> Iterator[Finding]:
    for k, (before, minute) in enumerate(pairwise(minutes), 1):
        if minute < before:
            yield finding((*where, k), "it comes before the one above", "早于前一项",
                          "write the times in rising order", "请按时间先后书写")  # fmt: skip


def _multiplier(where: Where, multiplier: Multiplier) -> Iterator[Finding]:
    days = [day for day, _ in multiplier.points]
    most = 1 if multiplier.yearly else 2  # a surge may jump: two factors at one time
    crowded = any(days.count(day) > most for day in days)
    if not days or days != sorted(days) or crowded or min(f for _, f in multiplier.points) < 0.0:
        yield finding(
            where, "the days of a factor do not rise, or a factor is below 0",
            "系数的日期须递增，且系数不小于 0",
            "order the points by day; write factors of 0 or more",
            "请按日期排序，系数不小于 0",
        )  # fmt: skip


# Values


def _by_class(network: Network, where: Where, value: ByClass) -> Iterator[Finding]:
    have, want = len(value.values), len(network.classes)
    if have != want:
        yield finding(
            where, f"{have} values, and {want} classes", f"有 {have} 个值，而患者有 {want} 类",
            f"give one to each of: {', '.join(network.classes)}",
            f"请为每类各写一个：{'、'.join(network.classes)}",
        )  # fmt: skip


# Names and dates


def _names(network: Network) -> Iterator[Finding]:
    """Yield names of two things at once: resources, pools, gates, delays stand side by side."""
    gates: list[tuple[Where, str]] = []
    shared = set[tuple[str, str]]()
    delays: dict[str, Where] = {}  # of which several steps may speak
    for where, step in each_step(network):
        if step.occupied():
            delays.setdefault(step.occupied(), (*where, step.word, "occupies"))
        for gate, _ in step.gates():
            if (step.word, gate) not in shared:
                gates.append(((*where, step.word, "gate"), gate))
            if step.shares_gates:
                shared.add((step.word, gate))
    named: list[tuple[Where, str]] = [
        *((("resources", r.name), r.name) for r in network.resources),
        *((("pools", p.name), p.name) for p in network.pools),
        *gates,
        *((where, name) for name, where in delays.items()),
    ]
    seen = set[str]()
    for where, name in named:
        if name in seen:
            yield finding(
                where, f'"{name}" is also the name of another resource, pool, gate or delay',
                f"“{name}”也是另一资源、资源池、集合点（gate）或停留的名称",
                "give it a name of its own", "请另取名称",
            )  # fmt: skip
        seen.add(name)


def _words(network: Network) -> Iterator[Finding]:
    """Yield names of attributes and constants that an expression could not tell apart."""
    for k, name in enumerate(network.attributes):
        if name in network.attributes[:k]:
            yield finding(("attributes", k), f'the attribute "{name}" is listed twice',
                          f"属性“{name}”重复列出",
                          "keep one of the two", "请只保留一个")  # fmt: skip
        else:
            yield from _word(("attributes", k), name, "an attribute", "属性")
    for name in network.constants:
        if name in network.attributes:
            yield finding(("constants", name), f'"{name}" is an attribute too',
                          f"“{name}”同时也是属性", "give one of them another name",
                          "请将其一改名")  # fmt: skip
        else:
            yield from _word(("constants", name), name, "a constant", "常量")


def _word(where: Where, name: str, kind: str, kind_zh: str) -> Iterator[Finding]:
    if name in RESERVED or not name.isidentifier():
        yield finding(
            where, f'{kind} cannot be called "{name}"', f"{kind_zh}不能命名为“{name}”",
            "write one word of letters and _, with another meaning than time, class, queue "
            "and so on",
            "请用由文字和 _ 组成、且不是 time、class、queue 等保留词的名称",
        )  # fmt: skip


def _dates(network: Network) -> Iterator[Finding]:
    """Yield what needs a date and has none, dates in the wrong order, and unknown holidays."""
    for resource in network.resources:
        for k, closure in enumerate(resource.closures):
            if closure.end <= closure.start:
                end = f"{closure.end:%Y-%m-%d %H:%M}"
                yield finding(
                    ("resources", resource.name, "closures", k, "to"),
                    f"it ends at {end}, not after it begins", f"结束于 {end}，不晚于开始",
                    "let to be later than from", "请使 to 晚于 from",
                )  # fmt: skip
    if network.start is None:
        for where in _dated(network):
            yield finding(
                where, "this needs the date on which the run starts", "此项需要运行的开始日期",
                "give the start of the run, such as start: 2020-01-06",
                "请写明运行的开始日期，例如 start: 2020-01-06",
            )  # fmt: skip
    elif network.holidays:
        try:
            played_as(network.start)
        except UnknownYear as error:
            yield Finding(("start",), error.message, error.remedy)
    if network.holidays not in ("", "china"):
        yield finding(("holidays",), f'found "{network.holidays}"', f"此处为“{network.holidays}”",
                      "write china, or leave it out", "请写 china，或不写")  # fmt: skip


def _dated(network: Network) -> list[Where]:
    """Return where something depends on the date."""
    found: list[Where] = [("holidays",)] if network.holidays else []
    found += [("resources", r.name, "closures") for r in network.resources if r.closures]
    for source in network.sources:
        if any(multiplier.yearly for multiplier in source.multipliers):
            found.append(("sources", source.name, "arrivals", "yearly"))
    found += [(*where, "from") for where, table in timetables(network) if table.start]
    return found
