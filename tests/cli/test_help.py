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
        (["frobnicate"], "No such command", "没有命令 frobnicate"),
        ([], "Missing command", "缺少命令"),
        (["run", "a", "b"], "extra argument", "多余的参数：b"),
        (["run", "x", "--scale", "0.0"], "not in the range", "0.0 超出范围，应满足 0<x<=1"),
        (["run", "x", "--replications", "x"], "valid integer", "“x”不是整数"),
        (["run", "x", "--scale", "x"], "valid float", "“x”不是数值"),
        (["run", "x", "--json=3"], "does not take a value", "选项 --json 不带值"),
        (["run", "x", "--log-format", "pdf"], "is not one of", "“pdf”不可用，可选：csv、xes"),
        (["list", "/nowhere"], "does not exist", "FOLDER 的值不对：文件夹“/nowhere”不存在"),
        (["list", __file__], "is a file", "是文件，应为文件夹"),
    ],
)
def test_a_wrong_command_line_is_explained(cli: Cli, args: list[str], en: str, zh: str) -> None:
    for lang, words in (("en", en), ("zh", zh)):
        ended = cli(*args, "--lang", lang)
        assert ended.code == 2
        assert words in ended.err
        assert "--help" in ended.err
        assert ended.out == ""
        assert "命令有误" not in ended.err


def test_an_option_without_its_value_is_explained(cli: Cli) -> None:
    ended = cli("--lang", "zh", "run", "x", "--seed")
    assert (ended.code, ended.out) == (2, "")
    assert "选项 --seed 之后须写一个值" in ended.err
