"""Layers of a scenario: extended files, then variants, then single settings; the later wins."""

from __future__ import annotations

import reprlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path as FilePath
from typing import Any

from pydantic_core import PydanticCustomError

from simcore.errors import Problem, ScenarioError
from simcore.scenario.faults.base import faults_in, shown
from simcore.scenario.files import paths, yaml
from simcore.scenario.files.extends import Files
from simcore.scenario.files.merge import merge, nest, unset
from simcore.scenario.files.named import addressed
from simcore.scenario.files.paths import Path
from simcore.scenario.files.reach import Reach, whole
from simcore.scenario.files.tree import Mark, Node, from_plain, plain_text
from simcore.text import Label, did_you_mean

Settings = Sequence[str] | Mapping[str, Any]
VARIANT = "variant "  # begins the name of the layer of one
SET = ("--set", "set")  # the layers of settings: of the command line, and of Python


@dataclass(frozen=True)
class Layered:
    """A scenario with all its layers laid over each other.

    tree: keeps the key `variants`, and not `extends`.
    files: of each file, laid over what it extends, without variants and settings; the scenario's
        own stands last.
    reach: the folders from which its tables may come.
    bases: of the files that it extends itself, laid over what they extend.
    places: the path of every file, by the name in its marks.
    """

    tree: Node
    files: tuple[Node, ...]
    reach: Reach
    bases: tuple[Node, ...]
    places: Mapping[str, FilePath]

    def laid(self, changes: Mapping[str, Any], problems: list[Problem]) -> Layered:
        """Return the same with values changed.

        changes: values by dotted path, as YAML writes them. problems: takes paths that are none.
        """
        return replace(self, tree=_with_settings(self.tree, changes, problems))

    def views(self) -> Iterator[Node]:
        """Yield the trees that may be played without these variants and settings."""
        yield from map(unset, self.files)
        own = self.files[-1]
        for name, body in _offered(own).items():
            yield unset(reduce(merge, _parts(own, body, name, []), own))


def resolve(
    file: FilePath,
    variants: Sequence[str],
    settings: Settings,
    problems: list[Problem],
    also_read: Sequence[FilePath] = (),
) -> Layered:
    """Return a scenario file with all its layers laid over each other.

    file: the scenario. variants: names of those chosen; two may not set the same key.
    settings: `path=value` texts, or a map of dotted paths to values.
    problems: takes what is wrong in a part, so that the rest is still read.
    also_read: folders from which files may come, beside those of `Reach.of`.

    Raises ScenarioError where a file cannot be read.
    """
    files = Files(problems, Reach.of(file, also_read))
    files.read(whole(file), file, ())
    return _with_layers(files, variants, settings)


def resolve_given(
    source: str | Mapping[str, Any],
    file: FilePath,
    variants: Sequence[str],
    settings: Settings,
    problems: list[Problem],
    also_read: Sequence[FilePath] = (),
) -> Layered:
    """Return the same of a scenario that stands in no file; the other parameters as in `resolve`.

    source: a text of YAML, or the same as plain values.
    file: as which it is read: beside what it extends, and by its name in messages.
    """
    if isinstance(source, str):
        tree = yaml.parse(source, file.name, problems)
    else:
        tree = Node({}, Mark(file.name), Mark(file.name))
        with _noting(problems, tree.mark):
            tree = from_plain(source, tree.mark)
    files = Files(problems, Reach.of(file, also_read))
    files.laid(tree, whole(file), FilePath(file.name))
    return _with_layers(files, variants, settings)


def _with_layers(files: Files, variants: Sequence[str], settings: Settings) -> Layered:
    tree, problems = files.trees[-1], files.problems
    varied = _with_variants(tree, variants, problems)
    laid = _with_settings(varied, settings, problems)
    return Layered(laid, tuple(files.trees), files.reach, tuple(files.bases), files.places)


# Variants


def variant_names(tree: Node) -> list[str]:
    """Return the names of the variants that a resolved file offers."""
    return list(_offered(tree))


def _offered(tree: Node) -> dict[str, Node]:
    variants = tree.child("variants")
    bodies = variants.children() if variants else ()
    return {name: body for name, body in bodies if body.value is not None}


