"""A scenario file, with its layers, to a validated Scenario."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from simcore.errors import Problem, ScenarioError
from simcore.scenario import settings
from simcore.scenario.faults import explain
from simcore.scenario.files import evidence, layers, paths
from simcore.scenario.files.baseline import baseline_file
from simcore.scenario.files.layers import Layered
from simcore.scenario.files.named import same_names
from simcore.scenario.files.shipped import here_or_shipped
from simcore.scenario.files.tree import Node
from simcore.scenario.network import graph, profile_csv
from simcore.scenario.network.network import NetworkScenario
from simcore.scenario.values.value import names_of
from simcore.text import Label, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

KINDS = ("network", "region")


@dataclass(frozen=True, repr=False)
class Scenario:
    """A validated scenario, as `load_scenario` returns it.

    path: of its file.
    kind: "network" or "region".
    model: what the text means, checked.
    document: the text as resolved: the files it extends, variants and settings laid over it.
    origins: which layer set the value at each dotted path.
    variants: those that were chosen.
    warmup, run: minutes.
    replications, seed: how often to play it, and from which random numbers.
    layered: the document with the file and line of every value, and the files below it.
    baseline: the file of the scenario that gains are over, None where a region has none.
    """

    path: FilePath
    kind: str
    name: Label
    model: Any
    document: dict[str, Any]
    origins: dict[str, str]
    variants: tuple[str, ...]
    warmup: float
    run: float
    replications: int
    seed: int
    layered: Layered
    baseline: FilePath | None

    def __repr__(self) -> str:
        chosen = f", variants {', '.join(self.variants)}" if self.variants else ""
        return f"<Scenario {self.name.en!r}, {self.kind}, of {self.path}{chosen}>"

    @property
    def tree(self) -> Node:
        """Return the document with the file and line of every value."""
        return self.layered.tree

    @property
    def hash(self) -> str:
        """Return the SHA-256 of the document in canonical JSON."""
        text = json.dumps(
            self.document,
            sort_keys=True,
            ensure_ascii=False,
            separators=(",", ":"),
            allow_nan=False,
        )
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    def with_(self, changes: Mapping[str, object]) -> Scenario:
        """Return a copy with some values changed, validated again.

        changes: values by dotted path, written as in YAML: "12 / h", 3, {"exponential": "4 h"}.
        Raises ScenarioError with every problem found.

        >>> queue = load_scenario("scenarios/examples/mmc.yaml")
        >>> queue.with_({"resources.server.capacity": 4}).model.resources["server"].capacity.values
        (4,)
        """
        problems: list[Problem] = []
        layered = self.layered.laid(changes, problems)
        return _scenario(self.path, layered, self.variants, problems)

    def settings(self, path: str = "") -> pd.DataFrame:
        """Return every setting: path, value, unit, file, line, variant, source.

        path: only what stands at and below it; `*` stands for any part of a key. The columns are
        said at `simcore.scenario.settings.Setting`. Raises ScenarioError where there is nothing.

        >>> queue = load_scenario("scenarios/examples/mmc.yaml", set_=["seed=7"])
        >>> queue.settings("seed")[["value", "file"]].values.tolist()
        [[7, '--set']]
        """
        return settings.settings_table(self.tree, self.kind, path)


def load_scenario(
    path: str | FilePath,
    *,
    variants: Sequence[str] = (),
    set_: Sequence[str] | Mapping[str, Any] = (),
    also_read: Sequence[str | FilePath] = (),
) -> Scenario:
    """Return the scenario of a file, with the files that it extends.

    path: of a YAML file; one that is not there may be among those that come with simcore, such as
        "shaoxing/2020-targets.yaml".
    variants: names of those in the file to lay over it, in any order; no two may set the same.
    set_: what to change after that: "path=value" texts, or values by dotted path.
    also_read: folders of files that it may extend or name, beside its own and those that come with
        simcore.
    Raises ScenarioError with every problem found.

    >>> load_scenario("scenarios/examples/mmc.yaml", set_=["seed=7"]).seed
    7
    """
    file, problems = here_or_shipped(FilePath(path), FilePath(path)), list[Problem]()
    try:
        layered = layers.resolve(file, variants, set_, problems, [*map(FilePath, also_read)])
    except ScenarioError as error:
        raise ScenarioError(_in_order([*problems, *error.problems])) from None
    return _scenario(file, layered, tuple(variants), problems)


def parse_scenario(
    source: str | Mapping[str, Any],
    *,
    folder: str | FilePath = "",
    variants: Sequence[str] = (),
    set_: Sequence[str] | Mapping[str, Any] = (),
    also_read: Sequence[str | FilePath] = (),
) -> Scenario:
    """Return the scenario of a text, or of plain values: maps, lists, texts and numbers.

    source: as a file would have it.
    folder: where the files that it extends, and its tables, are looked for.
    variants, set_, also_read: as in `load_scenario`.
    Raises ScenarioError with every problem found.

    >>> parse_scenario({"extends": "mmc.yaml", "seed": 7}, folder="scenarios/examples").seed
    7
    """
    file, problems = FilePath(folder) / "(given)", list[Problem]()
    try:
        allowed = [*map(FilePath, also_read)]
        layered = layers.resolve_given(source, file, variants, set_, problems, allowed)
    except ScenarioError as error:
        raise ScenarioError(_in_order([*problems, *error.problems])) from None
    return _scenario(file, layered, tuple(variants), problems)


def _scenario(
    file: FilePath, layered: Layered, variants: tuple[str, ...], noted: list[Problem]
) -> Scenario:
    """Validate what was resolved; `noted` are the problems found on the way to it."""
    kind = _kind(layered.tree, noted)
    inlined = profile_csv.inline(layered.tree, file, layered.reach, noted)
    layered = replace(layered, tree=inlined)
    tree = layered.tree
    document = {k: v for k, v in tree.plain().items() if k not in ("variants", "extends")}
    baseline = baseline_file(layered, file, noted) if kind == "region" else None
    model, problems = (_region if kind == "region" else _network)(layered, document)
    if kind == "region" and model is not None and baseline is None:
        problems += _without_baseline(tree, model)
    found = [*noted, *same_names(tree), *problems]
    key = settings.EVIDENCE[kind]
    if kind == "region" or key in document:
        found += evidence.problems(tree, key, wrong=[p.path for p in found])
    if found or model is None:
        raise ScenarioError(_in_order(found))
    time = model.calendar if kind == "region" else model.time
    return Scenario(
        path=file,
        kind=kind,
        name=model.name,
        model=model,
        document=document,
        origins={paths.join(path): _origin(node) for path, node in tree.leaves()},
        variants=variants,
        warmup=time.warmup,
        run=time.run,
        replications=model.replications,
        seed=model.seed,
        layered=layered,
        baseline=baseline,
    )


def _origin(node: Node) -> str:
    """Return the layer that set a value, with the line where it stands in a file."""
    file, line = node.mark.file, node.mark.line
    if not line:
        return file
    if node.layer.startswith(layers.VARIANT):
        return f"{node.layer} ({file}), line {line}"
    return f"{file}:{line}"


def _kind(tree: Node, noted: list[Problem]) -> str:
    node = tree.child("kind")
    if node is not None and node.value in KINDS:
        return str(node.value)
    mark, value = (node or tree).mark, node.value if node else None
    message = Label(f'"{value}" is not a kind of scenario', f"“{value}”不是情景类型")
    remedy = did_you_mean(value, KINDS)
    if node is None:
        message = Label('"kind" is missing', "缺少“kind”")
        remedy = Label("add kind: network, or kind: region", "请加上 kind: network 或 kind: region")
    raise ScenarioError(_in_order([*noted, mark.problem("kind", message, remedy)]))


Parsed = tuple[Any, list[Problem]]  # the model, or None


def _validate(
    tree: Node, document: dict[str, Any], model: type[BaseModel], context: Any = None
) -> Parsed:
    body = Node(
        {k: v for k, v in dict(tree.children()).items() if k in document}, tree.mark, tree.key_mark
    )
    try:
        return model.model_validate(document, context=context), []
    except ValidationError as error:
        return None, explain.problems(error, body, model)


def _network(layered: Layered, document: dict[str, Any]) -> Parsed:
    context = {"names": names_of(document)}
    model, problems = _validate(layered.tree, document, NetworkScenario, context)
    problems += graph.problems(layered, document, model)
    return model, problems


def _region(layered: Layered, document: dict[str, Any]) -> Parsed:
    from simcore.scenario.region.check import check
    from simcore.scenario.region.region import RegionScenario

    model, problems = _validate(layered.tree, document, RegionScenario)
    if model is not None:
        problems += _placed(layered.tree, check(model))
    return model, problems


def _without_baseline(tree: Node, model: Any) -> Iterator[Problem]:
    """Yield the targets that ask for a gain on nothing; a baseline of a wrong name is told."""
    from simcore.scenario.region.gains import gains_on_nothing

    if tree.child("baseline") is None:
        yield from _placed(tree, gains_on_nothing(model))


def _placed(tree: Node, findings: Iterable[tuple[str, Label, Label]]) -> Iterator[Problem]:
    for path, message, remedy in findings:
        yield explain.place(tree, paths.split(path), message, remedy)


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort by place, one problem for each value: the first found, as others follow from it.

    A value that stands once and is used several times, by an alias, is told once.
    """
    by_path: dict[str | Problem, Problem] = {}
    for p in problems:
        by_path.setdefault(p.path or p, p)
    by_place: dict[Any, Problem] = {}
    for p in by_path.values():
        by_place.setdefault((p.file, p.line, p.message) if p.line else p, p)
    return sorted(by_place.values(), key=lambda p: (p.file, p.line, p.column, p.path))
