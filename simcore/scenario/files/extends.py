"""A file of YAML, laid over those that it extends."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path as FilePath

from simcore.errors import Problem, ScenarioError
from simcore.scenario.files import yaml
from simcore.scenario.files.beside import relative_path
from simcore.scenario.files.merge import merge
from simcore.scenario.files.reach import OUTSIDE, Reach, whole
from simcore.scenario.files.shipped import here_or_shipped
from simcore.scenario.files.tree import Node
from simcore.text import Label

MAX_FILES = 50
SUFFIXES = (".yaml", ".yml")  # of files whose keys and values messages may quote


@dataclass
class Files:
    """Reads a file and those that it extends, each laid over the ones before.

    reach: the folders from which they may come.
    trees: of all that were read, so laid; that of a file stands behind those that it extends.
    places: where each was read, by the name that messages call it.
    bases: the trees that the last of `trees` was laid over.
    """

    problems: list[Problem]
    reach: Reach
    trees: list[Node] = field(default_factory=list)
    places: dict[str, FilePath] = field(default_factory=dict)
    bases: list[Node] = field(default_factory=list)
    read_so_far: int = 0

    def read(self, file: FilePath, shown: FilePath, above: tuple[FilePath, ...]) -> Node:
        """Return the tree of a file, laid over those that it extends.

        file: the whole path. shown: the path as messages call it. above: the files on the way here.
        Raises ScenarioError where one cannot be read, or they extend each other in a circle.
        """
        return self.laid(yaml.read(file, self.problems, str(shown)), file, shown, above)

    def laid(
        self, tree: Node, file: FilePath, shown: FilePath, above: tuple[FilePath, ...] = ()
    ) -> Node:
        """Return a tree that was read, laid over what it extends; the parameters are as in `read`.

        tree: a map, which loses its `extends`.
        """
        tree = tree.in_layer(str(shown))
        assert isinstance(tree.value, dict)
        extends = tree.value.pop("extends", None)
        named = extends.value if extends is not None else None
        nodes = named if isinstance(named, list) else [extends] if extends and named else []
        bases = [self.extended(node, file, shown, (*above, file)) for node in nodes]
        self.trees.append(reduce(merge, [*bases, tree]))
        self.places[str(shown)], self.bases = file, bases
        return self.trees[-1]

    def extended(
        self, node: Node, file: FilePath, shown: FilePath, chain: tuple[FilePath, ...]
    ) -> Node:
        """Return the tree of the file that an `extends` names; the parameters are those of `read`.

        node: the name. chain: the files from the first to that which holds it.
        """
        name = relative_path(node.value)
        if name is None or name.suffix.lower() not in SUFFIXES:
            raise _extends_error(node, *_NOT_RELATIVE)
        beside = file.parent / name
        there = here_or_shipped(beside, name)
        shown = FilePath(os.path.normpath(shown.parent / name)) if there == beside else there
        inner = whole(there)
        if not self.reach.holds(inner):
            problem = Problem(str(name), 0, 0, "", *OUTSIDE)
            raise ScenarioError([_at_extends(problem, node)])
        self.read_so_far += 1
        if inner in chain:
            raise _extends_error(node, *_circle((*chain[chain.index(inner) :], inner)))
        if self.read_so_far > MAX_FILES:
            raise _extends_error(node, *_TOO_MANY)
        try:
            return self.read(inner, shown, chain)
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
    Label("extends names a YAML file by its relative path", "extends 应写另一 YAML 文件的相对路径"),
    Label(
        "write extends: baseline.yaml, or a list of such", "请写 extends: baseline.yaml，或其列表"
    ),
)


def _extends_error(node: Node, message: Label, remedy: Label) -> ScenarioError:
    return ScenarioError([node.mark.problem("extends", message, remedy)])


def _at_extends(problem: Problem, node: Node) -> Problem:
    """Let a file that cannot be read be reported where it is named."""
    if problem.line:
        return problem
    name, message = FilePath(problem.file).name, problem.message
    said = Label(f"{name}: {message.en}", f"{name}：{message.zh}")
    return node.mark.problem("extends", said, problem.remedy)
