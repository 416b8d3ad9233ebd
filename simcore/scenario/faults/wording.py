"""What is said about YAML that cannot be read: (message, remedy), in both languages."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path as FilePath

from simcore.text import Label, nearest

Wording = tuple[Label, Label]

NOT_UTF8: Wording = (
    Label("this byte is not UTF-8 text", "此处的字节不是 UTF-8 文本"),
    Label("save the file as UTF-8", "请将文件另存为 UTF-8 编码"),
)
NOT_A_MAP: Wording = (
    Label("a scenario is a map of keys", "情景文件应为键值映射"),
    Label(
        "begin with kind, name, time and so on, one key a line",
        "请从 kind、name、time 等键写起，每行一个",
    ),
)
SECOND_DOCUMENT: Wording = (
    Label("a second document begins here", "此处开始了第二份文档"),
    Label("keep one scenario in a file: remove the ---", "每个文件只写一个情景：请删去 ---"),
)
NOT_A_KEY: Wording = (
    Label("a key must be a text", "键名必须是文字"),
    Label(
        "write the key as a word, or in quotes; quote a value that begins with {",
        "请用文字作键名，必要时加引号；以 { 开头的文字要加引号",
    ),
)
EMPTY: Wording = (
    Label("nothing stands under this key", "此项下应有内容，现为空"),
    Label("write its value, or null to leave it out", "请写明内容；如不需要此项，请写 null"),
)
NULL_ITEM: Wording = (
    Label("an item of a list cannot be empty", "列表中的一项不能为空"),
    Label("remove the item", "请删去该项"),
)
MERGE_KEY: Wording = (
    Label("<< brings in the keys of a map", "<< 只能引入一个映射的各键"),
    Label("write <<: *name, of a map marked with &name above",
          "请写 <<: *名称，该名称须在上文用 &名称 标在一个映射上"),
)  # fmt: skip

_TAB: Wording = (
    Label("a tab is used to indent", "使用了制表符（Tab）缩进"),
    Label("indent with spaces", "请用空格缩进"),
)
_WIDE_COLON = re.compile(r"\w+ *：")
_WIDE: Wording = (
    Label("a full-width ： or ， stands for a : or ,", "此处用了全角冒号或逗号"),
    Label(
        "write the half-width : and , followed by a space", "请改用半角的冒号和逗号，其后留一个空格"
    ),
)
_LAYOUT = Label("compare the indentation with the lines above", "请核对与上方各行的缩进是否一致")
_QUOTE = Label("put a text that holds : or # in quotes", "含有 : 或 # 的文字请加引号")
_SYNTAX: tuple[tuple[str, Label, Label], ...] = (  # the parser's words, then ours
    (
        "mapping values are not allowed",
        Label("a second colon in one value", "一个值里出现了第二个冒号"),
        Label(
            "quote the text, or start a new line for the key", "请给文字加引号，或将该键另起一行"
        ),
    ),
    (
        "expected ','",
        Label(
            "the bracket opened here is not closed, or a comma is missing",
            "此处的括号没有闭合，或缺少逗号",
        ),
        Label(
            "close the bracket, or put a comma between items", "请补上右括号，或在各项之间加逗号"
        ),
    ),
    (
        "expected ':'",
        Label("a colon is missing after a key", "键名后缺少冒号"),
        Label("write key: value, with a space after the colon", "请写 键: 值，冒号后留一个空格"),
    ),
    (
        "end of stream",
        Label("the quote opened here is never closed", "此处的引号没有闭合"),
        Label("close the quote", "请补上另一半引号"),
    ),
    (
        "expected <block end>",
        Label("this line does not fit the map above", "此行与上方的映射不对齐"),
        _LAYOUT,
    ),
    (
        "expected '-'",
        Label("this line does not fit the list above", "此行与上方的列表不对齐"),
        _LAYOUT,
    ),
    (
        "block sequence entries",
        Label("a list item cannot begin here", "列表项不能从这里开始"),
        _LAYOUT,
    ),
    (
        "cannot start any token",
        Label("this character cannot begin a value", "此字符不能作为值的开头"),
        Label("put the text in quotes", "请给文字加引号"),
    ),
    (
        "document start",
        Label("something follows the end of the map", "映射结束之后还有内容"),
        _LAYOUT,
    ),
    (
        "escape",
        Label("unknown escape after a backslash", "反斜杠后的转义无效"),
        Label("use single quotes, or double the backslash", "请改用单引号，或写两个反斜杠"),
    ),
)


def syntax(problem: str, before: str, around: str) -> Wording:
    """Say what the parser's `problem` means; `before` stands before it in the line."""
    if "\t" in before and "token" in problem:
        return _TAB
    if _has_wide_sign(around):
        return _WIDE
    for phrase, message, remedy in _SYNTAX:
        if phrase in problem:
            return message, remedy
    return Label("this is not YAML", "此处不是有效的 YAML"), _QUOTE


