"""Givens that make no sense by themselves: shares, times, numbers, dates."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from simcore.network.checks.references import Finding, Where, each_step, finding, no_such, word
from simcore.network.dated_calendar import UnknownYear, played_as
from simcore.network.expressions.parser import RESERVED
from simcore.network.model import Multiplier, Network, Population, Renewal, SlotBook, Source, Trace
from simcore.network.steps import Book, Branch, Choose, Fork, Gather, Route, Seize, Step, Until, Use
from simcore.network.values import ByClass, Distribution
from simcore.time_units import MINUTES_PER_WEEK

VALUES = {
    "time": "for", "patience": "patience", "after": "after", "value": "value",
    "punctuality": "punctuality", "longest": "longest",
}  # fmt: skip


def wrong_givens(network: Network) -> Iterator[Finding]:
    """Yield numbers, shares and dates that cannot be meant."""
    for book in network.books:
        yield from _book(book)
    for source in network.sources:
        yield from _source(network, source)
    for at, step in each_step(network):
        if step is not None:
            yield from _values(network, at, step)
            yield from _numbers(at, step)
            yield from _ways(network, at, step)
    yield from _names(network)
    yield from _dates(network)


# Sources and books


def _book(book: SlotBook) -> Iterator[Finding]:
    at: Where = ("books", book.name)
    if not any(seats > 0 for _, seats in book.slots):
        yield finding((*at, "sessions"), "there is no seat", "没有号源",
                      "write a session with seats", "请写带号源数的门诊时段")  # fmt: skip
    if book.horizon <= 0.0:
        yield finding((*at, "horizon"), "nothing can be booked ahead", "无法预约",
                      "write a horizon such as 14 d", "请写预约期，例如 14 d")  # fmt: skip


def _source(network: Network, source: Source) -> Iterator[Finding]:
    at: Where = ("sources", source.name)
    for name, _ in source.mix:
        if name not in network.classes:
            yield no_such((*at, "mix"), "class", name, network.classes)
    if not any(share > 0.0 for _, share in source.mix):
        yield finding(
            (*at, "mix"), "no class has a share of the arrivals", "没有任何类别的到达比例",
            "give each class its share", "请为各类别写出比例",
        )  # fmt: skip
    for name, value in source.values:
        if isinstance(value, ByClass):
            yield from _by_class(network, (*at, "values", name), value)
    yield from _process((*at, "arrivals"), source)
    for multiplier in source.multipliers:
        yield from _multiplier((*at, "arrivals"), multiplier)


def _process(at: Where, source: Source) -> Iterator[Finding]:
    if source.process is not None and any(rate > 0.0 for rate in source.rate.values):
        yield finding(at, "arrivals come in two ways", "到达方式有两种",
                      "keep the rate or the process", "rate 与 process 只保留一个")  # fmt: skip
    if source.process is not None and (source.multipliers or source.growth):
        yield finding(
            at, "factors and growth change a rate, and this source has none",
            "系数与增长只作用于到达率，而此来源没有到达率",
            "write a rate or a weekly profile", "请写 rate 或 weekly",
        )  # fmt: skip
    match source.process:
        case Population(size) if size < 1:
            yield finding((*at, "population"), "there is nobody", "人数为零",
                          "write a whole number from 1", "请写不小于 1 的整数")  # fmt: skip
        case Population() if source.size is not None or source.limit is not None:
            key = "size" if source.size is not None else "limit"
            yield finding((*at, key), "a population is there from the start, all of it",
                          "固定人群一开始就全部在内", f"remove {key}", f"请删去 {key}")  # fmt: skip
        case Trace(minutes) if not minutes or list(minutes) != sorted(minutes):
            yield finding((*at, "at"), "the times of arrival do not rise", "到达时刻须递增",
                          "write at least one, the earliest first",
                          "请至少写一个，并按先后排序")  # fmt: skip
        case Renewal(gap) if _is_nothing(gap) and source.limit is None:
            yield finding((*at, "every"), "arrivals without end at one instant",
                          "同一时刻有无穷多次到达", "write a longer gap, or a limit",
                          "请写更长的间隔，或写 limit")  # fmt: skip


def _is_nothing(value: Distribution) -> bool:
    return value.name == "deterministic" and value.parameters["value"] == 0.0


def _multiplier(at: Where, multiplier: Multiplier) -> Iterator[Finding]:
    days = [day for day, _ in multiplier.points]
    if not days or days != sorted(set(days)) or min(f for _, f in multiplier.points) < 0.0:
        yield finding(
            at, "the days of a factor do not rise, or a factor is below 0",
            "系数的日期须递增，且系数不小于 0",
            "order the points by day; write factors of 0 or more",
            "请按日期排序，系数不小于 0",
        )  # fmt: skip


# Steps


def _values(network: Network, at: Where, step: Step) -> Iterator[Finding]:
    for name, key in VALUES.items():
        value = getattr(step, name, None)
        if isinstance(value, ByClass):
            key = getattr(step, "attribute", key)
            yield from _by_class(network, (*at, word(step), key), value)


def _by_class(network: Network, at: Where, value: ByClass) -> Iterator[Finding]:
    have, want = len(value.values), len(network.classes)
    if have != want:
        yield finding(
            at, f"{have} values, and {want} classes", f"有 {have} 个值，而患者有 {want} 类",
            f"give one to each of: {', '.join(network.classes)}",
            f"请为每类各写一个：{'、'.join(network.classes)}",
        )  # fmt: skip


def _numbers(at: Where, step: Step) -> Iterator[Finding]:
    match step:
        case Gather(size=n) if n < 1:
            yield _from_one((*at, "gather", "size"), n)
        case Seize(units=n) | Use(units=n) if n < 1:
            yield _from_one((*at, word(step), "units"), n)
        case Until(minutes=minutes) if not minutes or not all(
            0.0 <= m < MINUTES_PER_WEEK for m in minutes
        ):
            yield finding(
                (*at, "until"), "no minutes of the week are given", "未写一周中的时刻",
                'write such as "mon,wed,fri 08:00"', "请写例如 mon,wed,fri 08:00",
            )  # fmt: skip
        case Book() if bool(step.no_show) != bool(step.on_no_show):
            yield finding(
                (*at, "book", "on_no_show"), "no_show and on_no_show belong together",
                "no_show 与 on_no_show 须同时写", "write both or none", "请都写或都不写",
            )  # fmt: skip


def _from_one(at: Where, n: int) -> Finding:
    return finding(at, f"found {n}", f"此处为 {n}", "write a whole number from 1",
                   "请写不小于 1 的整数")  # fmt: skip


def _ways(network: Network, at: Where, step: Step) -> Iterator[Finding]:
    """Yield choices without an option, and rows of shares that do not fit the options."""
    classes = len(network.classes)
    match step:
        case Fork(pathways=()) | Branch(options=()) | Route(options=()) | Choose(options=()):
            yield finding((*at, word(step)), "there is nowhere to go", "没有去向",
                          "name a pathway", "请写出路径")  # fmt: skip
        case Branch() if step.by is not None:
            values = [value for value, _ in step.table]
            if not values or values != sorted(set(values)):
                yield finding(
                    (*at, "branch", "table"), "the values of the table do not rise",
                    "表中的取值须递增", "order the rows by value", "请按取值排序",
                )  # fmt: skip
            yield from _rows((*at, "branch", "table"), [r for _, r in step.table], step)
        case Branch(by_class=rows) if rows:
            yield from _rows((*at, "branch"), rows, step)
            if len(rows) != classes:
                yield _fit((*at, "branch"), len(rows), classes)
        case Branch():
            yield from _rows((*at, "branch"), [tuple(share for share, _ in step.options)], step)
        case Choose():
            for k, option in enumerate(step.options):
                if len(option.utility) != classes:
                    yield _fit((*at, "choose", k, "utility"), len(option.utility), classes)


def _rows(at: Where, rows: Sequence[Sequence[float]], step: Branch) -> Iterator[Finding]:
    for row in rows:
        if len(row) != len(step.options):
            yield _fit(at, len(row), len(step.options))
        elif min(row) < 0.0 or not math.isclose(sum(row), 1.0, abs_tol=1e-6):
            total = f"{sum(row):g}"
            yield finding(at, f"the shares add up to {total}", f"各分支的比例合计为 {total}",
                          "write shares that add up to 100%", "请使比例合计为 100%")  # fmt: skip


def _fit(at: Where, have: int, want: int) -> Finding:
    return finding(
        at, f"{have} are given where {want} are needed", f"应有 {want} 个，此处 {have} 个",
        f"write {want}", f"请写 {want} 个",
    )  # fmt: skip


# Names and dates


def _names(network: Network) -> Iterator[Finding]:
    """Yield names of two things at once: resources, pools and gates stand side by side."""
    gates: list[tuple[Where, str]] = [
        ((*at, "gather", "gate"), step.gate)
        for at, step in each_step(network)
        if isinstance(step, Gather)
    ]
    named: list[tuple[Where, str]] = [
        *((("resources", r.name), r.name) for r in network.resources),
        *((("pools", p.name), p.name) for p in network.pools),
        *gates,
    ]
    seen = set[str]()
    for at, name in named:
        if name in seen:
            yield finding(at, f'"{name}" is there already', f"“{name}”已存在",
                          "give it a name of its own", "请另取名称")  # fmt: skip
        seen.add(name)
    for k, name in enumerate(network.attributes):
        if name in RESERVED or not name.isidentifier():
            yield finding(("attributes", k), f'an attribute cannot be called "{name}"',
                          f"属性不能命名为“{name}”", "write another name of letters and _",
                          "请用由文字和 _ 组成的其他名称")  # fmt: skip


def _dates(network: Network) -> Iterator[Finding]:
    """Yield what needs a date and has none, dates in the wrong order, and unknown holidays."""
    for resource in network.resources:
        for k, closure in enumerate(resource.closures):
            if closure.end <= closure.start:
                yield finding(
                    ("resources", resource.name, "closures", k, "to"),
                    "it ends before it begins", "结束早于开始",
                    "let to be later than from", "请使 to 晚于 from",
                )  # fmt: skip
    if network.start is None:
        for where in _dated(network):
            yield finding(
                where, "this needs the date on which the run starts", "此项需要运行的开始日期",
                "give the start a date, such as 2020-01-06", "请写 start，例如 2020-01-06",
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
    return found
