"""Arrivals from CSV files: their rows take the place of the file's name in the scenario.

So the scenario as resolved holds the numbers themselves, and its hash follows them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path as FilePath

from simcore.errors import Problem
from simcore.scenario.files import paths
from simcore.scenario.files.beside import relative_path
from simcore.scenario.files.csv_table import BadTableError, Columns, read_rows
from simcore.scenario.files.reach import OUTSIDE, Reach
from simcore.scenario.files.tree import Node, from_plain
from simcore.scenario.network.arrival_tables import (
    FACTORS,
    RATES,
    TIMES,
    Read,
    times,
    weekly,
    yearly,
)
from simcore.text import Label

Tables = Mapping[str, tuple[str, Columns, Read]]  # by key: the key it becomes

_SEASONS: Tables = {"yearly": ("yearly", FACTORS, yearly)}
_TABLES: Tables = {
    "csv": ("weekly", RATES, weekly), "times_csv": ("at", TIMES, times), **_SEASONS
}  # fmt: skip


def inline(tree: Node, file: FilePath, reach: Reach, problems: list[Problem]) -> Node:
    """Return a scenario's tree with its CSV files read, in the place of their names.

    tree: the scenario; files are named in the arrivals of a network's sources and in a
    region's conditions. file: the scenario's path, from which theirs go on.
    reach: the folders from which they may come.
    problems: takes what is wrong with them.
    """
    reader = _Reader(file, reach, problems)
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
    reach: Reach
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
            becomes, columns, read = tables.get(key, (key, (), None))
            inner = held.child("csv") if key == "yearly" else held
            if read is None or inner is None:
                keys[key] = held
                continue
            place = (*where, key, "csv") if key == "yearly" else (*where, key)
            table = self.table(inner, columns, read, place)
            keys[key if table is None else becomes] = held if table is None else table
        return replace(node, value=keys)

    def table(self, node: Node, columns: Columns, read: Read, where: paths.Path) -> Node | None:
        """Return what a file holds, as if it stood in the scenario; None where it is wrong."""
        try:
            value = read(read_rows(self._path(node), columns))
        except BadTableError as error:
            for message, remedy in error.faults:
                said = Label(f"{node.value}: {message.en}", f"{node.value}：{message.zh}")
                self.problems.append(node.mark.problem(paths.join(where), said, remedy))
            return None
        table = from_plain(value, node.mark)
        return replace(table, key_mark=node.key_mark).in_layer(node.layer)

    def _path(self, node: Node) -> FilePath:
        """Return the file that a node names, relative to the one in which it stands."""
        name = relative_path(node.value)
        if name is None or name.suffix.lower() != ".csv":  # its headings may be quoted
            raise BadTableError(
                (Label("a CSV file is named by its relative path, which ends in .csv",
                       "CSV 文件应写相对路径，以 .csv 结尾"),
                 Label("write csv: rates.csv", "请写 csv: rates.csv"))
            )  # fmt: skip
        within = node.mark.file
        file = (FilePath(within) if os.path.isfile(within) else self.file).parent / name
        if not self.reach.holds(file):
            raise BadTableError(OUTSIDE)
        return file
