"""`simcore check`, `schema` and `list`: look at scenarios without playing them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simcore.cli.command import Argument, Command
from simcore.cli.language import Lang
from simcore.cli.options import scenario_params, variant_list
from simcore.errors import Problem, ScenarioError
from simcore.text import Label, visible

if TYPE_CHECKING:
    from simcore.scenario.load import Scenario

CHECK = Label("Check a scenario and its variants, and name every problem in it.",
              "检查情景及其方案，列出全部问题。")  # fmt: skip
SCHEMA = Label("Print the JSON Schema, so that editors complete and check.",
               "输出 JSON Schema，供编辑器补全与检查。")  # fmt: skip
LIST = Label("List the scenarios of a folder with their variants.", "列出文件夹中的情景及其方案。")
FOLDER = Label("Where to look; else scenarios, here or as they came with simcore.",
               "要查找的文件夹；默认为此处的 scenarios，或随 simcore 提供的情景。")  # fmt: skip
KIND = Label("Of one kind only.", "仅一种类型。")


def commands(lang: Lang) -> list[Command]:
    """Return the three commands, speaking one language."""
    folder = Argument(
        "folder", FOLDER, type=click.Path(path_type=Path, file_okay=False, exists=True),
        required=False,
    )  # fmt: skip
    kind = click.Option(["--kind"], type=click.Choice(["network", "region"]), help=KIND[lang])
    return [
        Command("check", check, scenario_params(lang), CHECK, lang),
        Command("schema", schema, [kind], SCHEMA, lang),
        Command("list", list_, [folder], LIST, lang),
    ]


def check(
    scenario: Path,
    variants: tuple[str, ...],
    set_: tuple[str, ...],
    also_read: tuple[Path, ...],
    lang: Lang,
) -> int:
    """Load a scenario, build its network and say how big it is; and so each of its variants."""
    from simcore.scenario.files.layers import variant_names
    from simcore.scenario.load import load_scenario

    chosen, problems = variant_list(variants, lang), list[Problem]()
    loaded = load_scenario(scenario, variants=chosen, set_=set_, also_read=also_read)
    _tell(loaded, "", lang)
    for name in () if chosen else variant_names(loaded.tree):
        try:
            varied = load_scenario(scenario, variants=[name], set_=set_, also_read=also_read)
            _tell(varied, f" + {name}", lang)
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return 0


def _tell(loaded: Scenario, variant: str, lang: Lang) -> None:
    """Say how big the network of a scenario is. Raises RunError where its time cannot be played."""
    from simcore.building import network_of, program_of
    from simcore.experiments.replicate import Plan
    from simcore.scenario.baseline import gained, load_baseline

    if gained(loaded):
        load_baseline(loaded)  # is played too
    network = network_of(loaded)
    if loaded.kind == "network":  # a region's would take seconds
        program_of(network, Plan(loaded.warmup, loaded.run))
    steps = sum(len(pathway) for pathway in network.pathways.values())
    size = (len(network.resources), len(network.sources), len(network.pathways), steps)
    text = Label(
        "✓ {}{}: resources {}, sources {}, pathways {}, steps {}".format(
            loaded.name.en, variant, *size
        ),
        "✓ {}{}：{} 种资源，{} 个来源，{} 条就诊流程共 {} 步".format(
            loaded.name.zh, variant, *size
        ),
    )
    click.echo(text[lang])


def schema(kind: str | None, lang: Lang) -> int:
    """Print the JSON Schema of scenarios, or of one kind of them; return the exit code."""
    from simcore.scenario.schema import json_schema

    found = json_schema()
    text = json.dumps(of_kind(found, kind) if kind else found, ensure_ascii=False, indent=2)
    click.echo(text)
    return 0


def of_kind(schema: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Return the part of the schema that describes one kind."""
    kinds = [s for s in schema["anyOf"] if s["properties"]["kind"].get("const") == kind]
    parts = (f"{kind}_", "distribution")
    shared = {name: part for name, part in schema["$defs"].items() if name.startswith(parts)}
    return {**schema, "anyOf": kinds, "$defs": shared}


def list_(folder: Path | None, lang: Lang) -> int:
    """Print the scenarios under a folder: file, name, variants."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    from simcore.scenario.files.shipped import NAME, shipped_folder
    from simcore.scenario.listing import list_scenarios

    console = Console(highlight=False, markup=False)
    shipped = shipped_folder()
    folder = folder or (Path(NAME) if Path(NAME).is_dir() else shipped)
    found = list_scenarios(folder)
    for row in found:
        path = row.path.relative_to(shipped) if folder == shipped else row.path
        console.print(visible(str(path)), style="bold", soft_wrap=True)  # whole, to be copied
        for text, style in ((row.name[lang], ""), (", ".join(row.variants), "dim")):
            if text:
                console.print(Padding(Text(text, style), (0, 0, 0, 2), expand=False))
    if not found:
        console.print(Label(f"no scenario in {folder}", f"{folder} 中没有情景")[lang])
    return 0
