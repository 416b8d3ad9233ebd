"""Arrivals from CSV files: their rows take the place of the file's name in the scenario.

So the scenario as resolved holds the numbers themselves, and its hash follows them. Three
tables are known, with English or Chinese headings: day, hour or time, rate (patients an
hour); day or date, factor; and minutes, hours or days (times since the start of the run).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import Any

from simcore.errors import Problem
from simcore.scenario.files import paths
from simcore.scenario.files.tree import Node, from_plain
from simcore.scenario.values.weekly import DAYS, DAYS_ZH
from simcore.text import Label
from simcore.time_units import MINUTES_PER_DAY

MAX_BYTES = 20_000_000
_HEADINGS = {
    "星期": "day", "小时": "hour", "时间": "time", "每小时": "rate", "日期": "date",
    "倍数": "factor", "分钟": "minutes", "天": "days",
}  # fmt: skip

Row = Mapping[str, str]
Tables = Mapping[str, tuple[str, Callable[[list[Row]], Any]]]  # by key: the key it becomes


class BadTableError(Exception):
    """What is wrong with a CSV file."""

    def __init__(self, message: Label, remedy: Label) -> None:
        super().__init__(message.en)
        self.message, self.remedy = message, remedy


def inline(tree: Node, file: FilePath, problems: list[Problem]) -> Node:
    """Return a scenario's tree with its CSV files read, in the place of their names.

    tree: the scenario; files are named in the arrivals of a network's sources and in a
    region's conditions. file: the scenario's path, from which theirs go on.
    problems: takes what is wrong with them.
    """
    reader = _Reader(file, problems)
    tree = _each(tree, "sources", reader.source)
    return _each(
        tree, "conditions", lambda condition, where: reader.tables(condition, where, _SEASONS)
    )


def _each(node: Node, key: str, change: Callable[[Node, paths.Path], Node]) -> Node:
    """Return a node with everything in the map under `key` changed, if a map is there."""
    held = node.child(key)
    if held is None or not isinstance(held.value, dict):
        return node
    new = {name: change(inner, (key, name)) for name, inner in held.value.items()}
    return _with(node, {key: replace(held, value=new)})


def _with(node: Node, changed: Mapping[str, Node]) -> Node:
    assert isinstance(node.value, dict)
    return replace(node, value={**node.value, **changed})


@dataclass
class _Reader:
    file: FilePath
    problems: list[Problem]

    def source(self, source: Node, where: paths.Path) -> Node:
        arrivals = source.child("arrivals")
        if arrivals is None:
            return source
        return _with(source, {"arrivals": self.tables(arrivals, (*where, "arrivals"), _TABLES)})

    def tables(self, node: Node, where: paths.Path, tables: Tables) -> Node:
        """Return a map with the tables that it names in place of their files."""
        if not isinstance(node.value, dict):
            return node
        keys: dict[str, Node] = {}
        for key, held in node.value.items():
            becomes, read = tables.get(key, (key, None))
            inner = held.child("csv") if key == "yearly" else held
            if read is None or inner is None:
                keys[key] = held
                continue
            place = (*where, key, "csv") if key == "yearly" else (*where, key)
            table = self.table(inner, read, place)
            keys[key if table is None else becomes] = held if table is None else table
        return replace(node, value=keys)

    def table(self, node: Node, read: Callable[[list[Row]], Any], where: paths.Path) -> Node | None:
        """Return what a file holds, as if it stood in the scenario; None where it is wrong."""
        try:
            value = read(_rows(self._path(node)))
        except BadTableError as error:
            said = Label(f"{node.value}: {error.message.en}", f"{node.value}：{error.message.zh}")
            self.problems.append(node.mark.problem(paths.join(where), said, error.remedy))
            return None
        table = from_plain(value, node.mark)
        return replace(table, key_mark=node.key_mark).in_layer(node.layer)

    def _path(self, node: Node) -> FilePath:
        """Return the file that a node names, relative to the one in which it stands."""
        name = node.value
        if not isinstance(name, str) or FilePath(name).is_absolute():
            raise BadTableError(
                Label("a CSV file is named by its relative path", "CSV 文件应写相对路径"),
                Label("write csv: rates.csv", "请写 csv: rates.csv"),
            )
        within = FilePath(node.mark.file)
        return (within if within.is_file() else self.file).parent / name


def _rows(file: FilePath) -> list[Row]:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise BadTableError(
                Label("the file is too large", "文件过大"),
                Label("keep it below 20 MB", "请使其小于 20 MB"),
            )
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise BadTableError(
            Label("cannot read this file as text", "无法将此文件作为文本读取"),
            Label("give the path from the scenario's folder; save it as UTF-8",
                  "请写相对于情景文件的路径，并存为 UTF-8"),
        ) from None  # fmt: skip
    rows: list[Row] = [
        {_HEADINGS.get(key.strip(), key.strip()): (cell or "").strip()
         for key, cell in row.items() if isinstance(key, str) and isinstance(cell, str | None)}
        for row in csv.DictReader(text.splitlines())
    ]  # fmt: skip
    if rows:
        return rows
    raise BadTableError(
        Label("no rows are there", "没有数据行"),
        Label("write a line of headings, then one line a row", "请先写标题行，再逐行写数据"),
    )


def _cell(rows: list[Row], k: int, *names: str) -> str:
    """Return the cell of one of several columns. Raises BadTableError."""
    for name in names:
        if rows[k].get(name):
            return rows[k][name]
    one_of = " or ".join(names)
    raise BadTableError(
        Label(f"line {k + 2} has no {one_of}", f"第 {k + 2} 行没有 {'或'.join(names)}"),
        Label(f"the headings here: {', '.join(rows[0])}", f"现有标题：{'、'.join(rows[0])}"),
    )


def _number(rows: list[Row], k: int, *names: str) -> float:
    text = _cell(rows, k, *names)
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if 0.0 <= number < float("inf"):
        return number
    raise BadTableError(
        Label(f'line {k + 2}: "{text}" is not a number', f"第 {k + 2} 行：“{text}”不是数值"),
        Label("write a number, 0 or more", "请写不小于 0 的数值"),
    )


def weekly(rows: list[Row]) -> dict[str, str]:
    """Return rates, patients an hour, by windows of the week: each row lasts until the next.

    rows: columns day; hour or time; rate. Raises BadTableError.
    """
    starts: dict[int, list[tuple[int, float]]] = {}
    for k in range(len(rows)):
        day = _day(_cell(rows, k, "day"), k)
        starts.setdefault(day, []).append((_minute(rows, k), _number(rows, k, "rate")))
    windows: dict[str, str] = {}
    for day, times in starts.items():
        times.sort()
        ends = [minute for minute, _ in times[1:]] + [int(MINUTES_PER_DAY)]
        for (minute, rate), end in zip(times, ends, strict=True):
            windows[f"{DAYS[day]} {_clock(minute)}-{_clock(end)}"] = f"{rate!r} / h"
    return windows


def _day(text: str, k: int) -> int:
    day = text.lower()
    if day[:3] in DAYS:
        return DAYS.index(day[:3])
    if day in DAYS_ZH:
        return DAYS_ZH.index(day)
    if day in "1234567" and len(day) == 1:
        return int(day) - 1
    raise BadTableError(
        Label(f'line {k + 2}: "{text}" is not a day of the week',
              f"第 {k + 2} 行：“{text}”不是星期"),
        Label("write mon to sun, or 1 (Monday) to 7", "请写 周一 至 周日，或 1（周一）至 7"),
    )  # fmt: skip


def _minute(rows: list[Row], k: int) -> int:
    """Return the minute of the day at which a row begins."""
    text = _cell(rows, k, "hour", "time")
    hour, _, minute = text.partition(":")
    if hour.isdigit() and (not minute or minute.isdigit()):
        total = int(hour) * 60 + int(minute or 0)
        if total < MINUTES_PER_DAY and int(minute or 0) < 60:
            return total
    raise BadTableError(
        Label(f'line {k + 2}: "{text}" is not a time of day', f"第 {k + 2} 行：“{text}”不是时刻"),
        Label("write an hour from 0 to 23, or 08:30", "请写 0 至 23，或 08:30"),
    )


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def yearly(rows: list[Row]) -> dict[str, str]:
    """Return factors by day of the year; a whole date keeps its month and day.

    rows: columns day or date; factor. Raises BadTableError.
    """
    return {
        _cell(rows, k, "day", "date")[-5:]: f"{_number(rows, k, 'factor') * 100:.12g}%"
        for k in range(len(rows))
    }


def times(rows: list[Row]) -> list[str]:
    """Return times since the start of the run, with their unit.

    rows: one column: minutes, hours or days. Raises BadTableError.
    """
    unit = next((u for u in ("minutes", "hours", "days") if u in rows[0]), "minutes")
    return [f"{_number(rows, k, unit)!r} {unit}" for k in range(len(rows))]


_SEASONS: Tables = {"yearly": ("yearly", yearly)}
_TABLES: Tables = {"csv": ("weekly", weekly), "times_csv": ("at", times), **_SEASONS}
