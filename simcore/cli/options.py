"""What `simcore run` and `simcore check` can be told."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simcore.cli.command import Argument
from simcore.cli.language import Lang
from simcore.errors import RunError
from simcore.text import Label

if TYPE_CHECKING:
    from simcore.experiments.logs import LogPlan
    from simcore.results.results import LogForm


class _Part(click.FloatRange):
    """A number within a range, or a share of 100%; nan, which all comparisons let pass, is none."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        if isinstance(value, str) and value.rstrip().endswith(("%", "％")):
            with suppress(ValueError):  # click says what is wrong with it
                value = float(value.rstrip()[:-1]) / 100.0
        number = float(super().convert(value, param, ctx))
        if math.isnan(number):
            self.fail(f"{value} is not in the range {self._describe_range()}.", param, ctx)
        return number


class _Time(click.FloatRange):
    """A length of time above 0 as scenarios write it, in minutes."""

    def __init__(self, lang: Lang) -> None:
        super().__init__(0.0, min_open=True)
        self.lang = lang

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        from simcore.scenario.values.quantities import read_minutes

        try:
            minutes = read_minutes(value)
        except RunError as error:
            self.fail(f"{error.message[self.lang]}; {error.remedy[self.lang]}", param, ctx)
        return float(super().convert(minutes, param, ctx))


def scenario_params(lang: Lang) -> list[click.Parameter]:
    """Return the scenario, its variants, settings and folders, as several commands take them."""
    variant = Label("A variant of the scenario; may be repeated.", "选用情景中的方案，可重复。")
    set_ = Label(
        'Change one value, such as "resources.doctor.capacity=8"; may be repeated.',
        "修改一个数值，例如 resources.doctor.capacity=8；可重复。",
    )
    also = Label(
        "A folder of files that it may extend or name, beside its own; may be repeated.",
        "除情景所在文件夹外，还可读取其中文件的文件夹，可重复。",
    )
    return [
        Argument(
            "scenario", Label("A YAML file.", "YAML 情景文件。"), type=click.Path(path_type=Path)
        ),
        click.Option(["--variant", "variants"], multiple=True, metavar="NAME", help=variant[lang]),
        click.Option(["--set", "set_"], multiple=True, metavar="PATH=VALUE", help=set_[lang]),
        click.Option(
            ["--also-read", "also_read"], multiple=True, metavar="FOLDER", help=also[lang],
            type=click.Path(path_type=Path, file_okay=False, exists=True),
        ),
    ]  # fmt: skip


def variant_list(variants: tuple[str, ...], lang: Lang) -> list[str]:
    """Return the variants chosen; `--variant a,b` is two. Raises BadOptionUsage for no name."""
    names = [name.strip() for text in variants for name in text.split(",")]
    if not all(names):
        text = Label("--variant: a name is expected", "--variant 之后须写方案名称")
        raise click.BadOptionUsage("--variant", text[lang])
    return names


def run_params(lang: Lang) -> list[click.Parameter]:
    """Return what `simcore run` can be told."""
    return [*scenario_params(lang), *_how_to_play(lang), *_what_to_keep(lang)]


def _option(lang: Lang, flag: str, en: str, zh: str, **rest: Any) -> click.Option:
    """Return an option; flag may have the name of its parameter behind it."""
    return click.Option(flag.split(), help=Label(en, zh)[lang], **rest)


def _how_to_play(lang: Lang) -> list[click.Parameter]:
    option, positive = partial(_option, lang), click.IntRange(min=1)
    return [
        option("--replications", "How often to play it; else as the scenario says.",
               "独立模拟次数；默认取自情景。", type=positive, metavar="N"),
        option("--seed", "Seed of the random numbers; else the scenario's.",
               "随机数种子；默认取自情景。", type=click.IntRange(0, 2**32 - 1), metavar="N"),
        option("--jobs", "Threads; else one a processor. Results do not depend on it.",
               "线程数；默认每个处理器一个，结果与之无关。", type=positive, metavar="N"),
        option("--engine", "numba, or the slow reference on SimPy: the same results.",
               "numba，或较慢的 SimPy 参照实现：结果相同。",
               type=click.Choice(["numba", "simpy"]), default="numba"),
        option("--scale", "Shrink population and capacity together, such as 0.01 or 5%.",
               "同时缩小人口与容量，例如 0.01 或 5%。",
               type=_Part(0, 1, min_open=True), default=1.0, metavar="X"),
        option("--no-baseline baseline", "Do not play the baseline too: targets that are gains on "
               "it are then undecided.", "不运行基线；较基线提高的目标则为未定。",
               is_flag=True, flag_value=False, default=True),
    ]  # fmt: skip


