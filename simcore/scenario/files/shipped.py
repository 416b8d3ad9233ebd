"""The scenarios that come with simcore: places, library, examples, published models."""

from __future__ import annotations

import os
from pathlib import Path

NAME = "scenarios"  # of the folder in a checkout, and as messages and the README write it


def shipped_folder() -> Path:
    """Return the folder of the scenarios that came with this installation."""
    package = Path(__file__).parents[2]
    in_wheel = package / "shipped"  # put there by the build: see pyproject.toml
    return in_wheel if in_wheel.is_dir() else package.parent / NAME


def here_or_shipped(here: Path, name: Path) -> Path:
    """Return a file that is there, else the one of that name that came with simcore, if any.

    here: where it is looked for first; returned where there is none at all. name: as it was
        written: `scenarios/shaoxing/2020-targets.yaml`, or without the first folder.
    """
    if os.path.exists(here) or name.is_absolute():
        return here
    within = shipped_folder() / (name.relative_to(NAME) if name.is_relative_to(NAME) else name)
    return within if os.path.isfile(within) else here
