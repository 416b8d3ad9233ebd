"""Plain values that know where they stand: the tree of a file, or of several laid over it."""

from __future__ import annotations

import numbers
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from simcore.errors import Problem
from simcore.scenario.faults.base import Faults, fault
from simcore.scenario.faults.wording import NULL_ITEM, control_character, too_deep
from simcore.scenario.files.paths import MAX_DEPTH, Path
from simcore.text import CONTROLS, Label

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file, both from 1; line 0 for what stands in no file."""

    file: str
    line: int = 0
    column: int = 0

    def problem(self, path: str, message: Label, remedy: Label) -> Problem:
        """Return a problem that stands here; `path` is dotted."""
        return Problem(self.file, self.line, self.column, path, message, remedy)


@dataclass(slots=True)
class Node:
    """A value, where it stands, and which layer set it.

    value: a map or list of nodes, or a scalar. mark, key_mark: the places of the value and of
    its key. layer: the file, variant or setting. through: a map that only leads to deeper keys.
    """

    value: dict[str, Node] | list[Node] | Scalar
    mark: Mark
    key_mark: Mark
    layer: str = ""
    through: bool = False

    @property
    def aliased(self) -> bool:
        """Tell whether the value stands elsewhere, where an alias took it from."""
        value, key = self.mark, self.key_mark
        return value.file == key.file and (value.line, value.column) < (key.line, key.column)

    def plain(self) -> Any:
        """Return the value as plain dicts, lists and scalars."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def children(self) -> Iterator[tuple[str, Node]]:
        """Yield the key or index, as text, and the node of each item; none for a scalar."""
        if isinstance(self.value, dict):
            yield from self.value.items()
        elif isinstance(self.value, list):
            yield from ((str(i), node) for i, node in enumerate(self.value))

    def leaves(self, path: Path = ()) -> Iterator[tuple[Path, Node]]:
        """Yield each scalar, and each empty map or list, with its path."""
        inner = list(self.children())
        if not inner:
            yield path, self
        for key, node in inner:
            yield from node.leaves((*path, key))

    def child(self, key: str | int) -> Node | None:
        """Return the node under a key or a list index, None where there is none."""
        if isinstance(self.value, dict):
            return self.value.get(str(key))
        if isinstance(self.value, list) and str(key).isdigit() and int(key) < len(self.value):
            return self.value[int(key)]
        return None

    def has(self, path: Path) -> bool:
        """Return whether something, or null, stands at the end of a path."""
        node: Node | None = self
        for key in path:
            node = node.child(key) if node else None
        return node is not None

    def in_layer(self, layer: str) -> Node:
        """Return a copy whose every value says it came from `layer`."""
        value = self.value
        if isinstance(value, dict):
            value = {key: node.in_layer(layer) for key, node in value.items()}
        elif isinstance(value, list):
            value = [node.in_layer(layer) for node in value]
        return replace(self, value=value, layer=layer)


def from_plain(value: Any, mark: Mark, depth: int = 0) -> Node:
    """Return the tree of a plain Python value, all of it standing at `mark`.

    value: maps, lists, texts, numbers (those of numpy too), dates, None.
    depth: of maps and lists around it.
    Raises a fault for what YAML could not say, or is too deep, as what holds itself is.
    """
    faults = Faults()
    if depth > MAX_DEPTH:
        raise fault(*too_deep(MAX_DEPTH))
    tree = _from_plain(value, mark, depth, faults)
    faults.raise_any()
    return tree


def _from_plain(value: Any, mark: Mark, depth: int, faults: Faults) -> Node:
    value = value.tolist() if hasattr(value, "tolist") else value  # numpy's
    plain: Any = _scalar(value)
    if isinstance(value, Mapping):
        plain = {}
        for key, item in value.items():
            with faults.at(str(key)):
                plain[plain_text(str(key))] = from_plain(item, mark, depth + 1)
    elif isinstance(value, (list, tuple)):
        plain = []
        for k, item in enumerate(value):
            with faults.at(k):
                plain.append(from_plain(_item(item), mark, depth + 1))
    elif plain is _UNKNOWN:
        faults.add(*_not_yaml(value))
    return Node(plain, mark, mark)


def _item(value: Any) -> Any:
    """Return an item of a list, which cannot be nothing. Raises a fault."""
    if value is None:
        raise fault(*NULL_ITEM)
    return value


_UNKNOWN: Any = object()


def _scalar(value: Any) -> Any:
    """Return a plain scalar, `_UNKNOWN` for what is none."""
    if isinstance(value, str):
        return plain_text(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        return float(value)
    return str(value) if isinstance(value, date) else _UNKNOWN


def plain_text(text: str) -> str:
    """Return a text as it is. Raises a fault where it has control characters."""
    if control := CONTROLS.search(text):
        raise fault(*control_character(control[0]))
    return text


def _not_yaml(value: Any) -> tuple[Label, Label]:
    kind = type(value).__name__
    return (
        Label(f"a {kind} is nothing that a scenario can say", f"情景中不能写 {kind} 类型的值"),
        Label('write it as YAML has it, such as "12 / h", 3 or {"exponential": "4 h"}',
              '请按 YAML 的写法给出，例如 "12 / h"、3 或 {"exponential": "4 h"}'),
    )  # fmt: skip
