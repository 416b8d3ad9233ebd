"""`simcore show`: every setting of a scenario, which layer gave it, and its source."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simcore.cli.command import Argument, Command
from simcore.cli.language import Lang
from simcore.cli.options import scenario_params, variant_list
from simcore.errors import RunError
from simcore.text import Label

if TYPE_CHECKING:
    import pandas as pd

    from simcore.scenario.load import Scenario

ABOUT = Label("Show every setting of a scenario: value, unit, which layer gave it, its source.",
              "列出情景的全部设定：数值、单位、由哪一层给出、出处。")  # fmt: skip
PATH = Label('Only what is below it, such as areas.yuecheng or "areas.*.residents".',
             "只列出此项之下的设定，例如 areas.yuecheng 或 “areas.*.residents”。")  # fmt: skip
CSV = Label(
    "Write them to this file instead, for spreadsheets.", "改为写入此 CSV 文件，供表格软件打开。"
)
HEADS = {
    "path": Label("setting", "设定项"),
    "value": Label("value", "数值"),
    "unit": Label("unit", "单位"),
    "file": Label("given in", "给出之处"),
    "line": Label("line", "行"),
    "variant": Label("variant", "方案"),
    "source": Label("source", "出处"),
}
ASSUMPTION = Label("assumption", "假设")
WIDE = 1000  # columns where no terminal shows them: nothing is folded


def command(lang: Lang) -> Command:
    """Return `simcore show`, speaking one language."""
    path = Argument("path", PATH, required=False, default="")
    csv = click.Option(["--csv"], type=click.Path(path_type=Path), metavar="FILE", help=CSV[lang])
    scenario, *rest = scenario_params(lang)
    return Command("show", show, [scenario, path, *rest, csv], ABOUT, lang)


def show(
    scenario: Path,
    path: str,
    variants: tuple[str, ...],
    set_: tuple[str, ...],
    also_read: tuple[Path, ...],
    csv: Path | None,
    lang: Lang,
) -> int:
    """Load a scenario and show its settings, or write them to a file; return the exit code."""
    from simcore.scenario.load import load_scenario

    if csv is not None:
        _check_new(csv)
    chosen = variant_list(variants, lang)
    loaded = load_scenario(scenario, variants=chosen, set_=set_, also_read=also_read)
    found = loaded.settings(path)
    if csv is None:
        _print(loaded, found, lang)
    else:
        _write(found, csv, lang)
    return 0


# A file


def _check_new(path: Path) -> None:
    """Raise RunError unless a file of this name can be made."""
    from simcore.files import check_writable

    if os.path.lexists(path):
        raise RunError(
            Label(f"{path} is there already", f"{path} 已存在"),
            Label("choose another name, or move it away", "请换一个名称，或先移走它"),
        )
    check_writable(path)


def _write(found: pd.DataFrame, path: Path, lang: Lang) -> None:
    """Write settings as CSV, UTF-8 with the mark that spreadsheets look for."""
    from simcore.files import whole_file
    from simcore.results.spreadsheets import without_formulas

    titled = found.rename(columns={name: head[lang] for name, head in HEADS.items()})
    with whole_file(path) as file:
        text = without_formulas(titled).to_csv(index=False, lineterminator="\n")
        file.write(text.encode("utf-8-sig"))
    written = Label(
        f"{len(found)} settings written to {path}", f"已将 {len(found)} 项设定写入 {path}"
    )
    click.echo(written[lang])


# A page


def _print(scenario: Scenario, found: pd.DataFrame, lang: Lang) -> None:
    """Print settings below each other, and below them the sources that they refer to."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from simcore.cli.report.page import rows

    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console.width = WIDE
    console.print(Text(scenario.name[lang], style="bold"))
    chosen = "".join(f" + {name}" for name in scenario.variants)
    console.print(Text(f"{scenario.path}{chosen}\n", style="dim"))
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    for name in ("path", "value", "file", "source"):
        table.add_column(HEADS[name][lang], overflow="fold")
    sources: dict[str, str] = {}  # as they are listed below, by number
    for row in rows(found):
        if row.source not in ("", ASSUMPTION.en):
            sources.setdefault(row.source, f"[{len(sources) + 1}]")
        said = ASSUMPTION[lang] if row.source == ASSUMPTION.en else sources.get(row.source, "")
        table.add_row(row.path, _value(row), _given(row, scenario, lang), said)
    console.print(table)
    if sources:
        console.print()
    for text, number in sources.items():
        console.print(Text.assemble((f"{number} ", "dim"), text))


def _value(row: Any) -> str:
    """Return a value with its unit."""
    return f"{row.value}{'' if row.unit in ('', '%') else ' '}{row.unit}"


def _given(row: Any, scenario: Scenario, lang: Lang) -> str:
    """Return which layer gave a value: a file and the line in it.

    The file is as seen from the scenario's; what came with simcore, by its name there.
    """
    from simcore.scenario.files.shipped import shipped_folder

    if not row.line:
        return str(row.file)
    file, own, shipped = Path(row.file).absolute(), scenario.path.absolute(), shipped_folder()
    foreign = file.is_relative_to(shipped) and not own.is_relative_to(shipped)
    place = f"{os.path.relpath(file, shipped if foreign else own.parent)}:{row.line}"
    variant = Label(f" (variant {row.variant})", f"（方案 {row.variant}）")[lang]
    return place + (variant if row.variant else "")
