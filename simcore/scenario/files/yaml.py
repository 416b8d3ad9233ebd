"""YAML text to a tree of plain values that know where they stand.

Only the events of ruamel.yaml are used, nothing is constructed. Scalars follow the YAML
1.2 core schema, so `no`, `12:30` and dates stay text; `<<` brings in the keys of a map that
has an anchor.
Size, depth and the number of values are bounded, aliases included.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path as FilePath
from typing import Any

from ruamel.yaml import YAML, events
from ruamel.yaml.error import MarkedYAMLError

from simcore.errors import Problem, ScenarioError
from simcore.files import read_at_most
from simcore.scenario.faults import wording
from simcore.scenario.files import paths
from simcore.scenario.files.paths import MAX_DEPTH, Path
from simcore.scenario.files.tree import Mark, Node, Scalar
from simcore.text import CONTROLS

MAX_BYTES = 5_000_000
MAX_VALUES = 500_000

_NULL = re.compile(r"null|Null|NULL|~|")
_BOOL = re.compile(r"true|True|TRUE|false|False|FALSE")
_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|[-+]?(nan|NaN|inf|Infinity)")
_CONTROL = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read(file: FilePath, problems: list[Problem], shown: str = "") -> Node:
    """Return the tree of a file.

    file: its path. shown: the path as messages call it.
    problems: takes what is wrong in a part, such as a duplicate key.
    Raises ScenarioError where the rest cannot be read.
    """
    name = shown or str(file)
    try:
        raw = read_at_most(file, MAX_BYTES)
    except OSError as error:
        problem = wording.unreadable(file, error)
        raise ScenarioError([Problem(name, 0, 0, "", *problem)]) from None
    if raw is None:
        raise ScenarioError([Problem(name, 0, 0, "", *wording.too_big(MAX_BYTES))])
    return parse(_decoded(raw, name), name, problems)


def _decoded(raw: bytes, file: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", errors="replace")
        raise ScenarioError([_problem(file, before, wording.NOT_UTF8)]) from None


def _problem(file: str, before: str, labels: wording.Wording) -> Problem:
    line = before.count("\n") + 1
    return Problem(file, line, len(before) - before.rfind("\n"), "", *labels)


def parse(text: str, file: str, problems: list[Problem]) -> Node:
    """Return the tree of a YAML text.

    text: without its byte-order mark. file: its name in messages. problems: as in `read`.
    Raises ScenarioError where it is no YAML, or no map, or too large.
    """
    if control := _CONTROL.search(text):
        labels = wording.control_character(control[0])
        raise ScenarioError([_problem(file, text[: control.start()], labels)])
    builder = _Builder(file, problems)
    try:
        return builder.document(YAML(typ="safe", pure=True).parse(text))
    except MarkedYAMLError as error:
        said = error.problem or ""
        opened = "end of stream" in said or "expected ','" in said
        mark = (opened and error.context_mark) or error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        labels = wording.syntax(said, *_line(text, line, column))
        raise ScenarioError([Problem(file, line, column, "", *labels)]) from None


def _line(text: str, line: int, column: int) -> tuple[str, str]:
    """Return what stands before a fault in its line, and the two lines up to it."""
    lines = text.splitlines()[max(line - 2, 0) : line]
    return (lines[-1][:column], "\n".join(lines)) if lines else ("", "")


@dataclass
class _Builder:
    """Builds the tree from events, noting problems and going on."""

    file: str
    problems: list[Problem]
    anchors: dict[str, Node] = field(default_factory=dict)
    values: int = 0

    def document(self, stream: Iterator[Any]) -> Node:
        root: Node | None = None
        for event in stream:
            if isinstance(event, events.DocumentStartEvent) and root is not None:
                self.note(event, (), wording.SECOND_DOCUMENT)
                break
            if isinstance(event, events.NodeEvent):
                root = self.node(event, stream, ())
        if root is None or not isinstance(root.value, dict):
            raise ScenarioError([Problem(self.file, 1, 1, "", *wording.NOT_A_MAP)])
        return root

    def problem(self, event: Any, path: Path, labels: wording.Wording) -> Problem:
        return self.mark(event).problem(paths.join(path), *labels)

    def note(self, event: Any, path: Path, labels: wording.Wording) -> None:
        self.problems.append(self.problem(event, path, labels))

    def mark(self, event: Any) -> Mark:
        return Mark(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def node(self, event: Any, stream: Iterator[Any], path: Path) -> Node:
        self.count(event, 1, path)
        if isinstance(event, events.AliasEvent):
            return self.alias(event, path)
        if getattr(event, "tag", None) not in (None, "!"):
            self.note(event, path, wording.tag(event.tag))
        mark = self.mark(event)
        node = Node(None, mark, mark)
        if isinstance(event, events.MappingStartEvent):
            node.value = self.mapping(stream, path)
        elif isinstance(event, events.SequenceStartEvent):
            node.value = self.sequence(stream, path)
        else:
            node.value = self.scalar(event, path)
        if event.anchor:
            self.anchors[event.anchor] = node
        return node

    def count(self, event: Any, values: int, path: Path) -> None:
        """Stop where a bound is passed, before memory or the stack is at risk."""
        self.values += values
        if self.values > MAX_VALUES:
            raise ScenarioError([self.problem(event, (), wording.too_many(MAX_VALUES))])
        if len(path) > MAX_DEPTH:
            raise ScenarioError([self.problem(event, (), wording.too_deep(MAX_DEPTH))])

    def alias(self, event: Any, path: Path) -> Node:
        node = self.anchors.get(event.anchor)
        if node is None:
            return self.unread(event, path, wording.alias(event.anchor))
        self.count(event, _size(node), path)
        if len(path) + _depth(node) > MAX_DEPTH:
            self.count(event, 0, path + ("",) * MAX_DEPTH)
        return node

    def mapping(self, stream: Iterator[Any], path: Path) -> dict[str, Node]:
        found: dict[str, Node] = {}
        merged: dict[str, Node] = {}
        for event in stream:
            if isinstance(event, events.MappingEndEvent):
                break
            key = self.key(event, stream, path)
            inner = (*path, key)
            value = next(stream)
            node = self.node(value, stream, inner)
            if node.value is None:
                # nothing stands nowhere: its key is the place
                node = replace(node, mark=self.mark(event))
            if _is_empty(value):
                node = self.unread(event, inner, wording.EMPTY)
            if _is_merge_key(event):
                merged = self.merged(event, node, inner) | merged
            elif key in found:
                self.note(event, inner, wording.duplicate(key, found[key].key_mark.line))
            else:
                found[key] = replace(node, key_mark=self.mark(event))
        return merged | found

    def unread(self, event: Any, path: Path, labels: wording.Wording) -> Node:
        """Note what cannot be read; return a value in its place, which unsets nothing."""
        self.note(event, path, labels)
        return Node("", self.mark(event), self.mark(event))

    def merged(self, event: Any, node: Node, path: Path) -> dict[str, Node]:
        """Return what a merge key brings in: of a map, or of maps of which the first wins."""
        maps = node.value if isinstance(node.value, list) else [node]
        keys: dict[str, Node] = {}
        for one in maps:
            if not isinstance(one.value, dict):
                self.note(event, path, wording.MERGE_KEY)
                continue
            keys = one.value | keys
        return keys

    def key(self, event: Any, stream: Iterator[Any], path: Path) -> str:
        if isinstance(event, events.ScalarEvent) and event.value:
            if control := CONTROLS.search(event.value):
                self.note(event, (*path, event.value), wording.control_character(control[0]))
            return str(event.value)
        self.note(event, path, wording.NOT_A_KEY)
        self.node(event, stream, (*path, "?"))  # a map in the place of a key is a level, too
        return f"?{event.start_mark.index}"

    def sequence(self, stream: Iterator[Any], path: Path) -> list[Node]:
        items: list[Node] = []
        for event in stream:
            if isinstance(event, events.SequenceEndEvent):
                break
            inner = (*path, str(len(items)))
            item = self.node(event, stream, inner)
            none = item.value is None
            items.append(self.unread(event, inner, wording.NULL_ITEM) if none else item)
        return items

    def scalar(self, event: Any, path: Path) -> Scalar:
        text = str(event.value)
        if control := CONTROLS.search(text):
            self.note(event, path, wording.control_character(control[0]))
            return ""
        if event.style in ("'", '"', "|", ">"):
            return text
        if _NOT_FINITE.fullmatch(text):
            self.note(event, path, wording.not_finite(text))
            return ""
        try:
            return plain_scalar(text)
        except OverflowError:
            self.note(event, path, wording.not_finite(text))
            return ""


def _is_empty(event: Any) -> bool:
    """Tell whether nothing is written where a value should stand."""
    return isinstance(event, events.ScalarEvent) and event.style is None and not event.value


def _is_merge_key(event: Any) -> bool:
    return isinstance(event, events.ScalarEvent) and event.style is None and event.value == "<<"


def plain_scalar(text: str) -> Scalar:
    """Return the value of an unquoted scalar by the YAML 1.2 core schema.

    Raises OverflowError for a number too large to keep.
    """
    if _NULL.fullmatch(text):
        return None
    if _BOOL.fullmatch(text):
        return text.lower() == "true"
    if not _FLOAT.fullmatch(text):
        return text
    number = float(text)
    if not math.isfinite(number) or (_INT.fullmatch(text) and len(text) > 18):
        raise OverflowError(text)
    return int(text) if _INT.fullmatch(text) else number


def _size(node: Node) -> int:
    return 1 + sum(_size(child) for _, child in node.children())


def _depth(node: Node) -> int:
    return 1 + max((_depth(child) for _, child in node.children()), default=0)