def _has_wide_sign(text: str) -> bool:
    """Tell whether a full-width sign stands behind a key, or behind a bracket and in no quotes.

    text: read once, however many brackets it has.
    """
    if any(_WIDE_COLON.match(line.lstrip(" \t-")) for line in text.splitlines()):
        return True
    for part in re.split("[\"']", text):
        _, bracket, behind = part.replace("[", "{").partition("{")
        if bracket and any(sign in behind for sign in "：，"):
            return True
    return False


_WHY: tuple[tuple[type[OSError], Label], ...] = (
    (FileNotFoundError, Label("there is no such file", "文件不存在")),
    (IsADirectoryError, Label("it is a folder", "这是一个文件夹")),
    (PermissionError, Label("it may not be read", "没有读取权限")),
    (OSError, Label("the disk or network fails", "磁盘或网络出错")),
)
_WHY_BY_NUMBER = {
    errno.EINVAL: Label("it is a device or a pipe", "这是设备或管道"),  # as `files` says it
    errno.ELOOP: Label("its links lead in a circle", "符号链接首尾相接"),
}


def unreadable(file: FilePath, error: OSError) -> Wording:
    """Say that a file cannot be read, and name the nearest one beside it."""
    there = file.parent.glob("*.yaml") if os.path.isdir(file.parent) else ()
    beside = [other.name for other in there if other.name != file.name]
    near = nearest(file.name, beside)
    some = ", ".join(sorted(beside)[:8])
    en, zh = "give the path of a scenario file", "请给出情景文件的路径"
    if near:
        en, zh = f'did you mean "{near}"?', f"是否想写“{near}”？"
    elif some:
        en, zh = f"files there: {some}", f"该文件夹中有：{some}"
    usual = next(label for kind, label in _WHY if isinstance(error, kind))
    why = _WHY_BY_NUMBER.get(error.errno or 0, usual)
    return Label(f"cannot read this file: {why.en}", f"无法读取此文件：{why.zh}"), Label(en, zh)


def too_big(limit: int) -> Wording:
    """Return what is said of a file larger than so many bytes."""
    size = f"{limit / 1e6:g} MB"
    return (
        Label(f"the file is larger than {size}", f"文件大于 {size}"),
        Label("keep large tables in files of their own", "请将大表拆分到单独的文件"),
    )


def too_many(limit: int) -> Wording:
    """Return what is said of a file with more values than so many."""
    return (
        Label(f"more than {limit} values, aliases counted", f"值的个数（含别名展开）超过 {limit}"),
        Label("use fewer aliases", "请减少别名的使用"),
    )


def too_deep(limit: int) -> Wording:
    """Return what is said of a file nested deeper than so many levels."""
    return (
        Label(f"more than {limit} levels deep", f"嵌套超过 {limit} 层"),
        Label("a scenario needs fewer than 15 levels", "情景文件不需要超过 15 层"),
    )


def control_character(char: str) -> Wording:
    """Return what is said of a control character."""
    return (
        Label(f"control character U+{ord(char):04X}", f"含有控制字符 U+{ord(char):04X}"),
        Label("remove it", "请删去该字符"),
    )


def tag(name: str) -> Wording:
    """Return what is said of a YAML tag."""
    name = name.replace("tag:yaml.org,2002:", "!!")
    return (
        Label(f"the tag {name} is not used here", f"此处不使用标签 {name}"),
        Label("write the plain value", "请直接写值"),
    )


def alias(name: str) -> Wording:
    """Return what is said of an alias that nothing above it defines."""
    return (
        Label(f"*{name} refers to nothing above", f"*{name} 在上文没有定义"),
        Label(
            f"mark a value with &{name} before, or write it out", f"请先用 &{name} 标出，或直接写值"
        ),
    )


def duplicate(key: str, line: int) -> Wording:
    """Return what is said of a key that is already on a line above."""
    return (
        Label(f'the key "{key}" is already on line {line}', f"键“{key}”在第 {line} 行已出现"),
        Label("keep one of the two", "请只保留其中一个"),
    )


def not_finite(text: str) -> Wording:
    """Return what is said of NaN, an infinity or a number too large."""
    return (
        Label(f"{text[:30]} is not a finite number", f"{text[:30]} 不是有限的数值"),
        Label("write a finite number with its unit", "请写有限的数值及其单位"),
    )