def _with_variants(tree: Node, chosen: Sequence[str], problems: list[Problem]) -> Node:
    """Return a tree with the chosen variants laid over it; two may not set the same."""
    varied = tree
    set_by: dict[Path, str] = {}
    offered = {
        name: list(_parts(tree, body, name, problems)) for name, body in _offered(tree).items()
    }
    for name in dict.fromkeys(chosen):
        if name not in offered:
            problems.append(_unknown_variant(tree, name))
        for part in offered.get(name, ()):
            varied = merge(varied, part)
            problems += _clashes(part, name, set_by, varied)
            set_by |= {path: name for path, _ in part.leaves()}
    return varied


def _unknown_variant(tree: Node, name: str) -> Problem:
    message = Label(f'there is no variant "{name}"', f"没有名为“{name}”的方案")
    mark = Mark(tree.mark.file)  # it stands in no line: it was asked for
    return mark.problem("variants", message, did_you_mean(name, variant_names(tree)))


def _parts(tree: Node, body: Node, name: str, problems: list[Problem]) -> Iterator[Node]:
    """Yield one layer for each key of a variant of a tree, its dotted keys unfolded."""
    if not isinstance(body.value, dict):
        message = Label("a variant is a map of what it changes", "方案应为所改内容的映射")
        remedy = Label("write {dotted.path: value}", "请写 {带点的路径: 值}")
        problems.append(body.mark.problem(f"variants.{name}", message, remedy))
        return
    for key, node in body.value.items():
        with _noting(problems, node.key_mark, f"variants.{name}"):
            part = nest(paths.split(key), node.in_layer(VARIANT + name))
            yield addressed(tree, part)


def _clashes(part: Node, name: str, set_by: Mapping[Path, str], varied: Node) -> Iterator[Problem]:
    """Yield where a part of a variant sets what another set, or a key above or below it.

    set_by: the variant that set each path before. varied: the tree with the part laid over it;
    what was set before and is not in it any more, this part replaced: one way of arriving by
    another, a distribution by another.
    """
    mine = dict(part.leaves())
    clashes: dict[Path, tuple[Node, str]] = {}
    for other, by in set_by.items():
        nearest = max(mine, key=lambda path: len(paths.shared(path, other)))
        shared = paths.shared(nearest, other)
        if shared in (nearest, other):
            clashes.setdefault(nearest, (mine[nearest], by))
        elif not varied.has(other):
            clashes.setdefault(shared, (mine[nearest], by))
    for path, (node, by) in clashes.items():
        yield _clash(node, path, name, by)


def _clash(node: Node, path: Path, name: str, by: str) -> Problem:
    en = f'the variants "{by}" and "{name}" both set this'
    zh = f"方案“{by}”与“{name}”同时设定了此项"
    if by == name:
        en, zh = f'the variant "{name}" sets this twice', f"方案“{name}”两次设定此项"
    message = Label(en, zh)
    remedy = Label("choose one, or make a variant that says both", "请只选其一，或另写一个方案")
    return node.key_mark.problem(paths.join(path), message, remedy)


# Settings


def _with_settings(tree: Node, settings: Settings, problems: list[Problem]) -> Node:
    for layer in _settings(settings, problems):
        with _noting(problems, layer.key_mark):
            tree = merge(tree, addressed(tree, layer))
    return unset(tree)


def _settings(settings: Settings, problems: list[Problem]) -> Iterator[Node]:
    """Yield one layer for each setting, from text or from Python values."""
    if isinstance(settings, Mapping):
        for key, value in settings.items():
            mark = Mark(shown(f"set {key}={_briefly(value)}"))
            with _noting(problems, mark, str(key)):
                yield nest(
                    paths.split(plain_text(str(key))), from_plain(value, mark).in_layer(SET[1])
                )
        return
    for text in settings:
        mark = Mark(shown(f"--set {text}"))
        with _noting(problems, mark):
            path, value = paths.split_setting(plain_text(text))
            yield nest(path, _flow(value, mark).in_layer(SET[0]))


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
    return from_plain(value.plain(), mark)


def _briefly(value: Any) -> Any:
    """Return what stands for a value in a message: one that holds itself has no text."""
    return reprlib.repr(value) if isinstance(value, Mapping | list | tuple) else value


@contextmanager
def _noting(problems: list[Problem], mark: Mark, path: str = "") -> Iterator[None]:
    """Note what the block raises as problems at `mark`."""
    try:
        yield
    except PydanticCustomError as error:
        for f in faults_in(error):
            where = ".".join(filter(None, (path, paths.join(tuple(map(str, f.keys))))))
            problems.append(mark.problem(where, f.message, f.remedy))
    except ScenarioError as error:
        problems += error.problems
