"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from simcore.errors import RunError
from simcore.text import Label


def check_writable(path: Path) -> None:
    """Raise RunError unless something may be written under this name, whose folder may be new."""
    parent = path.absolute().parent
    while not parent.exists():
        parent = parent.parent
    if parent.is_dir() and os.access(parent, os.W_OK | os.X_OK):
        return
    raise RunError(
        Label(f"{path} cannot be written: {parent} takes no files",
              f"无法写入 {path}：{parent} 不能存放文件"),
        Label("name a place in a folder that you may write to", "请换到可写入的文件夹中"),
    )  # fmt: skip


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a temporary file beside a path, and rename it to the path once it is written.

    Folders on the way are made. Where writing fails, an older file of that name stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        os.chmod(temporary, 0o666 & ~umask())
        os.replace(temporary, path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def umask() -> int:
    """Return the permissions that new files do not get; temporary files have fewer still."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
