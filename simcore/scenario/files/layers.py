"""Layers of a scenario: extended files, then variants, then single settings.

The later wins. Maps merge key by key; lists and single values replace. A map that is a
choice (one distribution, a week of windows) replaces another such choice whole, and one
way of arriving replaces another.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path as FilePath
from typing import Any

from pydantic_core import PydanticCustomError

from simcore.errors import Problem, ScenarioError
from simcore.scenario.faults.base import faults_in
from simcore.scenario.files import paths, yaml
from simcore.scenario.files.paths import Path
from simcore.scenario.files.yaml import Mark, Node
from simcore.scenario.network.arrivals import WAYS
from simcore.scenario.values import distribution
from simcore.scenario.values.weekly import is_window
from simcore.text import Label, did_you_mean

_CHOICES = (frozenset(distribution.NAMES), frozenset(WAYS))
MAX_FILES = 50


def resolve(
    file: FilePath,
    variants: Sequence[str],
    settings: Sequence[str] | Mapping[str, Any],
    problems: list[Problem],
) -> Node:
    """Return the tree of a scenario file with all its layers laid over each other.

    `settings` are `path=value` texts, or a map of dotted paths to values. The result keeps
    the key `variants`, and not `extends`. Faults of a part are noted in `problems`; raises
    ScenarioError where a file cannot be read.
    """
    tree = _Files(problems).read(file.resolve(), file, ())
    for layer in [*_variants(tree, variants, problems), *_settings(settings, problems)]:
        tree = merge(tree, layer)
    return tree


def lay(tree: Node, changes: Mapping[str, Any], problems: list[Problem]) -> Node:
    """Return a resolved tree with values at dotted paths changed."""
    for layer in _settings(changes, problems):
        tree = merge(tree, layer)
    return tree


def merge(base: Node, top: Node) -> Node:
    """Return `top` laid over `base`; neither is changed."""
    if not isinstance(top.value, dict):
        return top
    if isinstance(base.value, list) and top.through:
        return _merge_items(base, top)
    if not isinstance(base.value, dict) or (not top.through and _is_other_choice(base, top)):
        return top
    merged = dict(base.value)
    for key, node in top.value.items():
        if key in merged:
            below = _one_way(merged[key], node) if key == "arrivals" else merged[key]
            node = merge(below, node)
        merged[key] = node
    # a map stands where it was last written, not where a path leads through it
    return replace(base if top.through else top, value=merged)


def _merge_items(base: Node, top: Node) -> Node:
    """Lay settings of single items, named by their index, over a list."""
    assert isinstance(base.value, list)
    assert isinstance(top.value, dict)
    items = list(base.value)
    for key, node in top.value.items():
        if not key.isdigit() or int(key) >= len(items):
            return top  # no such item: the whole is reported as not a list
        items[int(key)] = merge(items[int(key)], node)
    return replace(base, value=items)


def _one_way(base: Node, top: Node) -> Node:
    """Return `base` without its way of arriving, where `top` says another."""
    if not isinstance(base.value, dict) or not isinstance(top.value, dict) or top.through:
        return base
    if not top.value.keys() & set(WAYS):
        return base
    kept = {key: node for key, node in base.value.items() if key in top.value or key not in WAYS}
    return replace(base, value=kept)


def _is_other_choice(base: Node, top: Node) -> bool:
    old, new = dict(base.children()), dict(top.children())
    if old and new and all(map(is_window, [*old, *new])):
        return True
    one_each = len(old) == len(new) == 1
    return one_each and any({*old, *new} <= words for words in _CHOICES)


def nest(path: Path, leaf: Node) -> Node:
    """Return the tree that leads along `path` to `leaf` and holds nothing else."""
    for key in reversed(path):
        leaf = replace(leaf, value={key: leaf}, at=leaf.key_at, through=True)
    return leaf


# Files


@dataclass
class _Files:
    """Reads a file and those that it extends, each laid over the ones before."""

    problems: list[Problem]
    read_so_far: int = 0

    def read(self, file: FilePath, shown: FilePath, above: tuple[FilePath, ...]) -> Node:
        """Read a file over those that it extends; `above` are the files on the way here."""
        tree = yaml.read(file, self.problems, str(shown)).in_layer(str(shown))
        assert isinstance(tree.value, dict)
        extends = tree.value.pop("extends", None)
        if extends is None:
            return tree
        nodes = extends.value if isinstance(extends.value, list) else [extends]
        bases = [self.extended(node, file, shown, (*above, file)) for node in nodes]
        return reduce(merge, [*bases, tree])

    def extended(
        self, node: Node, file: FilePath, shown: FilePath, chain: tuple[FilePath, ...]
    ) -> Node:
        """Read the file that an `extends` names."""
        name = node.value
        if not isinstance(name, str) or FilePath(name).is_absolute():
            raise _extends_error(node, *_NOT_RELATIVE)
        inner = (file.parent / name).resolve()
        self.read_so_far += 1
        if inner in chain:
            raise _extends_error(node, *_circle((*chain[chain.index(inner) :], inner)))
        if self.read_so_far > MAX_FILES:
            raise _extends_error(node, *_TOO_MANY)
        try:
            return self.read(inner, FilePath(os.path.normpath(shown.parent / name)), chain)
        except ScenarioError as error:
            raise ScenarioError([_at_extends(p, node) for p in error.problems]) from None


def _circle(files: tuple[FilePath, ...]) -> tuple[Label, Label]:
    circle = " → ".join(file.name for file in files)
    return (
        Label(f"files extend each other in a circle: {circle}", f"文件循环继承：{circle}"),
        Label("let one of them extend nothing", "请让其中一个文件不再继承"),
    )


_TOO_MANY = (
    Label(f"more than {MAX_FILES} files are extended", f"继承的文件超过 {MAX_FILES} 个"),
    Label("join some of them", "请合并其中一些文件"),
)
_NOT_RELATIVE = (
    Label("extends names a file by its relative path", "extends 应写另一文件的相对路径"),
    Label(
        "write extends: baseline.yaml, or a list of such", "请写 extends: baseline.yaml，或其列表"
    ),
)


def _extends_error(node: Node, message: Label, remedy: Label) -> ScenarioError:
    at = node.at
    return ScenarioError([Problem(at.file, at.line, at.column, "extends", message, remedy)])


def _at_extends(problem: Problem, node: Node) -> Problem:
    """Let a file that cannot be read be reported where it is named."""
    if problem.line:
        return problem
    name, message = FilePath(problem.file).name, problem.message
    said = Label(f"{name}: {message.en}", f"{name}：{message.zh}")
    where = (node.at.file, node.at.line, node.at.column)
    return Problem(*where, "extends", said, problem.remedy)


# Variants


def variant_names(tree: Node) -> list[str]:
    """Return the names of the variants that a resolved file offers."""
    variants = tree.child("variants")
    return [name for name, _ in variants.children()] if variants else []


def _variants(tree: Node, chosen: Sequence[str], problems: list[Problem]) -> list[Node]:
    """Return the chosen variants as layers; two may not set the same key."""
    layers: list[Node] = []
    set_by: dict[Path, tuple[str, Node]] = {}
    variants = tree.child("variants")
    offered = {
        name: list(_parts(body, name, problems))
        for name, body in (variants.children() if variants else ())
    }
    for name in dict.fromkeys(chosen):
        if name not in offered:
            problems.append(_unknown_variant(tree, name))
        for part in offered.get(name, ()):
            problems += _clashes(part, name, set_by)
            layers.append(part)
    return layers


def _unknown_variant(tree: Node, name: str) -> Problem:
    message = Label(f'there is no variant "{name}"', f"没有名为“{name}”的方案")
    return Problem(tree.at.file, 0, 0, "variants", message, did_you_mean(name, variant_names(tree)))


def _parts(body: Node, name: str, problems: list[Problem]) -> Iterator[Node]:
    """Yield one layer for each key of a variant, its dotted keys unfolded."""
    if not isinstance(body.value, dict):
        where = (body.at.file, body.at.line, body.at.column, f"variants.{name}")
        message = Label("a variant is a map of what it changes", "方案应为所改内容的映射")
        remedy = Label("write {dotted.path: value}", "请写 {带点的路径: 值}")
        problems.append(Problem(*where, message, remedy))
        return
    for key, node in body.value.items():
        with _noting(problems, node.key_at, f"variants.{name}"):
            yield nest(paths.split(key), node.in_layer(f"variant {name} ({body.at.file})"))


def _clashes(part: Node, name: str, set_by: dict[Path, tuple[str, Node]]) -> Iterator[Problem]:
    """Yield where a variant sets what another set, or a key above or below it."""
    mine = dict(part.leaves())
    for path, node in mine.items():
        for other, (by, _) in set_by.items():
            if path[: len(other)] == other or other[: len(path)] == path:
                yield _clash(node, path, name, by)
                break
    set_by |= {path: (name, node) for path, node in mine.items()}


def _clash(node: Node, path: Path, name: str, by: str) -> Problem:
    en = f'the variants "{by}" and "{name}" both set this'
    zh = f"方案“{by}”与“{name}”同时设定了此项"
    if by == name:
        en, zh = f'the variant "{name}" sets this twice', f"方案“{name}”两次设定此项"
    message = Label(en, zh)
    remedy = Label("choose one, or make a variant that says both", "请只选其一，或另写一个方案")
    return Problem(
        node.at.file, node.key_at.line, node.key_at.column, paths.join(path), message, remedy
    )


# Settings


def _settings(
    settings: Sequence[str] | Mapping[str, Any], problems: list[Problem]
) -> Iterator[Node]:
    """Yield one layer for each setting, from text or from Python values."""
    if isinstance(settings, Mapping):
        for key, value in settings.items():
            mark = Mark(f"set {key}={value}")
            with _noting(problems, mark):
                yield nest(paths.split(key), yaml.from_plain(value, mark).in_layer("set"))
        return
    for text in settings:
        mark = Mark(f"--set {text}")
        with _noting(problems, mark):
            path, value = paths.split_setting(text)
            yield nest(path, _flow(value, mark).in_layer("--set"))


def _flow(text: str, mark: Mark) -> Node:
    """Read the value of a setting: a scalar, or a list or map in brackets."""
    wrapped = f"value: {text.strip()}"
    try:
        noted: list[Problem] = []
        root = yaml.parse(wrapped, mark.file, noted)
        if noted:
            raise ScenarioError(noted)
    except ScenarioError as error:
        raise ScenarioError([replace(p, line=0, column=0) for p in error.problems]) from None
    value = root.child("value")
    assert value is not None
    return yaml.from_plain(value.plain(), mark)


@contextmanager
def _noting(problems: list[Problem], mark: Mark, path: str = "") -> Iterator[None]:
    """Note what the block raises as problems at `mark`."""
    try:
        yield
    except PydanticCustomError as error:
        where = (mark.file, mark.line, mark.column, path)
        problems += [Problem(*where, f.message, f.remedy) for f in faults_in(error)]
    except ScenarioError as error:
        problems += error.problems
