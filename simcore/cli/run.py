"""`simcore run`: play a scenario and show what comes of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simcore.cli.command import Command
from simcore.cli.document import document
from simcore.cli.exit_codes import DONE, FAILED, MISSED, STOPPED
from simcore.cli.language import Lang
from simcore.cli.options import checked_log, run_params, series_step_minutes, variant_list
from simcore.errors import RunError
from simcore.text import Label

if TYPE_CHECKING:
    from simcore.results.results import LogForm, Results
    from simcore.scenario.load import Scenario

SHOWN_OF_HASH = 12  # characters: enough to tell two runs apart
ABOUT = Label(
    "Play a scenario and show targets, use, waits and the tightest resources.",
    "运行情景，显示目标、使用情况、等候和最紧张的资源。",
)
EPILOGUE = Label(
    "Exit code: 0 done, 1 failure, overload or deadlock, 2 bad input, 3 a simulated target is "
    "missed (with --require-targets; one that is undecided is only said), 130 stopped by Ctrl-C.",
    "退出码：0 完成，1 失败、超负荷或死锁，2 输入有误，3 有模拟得出的目标未达标"
    "（用 --require-targets 时；未定的目标仅提示），130 被 Ctrl-C 中止。",
)


def command(lang: Lang) -> Command:
    """Return `simcore run`, speaking one language."""
    return Command("run", run, run_params(lang), ABOUT, lang, EPILOGUE)


def run(
    scenario: Path,
    variants: tuple[str, ...],
    set_: tuple[str, ...],
    also_read: tuple[Path, ...],
    out: Path | None,
    json_: bool,
    require_targets: bool,
    log: str | None,
    log_attributes: tuple[str, ...],
    log_forms: tuple[LogForm, ...],
    series_step: str | None,
    by: str | None,
    all_: bool,
    quantiles: tuple[float, ...],
    at_least: tuple[float, ...],
    lang: Lang,
    **how: Any,
) -> int:
    """Load, play, save and show; return the exit code.

    how: what `simulate` takes as it is. The rest are the options of the command.
    Raises ScenarioError, RunError and click's UsageError, for `main` to say.
    """
    from simcore.scenario.load import load_scenario

    chosen = variant_list(variants, lang)
    loaded = load_scenario(scenario, variants=chosen, set_=set_, also_read=also_read)
    kept = checked_log(log, log_attributes, log_forms, out, lang)
    _check_dates(loaded, log_forms)
    _check_areas(loaded, by, lang)
    _check_places(out, how["save_state"])
    from simcore.cli.progress import Bar
    from simcore.play import simulate

    how["log"] = kept or False
    how["series_step"] = None if series_step is None else series_step_minutes(series_step, lang)
    with Bar(lang) as bar:
        results = simulate(loaded, progress=bar, **how)
    if by:
        results.table("area_indicators")  # so that it is saved too
    if out is not None:
        results.save(out, log_forms)
    try:
        asked = {"quantiles": quantiles, "at_least": at_least, "by_area": bool(by)}
        _show(results, json_, all_, lang, asked)
    except KeyboardInterrupt:
        if out is None:
            raise
        stopped = Label(f"stopped; the result is in {out}", f"已中止；结果已保存到 {out}")
        click.echo(stopped[lang], err=True)
        return STOPPED
    if not json_:
        _tell_places(results, out, how["save_state"], lang)
    return exit_code(results, require_targets, lang)


def _show(results: Results, json_: bool, whole: bool, lang: Lang, asked: dict[str, Any]) -> None:
    """Print what a run found, and what was asked for beside, as a report or as JSON."""
    if json_:
        narrow = "utf" not in (sys.stdout.encoding or "").lower()  # else names would lose letters
        found = document(results, **asked)
        click.echo(json.dumps(found, ensure_ascii=narrow, indent=1, allow_nan=False))
        return
    from rich.console import Console

    from simcore.cli.report.report import print_report

    console = Console(highlight=False, markup=False)
    print_report(results, lang, console, whole=whole, **asked)


def _check_dates(scenario: Scenario, forms: tuple[LogForm, ...]) -> None:
    """Raise RunError where a log for process mining would have no dates."""
    if "xes" in forms and scenario.kind == "network" and not scenario.document.get("start"):
        from simcore.results.mining import NO_DATES

        raise NO_DATES


def _check_areas(scenario: Scenario, by: str | None, lang: Lang) -> None:
    """Raise BadOptionUsage where what has no areas is to be shown by area."""
    if by and scenario.kind != "region":
        text = Label("--by area: only a region has areas", "--by area：仅地区情景有区、县（市）")
        raise click.BadOptionUsage("--by", text[lang])


def _check_places(out: Path | None, state: Path | None) -> None:
    """Raise RunError where the results or the state could not be written, before an hour's work."""
    from simcore.experiments.state_files import check_replaceable
    from simcore.results.store import check_free

    if state is not None:
        check_replaceable(state)
    if out is None:
        return
    check_free(out)
    if state is not None and state.absolute().is_relative_to(out.absolute()):
        raise RunError(
            Label(f"{state} would lie among the results in {out}",
                  f"{state} 将位于结果文件夹 {out} 之中"),
            Label("save the state in another folder", "请把状态存到其他文件夹"),
        )  # fmt: skip


