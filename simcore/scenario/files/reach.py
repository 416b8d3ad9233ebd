"""Which files a scenario may name: anybody may have written it, who may not read all of them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from simcore.scenario.files.shipped import shipped_folder
from simcore.text import Label


@dataclass(frozen=True)
class Reach:
    """The folders from which a scenario reads, with all folders in them.

    folders: whole paths without symbolic links.
    """

    folders: tuple[Path, ...]

    @classmethod
    def of(cls, file: Path, also: Iterable[Path] = ()) -> Reach:
        """Return the reach of a scenario: its folder, the shipped one, and those allowed.

        file: that of the scenario which is read, not of one that it extends.
        """
        folders = (file.parent, whole(file).parent, shipped_folder(), *also)
        return cls(tuple(dict.fromkeys(map(whole, folders))))

    def holds(self, file: Path) -> bool:
        """Tell whether a file, whatever links lead to it, lies in one of the folders."""
        return any(whole(file).is_relative_to(folder) for folder in self.folders)


def whole(path: Path) -> Path:
    """Return the whole path without symbolic links, as far as they lead to something."""
    return Path(os.path.realpath(path))


OUTSIDE = (
    Label("the file lies outside the folders that this scenario reads from",
          "文件不在此情景可以读取的文件夹内"),
    Label("keep it in the scenario's own folder, or allow its folder: --also-read FOLDER",
          "请放在情景文件所在的文件夹内，或用 --also-read 文件夹 允许读取"),
)  # fmt: skip
