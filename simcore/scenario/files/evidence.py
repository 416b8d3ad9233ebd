"""Where numbers come from: every one is covered by a path pattern with its source.

A pattern is a dotted path; `*` stands for one segment, and a pattern covers everything
below it. A region names its evidence `sources`; a network, where sources are patients,
names it `evidence`, and is checked where it has any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from simcore.errors import Problem
from simcore.scenario.faults.base import Faults, found
from simcore.scenario.files import paths
from simcore.scenario.files.paths import Path
from simcore.scenario.files.tree import Node
from simcore.scenario.values import quantities
from simcore.scenario.values.counts import read_count
from simcore.scenario.values.quantities import RATE, SHARE, SIGNED, normal_unit, split_number
from simcore.text import Label

NOT_COVERED = frozenset(
    {"kind", "name", "time", "calendar", "start", "replications", "seed"}
    | {"variants", "sources", "evidence"}
)
UNITS = frozenset(
    unit
    for kind in (
        quantities.DURATION,
        quantities.RATE,
        quantities.SHARE,
        quantities.GROWTH,
        quantities.MONEY,
        quantities.PER_THOUSAND,
        quantities.YEARLY,
    )
    for unit in kind.units
)


def parse_evidence(value: Any) -> dict[str, str]:
    """Return the map of path patterns to sources. Raises a fault for each that is wrong."""
    faults = Faults()
    if not isinstance(value, dict):
        say = found(value)
        faults.add(
            Label(f"a map is expected, {say.en}", f"此项下应有内容（键: 出处），{say.zh}"),
            Label("write a.b.*: source, or assumption", "请写 a.b.*: 出处，或 assumption"),
        )
        faults.raise_any()
    for pattern, text in value.items():
        with faults.at(pattern):
            paths.split(pattern)
        if not isinstance(text, str) or not text.strip():
            say = found(text)
            faults.add(
                Label(f"a source is expected, {say.en}", f"应为出处，{say.zh}"),
                Label("write where it comes from, or assumption", "请写明出处，或写 assumption"),
                pattern,
            )
    faults.raise_any()
    return dict(value)


Evidence = Annotated[
    dict[str, str],
    PlainValidator(parse_evidence),
    WithJsonSchema(
        {
            "type": "object",
            "description": "Where numbers come from: path pattern to source, or assumption.",
            "additionalProperties": {"type": "string", "minLength": 1},
        }
    ),
]


def is_number(value: object) -> bool:
    """Return whether a value is a number: bare, or a text with a unit that a scenario knows."""
    if isinstance(value, str):
        if read_count(value) is not None:
            return True
        number, unit = split_number(value)
        whole = any(kind.read(value) is not None for kind in (SIGNED, SHARE, RATE))
        return number is not None and (whole or normal_unit(unit) in UNITS)
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def covers(pattern: Path, path: Path) -> bool:
    """Return whether a pattern covers a path: it matches it, or something above it."""
    return len(pattern) <= len(path) and all(
        p in ("*", segment) for p, segment in zip(pattern, path, strict=False)
    )


def patterns(tree: Node, key: str) -> Iterator[tuple[Path, str]]:
    """Yield each path pattern with its source; the parameters are as in `uncovered`."""
    listed = tree.child(key)
    for name, node in listed.children() if listed else ():
        with suppress(PydanticCustomError):  # reported by `parse_evidence`
            yield paths.split(name), str(node.value)


def uncovered(tree: Node, key: str) -> Iterator[tuple[Path, Node]]:
    """Yield the path and the node of each number that nothing under `key` covers.

    tree: a scenario as resolved. key: that of its evidence.
    """
    found = [pattern for pattern, _ in patterns(tree, key)]
    for path, node in tree.leaves():
        counts = path and path[0] not in NOT_COVERED and is_number(node.value)
        if counts and not any(covers(pattern, path) for pattern in found):
            yield path, node


def problems(tree: Node, key: str, wrong: Iterable[str] = ()) -> list[Problem]:
    """Return one problem for each top key that holds uncovered numbers.

    tree: a scenario as resolved. key: that of its evidence.
    wrong: dotted paths of what has a fault already; no source is asked for below these.
    """
    faulty = [paths.split(text) for text in wrong if text]
    by_top: dict[str, list[tuple[Path, Node]]] = {}
    for path, node in uncovered(tree, key):
        if not any(covers(above, path) for above in faulty):
            by_top.setdefault(path[0], []).append((path, node))
    return [_problem(numbers, key) for numbers in by_top.values()]


def _problem(numbers: list[tuple[Path, Node]], key: str) -> Problem:
    path, node = numbers[0]
    text = paths.join(path)
    more = len(numbers) - 1
    en = f"and {more} more in {path[0]} have" if more else "has"
    zh = f"以及 {path[0]} 中另外 {more} 个数值" if more else ""
    return node.mark.problem(
        text,
        Label(f"this number {en} no source", f"此数值{zh}没有注明出处"),
        Label(f"add {key}: {{{text}: where it comes from, or assumption}}",
              f"请加 {key}: {{{text}: 出处或 assumption}}"),
    )  # fmt: skip
