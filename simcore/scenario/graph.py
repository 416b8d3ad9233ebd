"""The checks of a network's pathways, placed in the lines of its file.

They also run where some values could not be read: such a step becomes a gap, and what
follows it in its pathway is not judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from simcore.errors import Problem
from simcore.network.check import check
from simcore.network.model import Label, Network, Resource, Source, Step
from simcore.scenario import explain, network, paths
from simcore.scenario.yaml import Node


def problems(tree: Node, document: dict[str, Any], model: Any) -> list[Problem]:
    """Return what is wrong with the pathways; `model` is None where it was not valid."""
    built = model.to_network() if model is not None else _partial(document)
    if built is None:
        return list(_same_ids(tree))
    found = check(built, whole=model is not None)
    return [
        *(_placed(tree, tuple(map(str, f.where)), f.message, f.remedy) for f in found),
        *_same_ids(tree),
    ]


def _placed(tree: Node, where: tuple[str, ...], message: Label, remedy: Label) -> Problem:
    path, _ = explain.follow(tree, where)  # `seize: doctor` has no resource below it
    return explain.place(tree, path, message, remedy)


def _partial(document: dict[str, Any]) -> Network | None:
    """Return the Network of what can be read, or None where a part is no map."""
    parts: list[Any] = [document.get(name) for name in ("resources", "sources", "pathways")]
    if not all(isinstance(part, dict) for part in parts):
        return None
    resources, sources, pathways = parts
    steps: dict[str, Any] = {
        name: tuple(map(_step, value)) if isinstance(value, list) else (None,)
        for name, value in pathways.items()
    }
    return Network(
        name=Label("", ""),
        resources=tuple(_resource(name, value) for name, value in resources.items()),
        sources=tuple(s for name, value in sources.items() if (s := _source(name, value))),
        pathways=steps,
    )


def _read(record: type[BaseModel], value: Any) -> Any:
    try:
        return record.model_validate(value)
    except ValidationError:
        return None


def _resource(name: str, value: Any) -> Resource:
    read = _read(network.Resource, value)
    return read.lower(name) if read else Resource(name, Label(name, name), 1)


def _source(name: str, value: Any) -> Source | None:
    read: network.Source | None = _read(network.Source, value)
    if read:
        return read.lower(name)
    pathway = value.get("pathway") if isinstance(value, dict) else None
    if not isinstance(pathway, str):
        return None
    return Source(name, Label(name, name), pathway, 0.0, ())


def _step(value: Any) -> Step | None:
    read = _read(network.StepText, value)
    return read.lower() if read else None


def _same_ids(tree: Node) -> Iterator[Problem]:
    """Yield steps that take the id of another: they would share its random numbers."""
    seen: dict[object, int] = {}
    pathways = tree.child("pathways")
    for path, node in pathways.leaves(("pathways",)) if pathways else ():
        if len(path) != 4 or path[-1] != "id":
            continue
        if node.value in seen:
            message = Label(
                f'the id "{node.value}" is already on line {seen[node.value]}',
                f"id“{node.value}”在第 {seen[node.value]} 行已出现",
            )
            at = (node.at.file, node.at.line, node.at.column, paths.join(path))
            yield Problem(*at, message, Label("give each step its own id", "每一步请用不同的 id"))
        seen.setdefault(node.value, node.at.line)
