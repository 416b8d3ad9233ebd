"""Which scenario gains are over: the one that a file names, else the one that it extends."""

from __future__ import annotations

import os
from pathlib import Path

from simcore.errors import Problem
from simcore.scenario.files.beside import relative_path
from simcore.scenario.files.layers import Layered
from simcore.scenario.files.reach import OUTSIDE, whole
from simcore.scenario.files.shipped import here_or_shipped
from simcore.scenario.files.tree import Node
from simcore.text import Label


def baseline_file(layered: Layered, file: Path, problems: list[Problem]) -> Path | None:
    """Return the file of a scenario's baseline; None where it has none, or none that can be read.

    layered: with its `baseline`, relative to the file that says it; without one, the only
        scenario among the files that it extends.
    file: its path, beside which a setting looks.
    problems: takes what is wrong with the name.
    """
    node = layered.tree.child("baseline")
    if node is None:
        names = [base.mark.file for base in layered.bases if _is_scenario(base)]
        return _shown(Path(names[0]), layered.places[names[0]]) if len(names) == 1 else None
    name = relative_path(node.value)
    if name is None:
        problems.append(node.mark.problem("baseline", *_NOT_RELATIVE))
        return None
    said_in = node.mark.file if node.mark.file in layered.places else str(file)
    there = here_or_shipped(layered.places.get(said_in, file).parent / name, name)
    if not layered.reach.holds(there):
        problems.append(node.mark.problem("baseline", *OUTSIDE))
        return None
    if not there.is_file():
        problems.append(node.mark.problem("baseline", *_absent(name)))
        return None
    return _shown(Path(os.path.normpath(Path(said_in).parent / name)), there)


def _is_scenario(tree: Node) -> bool:
    """Tell whether a file is a scenario by itself, and no part of one."""
    return tree.child("kind") is not None and tree.child("name") is not None


def _shown(short: Path, there: Path) -> Path:
    """Return the path of a file as its user would write it, where that leads to it."""
    return short if whole(short) == whole(there) else there


def _absent(name: Path) -> tuple[Label, Label]:
    return (
        Label(f'there is no file "{name}"', f"没有文件“{name}”"),
        Label("name a scenario by its path from this file", "请写某情景文件相对此文件的路径"),
    )


_NOT_RELATIVE = (
    Label("baseline names a scenario by its relative path", "baseline 应写某情景文件的相对路径"),
    Label("write baseline: 2015-baseline.yaml", "请写 baseline: 2015-baseline.yaml"),
)
