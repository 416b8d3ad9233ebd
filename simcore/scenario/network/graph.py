"""The checks of a network's pathways, placed in the lines of its file.

They also run where some values could not be read: such a step becomes a gap, and what
follows it in its pathway is not judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from pydantic import BaseModel, ValidationError

from simcore.errors import Problem
from simcore.network.checks.check import check
from simcore.network.checks.use import Used, in_use
from simcore.network.model import Network
from simcore.network.resources import Pool, Resource, SlotBook
from simcore.network.sources import Source
from simcore.network.steps import Step
from simcore.network.weekly_profile import WeeklyProfile
from simcore.scenario.faults import explain
from simcore.scenario.files import paths
from simcore.scenario.files.layers import Layered
from simcore.scenario.files.tree import Node
from simcore.scenario.network import arrivals, books, pools, resource
from simcore.scenario.network.network import NetworkScenario
from simcore.scenario.network.steps.step import WHOLE_STEP, StepText, bare_text
from simcore.scenario.values.value import constant_texts, names_of
from simcore.text import Label

Places = dict[str, list[int]]  # by pathway: the step of the file that each of the model stems from


def problems(
    layered: Layered, document: dict[str, Any], scenario: NetworkScenario | None
) -> list[Problem]:
    """Return what is wrong with a network beyond its texts, each placed in its file.

    layered: the scenario as resolved. document: its plain values.
    scenario: what they mean, or None where some could not be read.
    """
    tree = layered.tree
    built = _whole(scenario) if scenario is not None else _partial(document)
    if built is None:
        return list(_same_ids(tree))
    network, places = built
    found = check(network, whole=scenario is not None, elsewhere=partial(_elsewhere, layered))
    return [
        *(_placed(tree, _in_file(f.where, places), f.message, f.remedy) for f in found),
        *_same_ids(tree),
    ]


def _elsewhere(layered: Layered) -> Used:
    """Return what is in use in the scenario's files and variants, each by itself."""
    views = (_partial(tree.plain()) for tree in layered.views())
    return set[tuple[str, str]]().union(*(in_use(view[0]) for view in views if view))


def _whole(scenario: NetworkScenario) -> tuple[Network, Places]:
    places = {
        name: [k for k, step in enumerate(steps) for _ in step.lower()]
        for name, steps in scenario.pathways.items()
    }
    return scenario.to_network(), places


def _in_file(where: tuple[str | int, ...], places: Places) -> tuple[str, ...]:
    if len(where) > 2 and where[0] == "pathways" and isinstance(where[2], int):
        steps = places.get(str(where[1]), [])
        if where[2] < len(steps):
            where = (*where[:2], steps[where[2]], *where[3:])
    return tuple(map(str, where))


def _placed(tree: Node, where: tuple[str, ...], message: Label, remedy: Label) -> Problem:
    path, _ = explain.follow(tree, where)  # `seize: doctor` has no resource below it
    return explain.place(tree, path, message, remedy)


def _partial(document: dict[str, Any]) -> tuple[Network, Places] | None:
    """Return the Network of what can be read, or None where a part is no map."""
    read = _Reader(document)
    parts: list[Any] = [document.get(name) for name in ("resources", "sources", "pathways")]
    if not all(isinstance(part, dict) for part in parts):
        return None
    resources, sources, pathways = parts
    attributes = document.get("attributes")
    steps = {name: list(read.steps(value)) for name, value in pathways.items()}
    network = Network(
        name=Label("", ""),
        resources=tuple(read.resource(name, value) for name, value in resources.items()),
        sources=tuple(s for name, value in sources.items() if (s := read.source(name, value))),
        pathways={name: tuple(step for _, step in pairs) for name, pairs in steps.items()},
        classes=tuple(read.names.classes),
        attributes=tuple(map(str, attributes)) if isinstance(attributes, list) else (),
        constants=constant_texts(document.get("constants")),
        pools=tuple(read.several(pools.Pool, "pools", lambda n: Pool(n, Label(n, n), ()))),
        books=tuple(
            read.several(books.SlotBook, "books", lambda n: SlotBook(n, Label(n, n), (), 0.0))
        ),
    )
    return network, {name: [k for k, _ in pairs] for name, pairs in steps.items()}


class _Reader:
    """Reads the parts of a document one by one, those that can be read."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document, self.names = document, names_of(document)

    def read(self, record: type[BaseModel], value: Any) -> Any:
        try:
            return record.model_validate(value, context={"names": self.names})
        except ValidationError:
            return None

    def several(
        self, record: type[BaseModel], key: str, unread: Callable[[str], Any]
    ) -> Iterator[Any]:
        """Yield the pools or books; of one that cannot be read, what `unread` makes of its name."""
        part = self.document.get(key)
        for name, value in part.items() if isinstance(part, dict) else ():
            read = self.read(record, value)
            yield read.lower(name) if read else unread(str(name))

    def resource(self, name: str, value: Any) -> Resource:
        read: resource.Resource | None = self.read(resource.Resource, value)
        if read:
            return read.lower(name)
        return Resource(name, Label(name, name), WeeklyProfile.constant(1))

    def source(self, name: str, value: Any) -> Source | None:
        read: arrivals.Source | None = self.read(arrivals.Source, value)
        if read:
            return read.lower(name)
        pathway = value.get("pathway") if isinstance(value, dict) else None
        if not isinstance(pathway, str):
            return None
        return Source(name, Label(name, name), pathway, WeeklyProfile.constant(0.0), mix=())

    def steps(self, value: Any) -> Iterator[tuple[int, Step]]:
        """Yield the steps of a pathway, and the number of each in the file.

        None is a gap, which `check` knows how to take.
        """
        gap: Any = None
        for k, one in enumerate(value if isinstance(value, list) else (gap,)):
            read: StepText | None = self.read(WHOLE_STEP, bare_text(one))
            yield from ((k, step) for step in (read.lower() if read else (gap,)))


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
            remedy = Label("give each step its own id", "每一步请用不同的 id")
            yield node.mark.problem(paths.join(path), message, remedy)
        seen.setdefault(node.value, node.mark.line)
