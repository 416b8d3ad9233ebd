"""The scenarios of a folder, as `simcore list` shows them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path as FilePath

from pydantic_core import PydanticCustomError

from simcore.errors import ScenarioError
from simcore.scenario.faults.base import parse_label
from simcore.scenario.files import layers
from simcore.scenario.load import KINDS
from simcore.text import Label


@dataclass(frozen=True, slots=True)
class Listed:
    """A scenario as `simcore list` shows it."""

    path: FilePath
    kind: str
    name: Label
    variants: tuple[str, ...]


def list_scenarios(folder: str | FilePath) -> list[Listed]:
    """Return the scenarios under a folder, by path; those that cannot be read are left out.

    folder: searched with all folders in it.
    """
    found = []
    for file in sorted(FilePath(folder).rglob("*.yaml")):
        try:
            tree = layers.resolve(file, (), (), [], [FilePath(folder)]).tree
            kind, name = tree.child("kind"), tree.child("name")
            if kind and name and kind.value in KINDS:
                names = tuple(layers.variant_names(tree))
                found.append(Listed(file, str(kind.value), parse_label(name.plain()), names))
        except (ScenarioError, PydanticCustomError):
            continue  # `simcore check` says what is wrong with it
    return found
