"""Dotted paths: where a value stands in a scenario, as `--set` and messages write it.

A segment that holds a dot, a space, a quote or an equals sign stands in double quotes:
`resources.doctor.capacity."mon-fri 08:00-17:00"`. Items of a list count from 0.
"""

from __future__ import annotations

import re
from itertools import takewhile

from simcore.scenario.faults.base import fault
from simcore.text import Label

Path = tuple[str, ...]

MAX_DEPTH = 40  # levels of what a scenario holds

_SEGMENT = re.compile(r'"((?:[^"\\]|\\.)*)"|([^."=\s][^."=]*)')


def join(path: Path) -> str:
    """Return the dotted text of a path; `split` reads it back."""
    return ".".join(map(_quoted, path))


def _quoted(segment: str) -> str:
    if re.fullmatch(r'[^."=\s\\]+', segment):
        return segment
    escaped = segment.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def split(text: str) -> Path:
    """Return the segments of a dotted path. Raises a fault where a segment is empty."""
    segments, position = [], 0
    while match := _SEGMENT.match(text, position):
        quoted, plain = match.groups()
        segments.append(plain.strip() if quoted is None else re.sub(r"\\(.)", r"\1", quoted))
        position = match.end()
        if position == len(text):
            return tuple(segments)
        if text[position] != ".":
            break
        position += 1
    raise fault(
        Label(f"{text!r} is not a path", f"{text!r} 不是有效的路径"),
        Label(
            'write keys with dots between, a key with dots or spaces in quotes: a.b."c d"',
            '用点连接各级键名，含点或空格的键名加引号：a.b."c d"',
        ),
    )


def split_setting(text: str) -> tuple[Path, str]:
    """Return the path and the value's text of `path=value`.

    Raises a fault where there is no =, or no path before it.
    """
    match = re.match(r'((?:"(?:[^"\\]|\\.)*"|[^"=])*)=(.*)', text, re.DOTALL)
    if match:
        return split(match[1].strip()), match[2]
    raise fault(
        Label(f"{text!r} sets nothing", f"{text!r} 没有设定任何值"),
        Label("write path=value, such as --set seed=7", "请写 路径=值，例如 --set seed=7"),
    )


def shared(one: Path, other: Path) -> Path:
    """Return the keys with which both paths begin."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return tuple(key for key, _ in same)