def _tell_places(results: Results, out: Path | None, state: Path | None, lang: Lang) -> None:
    """Print where the results and the state were written."""
    from rich.console import Console

    mark = results.hash[:SHOWN_OF_HASH] if out else ""
    saved = Label(f"Saved in {out} (results {mark})", f"已保存到 {out}（结果校验码 {mark}）")
    hint = Label(
        "The tables are not kept; --out DIR keeps them all.",
        "表格未保存；用 --out DIR 保存全部表格。",
    )
    warm = Label(f"The warm state is in {state}", f"预热后的状态已存入 {state}")
    said = [*([warm] if state else []), saved if out else hint]
    text = "\n".join(label[lang] for label in said)
    Console(highlight=False, markup=False).print(f"\n{text}\n", style="dim", soft_wrap=True)


def exit_code(results: Results, require_targets: bool, lang: Lang) -> int:
    """Return the exit code; say why on the error stream where the report does not."""
    if results.manifest["status"] == "overload":
        click.echo(_overload(results)[lang], err=True)
        return FAILED
    if results.manifest["deadlocks"]:
        click.echo(_deadlock(results)[lang], err=True)
        return FAILED
    if not require_targets:
        return DONE
    found = results.targets
    undecided = int((found["verdict"].eq("undecided") & found["value"].notna()).sum())
    if undecided:
        text = Label(
            f"{undecided} undecided at this precision: more --replications would tell",
            f"{undecided} 项在此精度下未定：增加 --replications 可判定",
        )
        click.echo(text[lang], err=True)
    return MISSED if "missed" in set(found["verdict"]) else DONE


def _overload(results: Results) -> Label:
    """Return what to say of a run in which a queue can only grow: that of the worst."""
    worst = results.overloads.iloc[0]
    if results.overloads["stopped"].any():
        begins = Label("the run ended early: ", "运行提前结束：")
    else:
        begins = Label("", "")
    return Label(
        f'{begins.en}"{worst["label_en"]}" is overloaded: its queue can only grow\n'
        "    → give it more capacity, send fewer patients, or shorten the run",
        f"{begins.zh}“{worst['label_zh']}”的需求超过服务能力，排队将持续增加\n"
        "    → 请增加容量、减少患者或缩短运行时间",
    )


def _deadlock(results: Results) -> Label:
    """Return what to say of a run in which patients wait for each other for ever."""
    places = results.manifest["deadlocks"][0]["resources"]
    en, zh = (separator.join(f"{place[k]}" for place in places)
              for k, separator in (("en", ", "), ("zh", "、")))  # fmt: skip
    return Label(
        f"patients at {en} wait for each other: nobody there can ever go on\n"
        "    → let all take them in one order, or at once (also), or give those who wait patience",
        f"{zh} 的患者互相等候，均无法继续\n"
        "    → 请让所有患者按同一顺序占用、同时占用（also），或为等候者设定耐心（patience）",
    )
