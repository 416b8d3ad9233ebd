"""`simcore run`: play a scenario and show what comes of it."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simcore.cli.command import Argument, Command
from simcore.cli.language import Lang
from simcore.errors import RunError
from simcore.text import Label

if TYPE_CHECKING:
    from simcore.results.results import LogForm, Results

MISSED = 3  # exit code with --require-targets
JSON_TABLES = (
    "indicators", "targets", "resources", "group_waits", "stays", "flows", "replications",
    "overloads", "costs",
)  # fmt: skip
ABOUT = Label(
    "Play a scenario and show targets, use, waits and the tightest resources.",
    "运行情景，显示目标、使用情况、等候和最紧张的资源。",
)
FILE = Label("A YAML file.", "YAML 情景文件。")
EPILOGUE = Label(
    "Exit code: 0 done, 1 failure or overload, 2 bad input, 3 a target is missed (with "
    "--require-targets; one that is undecided is only said), 130 stopped by Ctrl-C.",
    "退出码：0 完成，1 失败或超负荷，2 输入有误，3 有目标未达标（用 --require-targets 时；"
    "未定的目标仅提示），130 被 Ctrl-C 中止。",
)


def options(lang: Lang) -> list[click.Parameter]:
    """Return what `run` can be told."""

    def option(flag: str, en: str, zh: str, **rest: Any) -> click.Option:
        return click.Option(flag.split(), help=Label(en, zh)[lang], **rest)

    positive = click.IntRange(min=1)
    return [
        *scenario_params(lang),
        option("--replications", "How often to play it; else as the scenario says.",
               "重复次数；默认取自情景。", type=positive, metavar="N"),
        option("--seed", "Seed of the random numbers; else the scenario's.",
               "随机种子；默认取自情景。", type=click.IntRange(0, 2**32 - 1), metavar="N"),
        option("--jobs", "Threads; else one a processor. Results do not depend on it.",
               "线程数；默认每个处理器一个，结果与之无关。", type=positive, metavar="N"),
        option("--engine", "numba, or the slow reference on SimPy: the same results.",
               "numba，或较慢的 SimPy 参照实现：结果相同。",
               type=click.Choice(["numba", "simpy"]), default="numba"),
        option("--scale", "Shrink population and capacity together, such as 0.01.",
               "同时缩小人口与容量，例如 0.01。",
               type=click.FloatRange(0, 1, min_open=True), default=1.0, metavar="X"),
        option("--log", "Keep events (with --out): all, sample=5% of patients, resource=NAME.",
               "保存事件（与 --out 同用）：all、sample=5%（患者抽样）或 resource=名称。",
               metavar="WHICH", is_flag=False, flag_value="all", default=None),
        option("--log-format log_forms", "Write the log for process mining as well; repeatable.",
               "另以流程挖掘格式写出事件，可重复。",
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
        option("--require-targets", "Exit with 3 where a target is missed.",
               "有目标未达标时以 3 退出。", is_flag=True),
    ]  # fmt: skip


def _minutes(text: str, lang: Lang) -> float:
    """Read --series-step as scenarios write a length of time; return minutes."""
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


def _check_log(log: str | None, forms: tuple[LogForm, ...], out: Path | None, lang: Lang) -> None:
    """Refuse a log that would be kept nowhere, and forms of a log that is not asked for."""
    if log is not None and out is None:
        text = Label(
            "--log keeps events in a folder: add --out DIR",
            "--log 的事件写入文件夹：请加 --out 文件夹",
        )
        raise click.BadOptionUsage("--log", text[lang])
    if forms and log is None:
        text = Label(
            "--log-format says how to write a log: add --log", "--log-format 须与 --log 同用"
        )
        raise click.BadOptionUsage("--log-format", text[lang])


def scenario_params(lang: Lang) -> list[click.Parameter]:
    """Return the scenario, its variants and its settings, as several commands take them."""
    variant = Label("A variant of the scenario; may be repeated.", "选用情景中的变体，可重复。")
    set_ = Label(
        'Change one value, such as "resources.doctor.capacity=8"; may be repeated.',
        "修改一个数值，例如 resources.doctor.capacity=8；可重复。",
    )
    return [
        Argument(
            "scenario", Label("A YAML file.", "YAML 情景文件。"), type=click.Path(path_type=Path)
        ),
        click.Option(["--variant", "variants"], multiple=True, metavar="NAME", help=variant[lang]),
        click.Option(["--set", "set_"], multiple=True, metavar="PATH=VALUE", help=set_[lang]),
    ]


def names(variants: tuple[str, ...]) -> list[str]:
    """Return the variants chosen; `--variant a,b` is two."""
    return [name.strip() for text in variants for name in text.split(",") if name.strip()]


def command(lang: Lang) -> Command:
    return Command("run", run, options(lang), ABOUT, lang, EPILOGUE)


def run(
    scenario: Path,
    variants: tuple[str, ...],
    set_: tuple[str, ...],
    out: Path | None,
    json_: bool,
    require_targets: bool,
    log: str | None,
    log_forms: tuple[LogForm, ...],
    series_step: str | None,
    lang: Lang,
    **how: Any,
) -> int:
    """Load, play, save and show; return the exit code."""
    from simcore.scenario.load import load_scenario

    loaded = load_scenario(scenario, variants=names(variants), set_=set_)
    _check_log(log, log_forms, out, lang)
    if out is not None:
        from simcore.results.store import check_free

        check_free(out)  # before an hour's work, not after it
    if how["save_state"] is not None:
        from simcore.experiments.files import check_writable

        check_writable(how["save_state"])
    from simcore.cli.progress import Bar
    from simcore.play import simulate

    how |= {
        "log": log or False,
        "series_step": _minutes(series_step, lang) if series_step else None,
    }
    with Bar(lang) as bar:
        results = simulate(loaded, progress=bar, **how)
    if out is not None:
        results.save(out, log_forms if log else ())
    if json_:
        click.echo(json.dumps(document(results), ensure_ascii=False, indent=1, allow_nan=False))
    else:
        show(results, lang, out, how.get("save_state"))
    return verdict(results, require_targets, lang)


def show(results: Results, lang: Lang, out: Path | None, state: Path | None) -> None:
    from rich.console import Console

    from simcore.cli.report import Report

    console = Console(highlight=False, markup=False)
    Report(results, lang).print(console)
    saved = Label(f"Saved in {out}", f"已保存到 {out}")
    hint = Label(
        "The tables are not kept; --out DIR keeps them all.",
        "表格未保存；用 --out DIR 保存全部表格。",
    )
    warm = Label(f"The warm state is in {state}", f"预热后的状态已存入 {state}")
    said = [*([warm] if state else []), saved if out else hint]
    text = "\n".join(label[lang] for label in said)
    console.print(f"\n{text}\n", style="dim")


def verdict(results: Results, require_targets: bool, lang: Lang) -> int:
    """Return the exit code, with a word on the error stream where it is not plain."""
    if results.manifest["status"] == "overload":
        name = results.overloads.iloc[0]
        text = Label(
            f'the run ended early: "{name["label_en"]}" is overloaded\n'
            "    → give it more capacity, send fewer patients, or shorten the run",
            f"运行提前结束：“{name['label_zh']}”超负荷\n    → 请增加容量、减少患者或缩短运行时间",
        )
        click.echo(text[lang], err=True)
        return 1
    if not require_targets:
        return 0
    found = list(results.targets["verdict"])
    undecided = found.count("undecided")
    if undecided:
        text = Label(
            f"{undecided} undecided at this precision: more --replications would tell",
            f"{undecided} 项在此精度下未定：增加 --replications 可判定",
        )
        click.echo(text[lang], err=True)
    return MISSED if "missed" in found else 0


def document(results: Results) -> dict[str, Any]:
    """Return the results as JSON takes them: NaN and no date are null."""
    tables = {name: records(results, name) for name in JSON_TABLES}
    return {"manifest": results.manifest, **tables}


def records(results: Results, name: str) -> list[dict[str, Any]]:
    found = results.table(name)
    rows = found.astype(object).to_dict("records")
    return [{str(key): plain(value) for key, value in row.items()} for row in rows]


def plain(value: Any) -> Any:
    """Return a value as Python has it, None where there is none."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, str | int | float | bool) else None
