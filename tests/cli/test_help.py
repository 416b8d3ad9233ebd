"""What the command line says of itself, and of a wrong command."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from support.terminal import Cli

COMMANDS = [(), ("run",), ("show",), ("check",), ("schema",), ("list",)]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("command", COMMANDS)
def test_help_fits_the_terminal(cli: Cli, command: tuple[str, ...], lang: str) -> None:
    ended = cli(*command, "--help", "--lang", lang)
    assert ended.code == 0
    assert max(cell_len(line) for line in ended.out.splitlines()) <= 80
    assert ("用法" in ended.out) == (lang == "zh")


def test_run_names_every_option_once(cli: Cli) -> None:
    text = cli("run", "--help").out
    for option in ("--variant", "--set", "--replications", "--seed", "--jobs", "--engine",
                   "--scale", "--out", "--json", "--lang"):  # fmt: skip
        assert text.count(f"  {option} ") + text.count(f"  {option}\n") == 1, option


def test_version(cli: Cli) -> None:
    from simcore import __version__

    assert cli("--version").out == f"simcore {__version__}\n"


@pytest.mark.parametrize(
    ("args", "en", "zh"),
    [
        (["run"], "Missing argument", "缺少 SCENARIO"),
        (["run", "x", "--sed", "1"], "No such option", "没有选项 --sed，是否想写 --seed"),
        (["run", "x", "--scale", "2"], "not in the range", "--scale 的值不对"),
        (["run", "x", "--replications", "0"], "not in the range", "--replications 的值不对"),
        (["run", "x", "--engine", "abacus"], "is not one of", "--engine 的值不对"),
        (["frobnicate"], "No such command", "frobnicate"),
    ],
)
def test_a_wrong_command_line_is_explained(cli: Cli, args: list[str], en: str, zh: str) -> None:
    for lang, words in (("en", en), ("zh", zh)):
        ended = cli(*args, "--lang", lang)
        assert ended.code == 2
        assert words in ended.err
        assert "--help" in ended.err
        assert ended.out == ""