def _what_to_keep(lang: Lang) -> list[click.Parameter]:
    option = partial(_option, lang)
    return [
        option("--log", "Keep events (with --out): all, sample=5% of patients, resource=NAME.",
               "保存事件（与 --out 同用）：all、sample=5%（患者抽样）或 resource=名称。",
               metavar="WHICH", is_flag=False, flag_value="all", default=None),
        option("--log-attribute log_attributes", "Keep this attribute of patients in the log; "
               "repeatable.", "在日志中一并记录患者的此项属性，可重复。",
               multiple=True, metavar="NAME"),
        option("--log-format log_forms", "Write the log as CSV too, or as XES for process mining; "
               "repeatable.", "另将日志写为 CSV 或流程挖掘用的 XES，可重复。",
               type=click.Choice(["csv", "xes"]), multiple=True),
        option("--series-step", "Step of the series, such as 1h; else a day or a week.",
               "时间序列的步长，例如 1h；默认一天或一周。",
               metavar="TIME"),
        option("--save-warm-state save_state", "File for the state after the warm-up.",
               "保存预热结束时状态的文件。", type=click.Path(path_type=Path), metavar="FILE"),
        option("--from-state", "Go on from such a file in place of a warm-up.",
               "从该文件的状态继续，不再预热。", type=click.Path(path_type=Path), metavar="FILE"),
        option("--out", "Folder for manifest.json and Parquet tables.",
               "写入 manifest.json 与 Parquet 表的文件夹。",
               type=click.Path(path_type=Path), metavar="DIR"),
        option("--json json_", "Print one JSON document instead of tables.",
               "以一个 JSON 文档代替表格输出。", is_flag=True),
        option("--quantile quantiles", "Show this quantile of waits and stays too, such as 75%; "
               "repeatable.", "另显示等候与就诊全程时间的此分位数，例如 75%，可重复。",
               type=_Part(0, 1), multiple=True, metavar="SHARE"),
        option("--at-least", "Show the share of waits and stays of this length or longer, such as "
               "4h; repeatable.", "另显示等候与就诊全程时间达到此时长的比例，例如 4h，可重复。",
               type=_Time(lang), multiple=True, metavar="TIME"),
        option("--by", "Show every indicator by area too.", "另按区、县（市）显示全部指标。",
               type=click.Choice(["area"])),
        option("--all all_", "Show every indicator, and all rows of each table.",
               "显示全部指标，以及各表的全部行。", is_flag=True),
        option("--require-targets", "Exit with 3 where a simulated target is missed.",
               "有模拟得出的目标未达标时以 3 退出。", is_flag=True),
    ]  # fmt: skip


def series_step_minutes(text: str, lang: Lang) -> float:
    """Return the minutes of --series-step, written as scenarios write a length of time.

    Raises BadOptionUsage for a text that is no time, or one below a minute.
    """
    from simcore.scenario.values.quantities import read_minutes

    try:
        minutes = read_minutes(text)
    except RunError as error:
        message = f"{error.message[lang]}; {error.remedy[lang]}"
        raise click.BadOptionUsage("--series-step", f"--series-step: {message}") from error
    if minutes < 1.0:
        short = Label("--series-step must be 1 minute or more", "--series-step 不得少于 1 分钟")
        raise click.BadOptionUsage("--series-step", short[lang])
    return minutes


def checked_log(
    log: str | None,
    attributes: tuple[str, ...],
    forms: tuple[LogForm, ...],
    out: Path | None,
    lang: Lang,
) -> LogPlan | None:
    """Return which events are kept, None for none.

    Raises BadOptionUsage for a log that would be kept nowhere, or what is said of no log.
    """
    from simcore.experiments.logs import log_plan

    if log is not None and out is None:
        text = Label(
            "--log keeps events in a folder: add --out DIR",
            "--log 的事件写入文件夹：请加 --out 文件夹",
        )
        raise click.BadOptionUsage("--log", text[lang])
    beside = {"--log-format": forms, "--log-attribute": attributes}
    for option in [name for name, given in beside.items() if given and log is None]:
        text = Label(f"{option} says how to keep a log: add --log", f"{option} 须与 --log 同用")
        raise click.BadOptionUsage(option, text[lang])
    return replace(log_plan(log), attributes=attributes) if log is not None else None
