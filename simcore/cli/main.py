"""The entry point: which command, in which language, and how it ended."""

from __future__ import annotations

import io
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from simcore import __version__
from simcore.cli import inspect, run, show
from simcore.cli.command import Group, usage_text
from simcore.cli.exit_codes import BAD_INPUT, DONE, FAILED, STOPPED
from simcore.cli.language import Lang, language
from simcore.errors import RunError, ScenarioError
from simcore.text import Label, visible

WARNING = Label("warning", "警告")
ABOUT = Label(
    "Play a health service's patients one by one, at full size, and see where they go, how "
    "long they wait, and whether capacity is enough.",
    "逐一模拟一个地区全部患者的就医过程，了解他们去哪里、等多久、容量是否足够。",
)


def commands(lang: Lang) -> Group:
    """Return all commands, speaking one language."""
    found = [run.command(lang), show.command(lang), *inspect.commands(lang)]
    return Group("simcore", ABOUT, lang, found, __version__)


def main(args: Sequence[str] | None = None) -> int:
    """Do what the command line says; return the exit code.

    args: without the name of the program; None for those of the process.
    The codes are 0 done, 1 failure, overload or deadlock, 2 bad input, 3 a target is missed, 130
    stopped by Ctrl-C.
    """
    args = list(sys.argv[1:] if args is None else args)
    lang = language(args)
    for stream in (sys.stdout, sys.stderr):
        show_what_can_be_shown(stream)
    try:
        with warnings_told(lang):
            code = commands(lang).main(args, "simcore", standalone_mode=False)
        return code if isinstance(code, int) else DONE
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return BAD_INPUT
    except click.UsageError as error:
        click.echo(visible(usage_text(error, lang)), err=True)
        return BAD_INPUT
    except ScenarioError as error:
        click.echo(_problems(error, lang), err=True)
        return BAD_INPUT
    except (click.Abort, KeyboardInterrupt):
        stopped = Label("stopped; no result was written", "已中止；未写入任何结果")
        click.echo(stopped[lang], err=True)
        return STOPPED
    except (RunError, OSError) as error:
        click.echo(_failure(error, lang), err=True)
        return FAILED


def show_what_can_be_shown(stream: object) -> None:
    """Let a stream show "?" for what its encoding lacks (GBK, Latin-1, ASCII), rather than fail."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")


@contextmanager
def warnings_told(lang: Lang) -> Iterator[None]:
    """Say a warning that has a Label in the language, and without its place in the code."""
    shown: Callable[..., None] = warnings.showwarning

    def tell(message: Any, *place: Any) -> None:
        label = getattr(message, "label", None)
        if label is None:
            shown(message, *place)
        else:
            click.echo(f"{WARNING[lang]}: {label[lang]}", err=True)

    with warnings.catch_warnings():
        setattr(warnings, "showwarning", tell)  # noqa: B010  # its type asks for every parameter
        yield


def _problems(error: ScenarioError, lang: Lang) -> str:
    n = len(error.problems)
    count = Label(f"{n} problem{'' if n == 1 else 's'}", f"共 {n} 处问题")
    return f"{error.text(lang)}\n{count[lang]}"


def _failure(error: RunError | OSError, lang: Lang) -> str:
    text = error.text(lang) if hasattr(error, "text") else visible(str(error))
    heading = Label("error: ", "错误：")
    return f"{heading[lang]}{text}"


if __name__ == "__main__":
    sys.exit(main())
