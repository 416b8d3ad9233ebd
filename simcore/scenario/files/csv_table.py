"""A CSV file as rows under known headings, each with its line in the file."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from simcore.files import read_at_most
from simcore.text import Label

MAX_BYTES = 20_000_000
SEPARATORS = {";": "分号", "\t": "制表符", "，": "全角逗号", "；": "全角分号"}

Columns = Sequence[Mapping[str, str]]  # by heading, its Chinese: those of a group mean alike


class BadTableError(Exception):
    """What is wrong with a CSV file, all of it: (message, remedy) each."""

    def __init__(self, *faults: tuple[Label, Label]) -> None:
        super().__init__("; ".join(message.en for message, _ in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its line in the file, and its cells by heading, in English."""

    line: int
    cells: Mapping[str, str]

    def cell(self, *names: str) -> str:
        """Return the cell of one of several columns, of which the table has one."""
        return next(self.cells[name] for name in names if name in self.cells)

    def number(self, name: str) -> float:
        """Return the number in a cell. Raises BadTableError where there is none, or below 0."""
        text = self.cells[name]
        plain = re.fullmatch(r"\+?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text)
        if plain and math.isfinite(float(text)):
            return float(text)
        raise self.wrong(
            Label(f'"{text}" is not a number', f"“{text}”不是数值"),
            Label("write a number, 0 or more, without a unit", "请写不小于 0 的数值，不带单位"),
        )

    def wrong(self, message: Label, remedy: Label) -> BadTableError:
        """Return the error that says what is wrong on this line."""
        said = Label(f"line {self.line}: {message.en}", f"第 {self.line} 行：{message.zh}")
        return BadTableError((said, remedy))


def read_rows(file: Path, columns: Columns) -> list[Row]:
    """Return the rows of a CSV file that are not empty.

    file: a table with a line of headings. columns: one heading of each group must be there; other
    columns are not read. Raises BadTableError, with all lines that are wrong.
    """
    lines = _lines(_text(file))
    first = next(lines, None)
    if first is None:
        raise _no_rows()
    names = _names(first[1], columns)
    rows: list[Row] = []
    faults: list[tuple[Label, Label]] = []
    for line, cells in lines:
        row = Row(line, {name: cells[k] for k, name in names.items() if k < len(cells)})
        faults += _faults(row, cells, first[1], names)
        rows.append(row)
    if faults:
        raise BadTableError(*faults)
    if not rows:
        raise _no_rows()
    return rows


def _text(file: Path) -> str:
    try:
        found = read_at_most(file, MAX_BYTES)
        if found is None:
            raise BadTableError(
                (Label("the file is too large", "文件过大"),
                 Label("keep it below 20 MB", "请使其小于 20 MB"))
            )  # fmt: skip
        return found.decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        raise BadTableError(
            (Label("there is no such file", "没有这个文件"),
             Label("give its path from the folder of the scenario", "请写相对于情景文件的路径"))
        ) from None  # fmt: skip
    except (OSError, UnicodeDecodeError):
        raise BadTableError(
            (Label("cannot read this file as text", "无法将此文件作为文本读取"),
             Label("save it as UTF-8; in Excel, as CSV UTF-8", "请存为“CSV UTF-8”"))
        ) from None  # fmt: skip


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines that are not empty, by their number in the file, as cells."""
    reader = csv.reader(text.splitlines(keepends=True))
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        said = Label(f"line {reader.line_num}: {error}", f"第 {reader.line_num} 行：{error}")
        raise BadTableError((said, Label("write plain cells", "请写普通单元格"))) from None


def _no_rows() -> BadTableError:
    return BadTableError(
        (Label("no rows are there", "没有数据行"),
         Label("write a line of headings, then one line a row", "请先写标题行，再逐行写数据"))
    )  # fmt: skip


def _names(headings: list[str], columns: Columns) -> dict[int, str]:
    """Return the name of each column that is read, in English. Raises BadTableError."""
    names: dict[int, str] = {}
    for group in columns:
        known = {said: name for name, zh in group.items() for said in (name, zh)}
        found = [k for k, heading in enumerate(headings) if heading.lower() in known]
        if len(found) != 1:
            raise BadTableError(_separated(headings) or _heading(headings, found, columns, group))
        names[found[0]] = known[headings[found[0]].lower()]
    return names


def _separated(headings: list[str]) -> tuple[Label, Label] | None:
    """Return the fault that cells are separated by something else, or None."""
    for sign, zh in SEPARATORS.items():
        if len(headings) == 1 and sign in headings[0]:
            shown = "a tab" if sign == "\t" else f'"{sign}"'
            return (
                Label(f"the cells are separated by {shown}", f"单元格以{zh}分隔"),
                Label("separate them by commas: save it as CSV UTF-8, comma delimited",
                      "请用半角逗号分隔：另存为“CSV UTF-8（逗号分隔）”"),
            )  # fmt: skip
    return None


def _heading(
    headings: list[str], found: list[int], columns: Columns, group: Mapping[str, str]
) -> tuple[Label, Label]:
    """Return the fault that a column is not there, or there twice."""
    known = Label(
        "; ".join(" or ".join(one) for one in columns),
        "；".join("或".join(one.values()) for one in columns),
    )
    remedy = Label(
        f"write one of each: {known.en}; the headings here: {', '.join(headings)}",
        f"标题应为：{known.zh}；现有标题：{'、'.join(headings)}",
    )
    if not found:
        en, zh = " or ".join(group), "或".join(group.values())
        return Label(f"there is no column {en}", f"没有“{zh}”一列"), remedy
    both = [headings[k] for k in found]
    return (
        Label(f"the columns {' and '.join(both)} say the same", f"{'与'.join(both)}两列意义相同"),
        remedy,
    )


def _faults(
    row: Row, cells: list[str], headings: list[str], names: Mapping[int, str]
) -> Iterator[tuple[Label, Label]]:
    """Yield what is wrong with the shape of a row."""
    if len(cells) > len(headings):
        yield from row.wrong(
            Label(f"{len(cells)} cells under {len(headings)} headings",
                  f"标题有 {len(headings)} 个，此行有 {len(cells)} 格"),
            Label("write one cell for each heading, and 2.5 rather than 2,5",
                  "请每个标题写一格；小数请写 2.5，不写 2,5"),
        ).faults  # fmt: skip
    for k, name in names.items():
        if not row.cells.get(name):
            yield from row.wrong(
                Label(f"no {name} is given", f"“{headings[k]}”为空"),
                Label("fill in the cell, or delete the line", "请填写，或删去此行"),
            ).faults
