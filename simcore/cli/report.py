"""What `simcore run` prints: a few calm tables that a planner can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from simcore.cli import figures
from simcore.cli.language import Lang
from simcore.results.results import Results
from simcore.text import Label
from simcore.time_units import MINUTES_PER_HOUR

FEW = 12  # resources that are shown in full
TIGHTEST = 5
QUIET_UNITS = ("per 1,000", "每千人")  # the names say it
LONGEST = 6
ENOUGH = 30  # patients for a wait to be worth showing

VERDICTS = {
    "met": (Label("met", "达标"), "✓", "green"),
    "missed": (Label("missed", "未达标"), "✗", "red"),
    "undecided": (Label("undecided", "未定"), "?", "yellow"),
}
COMPARATORS = {">=": "≥", "<=": "≤", "=": "=", "~": "≈"}
GROUPS = {
    "": Label("all", "全部"),
    "first": Label("first contact", "首诊"),
    "self": Label("on their own", "自行前往"),
    "referred": Label("referred", "转诊"),
    "followup": Label("follow-up", "复诊"),
    "emergency": Label("emergency", "急诊"),
    "return": Label("back from tests", "检查后复诊"),
    "test": Label("test", "检查"),
    "admission": Label("admission", "入院"),
    "boarding": Label("from emergency", "急诊入院"),
    "down_referral": Label("stepping down", "下转"),
}
OUTCOMES = {
    "started": Label("", ""),
    "reneged": Label("gave up", "放弃等待"),
    "sent home": Label("sent home", "被劝返"),
    "interrupted": Label("interrupted", "被打断后"),
    "booked": Label("booked ahead", "预约提前"),
}
TIERS = {
    "primary": Label("primary", "基层"),
    "secondary": Label("secondary", "二级"),
    "tertiary": Label("tertiary", "三级"),
}


class Report:
    """Renders results in one language."""

    def __init__(self, results: Results, lang: Lang) -> None:
        self.results = results
        self.lang = lang
        self.region = "tier" in results.resources

    def say(self, en: str, zh: str) -> str:
        return zh if self.lang == "zh" else en

    def name(self, row: Any, prefix: str = "label") -> str:
        """Return a row's name in the language; `row` is a named tuple of a table."""
        return str(getattr(row, f"{prefix}_{self.lang}"))

    def print(self, console: Console) -> None:
        for part in self.parts():
            console.print(part)

    def parts(self) -> Iterable[RenderableType]:
        yield from self.header()
        yield from self.overloads()
        yield from self.circles()
        yield from self.targets()
        if self.region:
            yield from self.tiers()
            yield from self.tightest()
            yield from self.longest_waits()
        else:
            yield from self.every_resource()
            yield from self.waits()
            yield from self.stays()
            yield from self.flows()
        yield from self.costs()
        yield from self.notes()

    def section(self, title: str, table: RenderableType, aside: str = "") -> RenderableType:
        heading = Text.assemble("\n", (title, "bold"), ("  " + aside if aside else "", "dim"))
        return Group(heading, Padding(table, (0, 0, 0, 2), expand=False))

    # The head

    def header(self) -> Iterable[RenderableType]:
        m = self.results.manifest
        scenario = m["scenario"]
        yield Text("\n" + m["name"][self.lang], style="bold")
        if scenario:
            chosen = "".join(f" + {name}" for name in scenario["variants"])
            yield Text(f"{scenario['path']}{chosen}", style="dim")
        yield Text(self.window(), style="dim")
        if m.get("from_state"):
            path = m["from_state"]["path"]
            text = self.say(f"goes on from the saved state {path}", f"从保存的状态 {path} 继续")
            yield Text(text, style="dim")
        yield Text(" · ".join(self.size()), style="dim")
        if m["scale"] < 1.0:
            yield Text(self.scale_warning(m["scale"]), style="yellow")

    def window(self) -> str:
        w = self.results.manifest["window"]
        run, warmup = (figures.days(w[k], self.lang) for k in ("run_minutes", "warmup_minutes"))
        start = w["start"]
        begins = self.say(f" from {start}", f"（自 {start}）") if start else ""
        return self.say(
            f"{run}{begins}, after a warm-up of {warmup}", f"{run}{begins}，预热 {warmup}"
        )

    def size(self) -> list[str]:
        m = self.results.manifest
        n, patients = m["replications"], figures.count(m["patients"])
        wall = figures.seconds(m["seconds"]["total"], self.lang)
        return [
            self.say(f"{n} replication{'' if n == 1 else 's'}", f"重复 {n} 次"),
            self.say(f"seed {m['seed']}", f"种子 {m['seed']}"),
            self.say(f"{patients} patients", f"患者 {patients} 人次"),
            wall if m["engine"] == "numba" else f"{wall} (SimPy)",
        ]

    def scale_warning(self, scale: float) -> str:
        return self.say(
            f"At {scale:g} of full size, for a quick look: small pools wait longer.",
            f"仅按 {scale:g} 的规模快速查看：资源池变小，等候偏长。",
        )

    def overloads(self) -> Iterable[RenderableType]:
        over = self.results.overloads
        if over.empty:
            return
        if self.results.manifest["status"] == "overload":
            text = self.say(
                "The run ended early: a queue grew without end. What follows is up to then.",
                "运行提前结束：有队列不断增长。以下为此前的结果。",
            )
            yield Text("\n" + text, style="bold red")
        table = self.table(
            (self.say("resource", "资源"), "left"), (self.say("load", "负荷"), "right"),
            (self.say("queue at start", "开始时排队"), "right"),
            (self.say("at end", "结束时"), "right"),
        )  # fmt: skip
        for row in over.drop_duplicates("resource").head(TIGHTEST).pipe(rows):
            load = figures.share(row.offered_load) if row.offered_load < 1e6 else "∞"
            ends = (figures.count(row.queue_start), figures.count(row.queue_end))
            table.add_row(self.name(row), load, *ends)
        title = self.say("More work than capacity", "超出容量")
        aside = self.say("the queue can only grow", "排队只会增长")
        yield self.section(title, table, aside)

    def circles(self) -> Iterable[RenderableType]:
        """Say where patients blocked each other in a circle."""
        m = self.results.manifest
        for found in m.get("deadlocks", ())[:TIGHTEST]:
            names = self.say(", ", "、").join(r[self.lang] for r in found["resources"])
            n, day = found["replication"], f"{found['day']:.1f}"
            text = self.say(
                f"Deadlock: from day {day} on nobody at {names} can go on (replication {n}).",
                f"死锁：自第 {day} 天起，{names} 的患者互相等待，均无法继续（第 {n} 次重复）。",
            )
            yield Text("\n" + text, style="yellow")
        if m.get("swapped"):
            n = figures.count(m["swapped"])
            text = self.say(
                f"{n} patients who blocked each other in a circle changed places.",
                f"{n} 人次因循环互相占位而直接换位。",
            )
            yield Text(("" if m["deadlocks"] else "\n") + text, style="dim")

    # Targets and tiers

    def targets(self) -> Iterable[RenderableType]:
        targets = self.results.targets
        if targets.empty:
            return
        table = self.table(
            ("", "default"), ("", "left"), (self.say("value", "结果"), "right"),
            (self.say("wanted", "目标"), "right"), (self.say("year", "年份"), "left"),
            (self.say("clause", "条款"), "left"),
        )  # fmt: skip
        for row in rows(targets):
            word, sign, style = VERDICTS[row.verdict]
            table.add_row(
                Text(f"{sign} {word[self.lang]}", style=style), self.target_name(row),
                figures.with_half(row.value, row.half_width),
                f"{COMPARATORS[row.comparator]} {figures.number(row.wanted)}",
                row.year, row.clause,
            )  # fmt: skip
        yield self.section(self.say("Targets", "目标"), table, self.tally(targets))

    def target_name(self, row: Any) -> str:
        """Return a target's name, its unit where that is not said, and whether it is imposed."""
        name, unit = self.name(row), figures.unit(row.unit, self.lang)
        imposed = (self.results.manifest["imposed"] or {}).get("indicator") == row.indicator
        aside = [unit] if unit not in name and unit not in QUIET_UNITS else []
        aside += [self.say("imposed", "强制设定")] if imposed else []
        inside = self.say(", ", "，").join(aside)
        return f"{name} ({inside})" if inside else name

    def tally(self, targets: pd.DataFrame) -> str:
        found = targets["verdict"].value_counts()
        return " · ".join(
            f"{word[self.lang]} {found[name]}"
            for name, (word, _, _) in VERDICTS.items()
            if name in found
        )

    def tiers(self) -> Iterable[RenderableType]:
        table = self.table(
            ("", "default"), (self.say("visits", "诊疗人次"), "right"),
            (self.say("a physician\na day", "医师日均"), "right"),
            (self.say("wait", "候诊"), "right"), (self.say("beds", "床位"), "right"),
            (self.say("in use", "使用率"), "right"), (self.say("wait for\na bed", "候床"), "right"),
        )  # fmt: skip
        resources, waits = self.results.resources, self.results.group_waits
        n = self.results.manifest["replications"]
        of = resources.set_index("resource")
        waits = waits.join(of[["tier", "type"]], on="resource")
        seen = waits[(waits["type"] == "physicians") & (waits["group"] != "return")]
        visits = seen.groupby("tier")["n"].sum() / n
        beds = resources[resources["type"] == "beds"].groupby("tier")["capacity_mean"].sum()
        for tier, name in TIERS.items():
            cells = (
                name[self.lang], figures.count(visits.get(tier, 0.0)),
                self.indicator(f"visits_per_physician_day_{tier}"),
                self.indicator(f"wait_consultation_{tier}", 1.0),
                figures.count(beds.get(tier, 0.0)),
                self.indicator(f"occupancy_{tier}"),
                self.indicator(f"wait_bed_{tier}", MINUTES_PER_HOUR),
            )  # fmt: skip
            table.add_row(*map(figures.stacked, cells))  # else seven columns do not fit 80
        yield self.section(self.say("Use of each tier", "各级使用情况"), table)

    def indicator(self, name: str, minutes: float = 0.0) -> str:
        """Return an indicator with its half-width, as a time if it has so many minutes."""
        found = self.results.indicators.set_index("id")
        if name not in found.index:
            return figures.NONE
        row: Any = found.loc[name]
        value, half = float(row["value"]), float(row["half_width"])
        if minutes:
            return figures.duration(value * minutes, self.lang, half * minutes)
        percent = "%" if row["unit"] == "%" and value == value else ""
        return figures.with_half(value, half, 3) + percent

    # Resources and waits

    def real_resources(self, *, waiting: bool = False) -> pd.DataFrame:
        """Return resources and pools; with waiting rooms and gates, if asked."""
        found = self.results.resources
        return found if waiting else found[found["kind"].isin(("resource", "pool"))]

    def tightest(self) -> Iterable[RenderableType]:
        found = self.real_resources().sort_values(
            ["utilisation", "wait_mean_minutes"], ascending=False
        )
        title = self.say("The five tightest resources", "最紧张的五种资源")
        aside = self.say("by use of capacity", "按容量使用率")
        yield self.section(title, self.resource_table(found.head(TIGHTEST)), aside)

    def every_resource(self) -> Iterable[RenderableType]:
        found, aside = self.real_resources(waiting=True), ""
        if len(found) > FEW:
            found = found.sort_values("utilisation", ascending=False).head(FEW)
            aside = self.say(f"the {FEW} tightest", f"最紧张的 {FEW} 种")
        yield self.section(self.say("Resources", "资源"), self.resource_table(found), aside)

    def resource_table(self, found: pd.DataFrame) -> Table:
        blocks = bool((found["blocked_mean"] > 0).any())
        last = self.say("blocked", "滞留") if blocks else self.say("queue", "排队")
        table = self.table(
            ("", "left"), (self.say("capacity", "容量"), "right"),
            (self.say("in use", "使用率"), "right"), (self.say("mean wait", "平均等候"), "right"),
            (self.say("95%", "95%以内"), "right"), (last, "right"),
        )  # fmt: skip
        for row in rows(found):
            wait, half = row.wait_mean_minutes, row.wait_mean_minutes_half_width
            table.add_row(
                self.name(row), figures.capacity(row.capacity_mean), self.use(row),
                figures.duration(wait, self.lang, half),
                figures.duration(row.wait_p95_minutes, self.lang),
                figures.number(row.blocked_mean if blocks else row.queue_mean, 2),
            )  # fmt: skip
        return table

    def use(self, row: Any) -> str:
        if row.utilisation != row.utilisation:
            return figures.NONE
        return figures.with_half(100 * row.utilisation, 100 * row.utilisation_half_width, 3) + "%"

    def longest_waits(self) -> Iterable[RenderableType]:
        waits = self.results.group_waits
        shown = (waits["n"] >= ENOUGH) & (waits["outcome"] == "started")
        waits = waits[shown].sort_values("mean_minutes", ascending=False)
        title = self.say("The longest waits", "最长的等候")
        yield self.section(title, self.wait_table(waits.head(LONGEST)))

    def waits(self) -> Iterable[RenderableType]:
        waits = self.results.waits
        if len(waits) > 2 * FEW:
            waits = self.results.group_waits
        found = waits.sort_values("mean_minutes", ascending=False).head(FEW).sort_index()
        yield self.section(self.say("Waits", "等候"), self.wait_table(found))

    def wait_table(self, found: pd.DataFrame) -> Table:
        by_class = "class" in found and found["class"].nunique() > 1
        table = self.table(
            ("", "left"), (self.say("who", "患者"), "left"), (self.say("number", "人次"), "right"),
            (self.say("mean", "平均"), "right"), (self.say("median", "中位数"), "right"),
            (self.say("95%", "95%以内"), "right"),
        )  # fmt: skip
        classes = list(found["class"]) if by_class else [""] * len(found)
        for row, kind in zip(rows(found), classes, strict=True):
            table.add_row(
                self.name(row), self.who(row, kind), figures.count(row.n),
                figures.duration(row.mean_minutes, self.lang, row.mean_half_width),
                figures.duration(row.p50_minutes, self.lang),
                figures.duration(row.p95_minutes, self.lang),
            )  # fmt: skip
        return table

    def who(self, row: Any, kind: str) -> str:
        """Return whose wait it is: group, class, and how it ended where nobody was served."""
        group = GROUPS.get(row.group, Label(row.group, row.group))[self.lang]
        outcome = OUTCOMES[row.outcome][self.lang]
        named = [group if row.group else "", kind, f"({outcome})" if outcome else ""]
        return " ".join(filter(None, named)) or group

    def stays(self) -> Iterable[RenderableType]:
        table = self.table(
            (self.say("left as", "离开方式"), "left"), (self.say("class", "类别"), "left"),
            (self.say("number", "人次"), "right"), (self.say("mean", "平均"), "right"),
            (self.say("median", "中位数"), "right"), (self.say("95%", "95%以内"), "right"),
        )  # fmt: skip
        stays = self.results.stays
        for row, kind in zip(rows(stays.head(FEW)), stays["class"], strict=False):
            table.add_row(
                self.name(row), kind, figures.count(row.n),
                figures.duration(row.mean_minutes, self.lang, row.mean_half_width),
                figures.duration(row.p50_minutes, self.lang),
                figures.duration(row.p95_minutes, self.lang),
            )  # fmt: skip
        yield self.section(self.say("Time from arriving to leaving", "在院总时间"), table)

    def flows(self) -> Iterable[RenderableType]:
        table = self.table(
            (self.say("from", "自"), "left"), (self.say("to", "至"), "left"),
            (self.say("patients", "人次"), "right"),
            (self.say("share", "占比"), "right"),
        )  # fmt: skip
        for row in rows(self.results.flows.head(2 * FEW)):
            table.add_row(
                self.name(row, "from"), self.name(row, "to"),
                figures.with_half(row.patients_mean, row.patients_half_width, 9),
                figures.share(row.share),
            )  # fmt: skip
        title = self.say("Where patients go", "患者流向")
        yield self.section(title, table, self.say("a replication", "每次重复"))

    def costs(self) -> Iterable[RenderableType]:
        costs = self.results.costs
        if costs.empty:
            return
        table = self.table(
            ("", "left"), (self.say("number or hours", "次数或小时"), "right"),
            (self.say("yuan each", "单价（元）"), "right"), (self.say("yuan", "元"), "right"),
        )  # fmt: skip
        total = costs["kind"] == "total"
        largest = costs[~total].sort_values("yuan_mean", ascending=False).head(FEW)
        for row in rows(pd.concat([largest, costs[total]])):
            table.add_row(
                self.name(row), figures.number(float(row.quantity_mean), 9),
                figures.number(float(row.unit_yuan), 9),
                figures.with_half(row.yuan_mean, row.yuan_half_width, 9),
            )  # fmt: skip
        yield self.section(self.say("Costs", "费用"), table, self.say("a replication", "每次重复"))

    # The foot

    def notes(self) -> Iterable[RenderableType]:
        yield Text("\n" + self.interval(), style="dim")
        notes = self.results.manifest["notes"]
        if notes:
            table = Table.grid(padding=(0, 1))
            table.add_column()
            table.add_column(overflow="fold")
            for note in notes:
                table.add_row("·", note[self.lang], style="dim")
            yield self.section(self.say("What the model cannot know", "模型的局限"), table)

    def interval(self) -> str:
        found = self.results.manifest["intervals"]
        n, error = found["samples"], self.results.manifest["quantile_relative_error"]
        over = {
            "replications": Label(f"{n} replications", f"{n} 次重复"),
            "batch means": Label(f"{n} batches of the run", f"{n} 个运行批次"),
        }[found["method"]]
        return self.say(
            f"± is the half-width of a 95% interval over {over.en}; "
            f"quantiles are within {100 * error:.1f}%.",
            f"± 为 95% 置信区间半宽，依据 {over.zh}；分位数误差不超过 {100 * error:.1f}%。",
        )

    def table(self, *heads: tuple[str, Any]) -> Table:
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
        for head, justify in heads:
            table.add_column(head, justify=justify, no_wrap=justify != "left", overflow="fold")
        return table


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Return the rows of a table, as records whose types the table knows."""
    return iter(frame.itertuples())
