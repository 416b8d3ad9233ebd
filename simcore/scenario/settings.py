"""Every setting of a scenario: its value, which layer gave it, and where the number comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from fnmatch import fnmatchcase
from itertools import takewhile
from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from simcore.errors import Problem, ScenarioError
from simcore.scenario.faults.base import faults_in
from simcore.scenario.files import evidence, paths
from simcore.scenario.files.layers import SET, VARIANT
from simcore.scenario.files.named import own_key
from simcore.scenario.files.paths import Path
from simcore.scenario.files.tree import Node
from simcore.scenario.values.counts import read_count
from simcore.scenario.values.quantities import normal_unit, split_number
from simcore.text import Label, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

EVIDENCE = {"network": "evidence", "region": "sources"}  # the key of a kind's evidence


@dataclass(frozen=True, slots=True)
class Setting:
    """One value as it stands after all layers.

    path: dotted, as `--set` takes it. value: a number where it is one, else the text; the items
    of a plain list together. unit: of the number, "" where it has none.
    file, line: where it was given; "--set" and 0 where that was not in a file.
    variant: that which gave it, "" for none.
    source: what the scenario says of where it comes from; "" where it says nothing, and of what
    no file gives, as its sources are those of its own values.
    """

    path: str
    value: object
    unit: str
    file: str
    line: int
    variant: str
    source: str


def settings_table(tree: Node, kind: str, wanted: str = "") -> pd.DataFrame:
    """Return the settings of a scenario in its order, a column for each field of `Setting`.

    tree: a scenario as resolved. kind: "network" or "region".
    wanted: a path, for what stands at and below it; `*` stands for any part of a key.
    Raises ScenarioError where there is nothing.
    """
    import pandas as pd

    key = EVIDENCE[kind]
    sources = sorted(evidence.patterns(tree, key), key=lambda found: _precision(found[0]))
    unlisted = ("variants", "extends", key)
    leaves = [(path, node) for path, node in _leaves(tree) if path[0] not in unlisted]
    pattern = _pattern(wanted, tree)
    chosen = [(path, node) for path, node in leaves if _matches(path, pattern)]
    if not chosen:
        raise ScenarioError([_nothing(tree, pattern, [path for path, _ in leaves])])
    found = [_setting(path, node, sources) for path, node in chosen]
    names = [field.name for field in fields(Setting)]
    return pd.DataFrame([[getattr(s, name) for name in names] for s in found], columns=names)


def _leaves(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Yield each single value, and each list of such, with its path."""
    inner = list(node.children())
    plain = isinstance(node.value, list) and not any(any(c.children()) for _, c in inner)
    if plain or not inner:
        yield path, node
        return
    for key, child in inner:
        yield from _leaves(child, (*path, key))


def _pattern(wanted: str, tree: Node) -> Path:
    """Return the keys of a pattern; a thing may be called by its name, as far as no `*` leads."""
    node: Node | None = tree
    keys: list[str] = []
    try:
        for key in paths.split(wanted) if wanted else ():
            if node is not None and node.child(key) is None:
                key = own_key(node, key, leads_on=False)
            keys.append(key)
            node = node and node.child(key)
        return tuple(keys)
    except PydanticCustomError as error:
        file = tree.mark.file
        problems = [Problem(file, 0, 0, "", f.message, f.remedy) for f in faults_in(error)]
        raise ScenarioError(problems) from None


def _matches(path: Path, pattern: Path) -> bool:
    """Tell whether a path leads to what a pattern names, or further."""
    return len(pattern) <= len(path) and all(map(fnmatchcase, path, pattern))


def _nothing(tree: Node, pattern: Path, known: list[Path]) -> Problem:
    """Return the problem of a pattern that leads nowhere, with the nearest key that there is."""
    depths = range(len(pattern))
    right = len(
        list(takewhile(lambda n: any(_matches(p, pattern[: n + 1]) for p in known), depths))
    )
    keys = {p[right] for p in known if len(p) > right and _matches(p, pattern[:right])}
    message = Label("nothing is set here", "此处没有任何设定")
    return Problem(tree.mark.file, 0, 0, paths.join(pattern), message,
                   did_you_mean(pattern[right], keys))  # fmt: skip


def _setting(path: Path, node: Node, sources: list[tuple[Path, str]]) -> Setting:
    value, unit = _value(node)
    layer, mark = node.layer, node.mark
    return Setting(
        path=paths.join(path),
        value=value,
        unit=unit,
        file=mark.file if mark.line else layer,
        line=mark.line,
        variant=layer.removeprefix(VARIANT) if layer.startswith(VARIANT) else "",
        source="" if layer in SET else _source(path, sources),
    )


def _value(node: Node) -> tuple[object, str]:
    """Return a value and its unit: a number by itself, all else as it is written."""
    value = node.plain()
    if isinstance(value, list):
        return ", ".join(map(str, value)), ""
    if isinstance(value, dict):
        return "", ""  # an empty one
    if not isinstance(value, str):
        return value, ""
    if (count := read_count(value)) is not None:
        return count, ""
    number, unit = split_number(value)
    if number is None or normal_unit(unit) not in evidence.UNITS:
        return value, ""
    return int(number) if number.is_integer() else number, unit


def _precision(pattern: Path) -> tuple[int, int]:
    """Return how closely a pattern says what it covers: the further, the fewer `*`, the more."""
    return len(pattern), -pattern.count("*")


def _source(path: Path, sources: list[tuple[Path, str]]) -> str:
    """Return what the closest pattern says of a path; sources: the closest last."""
    if path[0] in evidence.NOT_COVERED - {"sources"}:
        return ""
    covering = (text for pattern, text in reversed(sources) if evidence.covers(pattern, path))
    return next(covering, "")
