"""Click commands that speak two languages: help, options and usage errors."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import click

from simcore.cli.click_words import in_chinese
from simcore.cli.language import LANGS, Lang
from simcore.text import Label

WIDEST = 100

USAGE = Label("Usage: ", "用法：")
OPTIONS = Label("Options:", "选项：")
OPTIONS_METAVAR = Label("[OPTIONS]", "[选项]")
COMMAND_METAVAR = Label("COMMAND ...", "命令 ...")
ARGUMENTS = Label("Arguments:", "参数：")
COMMANDS = Label("Commands:", "命令：")
HELP = Label("Show this and exit.", "显示本说明。")
LANG = Label("Language of everything shown.", "输出语言。")
MORE = Label("Help on a command: simcore COMMAND --help", "查看命令的说明：simcore 命令 --help")


class _Help:
    """Lays help out with rich, which knows that a Chinese character is two columns wide."""

    lang: Lang
    about: Label
    epilogue: Label | None

    def get_help(self, ctx: click.Context) -> str:
        from rich.console import Console
        from rich.padding import Padding

        width = min(Console().width, WIDEST)
        out = Console(file=io.StringIO(), width=width, highlight=False, markup=False)
        usage = " ".join([ctx.command_path, *self.collect_usage_pieces(ctx)])  # type: ignore[attr-defined]
        out.print(f"{USAGE[self.lang]}{usage}\n", soft_wrap=True)
        out.print(Padding(self.about[self.lang], (0, 2), expand=False))
        for heading, rows in self.sections(ctx):
            out.print(f"\n{heading[self.lang]}")
            out.print(_two_columns(rows))
        if self.epilogue:
            out.print()
            out.print(Padding(self.epilogue[self.lang], (0, 2), expand=False))
        lines = out.file.getvalue().splitlines()  # type: ignore[attr-defined]
        return "\n".join(line.rstrip() for line in lines)

    def sections(self, ctx: click.Context) -> list[tuple[Label, list[tuple[str, str]]]]:
        """Return the headed lists of the help, those without rows left out."""
        params = self.get_params(ctx)  # type: ignore[attr-defined]
        arguments = [
            (p.make_metavar(ctx), p.about[self.lang]) for p in params if isinstance(p, Argument)
        ]
        records = ((p, p.get_help_record(ctx)) for p in params if isinstance(p, click.Option))
        options = [(record[0], p.help or "") for p, record in records if record is not None]
        found = [(ARGUMENTS, arguments), (OPTIONS, options)]
        return [(heading, rows) for heading, rows in found if rows]

    def get_help_option(self, ctx: click.Context) -> click.Option:
        """Return --help, described in the language."""
        return click.Option(
            ["--help"], is_flag=True, is_eager=True, expose_value=False,
            help=HELP[self.lang], callback=_show_help,
        )  # fmt: skip


def _show_help(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


def _two_columns(rows: Sequence[tuple[str, str]]) -> Any:
    from rich.padding import Padding
    from rich.table import Table

    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column()
    for name, text in rows:
        table.add_row(name, text)
    return Padding(table, (0, 2), expand=False)


class Argument(click.Argument):
    """An argument with a description."""

    def __init__(self, name: str, about: Label, **rest: Any) -> None:
        super().__init__([name], **rest)
        self.about = about


class Command(_Help, click.Command):
    """A command of two languages."""

    def __init__(
        self,
        name: str,
        callback: Callable[..., Any],
        params: list[click.Parameter],
        about: Label,
        lang: Lang,
        epilogue: Label | None = None,
    ) -> None:
        params = [*params, lang_option(lang)]
        super().__init__(
            name, callback=callback, params=params, short_help=about[lang],
            options_metavar=OPTIONS_METAVAR[lang],
        )  # fmt: skip
        self.lang, self.about, self.epilogue = lang, about, epilogue


class Group(_Help, click.Group):
    """The commands together."""

    def __init__(
        self, name: str, about: Label, lang: Lang, commands: Sequence[click.Command], version: str
    ) -> None:
        shown = Label("Show the version and exit.", "显示版本。")
        params: list[click.Parameter] = [
            click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False,
                         help=shown[lang], callback=_show_version(version)),
            lang_option(lang),
        ]  # fmt: skip
        super().__init__(
            name, commands=list(commands), params=params, callback=lambda lang: None,
            options_metavar=OPTIONS_METAVAR[lang], subcommand_metavar=COMMAND_METAVAR[lang],
        )  # fmt: skip
        self.lang, self.about, self.epilogue = lang, about, MORE

    def sections(self, ctx: click.Context) -> list[tuple[Label, list[tuple[str, str]]]]:
        """Return the commands, then the options."""
        rows = [(name, command.short_help or "") for name, command in self.commands.items()]
        return [(COMMANDS, rows), *super().sections(ctx)]


def _show_version(version: str) -> Callable[[click.Context, click.Parameter, bool], None]:
    def show(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            click.echo(f"simcore {version}")
            ctx.exit()

    return show


def lang_option(lang: Lang) -> click.Option:
    """Return --lang, whose default is the language found before options are parsed."""
    return click.Option(["--lang"], type=click.Choice(LANGS), default=lang, help=LANG[lang])


def usage_text(error: click.UsageError, lang: Lang) -> str:
    """Return what is wrong with a command line, and how to see what is right."""
    path = error.ctx.command_path if error.ctx else "simcore"
    see = Label(f"see {path} --help", f"请看 {path} --help")
    heading = Label("error: ", "错误：")
    said = in_chinese(error) if lang == "zh" else error.format_message()
    return f"{heading[lang]}{said}\n    → {see[lang]}"
