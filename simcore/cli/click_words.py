"""What click says of a wrong command line, in Chinese."""

from __future__ import annotations

import re

import click

_NOUNS = {
    "File": "文件", "Directory": "文件夹", "Path": "路径",
    "integer": "整数", "integer range": "整数", "float": "数值", "float range": "数值",
    "boolean": "是与否",
}  # fmt: skip
_THING = "(File|Directory|Path) '(.*)'"
_SAYINGS = tuple(
    (re.compile(pattern, re.DOTALL), chinese)
    for pattern, chinese in (
        (r"Got unexpected extra arguments? \((.*)\)", "多余的参数：{0}"),
        (r"Missing command\.", "缺少命令"),
        (r"Option '(.*)' does not take a value\.", "选项 {0} 不带值"),
        (r"Option '(.*)' requires an argument\.", "选项 {0} 之后须写一个值"),
        (rf"{_THING} does not exist\.", "{0}“{1}”不存在"),
        (rf"{_THING} is a directory\.", "“{1}”是文件夹，应为文件"),
        (rf"{_THING} is a file\.", "“{1}”是文件，应为文件夹"),
        (rf"{_THING} is not readable\.", "{0}“{1}”无法读取"),
        (rf"{_THING} is not writable\.", "{0}“{1}”无法写入"),
        (r"'(.*)' is not a valid (.*)\.", "“{0}”不是{1}"),
        (r"'(.*)' is not (?:one of )?(.*)\.", "“{0}”不可用，可选：{1}"),
        (r"(.*) is not in the range (.*)\.", "{0} 超出范围，应满足 {1}"),
    )
)


def in_chinese(error: click.UsageError) -> str:
    """Return what is wrong with a command line; our own messages are Chinese already."""
    if isinstance(error, click.NoSuchOption):
        near = "、".join(error.possibilities or ())
        return f"没有选项 {error.option_name}" + (f"，是否想写 {near}？" if near else "")
    unknown = getattr(error, "command_name", None)  # of NoSuchCommand, from click 8.4
    if unknown:
        return f"没有命令 {unknown}"
    if isinstance(error, click.MissingParameter) and error.param:
        return f"缺少 {_called(error)}"
    if isinstance(error, click.BadParameter) and error.param:
        return f"{_called(error)} 的值不对：{_said(error.message)}"
    return _said(error.format_message())


def _called(error: click.BadParameter) -> str:
    """Return what the help calls the parameter that is wrong."""
    param = error.param
    assert param is not None
    if isinstance(param, click.Option):
        return param.opts[0]
    return str(param.name).upper()


def _said(message: str) -> str:
    for pattern, chinese in _SAYINGS:
        match = pattern.fullmatch(message)
        if match:
            words = [_NOUNS.get(word, word) for word in match.groups()]
            return chinese.format(*(word.replace("', '", "、").strip("'") for word in words))
    return message
